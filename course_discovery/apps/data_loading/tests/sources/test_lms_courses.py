"""What a course run of the LMS says."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import RowError, RunRecord
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.tests.rows import run_row

KEY = "course-v1:LakeX+BOT1+1T2030"


@pytest.fixture
def source():
    return LmsCourses(Partner(courses_api_url="http://lms.example.com/api"))


def test_a_whole_row(source):
    row = run_row(KEY, name=" Botany ", pacing="Self", hidden=True, license="all-rights-reserved", org="Display Org")
    assert source.transform(row) == RunRecord(
        key=KEY,
        org="LakeX",
        course_key="LakeX+BOT1",
        base_run_key=None,
        title="Botany",
        start=datetime(2030, 1, 10, tzinfo=UTC),
        end=datetime(2030, 7, 10, 12, tzinfo=UTC),
        enrollment_start=None,
        enrollment_end=None,
        pacing_type="self_paced",
        hidden=True,
        license="all-rights-reserved",
        short_description="Plants",
        mobile_available=True,
        video_url="https://videos.example.com/botany",
        card_image_url="https://lms.example.com/botany.jpg",
    )


@pytest.mark.parametrize(
    ("pacing", "read"),
    [("instructor", "instructor_paced"), ("INSTRUCTOR", "instructor_paced"), ("sideways", None), (None, None)],
)
def test_pacing(source, pacing, read):
    assert source.transform(run_row(KEY, pacing=pacing)).pacing_type == read


def test_blanks_are_nothing_and_a_license_is_never_null(source):
    row = run_row(KEY, name=" ", short_description="", license=" ", media=None, mobile_available=None)
    record = source.transform(row)
    assert (record.title, record.short_description, record.license) == (None, None, "")
    assert (record.video_url, record.card_image_url, record.mobile_available) == (None, None, False)


def test_a_ccx_run_names_the_course_and_the_run_it_was_made_from(source):
    record = source.transform(run_row("ccx-v1:LakeX+BOT1+1T2030+ccx@7"))
    assert (record.course_key, record.base_run_key) == ("LakeX+BOT1", KEY)


def test_an_old_key(source):
    record = source.transform(run_row("LakeX/BOT1/1T2012"))
    assert (record.org, record.course_key) == ("LakeX", "LakeX+BOT1")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a text", "not_an_object"),
        (None, "not_an_object"),
        ({}, "missing"),
        (run_row(None), "missing"),
        (run_row("nonsense"), "bad_key"),
        (run_row("library-v1:LakeX+BOT1"), "bad_key"),
        (run_row(KEY, start="whenever"), "bad_date"),
        (run_row(KEY, name="x" * 256), "too_long"),
        (run_row(KEY, name=7), "bad_text"),
        (run_row(KEY, hidden="no"), "bad_flag"),
        (run_row(KEY, media="none"), "bad_object"),
        ({name: value for name, value in run_row(KEY).items() if name != "end"}, "missing"),
    ],
)
def test_rows_that_cannot_be_loaded(source, row, code):
    with pytest.raises(RowError) as raised:
        source.transform(row)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("row", "identity"), [(run_row(KEY), KEY), ({"id": "odd"}, "odd"), ({"id": []}, None), ([], None), ({}, None)]
)
def test_identity(source, row, identity):
    assert source.identity(row) == identity
