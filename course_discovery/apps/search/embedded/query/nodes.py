"""Query nodes: what a query asks of one index. A node is a value, so its result can be kept with the snapshot.

``matches`` gives the live documents a node finds; ``scored`` gives them with their scores, zero where it does not
match.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from course_discovery.apps.search.embedded.errors import EngineError
from course_discovery.apps.search.embedded.index.columns import KeywordColumn, Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.index.terms import FALSE, TRUE
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.similarity import Scores, bm25, idf, statistics


class Scored(NamedTuple):
    mask: Mask
    scores: Scores


class Node(ABC):
    """A query on one index."""

    boost: float = 1.0

    def multiplied(self, factor: float) -> Node:
        """The same with all its scores multiplied, but not what a function adds to them."""
        return self if factor == 1 else replace(self, boost=self.boost * factor)  # type: ignore[type-var]

    @abstractmethod
    def matches(self, snapshot: Snapshot) -> Mask:
        """The live documents found, by slot."""

    def failure(self) -> EngineError | None:
        """The first error in it, in the order in which Elasticsearch comes upon them."""
        return None

    def scored(self, snapshot: Snapshot) -> Scored:
        """A constant score unless a node says otherwise."""
        mask = self.matches(snapshot)
        return Scored(mask, mask * np.float32(self.boost))


@dataclass(frozen=True, slots=True)
class MatchAll(Node):
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        return snapshot.live


@dataclass(frozen=True, slots=True)
class MatchNone(Node):
    """``reason`` tells why, for whoever debugs a query."""

    reason: str = ""

    def multiplied(self, factor: float) -> Node:
        return self

    def matches(self, snapshot: Snapshot) -> Mask:
        return np.zeros(snapshot.size, dtype=bool)


@dataclass(frozen=True, slots=True)
class Void(MatchNone):
    """Nothing, which Elasticsearch tells before it runs the query: from its form or, unless ``by_form``, from the
    mapping and the bounds of dates. What needs it to match is void too, whatever errors are in its other clauses.
    """

    by_form: bool = False


@dataclass(frozen=True, slots=True)
class Failing(Node):
    """A clause that this index cannot answer. It fails ``early`` where the rest of the query is not even looked at."""

    error: EngineError
    early: bool = False

    def multiplied(self, factor: float) -> Node:
        return self

    def matches(self, snapshot: Snapshot) -> Mask:
        raise self.error

    def failure(self) -> EngineError | None:
        return self.error


@dataclass(frozen=True, slots=True)
class Term(Node):
    """One term of a field with terms, exactly as it is indexed."""

    field: Field
    term: str
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        if self.field.kind == "keyword":
            return _keyword_mask(snapshot, self.field, (self.term,))
        return postings.mask_of(snapshot, postings.term_slots(snapshot, self.field, self.term))

    def scored(self, snapshot: Snapshot) -> Scored:
        found = postings.term_postings(snapshot, self.field, self.term)
        rarity = idf(statistics(snapshot, self.field).documents, len(found.slots))
        return Scored(postings.mask_of(snapshot, found.slots), bm25(snapshot, self.field, found, rarity, self.boost))


@dataclass(frozen=True, slots=True)
class Synonyms(Node):
    """Several terms that count as one: frequencies add up, the commonest gives the rarity."""

    field: Field
    terms: tuple[str, ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        for term in self.terms:
            mask[postings.term_slots(snapshot, self.field, term)] = True
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        freqs = np.zeros(snapshot.size)
        commonest = 0
        for term in self.terms:
            found = postings.term_postings(snapshot, self.field, term)
            freqs[found.slots] += found.freqs
            commonest = max(commonest, len(found.slots))
        slots = np.flatnonzero(freqs)
        rarity = idf(statistics(snapshot, self.field).documents, commonest)
        summed = postings.Postings(slots, freqs[slots])
        return Scored(freqs > 0, bm25(snapshot, self.field, summed, rarity, self.boost))


@dataclass(frozen=True, slots=True)
class TermSet(Node):
    """Any of several terms, all alike."""

    field: Field
    terms: tuple[str, ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        if self.field.kind == "keyword":
            return _keyword_mask(snapshot, self.field, self.terms)
        mask = np.zeros(snapshot.size, dtype=bool)
        for term in self.terms:
            mask[postings.term_slots(snapshot, self.field, term)] = True
        return mask


@dataclass(frozen=True, slots=True)
class Pattern(Node):
    """Any term that a regular expression in tantivy's syntax matches as a whole."""

    field: Field
    pattern: str
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        return postings.pattern_mask(snapshot, self.field, self.pattern)


@dataclass(frozen=True, slots=True)
class NumberSet(Node):
    """Any of several numbers, dates (epoch milliseconds) or booleans."""

    field: Field
    numbers: tuple[int | float, ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        column = snapshot.values(self.field.name)
        if column is None:
            return np.zeros(snapshot.size, dtype=bool)
        return column.where(np.isin(column.values, np.array(self.numbers))) & snapshot.live


@dataclass(frozen=True, slots=True)
class NumberRange(Node):
    """Numbers or dates between two bounds, both included; None is open."""

    field: Field
    lower: int | float | None
    upper: int | float | None
    boost: float = 1.0

    def lies_outside(self, lowest: int | float, highest: int | float) -> bool:
        """Whether no value from the lowest to the highest can match."""
        return (self.lower is not None and highest < self.lower) or (self.upper is not None and lowest > self.upper)

    def matches(self, snapshot: Snapshot) -> Mask:
        column = snapshot.values(self.field.name)
        if column is None:
            return np.zeros(snapshot.size, dtype=bool)
        hit = np.ones(len(column.values), dtype=bool)
        if self.lower is not None:
            hit &= column.values >= self.lower
        if self.upper is not None:
            hit &= column.values <= self.upper
        return column.where(hit) & snapshot.live


@dataclass(frozen=True, slots=True)
class TermRange(Node):
    """Terms between two bounds, in the order of their bytes; None is open."""

    field: Field
    lower: str | None
    upper: str | None
    include_lower: bool = True
    include_upper: bool = True
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        if self.lower is None and self.upper is None:
            lengths = snapshot.lengths(self.field.name)
            if lengths is not None:
                return (lengths.tokens > 0) & snapshot.live
            return exists_mask(snapshot, self.field)
        column = snapshot.keywords(self.field.name)
        if column is not None:
            places = [place for place, term in enumerate(column.terms) if self._holds(term)]
            if not places:
                return mask
            hit = (column.values >= places[0]) & (column.values <= places[-1])
            return column.where(hit) & snapshot.live
        for term in self._terms(snapshot):
            mask[postings.term_slots(snapshot, self.field, term)] = True
        return mask

    def _terms(self, snapshot: Snapshot) -> Iterable[str]:
        if self.field.kind == "boolean":
            return filter(self._holds, (FALSE, TRUE))
        return filter(self._holds, postings.terms_with_prefix(snapshot, self.field, ""))

    def _holds(self, term: str) -> bool:
        if self.lower is not None and (term < self.lower or (term == self.lower and not self.include_lower)):
            return False
        return self.upper is None or term < self.upper or (term == self.upper and self.include_upper)


def exists_mask(snapshot: Snapshot, field: Field) -> Mask:
    """The live documents that have a value of a field."""
    column = snapshot.column(field.name)
    if column is None:
        return np.zeros(snapshot.size, dtype=bool)
    return column.present & snapshot.live


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """Any value in any of the fields."""

    fields: tuple[Field, ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        for field in self.fields:
            mask |= exists_mask(snapshot, field)
        return mask


@dataclass(frozen=True, slots=True)
class Ids(Node):
    """Documents by ``_id``."""

    ids: tuple[str, ...]
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        for doc_id in self.ids:
            slot = snapshot.slots_by_id.get(doc_id)
            if slot is not None:
                mask[slot] = True
        return mask


@dataclass(frozen=True, slots=True)
class ConstantScore(Node):
    query: Node
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        return self.query.matches(snapshot)

    def failure(self) -> EngineError | None:
        return self.query.failure()


@dataclass(frozen=True, slots=True)
class DisMax(Node):
    """Any of the queries; the best one gives the score, and the others ``tie_breaker`` of theirs."""

    queries: tuple[Node, ...]
    tie_breaker: float = 0.0

    def multiplied(self, factor: float) -> Node:
        return self if factor == 1 else replace(self, queries=tuple(query.multiplied(factor) for query in self.queries))

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        for query in self.queries:
            mask |= query.matches(snapshot)
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        mask = np.zeros(snapshot.size, dtype=bool)
        best = np.zeros(snapshot.size, dtype=np.float32)
        total = np.zeros(snapshot.size, dtype=np.float64)
        for query in self.queries:
            found, scores = query.scored(snapshot)
            mask |= found
            np.maximum(best, scores, out=best)
            if self.tie_breaker:
                total += scores
        if self.tie_breaker:
            best = (best + (total - best) * self.tie_breaker).astype(np.float32)
        return Scored(mask, best)

    def failure(self) -> EngineError | None:
        return first_failure(self.queries)


@dataclass(frozen=True, slots=True)
class Bool(Node):
    """``minimum`` is how many of ``should`` must match."""

    must: tuple[Node, ...] = ()
    filter: tuple[Node, ...] = ()
    should: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()
    minimum: int = 0

    def multiplied(self, factor: float) -> Node:
        if factor == 1:
            return self
        must, should = (tuple(query.multiplied(factor) for query in part) for part in (self.must, self.should))
        return replace(self, must=must, should=should)

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = self._restrictions(snapshot, snapshot.live)
        for query in self.must:
            mask = mask & query.matches(snapshot)
        if self.minimum > 0:
            mask = mask & self._enough([query.matches(snapshot) for query in self.should], snapshot)
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        mask = self._restrictions(snapshot, snapshot.live)
        total = np.zeros(snapshot.size, dtype=np.float64)
        for query in self.must:
            found, scores = query.scored(snapshot)
            mask = mask & found
            total += scores
        found_masks = []
        for query in self.should:
            found, scores = query.scored(snapshot)
            found_masks.append(found)
            total += scores
        if self.minimum > 0:
            mask = mask & self._enough(found_masks, snapshot)
        return Scored(mask, (total * mask).astype(np.float32))

    def failure(self) -> EngineError | None:
        return first_failure((*self.must, *self.must_not, *self.should, *self.filter))

    def _restrictions(self, snapshot: Snapshot, mask: Mask) -> Mask:
        for query in self.filter:
            mask = mask & query.matches(snapshot)
        for query in self.must_not:
            mask = mask & ~query.matches(snapshot)
        return mask

    def _enough(self, masks: list[Mask], snapshot: Snapshot) -> Mask:
        if self.minimum == 1:
            mask = np.zeros(snapshot.size, dtype=bool)
            for found in masks:
                mask |= found
            return mask
        counts = np.zeros(snapshot.size, dtype=np.int64)
        for found in masks:
            counts += found
        return counts >= self.minimum


def first_failure(queries: Iterable[Node]) -> EngineError | None:
    """The first error among several queries."""
    return next((error for query in queries if (error := query.failure())), None)


def early_failure(queries: Iterable[Node]) -> EngineError | None:
    """The first error that comes before all others."""
    return next((query.error for query in queries if isinstance(query, Failing) and query.early), None)


def _keyword_mask(snapshot: Snapshot, field: Field, terms: Iterable[str]) -> Mask:
    """Keyword filters read the column, which costs the same however many documents they find."""
    column = snapshot.column(field.name)
    if not isinstance(column, KeywordColumn):
        return np.zeros(snapshot.size, dtype=bool)
    places = [place for place in map(column.places.get, terms) if place is not None]
    if not places:
        return np.zeros(snapshot.size, dtype=bool)
    hit = column.values == places[0] if len(places) == 1 else np.isin(column.values, places)
    return column.where(hit) & snapshot.live
