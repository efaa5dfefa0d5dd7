"""Phrases: exact ones by tantivy's positions; sloppy or very ambiguous ones by reading the candidates again."""

from __future__ import annotations

import heapq
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_discovery.apps.search.embedded.analysis.analyzers import POSITION_GAP
from course_discovery.apps.search.embedded.index.columns import Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.nodes import Node, Scored
from course_discovery.apps.search.embedded.query.postings import Postings
from course_discovery.apps.search.embedded.query.similarity import bm25, idf, statistics

# A position of the phrase: its distance from the first, and the terms that may stand there.
Place = tuple[int, tuple[str, ...]]
_MAX_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Terms at given distances; with ``slop`` they may move by that many positions in all.

    The terms of a place are ``distinct`` when no position of a document can hold two of them.
    """

    field: Field
    places: tuple[Place, ...]
    slop: int = 0
    boost: float = 1.0
    distinct: bool = False

    def matches(self, snapshot: Snapshot) -> Mask:
        spelled = self._spelled(self._needed(self.places[0][1]))
        if spelled is None:
            return postings.mask_of(snapshot, self._read(snapshot).slots)
        mask = np.zeros(snapshot.size, dtype=bool)
        for phrases in spelled:
            for words in phrases:
                mask[postings.phrase_slots(snapshot, self.field, words)] = True
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        spelled = self._spelled(self.places[0][1])
        if spelled is None:
            found = self._read(snapshot)
        else:
            # Lucene counts an occurrence once for each term that stands at its first place. What stands at the others
            # does not count: where synonyms were expanded at index time, all spellings are there.
            freqs = np.zeros(snapshot.size)
            for phrases in spelled:
                own = np.zeros(snapshot.size)
                for words in phrases:
                    part = postings.phrase_postings(snapshot, self.field, words)
                    before = own[part.slots]
                    own[part.slots] = before + part.freqs if self.distinct else np.maximum(before, part.freqs)
                freqs += own
            slots = np.flatnonzero(freqs)
            found = Postings(slots, freqs[slots])
        documents = statistics(snapshot, self.field).documents
        rarity = np.float32(0)
        for term in (term for _, terms in self.places for term in terms):
            frequency = len(postings.term_slots(snapshot, self.field, term))
            rarity += idf(documents, frequency) if frequency else np.float32(0)
        return Scored(postings.mask_of(snapshot, found.slots), bm25(snapshot, self.field, found, rarity, self.boost))

    def _spelled(self, leads: Sequence[str]) -> list[list[tuple[tuple[int, str], ...]]] | None:
        """The plain phrases this one stands for, by their first word; None when it has to be read in the documents."""
        if self.slop:
            return None
        choices = [[(offset, term) for term in self._needed(terms)] for offset, terms in self.places[1:]]
        if len(leads) * math.prod(map(len, choices)) > _MAX_COMBINATIONS:
            return None
        first = self.places[0][0]
        return [list(itertools.product([(first, lead)], *choices)) for lead in leads]

    def _needed(self, terms: Sequence[str]) -> list[str]:
        """Fields of word beginnings hold all beginnings of a word at its place: of a chain the shortest is enough."""
        unique = list(dict.fromkeys(terms))
        analyzer = self.field.analyzer
        if analyzer is None or not analyzer.stacks_prefixes:
            return unique
        return [term for term in unique if not any(term != other and term.startswith(other) for other in unique)]

    def _read(self, snapshot: Snapshot) -> Postings:
        key = ("read phrase", self.field.number, self.places, self.slop)
        return snapshot.cached(key, lambda: self._read_candidates(snapshot))

    def _read_candidates(self, snapshot: Snapshot) -> Postings:
        mask = snapshot.live
        for _, terms in self.places:
            holds = np.zeros(snapshot.size, dtype=bool)
            for term in terms:
                holds[postings.term_slots(snapshot, self.field, term)] = True
            mask = mask & holds
        candidates = np.flatnonzero(mask)
        freqs = np.zeros(len(candidates))
        for at, source in enumerate(snapshot.sources(candidates.tolist())):
            freqs[at] = self._frequency(_positions(self.field, json.loads(source)))
        found = freqs > 0
        return Postings(candidates[found], freqs[found])

    def _frequency(self, positions: dict[str, list[int]]) -> float:
        lanes = []
        for offset, terms in self.places:
            lane = sorted({position - offset for term in terms for position in positions.get(term, ())})
            if not lane:
                return 0.0
            lanes.append(lane)
        offsets = [offset for offset, _ in self.places]
        words = [set(terms) for _, terms in self.places]
        repeated = any(a & b for a, b in itertools.combinations(words, 2))
        return sum(1 / (1 + length) for length in _windows(lanes, self.slop, offsets if repeated else None))


def _windows(lanes: list[list[int]], slop: int, offsets: list[int] | None) -> Iterator[int]:
    """Lengths of the tightest windows that take one position of each lane, as Lucene's sloppy matcher walks them.

    Lanes are positions less the term's offset, so an exact phrase has length 0. With ``offsets``, terms repeat, and one
    position may not serve twice.
    """
    if offsets is not None:
        yield from _distinct_windows(lanes, slop, offsets)
        return
    heads = [(lane[0], number, 0) for number, lane in enumerate(lanes)]
    heapq.heapify(heads)
    end = max(head[0] for head in heads)
    position, number, at = heapq.heappop(heads)
    length = end - position
    following = heads[0][0]
    while at + 1 < len(lanes[number]):
        at += 1
        position = lanes[number][at]
        end = max(end, position)
        if position > following:
            if length <= slop:
                yield length
            heapq.heappush(heads, (position, number, at))
            position, number, at = heapq.heappop(heads)
            following = heads[0][0]
            length = end - position
        else:
            length = min(length, end - position)
    if length <= slop:
        yield length


def _distinct_windows(lanes: list[list[int]], slop: int, offsets: list[int]) -> Iterator[int]:
    for choice in itertools.islice(itertools.product(*lanes), 100_000):
        real = {start + offset for start, offset in zip(choice, offsets, strict=True)}
        if len(real) == len(choice) and max(choice) - min(choice) <= slop:
            yield max(choice) - min(choice)


def _positions(field: Field, source: dict[str, Any]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    base = 0
    assert field.analyzer is not None
    for text in _texts(source, field.name.split(".")):
        stream = field.analyzer.analyze(text)
        for term, position in zip(stream.terms, stream.positions, strict=True):
            positions.setdefault(term, []).append(base + position)
        base += stream.end_position + POSITION_GAP
    return positions


def _texts(value: Any, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, path)
    elif isinstance(value, dict):
        for size in range(len(path), 0, -1):
            key = ".".join(path[:size])
            if key in value:
                yield from _texts(value[key], path[size:])
    elif isinstance(value, str):
        yield value
    elif value is not None:
        yield str(value).lower() if isinstance(value, bool) else str(value)
