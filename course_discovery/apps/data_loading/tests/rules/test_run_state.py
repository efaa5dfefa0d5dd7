"""How a refresh stands."""

from datetime import timedelta

import pytest

from course_discovery.apps.data_loading.rules.run_state import pages_expected, state_of


def state(status, has_lease=False, is_file=False, hours=1):
    return state_of(status, has_lease, is_file, age=timedelta(hours=hours), resumable_for=timedelta(hours=12))


def test_one_that_was_heard_of_is_running():
    assert state("running", has_lease=True).is_live
    assert state("running", has_lease=True, hours=13).is_live


@pytest.mark.parametrize("status", ["running", "interrupted"])
@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "It will be taken up by the next refresh of the same stage."),
        ({"hours": 12}, "It is too old to be taken up: the next refresh begins anew."),
        ({"is_file": True}, "Load the file again: what is there already is found unchanged."),
    ],
)
def test_one_that_died_says_what_comes_next(status, values, text):
    found = state(status, **values)
    assert (found.name, found.text, found.is_live) == ("interrupted", text, False)


def test_one_that_was_interrupted_does_not_run_though_its_process_lives():
    assert state("interrupted", has_lease=True).name == "interrupted"


@pytest.mark.parametrize("status", ["completed", "failed", "abandoned", "absent"])
def test_what_is_over_is_what_its_record_says(status):
    found = state(status, has_lease=True)
    assert (found.name, found.text) == (status, "")


@pytest.mark.parametrize(
    ("pages", "seen", "announced", "expected"),
    [
        (1, 50, 1756, 36),
        (10, 500, 1750, 35),
        (36, 1756, 1756, 36),
        # The listing has grown since it was announced.
        (3, 150, 100, 3),
        (0, 0, 1756, None),
        (1, 0, 10, None),
        (2, 100, 0, None),
    ],
)
def test_pages_expected(pages, seen, announced, expected):
    assert pages_expected(pages, seen, announced) == expected
