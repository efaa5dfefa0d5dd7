"""Handing documents over to tantivy while the next ones are analysed."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import tantivy

from course_discovery.apps.search.embedded.index import terms

_MEMORY = 60_000_000


class TermWriter:
    """Adds documents to the term index of one commit of ours; for one thread.

    Documents that died with the commit ``before`` leave tantivy only now: until then a snapshot of the commit before
    that, in which they live, may still be opened. What a killed writer left behind beyond ``before`` goes first.
    """

    def __init__(self, index: tantivy.Index, before: dict[str, Any]) -> None:
        self._index = index
        self._before = before
        self._writer: tantivy.IndexWriter | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._batches: list[Future[int]] = []

    def add_meanwhile(self, documents: list[tantivy.Document], stacked: Iterable[str]) -> None:
        """Adds documents in another thread; tantivy works without Python's lock. ``stacked`` as of ``add``."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "terms")
        self._batches.append(self._thread.submit(self._add, documents, list(stacked)))

    def finish(self, documents: list[tantivy.Document], stacked: Iterable[str]) -> int:
        """Adds the last documents and returns tantivy's number of the whole; raises what went wrong before.

        ``stacked`` are the terms that these documents stack on one position.
        """
        try:
            for batch in self._batches:
                batch.result()
            return self._add(documents, stacked)
        finally:
            self._close()

    def abandon(self) -> None:
        """Stops; what was added so far counts for nobody, and the next writer removes it."""
        self._close()

    def _add(self, documents: list[tantivy.Document], stacked: Iterable[str]) -> int:
        # Tokenizers are read when tantivy begins a segment, which it does after a commit.
        terms.register_tokenizer(self._index, stacked)
        if self._writer is None:
            self._writer = self._opened()
        for document in documents:
            self._writer.add_document(document)
        return self._writer.commit()

    def _opened(self) -> tantivy.IndexWriter:
        writer = self._index.writer(_MEMORY, 1)
        if writer.commit_opstamp != self._before["opstamp"]:
            next_ord = self._before["next_ord"]
            writer.delete_documents_by_query(
                tantivy.Query.range_query(self._index.schema, terms.ORD, tantivy.FieldType.Unsigned, next_ord, 2**63)
            )
        for ord_ in self._before["doomed"]:
            writer.delete_documents_by_term(terms.ORD, ord_)
        return writer

    def _close(self) -> None:
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()
