"""The ``synonym`` token filter: flat synonyms from rules in Solr's format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from course_discovery.apps.search.embedded.analysis.spelling import HOLE
from course_discovery.apps.search.embedded.analysis.stream import Mark, TokenStream
from course_discovery.apps.search.embedded.errors import IllegalArgument

Words = tuple[str, ...]


class _Rule(NamedTuple):
    outputs: list[Words]
    keep_original: bool


class SynonymMap:
    """Rules by the words they start from.

    ``a, b`` makes each side stand for all, ``a => b`` replaces. ``analyze`` turns one side of a rule into the words the
    filter will meet, that is through the tokenizer and the filters before it.
    """

    def __init__(self, lines: Iterable[str], analyze: Callable[[str], Words], expand: bool = True) -> None:
        self._rules: dict[Words, _Rule] = {}
        self._longest: dict[str, int] = {}
        for line in lines:
            self._add_line(line, analyze, expand)
        for words in self._rules:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def _add_line(self, line: str, analyze: Callable[[str], Words], expand: bool) -> None:
        line = line.strip()
        if not line or line.startswith("#"):
            return
        sides = re.split(r"(?<!\\)=>", line)
        if len(sides) > 2:
            raise IllegalArgument(
                f"Invalid synonym rule: more than one explicit mapping specified on the same line [{line}]"
            )
        groups = [[analyze(text) for text in _split(side)] for side in sides]
        if any(not words for group in groups for words in group):
            raise IllegalArgument(f"term: {line} was completely eliminated by analyzer")
        if len(groups) == 2:
            for words in groups[0]:
                self._add(words, groups[1], keep_original=False)
        elif expand:
            for words in groups[0]:
                self._add(words, [other for other in groups[0] if other != words], keep_original=True)
        else:
            for words in groups[0]:
                self._add(words, [groups[0][0]], keep_original=False)

    def _add(self, words: Words, outputs: list[Words], keep_original: bool) -> None:
        rule = self._rules.setdefault(words, _Rule([], keep_original))
        rule.outputs.extend(output for output in outputs if output not in rule.outputs)
        if keep_original and not rule.keep_original:
            self._rules[words] = _Rule(rule.outputs, True)

    def starts(self, terms: list[str]) -> list[int]:
        """Where rules may start."""
        longest = self._longest
        return [index for index, term in enumerate(terms) if term in longest]

    def match(self, terms: list[str], at: int) -> tuple[int, _Rule] | None:
        """The longest rule that starts at ``terms[at]`` and how many words it takes."""
        longest = self._longest.get(terms[at], 0)
        for size in range(min(longest, len(terms) - at), 0, -1):
            rule = self._rules.get(tuple(terms[at : at + size]))
            if rule:
                return size, rule
        return None

    def lay(self, terms: list[str], words: list[str], spell: Mapping[str | None, str]) -> None:
        """Applies the rules to ``words``, which ``terms`` were spelled as."""
        added: list[tuple[int, str]] = []
        at = 0
        for start in self.starts(terms):
            found = self.match(terms, start) if start >= at else None
            if found is None:
                continue
            size, rule = found
            at = start + size
            if not rule.keep_original:
                words[start:at] = [HOLE] * size
            added.extend((start + index, spell[term]) for output in rule.outputs for index, term in enumerate(output))
        for position, word in added:
            words.extend([HOLE] * (position + 1 - len(words)))
            if word != HOLE:
                words[position] = word if words[position] == HOLE else words[position] + word

    def __call__(self, stream: TokenStream) -> TokenStream:
        if self._longest.keys().isdisjoint(stream.terms):
            return stream
        return _Rewriter(self, stream).run()


def _split(side: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", part.strip()) for part in re.split(r"(?<!\\),", side) if part.strip()]


class _Rewriter:
    """Applies a map to one stream.

    An output of several words spills over the positions that follow its start, as Lucene's flat filter lays it; an
    output of one word that replaces several spans all of them.
    """

    def __init__(self, rules: SynonymMap, stream: TokenStream) -> None:
        self._rules = rules
        self._stream = stream
        self._replaced: set[int] = set()
        self._terms: list[str] = []
        self._positions: list[int] = []
        self._spans: list[int] = []
        self._marks: list[Mark] = []

    def run(self) -> TokenStream:
        at = 0
        for start in self._rules.starts(self._stream.terms):
            if start < at:
                continue
            found = self._rules.match(self._stream.terms, start)
            if found is not None:
                self._add_outputs(start, *found)
                at = start + found[0]
        return self._merged() if self._terms else self._stream

    def _add_outputs(self, at: int, size: int, rule: _Rule) -> None:
        if not rule.keep_original:
            self._replaced.update(range(at, at + size))
        start = self._stream.positions[at]
        for output in rule.outputs:
            for index, term in enumerate(output):
                self._terms.append(term)
                self._positions.append(start + index)
                self._spans.append(size if len(output) == 1 else 1)
                if self._stream.marks is not None:
                    self._marks.append(_mark(self._stream.marks[at : at + size], index, len(output)))

    def _merged(self) -> TokenStream:
        """The stream's own tokens and the new ones by position, its own first."""
        stream = self._stream
        kept = (
            stream.select([i for i in range(len(stream.terms)) if i not in self._replaced])
            if self._replaced
            else stream
        )
        positions = kept.positions + self._positions
        order = sorted(range(len(positions)), key=positions.__getitem__)
        merged = TokenStream(
            kept.terms + self._terms,
            positions,
            kept.marks + self._marks if kept.marks is not None else None,
            [1] * len(kept.terms) + self._spans if max(self._spans) > 1 else None,
            max(stream.end_position, max(self._positions) + 1),
        )
        return merged.select(order)


def _mark(matched: list[Mark], index: int, count: int) -> Mark:
    """Where a word of an output stands: on the words it replaces, one by one, as far as they reach."""
    if count == 1:
        return Mark(matched[0].start, matched[-1].end, "SYNONYM")
    inside = matched[min(index, len(matched) - 1)]
    return Mark(inside.start, matched[-1].end if index == count - 1 else inside.end, "SYNONYM")
