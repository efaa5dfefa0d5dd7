"""Which documents hold a term or a phrase, and how often: what tantivy knows.

tantivy-py gives no term frequencies, but scores, and a score tells the frequency: tantivy scores a term found ``f``
times ``w * f / (f + n)``, with ``w`` from the term's document frequency and ``n`` from the document's length. The
marker that each document holds once gives ``n``, so ``f`` follows. (Lucene's own statistics, by field, are then used
for the score: see ``similarity``.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import tantivy

from course_discovery.apps.search.embedded.index import terms
from course_discovery.apps.search.embedded.index.columns import Ints, Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field

Floats = npt.NDArray[np.float64]
_K1_PLUS_ONE = np.float32(2.2)


class Postings(NamedTuple):
    """Slots of live documents and how often each holds what was looked for."""

    slots: Ints
    freqs: Floats


def term_slots(snapshot: Snapshot, field: Field, term: str) -> Ints:
    """The live documents that hold a term."""
    return snapshot.cached(("slots", field.number, term), lambda: _slots(snapshot, _term_query(snapshot, field, term)))


def term_postings(snapshot: Snapshot, field: Field, term: str) -> Postings:
    """The live documents that hold a term, with frequencies."""

    def compute() -> Postings:
        if not field.is_text:
            slots = term_slots(snapshot, field, term)
            return Postings(slots, np.ones(len(slots)))
        text = terms.prefix(field) + term
        return _postings(snapshot, _term_query(snapshot, field, term), [text])

    return snapshot.cached(("postings", field.number, term), compute)


def phrase_slots(snapshot: Snapshot, field: Field, words: Sequence[tuple[int, str]]) -> Ints:
    """The live documents that hold terms at these relative positions."""
    key = ("phrase", field.number, tuple(words))
    return snapshot.cached(key, lambda: _slots(snapshot, _phrase_query(snapshot, field, words)))


def phrase_postings(snapshot: Snapshot, field: Field, words: Sequence[tuple[int, str]]) -> Postings:
    """Like ``phrase_slots``, with frequencies."""
    texts = [terms.prefix(field) + word for _, word in words]
    query = _phrase_query(snapshot, field, words)
    return snapshot.cached(("phrases", field.number, tuple(words)), lambda: _postings(snapshot, query, texts))


def pattern_mask(snapshot: Snapshot, field: Field, pattern: str) -> Mask:
    """The live documents with a term that a regular expression (in tantivy's syntax) matches as a whole."""

    def compute() -> Mask:
        query = tantivy.Query.regex_query(snapshot.schema, terms.home(field), terms.prefix(field) + pattern)
        return mask_of(snapshot, _slots(snapshot, query))

    return snapshot.cached(("pattern", field.number, pattern), compute)


def terms_with_prefix(snapshot: Snapshot, field: Field, prefix: str) -> list[str]:
    """The field's terms that start with ``prefix``, in order."""

    def compute() -> list[str]:
        found = snapshot.searcher.terms_with_prefix(terms.home(field), terms.prefix(field) + prefix)
        return sorted(text[1:] for text, _ in found)

    return snapshot.cached(("terms", field.number, prefix), compute)


def mask_of(snapshot: Snapshot, slots: Ints) -> Mask:
    """Slots as a mask."""
    mask = np.zeros(snapshot.size, dtype=bool)
    mask[slots] = True
    return mask


def _term_query(snapshot: Snapshot, field: Field, term: str) -> tantivy.Query:
    return tantivy.Query.term_query(snapshot.schema, terms.home(field), terms.prefix(field) + term)


def _phrase_query(snapshot: Snapshot, field: Field, words: Sequence[tuple[int, str]]) -> tantivy.Query:
    letter = terms.prefix(field)
    spelled: list[str | tuple[int, str]] = [(offset, letter + word) for offset, word in words]
    return tantivy.Query.phrase_query(snapshot.schema, terms.TOKENS, spelled)


def _limit(snapshot: Snapshot) -> int:
    # Dead documents count too, and those a crashed writer left; a limit of zero is refused.
    return snapshot.searcher.num_docs + 1


def _slots(snapshot: Snapshot, query: tantivy.Query) -> Ints:
    hits = snapshot.searcher.search(query, limit=_limit(snapshot), count=False, order_by_field=terms.ORD).hits
    ords = np.fromiter((ord_ for ord_, _ in hits), dtype=np.int64, count=len(hits))
    slots, known = snapshot.slots(ords)
    slots = slots[known]
    return np.sort(slots[snapshot.live[slots]])


def _scored(snapshot: Snapshot, query: tantivy.Query) -> tuple[Ints, Floats]:
    hits = snapshot.searcher.search(query, limit=_limit(snapshot), count=False).hits
    if not hits:
        return np.empty(0, dtype=np.int64), np.empty(0)
    scores, addresses = zip(*hits, strict=True)
    values: list[Any] = snapshot.searcher.fast_field_values(terms.ORD, list(addresses))
    slots, known = snapshot.slots(np.array(values, dtype=np.int64))
    known &= snapshot.live[np.where(known, slots, 0)]
    order = np.argsort(slots[known])
    return slots[known][order], np.array(scores, dtype=np.float64)[known][order]


def _postings(snapshot: Snapshot, query: tantivy.Query, texts: list[str]) -> Postings:
    slots, scores = _scored(snapshot, query)
    if not len(slots):
        return Postings(slots, scores)
    total = snapshot.searcher.doc_freq(terms.TOKENS, terms.MARKER)
    idf = np.float32(0)
    for text in texts:
        idf += _tantivy_idf(snapshot.searcher.doc_freq(terms.TOKENS, text), total)
    weight = float(idf * _K1_PLUS_ONE)
    norms = _length_norms(snapshot)[slots]
    freqs = scores * norms / np.maximum(weight - scores, 1e-12)
    return Postings(slots, np.maximum(np.rint(freqs), 1))


def _length_norms(snapshot: Snapshot) -> Floats:
    """``n`` of the formula above, by slot."""

    def compute() -> Floats:
        query = tantivy.Query.term_query(snapshot.schema, terms.TOKENS, terms.MARKER)
        slots, scores = _scored(snapshot, query)
        total = snapshot.searcher.doc_freq(terms.TOKENS, terms.MARKER)
        norms = np.ones(snapshot.size)
        norms[slots] = float(_tantivy_idf(total, total) * _K1_PLUS_ONE) / scores - 1
        return norms

    return snapshot.cached("length norms", compute)


def _tantivy_idf(document_frequency: int, documents: int) -> np.float32:
    """In single precision, as tantivy computes it: for the marker the rounding is larger than the value's own
    digits.
    """
    ratio = (np.float32(documents - document_frequency) + np.float32(0.5)) / np.float32(document_frequency + 0.5)
    return np.float32(math.log(float(np.float32(1) + ratio)))
