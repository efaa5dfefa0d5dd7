"""What tables of many courses must tell, and what a row changes of what is there."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, TypeVar

from course_discovery.apps.course_metadata.constants import AUDIT

Item = TypeVar("Item")

NEW_COURSE = ("organization", "title", "number", "start_date", "end_date", "course_pacing")
_TEXTS = ("long_description", "short_description", "what_will_you_learn")
# What a course and its run need before they go into review, as the columns are called.
FOR_REVIEW = (
    *("image", *_TEXTS, "level_type", "primary_subject", "publish_date"),
    *("minimum_effort", "maximum_effort", "length"),
)
RERUN = ("last_active_run_key", "start_date", "end_date", "run_type", "pacing_type")
_MASTERS = "masters"
# The name of the track, of courses and of runs, that has no price.
_FREE_TRACK = "audit only"


def new_course_columns(course_type: str, goes_to_review: bool) -> list[str]:
    """Return the columns that the row of a new course of this type must fill, in the order of messages."""
    price = () if course_type == AUDIT else ("verified_price",)
    review = [name for name in FOR_REVIEW if course_type != _MASTERS or name not in _TEXTS] if goes_to_review else []
    return [*NEW_COURSE, *price, *review]


def missing_for_review(course: Any, run: Any, has_subject: bool) -> list[str]:
    """Return what a course and its run lack for a review, as the columns of tables are called."""
    stored = (
        *(course.image, course.full_description, course.short_description, course.outcome, course.level_type_id),
        *(has_subject, run.go_live_date, run.min_effort, run.max_effort, run.weeks_to_complete),
    )
    return [name for name, value in zip(FOR_REVIEW, stored, strict=True) if not value]


def needs_price(present: str | None, wanted: str | None) -> bool:
    """Tell whether a change of track, by names of course or run types, must come with a price."""
    return wanted is not None and wanted != present and wanted.lower() != _FREE_TRACK


def with_given(present: Sequence[Item], given: Sequence[Item | None]) -> list[Item]:
    """Return a list with those of its places changed that are given, each item once."""
    merged = [new if new is not None else old for old, new in zip_longest(present, given)]
    return list(dict.fromkeys(item for item in merged if item is not None))
