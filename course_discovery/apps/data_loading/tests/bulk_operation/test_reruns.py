"""Files of course runs to be made after the pattern of the last one."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    PersonFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import drawn
from course_discovery.apps.publisher.models import OutboundPush

KIND = "course_rerun"
KEY = "course-v1:LakeX+B1+1T2025"


@pytest.fixture
def last_run(organization):
    """The official run of a course that has no drafts yet."""
    partner = organization.partner
    course = CourseFactory(
        partner=partner, authoring_organizations=[organization], key="LakeX+B1", title="Botany", key_for_reruns=""
    )
    run = CourseRunFactory(course=course, key=KEY, staff=[PersonFactory(partner=partner, given_name="Ann")])
    SeatFactory(course_run=run, type__slug="verified", price=Decimal("99.50"))
    SeatFactory(course_run=run, type__slug="audit", price=0)
    course.canonical_course_run = run
    course.save()
    return run


def a_row(**changes):
    """A row with everything; blank cells for what is changed to None."""
    cells = {
        "Last Active Run Key": KEY,
        "Start Date": "2027-02-01",
        "Start Time": "08:30:00",
        "End Date": "06/30/2027",
        "End Time": "",
        "Run Type": "Verified and Audit",
        "Pacing Type": "Instructor-Paced",
        "Publish Date": "2027-01-15",
        "Length": "9",
        "Minimum Effort": "3",
        "Maximum Effort": "5",
        "Move to Legal Review": "",
    }
    assert set(changes) <= set(cells)
    return {name: value or "" for name, value in (cells | changes).items()}


def reruns():
    return CourseRun.everything.exclude(key=KEY)


def test_a_rerun(submit_rows, last_run, caplog):
    with caplog.at_level("INFO"):
        task = submit_rows(KIND, a_row())
    run = reruns().get()
    assert (task.status, task.task_summary) == (
        "completed",
        {
            "summary": {
                "total_runs_count": 1,
                "success_count": 1,
                "failure_count": 0,
                "errors": [],
                "new_runs": ["course-v1:LakeX+B1+1T2027"],
            },
            "errors": {},
        },
    )
    assert (run.key, run.draft, run.status) == ("course-v1:LakeX+B1+1T2027", True, "unpublished")
    assert (run.course.draft, run.course.official_version) == (True, last_run.course)
    assert (run.start, run.end) == (datetime(2027, 2, 1, 8, 30, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC))
    assert (run.type.slug, run.pacing_type) == ("verified-audit", "instructor_paced")
    assert run.go_live_date == datetime(2027, 1, 15, tzinfo=UTC)
    assert (run.weeks_to_complete, run.min_effort, run.max_effort) == (9, 3, 5)
    assert {seat.type_id: seat.price for seat in run.seats.all()} == {"verified": Decimal("99.50"), "audit": 0}
    assert [person.given_name for person in run.staff.all()] == ["Ann"]
    assert "[Row 1] Successfully created rerun course-v1:LakeX+B1+1T2027 for course: Botany" in caplog.messages


def test_what_a_row_does_not_tell_is_that_of_the_run_before(submit_rows, last_run):
    submit_rows(KIND, a_row(**dict.fromkeys(("Publish Date", "Length", "Minimum Effort", "Maximum Effort"))))
    run = reruns().get()
    assert (run.go_live_date, run.weeks_to_complete, run.min_effort, run.max_effort) == (None, 6, 2, 4)


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"Start Date": None, "Pacing Type": None},
            "MISSING_REQUIRED_DATA",
            f"[Row 2] Missing required field(s) for course run: {KEY}. "
            "The missing data elements are: start_date, pacing_type",
        ),
        (
            {"Last Active Run Key": "course-v1:LakeX+B1+none"},
            "COURSE_RUN_NOT_FOUND",
            "[Row 2] Last Active Course Run with key 'course-v1:LakeX+B1+none' not found. Skipping row.",
        ),
        (
            {"Run Type": "Golden"},
            "COURSE_RUN_CREATE_ERROR",
            "[Row 2] Error creating rerun for course 'Botany': run_type: there is no course run type \"Golden\"",
        ),
        (
            {"Run Type": "Professional Only"},
            "COURSE_RUN_CREATE_ERROR",
            "[Row 2] Error creating rerun for course 'Botany': The course run type 'Professional Only' is not valid "
            "for this course type 'Verified and Audit'.",
        ),
        (
            {"Start Date": "soon"},
            "COURSE_RUN_CREATE_ERROR",
            "[Row 2] Error creating rerun for course 'Botany': start_date: 'soon 08:30:00' is not a date",
        ),
        (
            {"Pacing Type": "slowly"},
            "COURSE_RUN_CREATE_ERROR",
            "[Row 2] Error creating rerun for course 'Botany': pacing_type: 'slowly' is neither Instructor-Paced nor "
            "Self-Paced",
        ),
        (
            {"Minimum Effort": "9"},
            "COURSE_RUN_CREATE_ERROR",
            "[Row 2] Error creating rerun for course 'Botany': min_effort: "
            "Minimum effort cannot be greater than Maximum effort",
        ),
    ],
)
def test_a_bad_row_leaves_nothing_and_stops_no_other(submit_rows, last_run, changes, code, message, caplog):
    task = submit_rows(KIND, a_row(), a_row(**changes), a_row(**{"Start Date": "2027-03-01"}))
    assert task.status == "partially_completed"
    assert task.task_summary["errors"] == {code: [message]}
    summary = task.task_summary["summary"]
    assert [summary[name] for name in ("total_runs_count", "success_count", "failure_count")] == [3, 2, 1]
    # Of two in one term each has a key of its own.
    assert summary["new_runs"] == ["course-v1:LakeX+B1+1T2027", "course-v1:LakeX+B1+1T2027a"]
    assert summary["errors"] == [message]
    assert sorted(run.key for run in reruns()) == summary["new_runs"]
    assert message in caplog.messages


def test_a_run_that_lacks_something_for_review_is_not_made(submit_rows, last_run):
    task = submit_rows(KIND, a_row(**{"Move to Legal Review": "TRUE"}))
    assert task.status == "partially_completed"
    assert task.task_summary["errors"] == {
        "MISSING_REQUIRED_DATA": [
            "[MISSING_REQUIRED_DATA] Course Botany is missing the required data for ingestion. "
            "The missing data elements are \"['image', 'level_type', 'primary_subject']\""
        ]
    }
    assert not reruns().exists()


def test_a_run_goes_into_review(submit_rows, last_run):
    course = last_run.course
    course.image.save("lake.png", ContentFile(drawn("blue")), save=False)
    course.level_type = LevelTypeFactory()
    course.save()
    course.subjects.add(SubjectFactory(partner=course.partner))
    task = submit_rows(KIND, a_row(**{"Move to Legal Review": "true"}), a_row(**{"Start Date": "2027-06-01"}))
    assert task.task_summary["errors"] == {}
    assert list(reruns().order_by("start").values_list("start__month", "status", "draft")) == [
        (2, "review_by_legal", True),
        (6, "unpublished", True),
    ]


def test_patterns_are_found_at_once(submit_rows, last_run):
    """Rows that name no run cost nothing but their place in the record."""

    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            submit_rows(KIND, *(a_row(**{"Last Active Run Key": f"{KEY}{n}"}) for n in range(number)))
        return len(queries)

    cost(1)
    assert cost(12) == cost(2)


def test_runs_of_other_partners_are_no_patterns(submit_rows, last_run):
    CourseRunFactory(key="course-v1:SeaX+B1+1T2025")
    task = submit_rows(KIND, a_row(**{"Last Active Run Key": "course-v1:SeaX+B1+1T2025"}))
    assert list(task.task_summary["errors"]) == ["COURSE_RUN_NOT_FOUND"]


def test_who_uploaded_the_file_asks_for_its_runs(last_run, submit_rows, monkeypatch):
    monkeypatch.setattr("course_discovery.apps.publisher.tasks.deliver_due", lambda: None)
    partner = last_run.course.partner
    partner.studio_url = "https://studio.example.com"
    partner.save()
    task = submit_rows(KIND, a_row())
    push = OutboundPush.objects.get(what="new_run")
    assert push.key == "course-v1:LakeX+B1+1T2027"
    assert push.details == {"source": KEY, "requested_by": task.uploaded_by.username}
