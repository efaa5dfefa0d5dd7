"""Files of courses to be made."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from course_discovery.apps.course_metadata.models import Course, CourseRun, Source
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory, CourseTypeFactory
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import drawn
from course_discovery.apps.publisher.models import OutboundPush

KIND = "course_create"


def a_row(**changes):
    """A row with what it must tell; the columns come in the spelling of people."""
    cells = {
        "Organization": "LakeX",
        "Title": "Botany",
        "Number": "B1",
        "Course Enrollment Track": "Verified and Audit",
        "Course Run Enrollment Track": "Verified and Audit",
        "Start Date": "2027-02-01",
        "End Date": "06/30/2027",
        "Course Pacing": "Instructor-Paced",
        "Verified Price": "49.5",
    }
    return cells | changes


def for_review(host):
    return {
        "Image": f"{host.url}/course.jpg",
        "Long Description": "Long",
        "Short Description": "Short",
        "What Will You Learn": "Reeds",
        "Level Type": "Introductory",
        "Primary Subject": "Law",
        "Publish Date": "2027-01-15",
        "Minimum Effort": "3",
        "Maximum Effort": "5",
        "Length": "9",
        "Move To Legal Review": "true",
    }


def errors(task):
    return task.task_summary["errors"]


@pytest.fixture(autouse=True)
def _catalogue(organization): ...


def test_a_course_with_its_first_run(submit_rows):
    task = submit_rows(KIND, a_row())
    course, run = Course.everything.get(), CourseRun.everything.get()
    assert (task.status, task.task_summary) == (
        "completed",
        {
            "summary": {
                "total_products_count": 1,
                "success_count": 1,
                "failure_count": 0,
                "updated_products_count": 0,
                "created_products": [f"{course.uuid} - Botany (LakeX+B1)"],
                "others": [],
            },
            "errors": {},
        },
    )
    assert (course.key, course.title, course.draft, course.product_source.slug) == ("LakeX+B1", "Botany", True, "edx")
    assert (course.type.slug, course.active_url_slug) == ("verified-audit", "botany")
    assert [row.key for row in course.authoring_organizations.all()] == ["LakeX"]
    assert [(row.mode.slug, row.price) for row in course.entitlements.all()] == [("verified", Decimal("49.50"))]
    assert (run.key, run.draft, run.status, run.course) == (
        "course-v1:LakeX+B1+1T2027",
        True,
        "unpublished",
        course,
    )
    assert (run.start, run.end) == (datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC))
    assert (run.type.slug, run.pacing_type, run.language_id) == ("verified-audit", "instructor_paced", "en-us")
    assert [language.code for language in run.transcript_languages.all()] == ["en-us"]
    assert {seat.type_id: seat.price for seat in run.seats.all()} == {"verified": Decimal("49.50"), "audit": 0}
    assert SourceRun.objects.get().written == {"course": {"created": 1}, "courserun": {"created": 1}}


def test_what_a_row_may_tell_besides(submit_rows, host):
    more = {"Content Language": "fr", "Transcript Languages": "fr, de-de", "URL Slug": "reeds", "Watchers": "a@b.org"}
    task = submit_rows(KIND, a_row(**for_review(host), **more, Topics="mud"))
    assert errors(task) == {}
    course, run = Course.everything.get(), CourseRun.everything.get()
    assert (course.full_description, course.level_type.name) == ("<p>Long</p>", "Introductory")
    assert (course.image.read(), course.active_url_slug) == (drawn("red", "JPEG"), "reeds")
    assert (course.watchers, [topic.name for topic in course.topics.all()]) == (["a@b.org"], ["mud"])
    assert run.language_id == "fr"
    assert {language.code for language in run.transcript_languages.all()} == {"fr", "de-de"}
    assert (run.weeks_to_complete, run.min_effort, run.max_effort) == (9, 3, 5)
    assert run.status == "review_by_legal"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"Organization": "SeaX"},
            "MISSING_ORGANIZATION",
            "Unable to locate partner organization with key SeaX for the course titled Botany 2.",
        ),
        (
            {"Course Enrollment Track": "Golden", "Course Run Enrollment Track": "Golden"},
            "MISSING_COURSE_TYPE",
            'Unable to find the course enrollment track "Golden" for the course Botany 2',
        ),
        (
            {"Course Run Enrollment Track": ""},
            "MISSING_COURSE_RUN_TYPE",
            'Unable to find the course run enrollment track "" for the course Botany 2',
        ),
        (
            {"Number": "", "End Date": "", "Verified Price": ""},
            "MISSING_REQUIRED_DATA",
            "Course Botany 2 is missing the required data for ingestion. "
            'The missing data elements are "number, end_date, verified_price"',
        ),
        (
            {"Number": "B 2!"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Botany 2 in the system. The ingestion failed with the exception: "
            "number: Special characters not allowed in Course Number.",
        ),
        (
            {"Verified Price": "-1"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Botany 2 in the system. The ingestion failed with the exception: prices: "
            "verified: Ensure this value is greater than or equal to 0.",
        ),
        (
            {"Verified Price": "123456789012"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Botany 2 in the system. The ingestion failed with the exception: prices: "
            "verified: Ensure that there are no more than 10 digits in total.",
        ),
        (
            {"Start Date": "soon"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Botany 2 in the system. The ingestion failed with the exception: "
            "start_date: 'soon' is not a date",
        ),
        (
            {"Course Pacing": "slowly"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Botany 2 in the system. The ingestion failed with the exception: "
            "course_pacing: 'slowly' is neither Instructor-Paced nor Self-Paced",
        ),
        (
            {"Level Type": "Arcane"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Botany 2 in the system. The update failed with the exception: "
            "level_type: there is no level Arcane",
        ),
        (
            {"Length": "long"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Botany 2 in the system. The update failed with the exception: "
            "length: 'long' is not a whole number",
        ),
    ],
)
def test_a_bad_row_leaves_nothing_and_stops_no_other(submit_rows, changes, code, message):
    blank = dict.fromkeys(("Level Type", "Length"), "")
    bad = a_row(**blank | {"Title": "Botany 2", "Number": "B2"} | changes)
    task = submit_rows(KIND, a_row(**blank), bad, a_row(**blank | {"Number": "B3", "Title": "Botany 3"}))
    assert (task.status, errors(task)) == ("partially_completed", {code: [f"[{code}] {message}"]})
    summary = task.task_summary["summary"]
    assert [summary[name] for name in ("total_products_count", "success_count", "failure_count")] == [3, 2, 1]
    assert sorted(Course.everything.values_list("key", flat=True)) == ["LakeX+B1", "LakeX+B3"]
    assert CourseRun.everything.count() == 2


def test_free_courses_have_no_price(submit_rows):
    tracks = {"Course Enrollment Track": "audit only", "Course Run Enrollment Track": "audit only"}
    task = submit_rows(KIND, a_row(**tracks, **{"Verified Price": ""}))
    assert errors(task) == {}
    assert [seat.type_id for seat in CourseRun.everything.get().seats.all()] == ["audit"]


def test_what_reviewers_ask_for_must_be_told_at_once(submit_rows):
    row = a_row(**{"Move To Legal Review": "True"})
    assert errors(submit_rows(KIND, row)) == {
        "MISSING_REQUIRED_DATA": [
            "[MISSING_REQUIRED_DATA] Course Botany is missing the required data for ingestion. The missing data "
            'elements are "image, long_description, short_description, what_will_you_learn, level_type, '
            'primary_subject, publish_date, minimum_effort, maximum_effort, length"'
        ]
    }
    CourseTypeFactory(slug="masters", name="Masters")
    (message,) = errors(submit_rows(KIND, row | {"Course Enrollment Track": "Masters"}))["MISSING_REQUIRED_DATA"]
    assert 'are "image, level_type, primary_subject, publish_date' in message
    assert not Course.everything.exists()


def test_a_picture_that_cannot_be_had_leaves_no_course(submit_rows, host):
    rows = a_row(Image=f"{host.url}/none.jpg"), a_row(Image=f"{host.url}/course.jpg", Number="B2")
    task = submit_rows(KIND, *rows)
    assert errors(task) == {
        "IMAGE_DOWNLOAD_FAILURE": ["[IMAGE_DOWNLOAD_FAILURE] The course image download failed for the course Botany."]
    }
    assert [course.key for course in Course.everything.all()] == ["LakeX+B2"]


def test_pictures_of_rows_that_fail_do_not_stay(submit_rows, host):
    submit_rows(KIND, a_row(Image=f"{host.url}/course.jpg", Length="long"))
    folder = "media/course/image"
    assert not default_storage.exists(folder) or default_storage.listdir(folder) == ([], [])


@pytest.mark.parametrize("draft", [True, False])
def test_a_course_that_is_there_is_edited(submit_rows, organization, draft, caplog):
    course = CourseFactory(partner=organization.partner, key="LakeX+B1", title="Old", draft=draft)
    CourseRunFactory(course=course, draft=draft, status="unpublished", key="course-v1:LakeX+B1+1T2020")
    task = submit_rows(KIND, a_row())
    advice = "Select Correct Operation type for the course: Botany - LakeX+B1"
    assert task.status == "completed"
    assert task.task_summary["summary"] == {
        "total_products_count": 1,
        "success_count": 1,
        "failure_count": 0,
        "updated_products_count": 1,
        "created_products": [],
        "others": [advice],
    }
    assert {"Course with key LakeX+B1 already exists. Skipping creation.", advice} <= set(caplog.messages)
    run = CourseRun.everything.get(draft=True)
    assert (run.key, run.start) == ("course-v1:LakeX+B1+1T2020", datetime(2027, 2, 1, tzinfo=UTC))
    assert (run.course.title, run.course.draft) == ("Botany", True)


def test_a_file_that_is_loaded_again_makes_nothing(submit_rows, host):
    row = a_row(Image=f"{host.url}/course.jpg", Length="9")
    submit_rows(KIND, row)
    before = Course.everything.values().get(), CourseRun.everything.values().get()
    task = submit_rows(KIND, row)
    assert (task.status, SourceRun.objects.latest("pk").unchanged) == ("completed", 1)
    assert (Course.everything.values().get(), CourseRun.everything.values().get()) == before


def test_courses_are_of_the_platform_itself(submit_rows):
    """Also where nobody has said yet that there is such a source."""
    Source.objects.all().delete()
    submit_rows(KIND, a_row())
    assert Course.everything.get().product_source.slug == "edx"


def test_who_uploaded_the_file_asks_for_the_runs_of_its_courses(partner, submit_rows, monkeypatch):
    monkeypatch.setattr("course_discovery.apps.publisher.tasks.deliver_due", lambda: None)
    partner.studio_url = "https://studio.example.com"
    partner.save()
    task = submit_rows(KIND, a_row())
    push = OutboundPush.objects.get(system="studio")
    assert (push.what, push.key) == ("new_run", "course-v1:LakeX+B1+1T2027")
    assert push.details == {"source": None, "requested_by": task.uploaded_by.username}
