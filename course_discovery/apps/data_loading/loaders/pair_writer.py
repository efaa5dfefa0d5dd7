"""Writing seats and entitlements: a row for each row of what they belong to, the official one pointing at the draft."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from course_discovery.apps.data_loading.loaders.bulk import create_rows, update_rows
from course_discovery.apps.data_loading.outcome import Outcome

Row = TypeVar("Row", bound=Any)


class PairWriter(Generic[Row]):
    """Collects pairs of new or changed rows and writes what differs, in a fixed number of statements."""

    def __init__(self, model: type[Row], identity: Sequence[str]) -> None:
        self._model = model
        self._identity = identity
        self._pairs: list[tuple[Row | None, Row | None]] = []

    def put(self, official: Row | None, draft: Row | None) -> None:
        self._pairs.append((official, draft))

    def write(self, outcome: Outcome) -> list[Row]:
        """Return the rows that were created or changed."""
        drafts = [draft for _official, draft in self._pairs if draft is not None]
        new_drafts = self._create(drafts, outcome)
        for official, draft in self._pairs:
            if official is not None and draft is not None and official.draft_version_id != draft.pk:
                official.draft_version = draft
        officials = [official for official, _draft in self._pairs if official is not None]
        new_officials = self._create(officials, outcome)
        new = {id(row) for row in (*new_drafts, *new_officials)}
        stored = [row for row in (*drafts, *officials) if id(row) not in new]
        return [*new_drafts, *new_officials, *update_rows(self._model, stored, outcome)]

    def _create(self, rows: Sequence[Row], outcome: Outcome) -> list[Row]:
        new = [row for row in rows if row._state.adding]
        create_rows(self._model, new, self._identity, outcome)
        return new
