"""Phrases in which a synonym spans several positions, as Elasticsearch reads them: by Lucene's ordered spans.

Spans follow each other without looking back: where several begin at one place, the shortest is taken even if only a
longer one would lead on. Such phrases are therefore not always found in the text they were taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course_discovery.apps.search.embedded.index.columns import Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.nodes import Node, Scored
from course_discovery.apps.search.embedded.query.phrases import positions_in
from course_discovery.apps.search.embedded.query.postings import Postings
from course_discovery.apps.search.embedded.query.similarity import bm25, idf, statistics

# One way through a part of the phrase: words that follow each other.
Way = tuple[str, ...]
# First position and the one behind the last.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spans(Node):
    """Parts that follow each other; each has one or several ways."""

    field: Field
    parts: tuple[tuple[Way, ...], ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        return postings.mask_of(snapshot, self._found(snapshot).slots)

    def scored(self, snapshot: Snapshot) -> Scored:
        found = self._found(snapshot)
        documents = statistics(snapshot, self.field).documents
        rarity = np.float32(0)
        for term in sorted({term for ways in self.parts for way in ways for term in way}):
            frequency = len(postings.term_slots(snapshot, self.field, term))
            rarity += idf(documents, frequency) if frequency else np.float32(0)
        return Scored(postings.mask_of(snapshot, found.slots), bm25(snapshot, self.field, found, rarity, self.boost))

    def _found(self, snapshot: Snapshot) -> Postings:
        key = ("spans", self.field.number, self.parts)
        return snapshot.cached(key, lambda: self._joined(snapshot) if len(self.parts) == 1 else self._read(snapshot))

    def _joined(self, snapshot: Snapshot) -> Postings:
        """Of a single part each way counts by itself, and the index knows them."""
        freqs = np.zeros(snapshot.size)
        for way in self.parts[0]:
            if len(way) == 1:
                found = postings.term_postings(snapshot, self.field, way[0])
            else:
                found = postings.phrase_postings(snapshot, self.field, tuple(enumerate(way)))
            freqs[found.slots] += found.freqs
        slots = np.flatnonzero(freqs)
        return Postings(slots, freqs[slots])

    def _read(self, snapshot: Snapshot) -> Postings:
        mask = snapshot.live
        for ways in self.parts:
            mask = mask & np.logical_or.reduce([self._holding(snapshot, way) for way in ways])
        candidates = np.flatnonzero(mask)
        freqs = np.zeros(len(candidates))
        for at, positions in enumerate(positions_in(self.field, snapshot, candidates)):
            lanes = [sorted(span for way in ways for span in _occurrences(way, positions)) for ways in self.parts]
            freqs[at] = len(_ordered(lanes))
        found = freqs > 0
        return Postings(candidates[found], freqs[found])

    def _holding(self, snapshot: Snapshot, way: Way) -> Mask:
        mask = snapshot.live
        for term in way:
            mask = mask & postings.mask_of(snapshot, postings.term_slots(snapshot, self.field, term))
        return mask


def _occurrences(way: Way, positions: dict[str, list[int]]) -> list[Span]:
    lanes = [[(position, position + 1) for position in sorted(positions.get(term, ()))] for term in way]
    return _ordered(lanes)


def _ordered(lanes: Sequence[list[Span]]) -> list[Span]:
    """The matches of one span of each lane right behind the other."""
    matches: list[Span] = []
    at = [0] * len(lanes)
    for start, end in lanes[0]:
        before, is_close = end, True
        for number, lane in enumerate(lanes[1:], 1):
            while at[number] < len(lane) and lane[at[number]][0] < before:
                at[number] += 1
            if at[number] == len(lane):
                return matches
            onward = lane[at[number]]
            is_close = is_close and onward[0] == before
            before = onward[1]
        if is_close:
            matches.append((start, before))
    return matches
