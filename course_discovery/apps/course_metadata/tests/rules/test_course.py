from datetime import UTC, datetime, timedelta

import pytest

from course_discovery.apps.course_metadata.rules import course as rules
from course_discovery.apps.course_metadata.rules.course import AdvertisingFacts, RunStatus

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def facts(days, *, current=False, upcoming=False, upgradeable=False):
    start = None if days is None else NOW + days * DAY
    return AdvertisingFacts(start, current, upcoming, upgradeable)


@pytest.mark.parametrize(
    ("runs", "advertised"),
    [
        ({}, None),
        # Among current runs the latest start wins; an unknown start is the earliest.
        (
            {
                "old": facts(-30, current=True, upgradeable=True),
                "new": facts(-5, current=True, upgradeable=True),
                "unknown": facts(None, current=True, upgradeable=True),
                "coming": facts(5, upcoming=True, upgradeable=True),
            },
            "new",
        ),
        # Without them the nearest one to come.
        (
            {
                "later": facts(50, upcoming=True, upgradeable=True),
                "sooner": facts(5, upcoming=True, upgradeable=True),
                "closed": facts(-5, current=True),
            },
            "sooner",
        ),
        # Else whichever starts last, even if nobody can pay for it.
        ({"closed": facts(-5, current=True), "far": facts(90, upcoming=True), "unknown": facts(None)}, "far"),
        ({"unknown": facts(None)}, "unknown"),
        # Equal starts: the first given.
        ({"first": facts(-5), "second": facts(-5)}, "first"),
    ],
)
def test_advertised_run(runs, advertised):
    assert rules.advertised_run(runs.items()) == advertised


def test_end_date_is_the_last_of_published_runs():
    runs = [("published", NOW), ("published", None), ("published", NOW - DAY), ("unpublished", NOW + DAY)]
    assert rules.end_date(runs) == NOW
    assert rules.end_date([("published", None), ("reviewed", NOW)]) is None


@pytest.mark.parametrize(("end", "ends"), [(None, "Future"), (NOW, "Past"), (NOW - DAY, "Past"), (NOW + DAY, "Future")])
def test_course_ends(end, ends):
    assert rules.course_ends(end, NOW) == ends


def test_course_run_statuses():
    runs = [
        RunStatus("unpublished", False, NOW - DAY),
        RunStatus("unpublished", False, None),
        RunStatus("published", False, NOW - DAY),
        RunStatus("published", False, NOW + DAY),
        RunStatus("reviewed", True, NOW + DAY),
    ]
    assert rules.course_run_statuses(runs, NOW) == ["archived", "published", "unpublished"]
    assert rules.course_run_statuses([RunStatus("unpublished", False, NOW)], NOW) == ["unpublished"]
    assert rules.course_run_statuses([], NOW) == []
