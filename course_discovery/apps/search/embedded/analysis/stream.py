"""The unit that tokenizers make and token filters change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Mark(NamedTuple):
    """Where in the original text a token came from, and its kind as ``_analyze`` names it."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class TokenStream:
    """Tokens in parallel lists; ``marks`` is kept only when somebody will read offsets.

    Positions never fall; tokens stacked on one position follow each other. ``lengths`` is None while every token spans
    one position; a synonym of several words makes it a list of spans.
    """

    terms: list[str]
    positions: list[int]
    marks: list[Mark] | None = None
    lengths: list[int] | None = None
    end_position: int = 0  # one past the last position, trailing holes included

    @property
    def is_plain(self) -> bool:
        """Whether each position holds exactly one token."""
        size = len(self.terms)
        return size == self.end_position and len(set(self.positions)) == size

    def select(self, indexes: list[int]) -> TokenStream:
        """The stream of some tokens only; the positions of the others become holes."""
        return TokenStream(
            [self.terms[i] for i in indexes],
            [self.positions[i] for i in indexes],
            [self.marks[i] for i in indexes] if self.marks is not None else None,
            [self.lengths[i] for i in indexes] if self.lengths is not None else None,
            self.end_position,
        )

    def with_terms(self, terms: list[str]) -> TokenStream:
        """The same stream with each term replaced."""
        return TokenStream(terms, self.positions, self.marks, self.lengths, self.end_position)
