"""The ways of a course run from writing through review to publication."""

from collections.abc import Collection
from datetime import datetime

from course_discovery.apps.course_metadata.choices import CourseRunStatus

# A change of these never sends a reviewed run back.
EXEMPT_RUN_FIELDS = frozenset(
    {
        "start",
        "end",
        "go_live_date",
        "staff",
        "min_effort",
        "max_effort",
        "weeks_to_complete",
        "language",
        "transcript_languages",
        "pacing_type",
    }
)
EXEMPT_COURSE_FIELDS = frozenset(
    {"additional_metadata", "geolocation", "in_year_value", "location_restriction", "watchers"}
)
# All that reviewers may send along with their decision.
INTERNAL_REVIEW_FIELDS = frozenset({"status", "has_ofac_restrictions", "ofac_comment"})
REVIEW_DECISIONS = frozenset({CourseRunStatus.InternalReview, CourseRunStatus.Reviewed})

TRANSITIONS: dict[str, frozenset[str]] = {
    CourseRunStatus.Unpublished: frozenset({CourseRunStatus.LegalReview}),
    CourseRunStatus.LegalReview: REVIEW_DECISIONS,
    CourseRunStatus.InternalReview: REVIEW_DECISIONS,
    CourseRunStatus.Reviewed: frozenset(
        {CourseRunStatus.Unpublished, CourseRunStatus.LegalReview, CourseRunStatus.Published}
    ),
    CourseRunStatus.Published: frozenset({CourseRunStatus.Unpublished}),
}


def may_change(current: str, wanted: str) -> bool:
    """Tell whether a run may go from one status to another. Staying is always allowed."""
    return current == wanted or wanted in TRANSITIONS.get(current, frozenset())


def resets_review(changed_run_fields: Collection[str]) -> bool:
    """Tell whether a change of these run fields makes a reviewed run need another review."""
    return not EXEMPT_RUN_FIELDS.issuperset(changed_run_fields)


def is_due(status: str, go_live_date: datetime | None, now: datetime) -> bool:
    """Tell whether a run goes public now. Without a go-live date it never does by itself."""
    return status == CourseRunStatus.Reviewed and go_live_date is not None and go_live_date <= now
