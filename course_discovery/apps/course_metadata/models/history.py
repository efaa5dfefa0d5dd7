"""Audit rows that are written when something changed, and only then."""

from typing import Any

from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class TrackedHistoryModel(TimeStampedModel, TrackedModel):
    """A model with history whose audit rows tell changes: saving an unchanged row leaves none."""

    class Meta(TimeStampedModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding or kwargs.get("force_insert") or self.has_changed:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving
