"""Lucene's BM25, with Lucene's statistics: by field, over live documents, lengths rounded to one byte."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from course_discovery.apps.search.embedded.index.columns import TextColumn, ValueColumn
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query.postings import Postings

Scores = npt.NDArray[np.float32]
K1, B = np.float32(1.2), np.float32(0.75)
# Elasticsearch keeps the factor (k1 + 1) that Lucene dropped.
_LEGACY_FACTOR = np.float32(2.2)
# Lengths below this are exact, longer ones keep four bits of precision.
_EXACT_LENGTHS = 24


def _rounded_length(length: int) -> int:
    if length < _EXACT_LENGTHS:
        return length
    rest = length - _EXACT_LENGTHS
    bits = rest.bit_length()
    if bits < 4:
        return length
    return _EXACT_LENGTHS + ((rest >> (bits - 4)) << (bits - 4))


_TABLE = np.array([_rounded_length(length) for length in range(65_536)], dtype=np.float32)


class _Statistics(NamedTuple):
    """``documents`` that have the field; ``norms``: 1 / (k1 * (1 - b + b * length / average length)) by slot."""

    documents: int
    norms: npt.NDArray[np.float32] | np.float32


def statistics(snapshot: Snapshot, field: Field) -> _Statistics:
    """What BM25 needs to know of a field; kept with the snapshot."""
    return snapshot.cached(("statistics", field.number), lambda: _statistics(snapshot, field))


def _statistics(snapshot: Snapshot, field: Field) -> _Statistics:
    column = snapshot.column(field.name)
    live = snapshot.live
    if isinstance(column, TextColumn):
        counted = live & (column.tokens > 0)
        documents = int(counted.sum())
        average = np.float32(column.tokens[counted].sum() / max(documents, 1))
        lengths = _TABLE[np.clip(column.lengths, 0, len(_TABLE) - 1)]
        return _Statistics(documents, _norm(lengths, average))
    if isinstance(column, ValueColumn):
        counts = np.diff(column.offsets)[live]
        documents = int((counts > 0).sum())
        # A value that stands twice in a document is one term of it.
        same = (np.diff(column.values) == 0) & (np.diff(column.slots) == 0) & live[column.slots[1:]]
        terms = int(counts.sum() - same.sum())
        return _Statistics(documents, _norm(np.float32(1), np.float32(terms / max(documents, 1))))
    return _Statistics(0, np.float32(1))


def _norm(lengths: npt.NDArray[np.float32] | np.float32, average: np.float32) -> npt.NDArray[np.float32] | np.float32:
    return np.float32(1) / (K1 * ((1 - B) + B * lengths / max(average, np.float32(1e-9))))


def idf(documents: int, document_frequency: int) -> np.float32:
    """How much a term tells."""
    return np.float32(math.log(1 + (documents - document_frequency + 0.5) / (document_frequency + 0.5)))


def bm25(snapshot: Snapshot, field: Field, postings: Postings, rarity: np.float32, boost: float) -> Scores:
    """Scores by slot; ``rarity`` is the idf, or the sum of the idfs of a phrase's words."""
    scores = np.zeros(snapshot.size, dtype=np.float32)
    norms = statistics(snapshot, field).norms
    own = norms[postings.slots] if isinstance(norms, np.ndarray) else norms
    weight = np.float32(boost) * _LEGACY_FACTOR * rarity
    scores[postings.slots] = weight - weight / (np.float32(1) + postings.freqs.astype(np.float32) * own)
    return scores
