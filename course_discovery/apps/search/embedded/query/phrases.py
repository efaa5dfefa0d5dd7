"""Phrases: exact ones by tantivy's positions; sloppy or very ambiguous ones by reading the candidates again."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_discovery.apps.search.embedded.analysis.analyzers import POSITION_GAP
from course_discovery.apps.search.embedded.index.columns import Ints, Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.nodes import Node, Scored
from course_discovery.apps.search.embedded.query.postings import Postings
from course_discovery.apps.search.embedded.query.similarity import bm25, idf, statistics
from course_discovery.apps.search.embedded.query.sloppy import Lane, match_lengths

# A position of the phrase: its distance from the first, and the terms that may stand there.
Place = tuple[int, tuple[str, ...]]
# A plain phrase: terms at distances from the first.
Words = tuple[tuple[int, str], ...]
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
        spelled = self._spelled()
        if spelled is None:
            return postings.mask_of(snapshot, self._read(snapshot).slots)
        mask = np.zeros(snapshot.size, dtype=bool)
        for words in spelled:
            mask[postings.phrase_slots(snapshot, self.field, words)] = True
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        counted = self._counted()
        if counted is None:
            found = self._read(snapshot)
        else:
            freqs = np.zeros(snapshot.size)
            for words, sign in counted:
                part = postings.phrase_postings(snapshot, self.field, words)
                freqs[part.slots] += sign * part.freqs
            slots = np.flatnonzero(freqs)
            found = Postings(slots, freqs[slots])
        documents = statistics(snapshot, self.field).documents
        rarity = np.float32(0)
        for term in (term for _, terms in self.places for term in terms):
            frequency = len(postings.term_slots(snapshot, self.field, term))
            rarity += idf(documents, frequency) if frequency else np.float32(0)
        return Scored(postings.mask_of(snapshot, found.slots), bm25(snapshot, self.field, found, rarity, self.boost))

    def _spelled(self) -> list[Words] | None:
        """The plain phrases this one stands for; None when it has to be read in the documents."""
        choices = [[(offset, term) for term in self._needed(terms)] for offset, terms in self.places]
        if self.slop or math.prod(map(len, choices)) > _MAX_COMBINATIONS:
            return None
        return list(itertools.product(*choices))

    def _counted(self) -> list[tuple[Words, int]] | None:
        """The plain phrases whose frequencies, with their signs, make up that of this one; None when it has to be read.

        Lucene counts an occurrence once for each term that stands at its first place. At the others it does not matter
        how many of the terms stand there: what holds several at a time was counted with each of them.
        """
        if self.slop:
            return None
        choices = []
        for offset, terms in self.places[1:]:
            needed = self._needed(terms)
            sizes = range(1, 2 if self.distinct else len(needed) + 1)
            if not self.distinct and 2 ** len(needed) > _MAX_COMBINATIONS:
                return None
            chosen = itertools.chain.from_iterable(itertools.combinations(needed, size) for size in sizes)
            choices.append([tuple((offset, term) for term in group) for group in chosen])
        leads = self.places[0][1]
        if len(leads) * math.prod(map(len, choices)) > _MAX_COMBINATIONS:
            return None
        counted: list[tuple[Words, int]] = []
        for lead in leads:
            for groups in itertools.product(*choices):
                words = ((self.places[0][0], lead), *itertools.chain.from_iterable(groups))
                counted.append((words, math.prod(-1 if len(group) % 2 == 0 else 1 for group in groups)))
        return counted

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
        for at, positions in enumerate(positions_in(self.field, snapshot, candidates)):
            freqs[at] = self._frequency(positions)
        found = freqs > 0
        return Postings(candidates[found], freqs[found])

    def _frequency(self, positions: dict[str, list[int]]) -> float:
        lanes: list[Lane] = []
        for offset, terms in self.places:
            found = sorted(position for term in terms for position in positions.get(term, ()))
            if not found:
                return 0.0
            lanes.append(Lane(len(lanes), offset, frozenset(terms), found))
        return sum(1 / (1 + length) for length in match_lengths(lanes, self.slop))


def positions_in(field: Field, snapshot: Snapshot, slots: Ints) -> Iterator[dict[str, list[int]]]:
    """Where each term of a field stands in these documents, read from their sources."""
    for source in snapshot.sources(slots.tolist()):
        yield _positions(field, json.loads(source))


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
