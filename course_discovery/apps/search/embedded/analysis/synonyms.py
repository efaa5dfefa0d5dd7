"""The ``synonym`` token filter: flat synonyms from rules in Solr's format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

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
            raise IllegalArgument(f"Invalid synonym rule: more than one explicit mapping specified on the same line [{line}]")
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

    def match(self, terms: list[str], at: int) -> tuple[int, _Rule] | None:
        """The longest rule that starts at ``terms[at]`` and how many words it takes."""
        longest = self._longest.get(terms[at], 0)
        for size in range(min(longest, len(terms) - at), 0, -1):
            rule = self._rules.get(tuple(terms[at : at + size]))
            if rule:
                return size, rule
        return None

    def __call__(self, stream: TokenStream) -> TokenStream:
        if self._longest.keys().isdisjoint(stream.terms):
            return stream
        return _Rewriter(self, stream).run()


def _split(side: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", part.strip()) for part in re.split(r"(?<!\\),", side) if part.strip()]


class _Rewriter:
    """Applies a map to one stream.

    An output of several words spills over the positions that follow its start, as Lucene's flat filter lays it; an output
    of one word that replaces several spans all of them.
    """

    def __init__(self, rules: SynonymMap, stream: TokenStream) -> None:
        self._rules = rules
        self._stream = stream
        self._marks = stream.marks
        self._out: dict[int, list[tuple[str, Mark | None, int]]] = {}
        self._shift = 0

    def run(self) -> TokenStream:
        stream = self._stream
        at = 0
        end = stream.end_position
        while at < len(stream.terms):
            found = self._rules.match(stream.terms, at)
            if found is None:
                self._emit(stream.positions[at], stream.terms[at], at)
                at += 1
                continue
            size, rule = found
            if rule.keep_original:
                for index in range(at, at + size):
                    self._emit(stream.positions[index], stream.terms[index], index)
            end = max(end, self._emit_outputs(at, size, rule))
            at += size
        return self._collect(end)

    def _emit(self, position: int, term: str, index: int) -> None:
        mark = self._marks[index] if self._marks is not None else None
        self._out.setdefault(position, []).append((term, mark, 1))

    def _emit_outputs(self, at: int, size: int, rule: _Rule) -> int:
        start = self._stream.positions[at]
        end = start
        for output in rule.outputs:
            for index, term in enumerate(output):
                span = size if len(output) == 1 else 1
                self._out.setdefault(start + index, []).append((term, self._mark(at, size, index, len(output)), span))
            end = max(end, start + len(output))
        return end

    def _mark(self, at: int, size: int, index: int, count: int) -> Mark | None:
        if self._marks is None:
            return None
        inside = at + min(index, size - 1)
        if count == 1 or index >= size:
            return Mark(self._marks[at].start if count == 1 else self._marks[at + size - 1].start,
                        self._marks[at + size - 1].end, "SYNONYM")  # fmt: skip
        last = at + size - 1 if index == count - 1 else inside
        return Mark(self._marks[inside].start, self._marks[last].end, "SYNONYM")

    def _collect(self, end: int) -> TokenStream:
        terms: list[str] = []
        positions: list[int] = []
        marks: list[Mark] = []
        lengths: list[int] = []
        for position in sorted(self._out):
            seen: set[tuple[str, int]] = set()
            for term, mark, span in self._out[position]:
                if (term, span) in seen:
                    continue
                seen.add((term, span))
                terms.append(term)
                positions.append(position)
                lengths.append(span)
                if mark is not None:
                    marks.append(mark)
        spans = lengths if any(span > 1 for span in lengths) else None
        return TokenStream(terms, positions, marks if self._marks is not None else None, spans, max(end, len(terms) and positions[-1] + 1))  # fmt: skip # noqa: E501
