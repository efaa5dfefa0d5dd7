"""Failures as CSV."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.data_loading.selectors import failures
from course_discovery.apps.data_loading.selectors.failures import failures_csv
from course_discovery.apps.data_loading.tests.history import failures_of, refresh, source_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(bare_partner):
    made = source_of(refresh(bare_partner, started=datetime(2030, 1, 1, 12, tzinfo=UTC)))
    failures_of(made, "course-v1:A+B+1", page=3, message="Not, so")
    failures_of(made, '=HYPERLINK("http://x")', skipped=True)
    return made


def keys(lines):
    return [line.split(",")[0] for line in lines]


def test_a_line_a_failure(source):
    assert list(failures_csv([source])) == [
        "key,code,message,page,skipped,source,started\r\n",
        'course-v1:A+B+1,bad_key,"Not, so",3,no,lms_courses,2030-01-01T12:00:00+00:00\r\n',
        '"\'=HYPERLINK(""http://x"")",bad_key,What key is it?,,yes,lms_courses,2030-01-01T12:00:00+00:00\r\n',
    ]


def test_without_what_was_left_out_on_purpose(source):
    assert keys(failures_csv([source], with_skipped=False)) == ["key", "course-v1:A+B+1"]


def test_those_of_several_sources_and_no_others(source):
    other = source_of(source.refresh_run, "other")
    failures_of(other, "other")
    failures_of(source_of(source.refresh_run, "another"), "another")
    failures_of(source, "late")
    assert keys(failures_csv([other, source], with_skipped=False)) == ["key", "other", "course-v1:A+B+1", "late"]


def test_a_long_file_is_read_in_pieces(source, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(failures, "CHUNK", 2)
    failures_of(source, "c", "d", "e")
    # Of two, two and one rows; the last finds nothing more.
    with django_assert_num_queries(4):
        assert keys(failures_csv([source]))[3:] == ["c", "d", "e"]
