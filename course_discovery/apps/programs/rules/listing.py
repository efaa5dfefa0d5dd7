"""Which programs lists and feeds choose."""

from course_discovery.apps.programs.choices import ProgramStatus

# Partners do not sell degrees and the like.
NOT_IN_FEEDS = frozenset({"masters", "bachelors", "doctorate", "license", "certificate"})
# What platforms ask for.
CACHED = frozenset({ProgramStatus.Active, ProgramStatus.Retired})


def is_cached(status: str) -> bool:
    """Tell whether platforms, which keep a copy of all programs they know, ask for programs of this status."""
    return status in CACHED


def is_in_feeds(type_slug: str | None) -> bool:
    """Tell whether partners may show programs of this type; those without one are shown too."""
    return type_slug is None or type_slug not in NOT_IN_FEEDS
