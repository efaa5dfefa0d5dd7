from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.rules import listing


def test_platforms_ask_for_active_and_retired_programs():
    assert [status for status in ProgramStatus.values if listing.is_cached(status)] == ["active", "retired"]


def test_degrees_are_not_in_feeds():
    slugs = (None, "xseries", "micromasters", "masters", "bachelors", "doctorate", "license", "certificate")
    assert [slug for slug in slugs if listing.is_in_feeds(slug)] == [None, "xseries", "micromasters"]
