"""What a loader is: it compares a page of records with the database and writes the difference."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import Outcome

Record = TypeVar("Record")


@dataclass(frozen=True)
class Listing:
    """How a listing was read, when it is over.

    `is_proof` says that what it does not hold does not exist: every page was read, in one go, with as many rows as
    were announced, at least one, and of every row at least its identity was understood.
    """

    is_proof: bool
    allow_large_deletes: bool


class LargeDelete(Exception):
    """Upstream has lost more than a refresh takes away unasked."""


class Loader(ABC, Generic[Record]):
    """Writes the records of one listing.

    `load` runs inside a transaction, is handed at most a page of records, and may be called again with fewer of them
    after a failure: what it keeps between calls must not depend on whether a call came through.
    """

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    @abstractmethod
    def load(self, records: Sequence[Record]) -> Outcome:
        """Write the records, and tell what came of each."""

    def spare(self, identity: str) -> None:
        """Take note that a row is listed of which no more than the identity could be read."""
        return

    def finish(self, listing: Listing) -> Outcome:
        """Do what can only be done when the listing is over. Raises LargeDelete."""
        return Outcome()


class RowLoader(Loader[Record]):
    """Writes a record at a time, each in a transaction of its own: a row is several edits, all made or none."""

    def load(self, records: Sequence[Record]) -> Outcome:
        outcome = Outcome()
        for record in records:
            outcome.add(self.load_row(record))
        return outcome

    @abstractmethod
    def load_row(self, record: Record) -> Outcome:
        """Write one record, and tell what came of it."""
