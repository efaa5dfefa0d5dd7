"""A whole text as one string: the form in which its terms are handed over to be indexed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from course_discovery.apps.search.embedded.analysis.stream import TokenStream
from course_discovery.apps.search.embedded.analysis.token_filters import TokenFilter, filtered

# Every term begins with it.
MARK = "\x03"
# The word of a position that holds no term.
HOLE = "\x01"
_REMEMBERED_TERMS = 100_000


class Spelled(NamedTuple):
    """``text`` has a word for each position, with spaces between: the position's terms one after the other, or a hole.

    ``positions`` counts the words that are no holes, ``tokens`` the terms; ``stacks`` are the words of several terms.
    """

    text: str
    positions: int
    tokens: int
    stacks: frozenset[str]


class Unspellable(Exception):
    """A term holds white space or a mark, where its word would be taken to end."""


class Words(dict[str | None, str]):
    """The word of a position, by its term before the filters that are left; None is a hole. Texts repeat their terms.

    The filters must look at single tokens. Raises Unspellable.
    """

    def __init__(self, filters: Iterable[TokenFilter]) -> None:
        super().__init__()
        self._filters = tuple(filters)

    def __missing__(self, term: str | None) -> str:
        if len(self) >= _REMEMBERED_TERMS:
            self.clear()
        terms = [] if term is None else filtered(TokenStream([term], [0], end_position=1), self._filters).terms
        word = self[term] = _word(terms)
        return word


def spelled(words: list[str]) -> Spelled:
    """The words of a text put together."""
    text = " ".join(words)
    positions, tokens = len(words) - words.count(HOLE), text.count(MARK)
    stacks = (word for word in words if word.rfind(MARK) > 0) if tokens > positions else ()
    return Spelled(text, positions, tokens, frozenset(stacks))


def spelled_stream(stream: TokenStream) -> Spelled:
    """Tokens put together; raises Unspellable."""
    places: list[list[str]] = [[] for _ in range(stream.end_position)]
    for position, term in zip(stream.positions, stream.terms, strict=True):
        places[position].append(term)
    return spelled([_word(terms) for terms in places])


def _word(terms: list[str]) -> str:
    if not terms:
        return HOLE
    word = MARK + MARK.join(terms)
    if word.split() != [word] or word.count(MARK) != len(terms):
        raise Unspellable(word)
    return word
