"""Fuzzy terms: within one or two edits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_discovery.apps.search.embedded.errors import IllegalArgument
from course_discovery.apps.search.embedded.index.columns import Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.nodes import Node, Scored
from course_discovery.apps.search.embedded.query.similarity import bm25, idf, statistics


@dataclass(frozen=True, slots=True)
class Fuzzy(Node):
    """Terms within ``distance`` edits; the ``expansions`` nearest count."""

    field: Field
    term: str
    distance: int
    prefix_length: int = 0
    expansions: int = 50
    transpositions: bool = True
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        mask = np.zeros(snapshot.size, dtype=bool)
        for term, _ in self._terms(snapshot):
            mask[postings.term_slots(snapshot, self.field, term)] = True
        return mask

    def scored(self, snapshot: Snapshot) -> Scored:
        mask = np.zeros(snapshot.size, dtype=bool)
        total = np.zeros(snapshot.size, dtype=np.float32)
        found = [
            (postings.term_postings(snapshot, self.field, term), edits, term) for term, edits in self._terms(snapshot)
        ]
        commonest = max((len(part.slots) for part, _, _ in found), default=0)
        rarity = idf(statistics(snapshot, self.field).documents, commonest)
        for part, edits, term in found:
            nearness = 1.0 - edits / max(1, min(len(term), len(self.term)))
            mask[part.slots] = True
            total += bm25(snapshot, self.field, part, rarity, self.boost * nearness)
        return Scored(mask, total)

    def _terms(self, snapshot: Snapshot) -> list[tuple[str, int]]:
        key = (
            "fuzzy",
            self.field.number,
            self.term,
            self.distance,
            self.prefix_length,
            self.expansions,
            self.transpositions,
        )
        return snapshot.cached(key, lambda: self._expand(snapshot))

    def _expand(self, snapshot: Snapshot) -> list[tuple[str, int]]:
        near = []
        for term in postings.terms_with_prefix(snapshot, self.field, self.term[: self.prefix_length]):
            edits = edit_distance(self.term, term, self.distance, self.transpositions)
            if edits <= self.distance:
                near.append((-(1.0 - edits / max(1, min(len(term), len(self.term)))), term, edits))
        near.sort()
        return [(term, edits) for _, term, edits in near[: self.expansions]]


def fuzzy_distance(fuzziness: str | int | float, text: str) -> int:
    """Edits that a fuzziness allows for a text; raises IllegalArgument."""
    spelled = str(fuzziness).upper()
    if spelled.startswith("AUTO"):
        low, high = 3, 6
        if ":" in spelled:
            try:
                low, high = (int(part) for part in spelled[5:].split(","))
            except ValueError:
                raise IllegalArgument(f"failed to find low and high distance values in [{fuzziness}]") from None
        return 0 if len(text) < low else 1 if len(text) < high else 2
    try:
        number = float(spelled)
    except ValueError:
        raise IllegalArgument(f"fuzziness cannot be [{fuzziness}].") from None
    if number != int(number):
        raise IllegalArgument(f"fuzziness needs to be one of 0.0, 1.0 or 2.0 but was {number}")
    if number not in (0, 1, 2):
        raise IllegalArgument(f"Valid edit distances are [0, 1, 2] but was [{fuzziness}]")
    return int(number)


def edit_distance(a: str, b: str, limit: int, transpositions: bool = True) -> int:
    """Edits between two words (a swap of neighbours is one), or anything above ``limit`` when there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if transpositions and i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
