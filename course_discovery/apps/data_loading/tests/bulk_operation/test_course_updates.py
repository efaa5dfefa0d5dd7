"""Files of changes of courses and of their runs."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Seat, Source
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
)
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import drawn
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.publisher.services.course import create_course
from course_discovery.apps.publisher.services.course_run import NewRun
from course_discovery.apps.publisher.services.publication import set_status

KIND = "partial_updates"
KEY, RUN_KEY = "LakeX+B1", "course-v1:LakeX+B1+1T2027"
START, END = datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC)


@pytest.fixture
def course(organization):
    """A draft course with a draft run in French."""
    course = create_course(
        organization.partner,
        organization=organization,
        number="B1",
        title="Botany",
        type=CourseTypeFactory(slug="verified-audit"),
        product_source=Source.objects.get(slug="edx"),
        prices={"verified": Decimal(50)},
        first_run=NewRun(
            type=CourseRunTypeFactory(slug="verified-audit"),
            start=START,
            end=END,
            prices={"verified": Decimal(50)},
            values={"language": LanguageTag.objects.get(code="fr"), "min_effort": 2, "max_effort": 4},
        ),
    )
    course.course_runs.get().transcript_languages.set(LanguageTag.objects.filter(code__in=["de-de", "fr"]))
    return Course.everything.get(pk=course.pk)


def a_row(**changes):
    return {"course_key": "", "course_run_key": RUN_KEY} | changes


def everything(host):
    return a_row(
        title="Botany of lakes",
        image=f"{host.url}/course.jpg",
        organization_logo_override=f"{host.url}/logo.png",
        short_description="Short & <b class='x'>sweet</b>",
        long_description="<p class='wide'>Long</p>",
        what_will_you_learn="<ul><li>Reeds</li></ul>",
        syllabus="<p>Syllabus</p>",
        prerequisites="Boots",
        frequently_asked_questions="<p>Why?</p>",
        learner_testimonials="Wet",
        additional_information="More",
        about_video_link="https://videos.example.com/lake",
        organization_short_code_override="Lake",
        level_type="introductory",
        primary_subject="Law",
        secondary_subject="",
        tertiary_subject="Water",
        collaborators="Dam, Pond",
        watchers="ann@example.com, bob@example.com",
        topics="reeds, mud",
        enterprise_subscription_inclusion="TRUE",
        url_slug="lake-botany",
        verified_price="75.5",
        start_date="2027-03-01",
        start_time="08:00",
        end_date="07/31/2027",
        end_time="",
        enrollment_start_date="2027-01-01",
        enrollment_start_time="",
        enrollment_end_date="2027-02-15",
        enrollment_end_time="23:59",
        course_pacing="Self-Paced",
        publish_date="2027-01-15",
        length="9",
        minimum_effort="3",
        maximum_effort="5",
        content_language="English - United States, fr",
        transcript_languages="English - United States",
        expected_program_type="masters",
        expected_program_name="Lakes",
        upgrade_deadline_override_date="2027-05-01",
        upgrade_deadline_override_time="12:00",
        move_to_legal_review="",
    )


def errors(task):
    return task.task_summary["errors"]


def summary(task, *names):
    return [task.task_summary["summary"][name] for name in names]


def stored():
    """Everything about the courses, with the times at which rows were saved and all their history."""
    models = (Course, CourseRun, Seat, CourseEntitlement)
    rows = [list(model._base_manager.order_by("pk").values()) for model in models]
    return rows, [model.history.count() for model in models]


def test_all_that_a_row_may_tell(submit_rows, course, host):
    task = submit_rows(KIND, everything(host))
    assert (task.status, task.task_summary) == (
        "completed",
        {
            "summary": {
                "total_products_count": 1,
                "success_count": 1,
                "failure_count": 0,
                "updated_products_count": 1,
                "created_products": [],
                "others": [],
            },
            "errors": {},
        },
    )
    course, run = Course.everything.get(), CourseRun.everything.get()
    assert (course.draft, course.title, course.active_url_slug) == (True, "Botany of lakes", "lake-botany")
    assert (course.image.read(), course.organization_logo_override.name != "") == (drawn("red", "JPEG"), True)
    assert (course.short_description, course.full_description) == ("<p>Short &amp; <b>sweet</b></p>", "<p>Long</p>")
    assert (course.outcome, course.syllabus_raw) == ("<ul><li>Reeds</li></ul>", "<p>Syllabus</p>")
    assert (course.prerequisites_raw, course.faq) == ("<p>Boots</p>", "<p>Why?</p>")
    assert (course.learner_testimonials, course.additional_information) == ("<p>Wet</p>", "More")
    assert (course.video.src, course.organization_short_code_override) == ("https://videos.example.com/lake", "Lake")
    assert course.level_type.name == "Introductory"
    assert [subject.name for subject in course.subjects.all()] == ["Law", "Water"]
    assert [row.name for row in course.collaborators.all()] == ["Dam", "Pond"]
    assert course.watchers == ["ann@example.com", "bob@example.com"]
    assert {topic.name for topic in course.topics.all()} == {"reeds", "mud"}
    assert course.enterprise_subscription_inclusion is True
    assert [row.price for row in course.entitlements.all()] == [Decimal("75.50")]
    assert (run.status, run.pacing_type) == ("unpublished", "self_paced")
    assert (run.start, run.end) == (datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 7, 31, tzinfo=UTC))
    assert (run.enrollment_start, run.enrollment_end) == (
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2027, 2, 15, 23, 59, tzinfo=UTC),
    )
    assert run.go_live_date == datetime(2027, 1, 15, tzinfo=UTC)
    assert (run.weeks_to_complete, run.min_effort, run.max_effort) == (9, 3, 5)
    assert run.language_id == "en-us"
    assert [language.code for language in run.transcript_languages.all()] == ["en-us"]
    assert (run.expected_program_type.slug, run.expected_program_name) == ("masters", "Lakes")
    seats = {seat.type_id: (seat.price, seat.upgrade_deadline_override) for seat in run.seats.all()}
    assert seats == {
        "verified": (Decimal("75.50"), datetime(2027, 5, 1, 12, tzinfo=UTC)),
        "audit": (0, None),
    }


def test_an_unchanged_file_writes_nothing(submit_rows, course, host):
    submit_rows(KIND, everything(host))
    before = stored()
    with freeze_time("2026-11-02", ignore=["requests", "urllib3", "concurrent", "threading"]):
        task = submit_rows(KIND, everything(host))
    run = SourceRun.objects.latest("pk")
    assert (task.status, run.unchanged, run.written) == ("completed", 1, {})
    assert summary(task, "success_count", "updated_products_count") == [1, 0]
    assert stored() == before


def test_only_what_is_told_is_written(submit_rows, course):
    before = CourseRun.everything.values().get()
    task = submit_rows(KIND, a_row(length="12", content_language="", title="", start_date="", start_time="07:00"))
    assert task.status == "completed"
    after = CourseRun.everything.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"weeks_to_complete"}
    run = CourseRun.everything.get()
    # The languages are no others, though new courses are in English unless rows say otherwise.
    assert run.language_id == "fr"
    assert {language.code for language in run.transcript_languages.all()} == {"de-de", "fr"}
    assert run.course.title == "Botany"


def test_subjects_change_place_by_place(submit_rows, course):
    def subjects():
        return [subject.name for subject in course.subjects.all()]

    submit_rows(KIND, a_row(primary_subject="Law", secondary_subject="Water", tertiary_subject="Ice"))
    submit_rows(KIND, a_row(primary_subject="", secondary_subject="snow"))
    assert subjects() == ["Law", "Snow", "Ice"]
    submit_rows(KIND, a_row(primary_subject="Ice"))
    assert subjects() == ["Ice", "Snow"]


def test_a_course_by_its_own_key(submit_rows, course):
    """Its runs are left alone, whatever the row says of them."""
    row = {"course_key": KEY, "course_run_key": "", "title": "Botany 2", "length": "12", "move_to_legal_review": "true"}
    assert errors(submit_rows(KIND, row)) == {}
    course, run = Course.everything.get(), CourseRun.everything.get()
    assert (course.title, run.weeks_to_complete, run.status) == ("Botany 2", None, "unpublished")


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"course_run_key": "course-v1:X+Y+Z"}, "COURSE_RUN_NOT_FOUND", "Can not find course run with key: [{run}]"),
        ({"course_run_key": "", "course_key": "X+Y"}, "COURSE_NOT_FOUND", "Can not find course with key: [X+Y]"),
        ({"course_run_key": ""}, "COURSE_NOT_FOUND", "Can not find course with key: []"),
    ],
)
def test_unknown_keys(submit_rows, course, changes, code, message):
    task = submit_rows(KIND, a_row(title="Botany 3", **changes), a_row(title="Botany 2"))
    assert task.status == "partially_completed"
    assert errors(task) == {code: [message.format(run=changes.get("course_run_key"))]}
    assert summary(task, "total_products_count", "success_count", "failure_count") == [2, 1, 1]
    assert Course.everything.get().title == "Botany 2"


def test_only_drafts_of_the_partner_are_found(submit_rows, organization):
    official = CourseRunFactory(course__partner=organization.partner, key="course-v1:LakeX+B2+1")
    foreign = CourseRunFactory(course=CourseFactory(draft=True), draft=True, key="course-v1:SeaX+B1+1")
    task = submit_rows(KIND, a_row(course_run_key=official.key), a_row(course_run_key=foreign.key))
    assert errors(task) == {
        "COURSE_RUN_NOT_FOUND": [
            "Can not find course run with key: [course-v1:LakeX+B2+1]",
            "Can not find course run with key: [course-v1:SeaX+B1+1]",
        ]
    }


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"level_type": "Arcane"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Botany in the system. The update failed with the exception: "
            "level_type: there is no level Arcane",
        ),
        (
            {"primary_subject": "Alchemy"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Botany in the system. The update failed with the exception: "
            "Unable to locate subject Alchemy in the database. Skipping subject association",
        ),
        (
            {"watchers": "ann"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Botany in the system. The update failed with the exception: "
            "watchers: ann: Enter a valid email address.",
        ),
        (
            {"verified_price": "much"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Botany in the system. The update failed with the exception: "
            "verified_price: 'much' is not a number",
        ),
        (
            {"content_language": "Elvish"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Botany in the system. The update failed with the exception: "
            "Language Elvish from provided string Elvish is either missing or an invalid ietf language",
        ),
        (
            {"minimum_effort": "two"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Botany in the system. The update failed with the exception: "
            "minimum_effort: 'two' is not a whole number",
        ),
        (
            {"course_enrollment_track": "Golden"},
            "MISSING_COURSE_TYPE",
            'Unable to find the course enrollment track "Golden" for the course Botany',
        ),
        (
            {"course_run_enrollment_track": "Golden"},
            "MISSING_COURSE_RUN_TYPE",
            'Unable to find the course run enrollment track "Golden" for the course Botany',
        ),
    ],
)
def test_a_bad_row_changes_nothing(submit_rows, course, changes, code, message):
    before = stored()
    task = submit_rows(KIND, a_row(title="Botany 2", length="12", **changes))
    assert (task.status, errors(task)) == ("partially_completed", {code: [f"[{code}] {message}"]})
    assert stored() == before


@pytest.mark.parametrize(
    ("column", "code", "what"),
    [
        ("image", "IMAGE_DOWNLOAD_FAILURE", "course image"),
        ("organization_logo_override", "LOGO_IMAGE_DOWNLOAD_FAILURE", "logo image"),
    ],
)
def test_a_picture_that_cannot_be_had(submit_rows, course, host, column, code, what):
    task = submit_rows(KIND, a_row(title="Botany 2", **{column: f"{host.url}/none.jpg"}))
    assert errors(task) == {code: [f"[{code}] The {what} download failed for the course Botany."]}
    assert Course.everything.get().title == "Botany"


def test_another_track_needs_a_price(submit_rows, course):
    tracks = {"course_enrollment_track": "Credit", "course_run_enrollment_track": "Credit"}
    task = submit_rows(KIND, a_row(**tracks))
    assert errors(task) == {"MISSING_REQUIRED_DATA": ["Price must be provided when changing the track"]}
    assert errors(submit_rows(KIND, a_row(**tracks, verified_price="80"))) == {}
    course, run = Course.everything.get(), CourseRun.everything.get()
    assert (course.type.slug, run.type.slug) == ("credit-verified-audit", "credit-verified-audit")
    assert {seat.type_id: seat.price for seat in run.seats.all()}["verified"] == 80
    # It is the same track now.
    assert errors(submit_rows(KIND, a_row(**tracks))) == {}


def test_the_free_track_needs_no_price(submit_rows, course):
    tracks = {"course_enrollment_track": "Audit Only", "course_run_enrollment_track": "Audit Only"}
    assert errors(submit_rows(KIND, a_row(**tracks))) == {}
    run = CourseRun.everything.get()
    assert (run.course.type.slug, [seat.type_id for seat in run.seats.all()]) == ("audit", ["audit"])
    assert not CourseEntitlement.everything.exists()


def complete():
    """Tell all that reviewers ask for."""
    return a_row(
        short_description="Short",
        long_description="Long",
        what_will_you_learn="Reeds",
        level_type="Introductory",
        primary_subject="Law",
        publish_date="2027-01-15",
        minimum_effort="3",
        maximum_effort="5",
        length="9",
        move_to_legal_review="true",
    )


def test_a_run_goes_into_review_once_all_is_there(submit_rows, course, host):
    task = submit_rows(KIND, complete())
    assert errors(task) == {
        "MISSING_REQUIRED_DATA": [
            "[MISSING_REQUIRED_DATA] Course Botany is missing the required data for ingestion. "
            "The missing data elements are \"['image']\""
        ]
    }
    assert (task.status, *summary(task, "failure_count")) == ("partially_completed", 1)
    run = CourseRun.everything.get()
    # The edits themselves are kept.
    assert (run.status, run.weeks_to_complete) == ("unpublished", 9)
    assert SourceRun.objects.get().written == {"course": {"updated": 1}, "courserun": {"updated": 1}}
    task = submit_rows(KIND, complete() | {"image": f"{host.url}/course.jpg"})
    assert errors(task) == {}
    assert CourseRun.everything.get().status == "review_by_legal"
    task = submit_rows(KIND, a_row(length="10"))
    assert errors(task) == {
        "COURSE_RUN_UPDATE_ERROR": [
            "[COURSE_RUN_UPDATE_ERROR] Unable to update course run of the course Botany in the system. "
            "The update failed with the exception: Course run is in review. Editing disabled."
        ]
    }


@pytest.fixture
def published(course):
    run = course.course_runs.get()
    official = officialise_run(run)
    set_status(official, "published")
    return official


def test_edits_of_what_is_public_are_public(submit_rows, published):
    task = submit_rows(KIND, a_row(title="Botany 2", length="12"))
    assert errors(task) == {}
    assert {course.title for course in Course.everything.all()} == {"Botany 2"}
    assert set(CourseRun.everything.values_list("weeks_to_complete", "status")) == {(12, "published")}


def test_a_public_run_is_edited_in_public_alone_too(submit_rows, published):
    submit_rows(KIND, a_row(length="12", move_to_legal_review="true"))
    assert set(CourseRun.everything.values_list("draft", "weeks_to_complete", "status")) == {
        (True, 12, "published"),
        (False, 12, "published"),
    }
    submit_rows(KIND, {"course_key": KEY, "course_run_key": "", "title": "Botany 2"})
    assert Course.objects.get().title == "Botany 2"


def test_what_an_unchanged_row_costs(submit_rows, course, organization):
    other = create_course(
        organization.partner,
        organization=organization,
        number="B2",
        title="Botany",
        type=CourseTypeFactory(slug="verified-audit"),
        product_source=Source.objects.get(slug="edx"),
        first_run=NewRun(type=CourseRunTypeFactory(slug="verified-audit"), start=START, end=END),
    )
    values = {"title": "Botany", "primary_subject": "Law", "verified_price": "50"}
    rows = [a_row(**values), a_row(**values) | {"course_run_key": other.course_runs.get().key}]
    submit_rows(KIND, *rows)

    def reads(*some):
        with CaptureQueriesContext(connection) as captured:
            task = submit_rows(KIND, *some)
        assert summary(task, "updated_products_count", "failure_count") == [0, 0]
        return sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)

    assert reads(*rows) - reads(rows[0]) == 12


def test_a_picture_is_stored_once(submit_rows, course, host):
    course.image.save("lake.jpg", ContentFile(drawn("red", "JPEG")))
    name = Course.everything.get().image.name
    submit_rows(KIND, a_row(image=f"{host.url}/course.jpg"))
    assert Course.everything.get().image.name == name
