"""Columns: the values of a field for a run of documents, in numpy arrays.

A document is addressed by its slot, its place in the run. They answer what a term index cannot: sorting, aggregations,
ranges, existence, and the field lengths that BM25 needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass
class ValueColumn:
    """Numbers, dates or booleans: the values of slot ``i`` are ``values[offsets[i]:offsets[i + 1]]``, ascending."""

    offsets: Ints
    values: npt.NDArray[Any]

    @cached_property
    def slots(self) -> Ints:
        """The slot of each value."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    @cached_property
    def present(self) -> Mask:
        """Which slots have a value."""
        return np.diff(self.offsets) > 0

    @cached_property
    def single(self) -> bool:
        """Whether no slot has more than one value."""
        return len(self.offsets) < 2 or int(np.diff(self.offsets).max()) <= 1

    def where(self, hit: Mask) -> Mask:
        """The slots of the values for which ``hit`` is true."""
        mask = np.zeros(len(self.offsets) - 1, dtype=bool)
        mask[self.slots[hit]] = True
        return mask

    def first(self, missing: Any) -> npt.NDArray[Any]:
        """The lowest value of each slot."""
        return self._edge(self.offsets[:-1], missing)

    def last(self, missing: Any) -> npt.NDArray[Any]:
        """The highest value of each slot."""
        return self._edge(self.offsets[1:] - 1, missing)

    def _edge(self, at: Ints, missing: Any) -> npt.NDArray[Any]:
        result = np.full(len(at), missing, dtype=self.values.dtype)
        present = self.present
        result[present] = self.values[at[present]]
        return result


@dataclass
class KeywordColumn(ValueColumn):
    """Strings: ``values`` are places in ``terms``, which is sorted and has no repetitions."""

    terms: list[str]

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each term."""
        return {term: place for place, term in enumerate(self.terms)}


@dataclass
class TextColumn:
    """Lengths of analysed texts: ``lengths`` counts positions (-1: no such field), ``tokens`` also stacked tokens."""

    lengths: npt.NDArray[np.int32]
    tokens: npt.NDArray[np.int32]

    @cached_property
    def present(self) -> Mask:
        """Which slots have the field."""
        return self.lengths >= 0


Column = ValueColumn | TextColumn


def pack_values(rows: Iterable[tuple[int, Sequence[Any]]], size: int, dtype: Any) -> ValueColumn:
    """A column of numbers from (slot, values), in order of slots."""
    counts = np.zeros(size, dtype=np.int64)
    flat: list[Any] = []
    for slot, values in rows:
        counts[slot] = len(values)
        flat.extend(sorted(values))
    return ValueColumn(_offsets(counts), np.array(flat, dtype=dtype))


def pack_keywords(rows: Iterable[tuple[int, Sequence[str]]], size: int) -> KeywordColumn:
    """A column of strings from (slot, values); repeated values of a slot count once."""
    counts = np.zeros(size, dtype=np.int64)
    flat: list[str] = []
    for slot, values in rows:
        unique = sorted(set(values)) if len(values) > 1 else values
        counts[slot] = len(unique)
        flat.extend(unique)
    terms = sorted(set(flat))
    places = {term: place for place, term in enumerate(terms)}
    return KeywordColumn(_offsets(counts), np.array([places[value] for value in flat], dtype=np.int32), terms)


def _offsets(counts: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(counts)))


def join(parts: Sequence[tuple[Column | None, int, Mask | None]], like: Column) -> Column:
    """One column out of several runs: (column or None where the run lacks the field, its size, slots to keep)."""
    if isinstance(like, TextColumn):
        return _join_texts(parts)
    if isinstance(like, KeywordColumn):
        return _join_keywords(parts)
    offsets, values = _join_values(
        parts, [part.values if isinstance(part, ValueColumn) else None for part, _, _ in parts]
    )
    return ValueColumn(offsets, values)


def _join_texts(parts: Sequence[tuple[Column | None, int, Mask | None]]) -> TextColumn:
    lengths, tokens = [], []
    for column, size, keep in parts:
        if isinstance(column, TextColumn):
            lengths.append(column.lengths if keep is None else column.lengths[keep])
            tokens.append(column.tokens if keep is None else column.tokens[keep])
        else:
            kept = size if keep is None else int(keep.sum())
            lengths.append(np.full(kept, -1, dtype=np.int32))
            tokens.append(np.zeros(kept, dtype=np.int32))
    return TextColumn(np.concatenate(lengths), np.concatenate(tokens))


def _join_keywords(parts: Sequence[tuple[Column | None, int, Mask | None]]) -> KeywordColumn:
    columns = [part for part, _, _ in parts if isinstance(part, KeywordColumn)]
    if all(column.terms == columns[0].terms for column in columns):
        terms = columns[0].terms
        renamed = [part.values if isinstance(part, KeywordColumn) else None for part, _, _ in parts]
    else:
        terms = sorted(set().union(*(column.terms for column in columns)))
        places = {term: place for place, term in enumerate(terms)}
        renamed = []
        for part, _, _ in parts:
            if isinstance(part, KeywordColumn):
                table = np.array([places[term] for term in part.terms], dtype=np.int32)
                renamed.append(table[part.values] if len(table) else part.values)
            else:
                renamed.append(None)
    offsets, values = _join_values(parts, renamed)
    return KeywordColumn(offsets, values, terms)


def _join_values(
    parts: Sequence[tuple[Column | None, int, Mask | None]], values: Sequence[npt.NDArray[Any] | None]
) -> tuple[Ints, npt.NDArray[Any]]:
    counts, kept_values = [], []
    for (column, size, keep), own in zip(parts, values, strict=True):
        if not isinstance(column, ValueColumn) or own is None:
            counts.append(np.zeros(size if keep is None else int(keep.sum()), dtype=np.int64))
            continue
        own_counts = np.diff(column.offsets)
        counts.append(own_counts if keep is None else own_counts[keep])
        kept_values.append(own if keep is None else own[np.repeat(keep, own_counts)])
    return _offsets(np.concatenate(counts)), np.concatenate(kept_values)
