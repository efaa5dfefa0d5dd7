from datetime import UTC, datetime

import pytest

from course_discovery.apps.publisher.rules.studio import (
    RunFacts,
    changed_run_body,
    end_dates_body,
    is_studio_key,
    new_run_body,
    told_fields,
)

START = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
END = datetime(2027, 6, 30, 12, tzinfo=UTC)
OPENS = datetime(2026, 12, 1, tzinfo=UTC)
BARE = RunFacts("course-v1:UniX+PY1+1T2027", "Python", None, None, None, None, None, is_external=False)
OPEN = BARE._replace(pacing_type="self_paced", start=START, end=END)
EXTERNAL = OPEN._replace(is_external=True)
IDENTITY = {"title": "Python", "org": "UniX", "number": "PY1", "run": "1T2027"}


def test_a_new_run_has_pacing_dates_and_a_team():
    assert new_run_body(OPEN._replace(enrollment_start=OPENS), ["ann", "bob", "ann"]) == IDENTITY | {
        "team": [{"user": "ann", "role": "instructor"}, {"user": "bob", "role": "instructor"}],
        "pacing_type": "self_paced",
        "schedule": {"start": "2027-02-01T08:30:00Z", "end": "2027-06-30T12:00:00Z"},
    }
    assert new_run_body(BARE, []) == IDENTITY | {"team": []}
    assert new_run_body(BARE._replace(end=END), [])["schedule"] == {"start": None, "end": "2027-06-30T12:00:00Z"}


def test_of_an_open_course_only_enrollment_dates_change():
    assert changed_run_body(OPEN, ["ann"]) == IDENTITY | {"team": [{"user": "ann", "role": "instructor"}]}
    changed = changed_run_body(OPEN._replace(enrollment_start=OPENS), [])
    assert changed["schedule"] == {"enrollment_start": "2026-12-01T00:00:00Z", "enrollment_end": None}


def test_of_an_external_course_all_dates_do():
    dates = {"start": "2027-02-01T08:30:00Z", "end": "2027-06-30T12:00:00Z"}
    assert changed_run_body(EXTERNAL, [])["schedule"] == dates
    assert changed_run_body(EXTERNAL._replace(enrollment_end=END), [])["schedule"] == dates | {
        "enrollment_start": None,
        "enrollment_end": "2027-06-30T12:00:00Z",
    }


def test_enrollment_dates_are_taken_away_when_they_were_here():
    body = changed_run_body(OPEN, [], clears_enrollment=True)
    assert body["schedule"] == {"enrollment_start": None, "enrollment_end": None}


def test_a_run_of_any_course_can_be_ended():
    assert end_dates_body(END, None) == {"schedule": {"end": "2027-06-30T12:00:00Z", "enrollment_end": None}}


def test_what_studio_is_told():
    assert told_fields(is_external=False) == {"title_override", "enrollment_start", "enrollment_end"}
    assert told_fields(is_external=True) - told_fields(is_external=False) == {"start", "end"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("course-v1:UniX+PY1+1T2027", True),
        ("UniX/PY1/1T2027", True),
        ("ccx-v1:UniX+PY1+1T2027+ccx@7", False),
        ("not a key", False),
    ],
)
def test_keys_that_studio_can_have(key, expected):
    assert is_studio_key(key) is expected
