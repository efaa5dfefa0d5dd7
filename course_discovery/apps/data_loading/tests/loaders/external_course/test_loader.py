"""External courses from a table to the catalogue, pictures over HTTP."""

import logging
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import requests
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Course,
    CourseEntitlement,
    CourseRun,
    Seat,
    SeatType,
)
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
)
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.tests.loaders.external_course.conftest import END, EXECUTIVE, KIND, START
from course_discovery.apps.data_loading.tests.loaders.external_course.reading import (
    counts,
    entitlement_prices,
    failures,
    pictures,
    variant,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import (
    OTHER_VARIANT,
    VARIANT,
    a_row,
    drawn,
)
from course_discovery.apps.publisher.services.course import create_course, update_course
from course_discovery.apps.publisher.services.course_run import NewRun, update_course_run


def test_a_new_course_is_published_with_all_that_the_row_tells(load, host, source):
    run = load(a_row(host))
    assert (run.status, counts(run), failures(run)) == ("completed", (1, 0, 0, 0), [])
    course = Course.objects.get()
    assert (course.key, course.title, course.type.slug, course.product_source) == (
        "LakeX+LL1",
        "Lake Law",
        EXECUTIVE,
        source,
    )
    assert (course.short_description, course.full_description, course.outcome, course.syllabus_raw, course.faq) == (
        "<p>Short &amp; <b>sweet</b></p>",
        "<p>Long</p>",
        "<ul><li>Laws</li></ul>",
        "<p>Syllabus</p>",
        "<p>Why?</p>",
    )
    assert [subject.slug for subject in course.subjects.all()] == ["law", "water"]
    assert [each.name for each in course.collaborators.all()] == ["Dam", "Pond"]
    assert (course.level_type.name, course.video.src) == ("Introductory", "https://videos.example.com/lake")
    assert course.organization_short_code_override == "Lake"
    assert default_storage.open(course.image.name).read() == host.pictures["/course.jpg"]
    assert default_storage.open(course.organization_logo_override.name).read() == host.pictures["/logo.png"]
    assert course.active_url_slug == "lake-law"
    assert entitlement_prices() == {True: 2900, False: 2900}

    course_run = CourseRun.objects.get()
    assert course_run.key == "course-v1:LakeX+LL1+1T2027"
    assert (course_run.status, course_run.go_live_date) == ("published", datetime(2026, 10, 15, tzinfo=UTC))
    assert (course_run.start, course_run.end) == (START, END)
    assert course_run.enrollment_end == datetime(2027, 3, 26, 23, 59, tzinfo=UTC)
    assert (course_run.pacing_type, course_run.min_effort, course_run.max_effort, course_run.weeks_to_complete) == (
        "instructor_paced",
        7,
        10,
        8,
    )
    assert (course_run.language_id, str(course_run.variant_id), course_run.fixed_price_usd) == ("en-us", VARIANT, 2500)
    assert {language.code for language in course_run.transcript_languages.all()} == {"en-us", "fr"}
    assert [person.given_name for person in course_run.staff.all()] == ["Ann", "Bob"]
    assert (course_run.expected_program_type.slug, course_run.expected_program_name) == ("masters", "Law of waters")
    assert (course_run.has_ofac_restrictions, course_run.ofac_comment) == (True, "Embargo")
    assert course_run.restriction_type is None
    assert [(seat.type_id, seat.price) for seat in course_run.seats.all()] == [(KIND, 2900)]

    metadata = course.additional_metadata
    assert (metadata.external_url, metadata.external_identifier, metadata.organic_url) == (
        "https://lake.example.com/paid",
        "p-1",
        "https://lake.example.com/organic",
    )
    assert (metadata.start_date, metadata.end_date, str(metadata.variant_id)) == (START, END, VARIANT)
    assert metadata.registration_deadline == datetime(2027, 3, 26, 23, 59, tzinfo=UTC)
    assert (metadata.product_status, metadata.external_course_marketing_type) == ("published", "short_course")
    assert (metadata.certificate_info.heading, metadata.certificate_info.blurb) == ("Paper", "<p>Thick</p>")
    assert [fact.heading for fact in metadata.facts.order_by("pk")] == ["90%", "8"]
    assert (metadata.product_meta.title, metadata.product_meta.description) == ("Lakes", "About lakes")
    assert {tag.name for tag in metadata.product_meta.keywords.all()} == {"law", "lake"}
    assert (metadata.taxi_form.form_id, metadata.taxi_form.post_submit_url) == ("f1", "https://lake.example.com/thanks")

    assert run.results["created_products"] == [
        {
            "uuid": str(course.uuid),
            "external_course_marketing_type": "short_course",
            "url_slug": "lake-law",
            "rerun": True,
            "course_run_variant_id": VARIANT,
            "restriction_type": None,
            "is_future_variant": False,
        }
    ]
    assert run.results["courses"] == [[str(course.uuid), "Lake Law"]]


def test_a_run_that_goes_live_later_waits_as_reviewed(load, host):
    load(a_row(host, **{"Publish Date": "2026-12-24", "Is Future Variant": "True"}))
    assert set(CourseRun.everything.values_list("draft", "status")) == {(True, "reviewed"), (False, "reviewed")}
    assert SourceRun.objects.get().results["created_products"][0]["is_future_variant"] is True


def test_nobody_is_asked_but_the_host_of_the_pictures(load, host, monkeypatch):
    asked = set()
    send = requests.Session.send

    def noted(self, request, **options):
        asked.add(request.url.removeprefix(host.url))
        return send(self, request, **options)

    monkeypatch.setattr(requests.Session, "send", noted)
    assert counts(load(a_row(host))) == (1, 0, 0, 0)
    assert asked == {"/course.jpg", "/logo.png"}


def test_an_unchanged_table_writes_nothing(load, host):
    rows = [a_row(host), variant(host, **{"Verified Price": "3100"})]
    load(*rows)
    before = snapshot()
    with freeze_time("2026-11-02"):
        run = load(*rows)
    assert (counts(run), run.written) == ((0, 0, 2, 0), {})
    assert snapshot() == before


def snapshot():
    """Everything about the courses, with the times at which rows were saved and all their history."""
    models = (Course, CourseRun, Seat, CourseEntitlement)
    rows = [list(model._base_manager.order_by("pk").values()) for model in models]
    histories = [model.history.count() for model in models]
    return rows, histories, list(AdditionalMetadata.objects.values()), pictures()


def test_what_an_unchanged_row_costs(load, host):
    other_course = a_row(host, Number="LL2", Title="Sea Law", **{"External Identifier": "p-2"})
    rows = [a_row(host), variant(host), other_course]
    load(*rows)
    three, two, one = (reads_of(load, *rows[:number]) for number in (3, 2, 1))
    assert (two - one, three - two) == (9, 12)


def reads_of(load, *rows):
    with CaptureQueriesContext(connection) as captured:
        # Of products of the platform itself none is archived.
        assert load(*rows, product_type="audit").unchanged == len(rows)
    return sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def test_only_columns_that_the_table_has_are_touched(load, host):
    load(a_row(host))
    course = ensure_draft_world(Course.objects.get())
    optional = ("Syllabus", "Collaborators", "Staff", "About Video Link", "Organization Short Code Override")
    load(a_row(host, **dict.fromkeys((*optional, "OFAC Comment", "Expected Program Name", "Organic Url"))))
    course = Course.objects.get(key=course.key)
    assert (course.syllabus_raw, course.video is None, course.organization_short_code_override) == (
        "<p>Syllabus</p>",
        False,
        "Lake",
    )
    assert (course.collaborators.count(), course.additional_metadata.organic_url != "") == (2, True)
    load(a_row(host, **dict.fromkeys(("Syllabus", "Collaborators", "Staff", "About Video Link"), "")))
    course = Course.objects.get(key=course.key)
    assert (course.syllabus_raw, course.video, course.collaborators.count()) == (None, None, 0)
    assert not CourseRun.objects.get().staff.exists()


def test_a_course_with_a_published_run_is_edited_in_public(load, host, caplog):
    with caplog.at_level(logging.INFO):
        load(a_row(host))
        load(variant(host))
    assert [message for message in caplog.messages if message.startswith("Draft flag")] == [
        "Draft flag is set to True for the course Lake Law",
        "Draft flag is set to False for the course Lake Law",
    ]
    for message in (
        "Course key LakeX+LL1 could not be found in database, creating the course.",
        "Course LakeX+LL1 is located in the database.",
        f"Course Run with variant_id {OTHER_VARIANT} could not be found."
        f"Creating new course run for course LakeX+LL1 with variant_id {OTHER_VARIANT}",
        "Course and course run updated successfully for course key LakeX+LL1",
    ):
        assert message in caplog.messages


def test_what_changed_in_the_table_of_a_published_course_is_public_at_once(load, host):
    load(a_row(host))
    assert counts(load(a_row(host, Title="Sea Law", Length="9", **{"Verified Price": "3000"}))) == (0, 1, 0, 0)
    assert set(Course.everything.values_list("title", flat=True)) == {"Sea Law"}
    assert set(CourseRun.everything.values_list("weeks_to_complete", "status")) == {(9, "published")}
    assert set(Seat.everything.values_list("price", flat=True)) == {3000}
    assert entitlement_prices() == {True: 3000, False: 3000}


def test_editors_texts_are_not_published_by_a_table_that_says_nothing_new(load, host):
    load(a_row(host))
    update_course(Course.everything.get(draft=True), {"additional_information": "Not yet reviewed"})
    load(a_row(host))
    assert Course.objects.get().additional_information is None


def test_a_new_picture_takes_the_place_of_the_old_one(load, host):
    load(a_row(host))
    stored = Course.objects.get().image.name
    load(a_row(host))
    assert Course.objects.get().image.name == stored
    host.pictures["/course.jpg"] = drawn("green", "JPEG")
    assert counts(load(a_row(host))) == (0, 1, 0, 0)
    assert default_storage.open(Course.objects.get().image.name).read() == host.pictures["/course.jpg"]


# Variants


def test_variants_make_one_course_with_several_runs(load, host):
    run = load(a_row(host), variant(host))
    assert counts(run) == (2, 0, 0, 0)
    course = Course.objects.get()
    assert {str(each.variant_id): each.start.month for each in course.course_runs.all()} == {
        VARIANT: 3,
        OTHER_VARIANT: 5,
    }
    assert [product["course_run_variant_id"] for product in run.results["created_products"]] == [VARIANT, OTHER_VARIANT]
    # The first row of a course tells of it.
    assert (course.additional_metadata.start_date, str(course.additional_metadata.variant_id)) == (START, VARIANT)


def test_a_blank_variant_finds_its_run_by_the_dates(load, host):
    load(a_row(host, **{"Variant ID": ""}))
    assert counts(load(a_row(host, **{"Variant ID": "", "Length": "9"}))) == (0, 1, 0, 0)
    assert (CourseRun.objects.get().weeks_to_complete, CourseRun.objects.get().variant_id) == (9, None)
    assert counts(load(a_row(host, **{"Variant ID": None, "Start Date": "2027-03-21"}))) == (1, 0, 0, 0)


def test_a_run_without_variant_becomes_that_of_the_row_at_its_dates(load, host):
    load(a_row(host, **{"Variant ID": ""}))
    assert counts(load(a_row(host))) == (0, 1, 0, 0)
    assert str(CourseRun.objects.get().variant_id) == VARIANT


def test_a_run_of_another_variant_at_the_same_dates_is_left_alone(load, host):
    load(a_row(host))
    assert counts(load(a_row(host, **{"Variant ID": OTHER_VARIANT}))) == (1, 0, 0, 0)
    assert CourseRun.objects.count() == 2


@pytest.mark.parametrize("order", [1, -1])
def test_a_price_for_enterprises_is_not_that_of_the_course(load, host, order):
    rows = [
        a_row(host, **{"Verified Price": "1000"}),
        variant(host, **{"Restriction Type": "custom-b2b-enterprise", "Verified Price": "500"}),
    ]
    load(*rows[::order])
    load(*rows[::order])
    assert entitlement_prices() == {True: 1000, False: 1000}
    assert dict(Seat.objects.values_list("course_run__variant_id", "price")) == {
        run.variant_id: Decimal(500 if run.restriction_type else 1000) for run in CourseRun.objects.all()
    }
    restricted = CourseRun.objects.get(variant_id=OTHER_VARIANT)
    assert restricted.restriction_type == "custom-b2b-enterprise"


def test_the_last_of_several_prices_is_that_of_the_course(load, host):
    load(a_row(host), variant(host, **{"Verified Price": "3100"}))
    assert entitlement_prices() == {True: 3100, False: 3100}


# Review


def test_a_run_in_review_is_not_edited_but_passed(load, host, partner, source):
    course = create_course(
        partner,
        organization=partner.organization_set.get(),
        number="LL1",
        title="Old",
        type=CourseTypeFactory(slug=EXECUTIVE),
        product_source=source,
        first_run=NewRun(type=CourseRunTypeFactory(slug=KIND), start=START, end=END),
    )
    run = course.course_runs.get()
    update_course_run(run, {"weeks_to_complete": 99, "go_live_date": timezone.now()})
    run.status = CourseRunStatus.InternalReview
    run.save()
    assert counts(load(a_row(host, **{"Variant ID": ""}))) == (0, 1, 0, 0)
    official = CourseRun.objects.get()
    assert (official.status, official.weeks_to_complete, official.ofac_comment) == ("published", 99, "Embargo")
    assert official.course.title == "Lake Law"


def test_a_reviewed_run_whose_course_changed_is_reviewed_again(load, host):
    later = {"Publish Date": "2026-12-24"}
    load(a_row(host, **later), variant(host, **later))
    run = load(a_row(host, Title="Sea Law", **later), variant(host, **later))
    assert counts(run) == (0, 2, 0, 0)
    assert set(CourseRun.everything.values_list("status", flat=True)) == {"reviewed"}
    assert Course.objects.get().title == "Sea Law"


def test_what_reviewers_do_not_look_at_shows_at_once(load, host):
    later = {"Publish Date": "2026-12-24"}
    load(a_row(host, **later))
    assert counts(load(a_row(host, **later, **{"Meta Title": "Seas"}))) == (0, 1, 0, 0)
    assert Course.objects.get().additional_metadata.product_meta.title == "Seas"
    assert set(CourseRun.everything.values_list("status", flat=True)) == {"reviewed"}


def test_a_published_run_that_is_over_shows_what_changed(load, host):
    load(a_row(host))
    with freeze_time("2028-01-01"):
        load(a_row(host, Title="Sea Law"))
    assert Course.objects.get().title == "Sea Law"


def test_a_course_of_the_catalogue_gets_drafts_and_its_source(load, host, partner, source):
    official = CourseFactory(
        partner=partner, key="LakeX+LL1", type=CourseTypeFactory(slug=EXECUTIVE), product_source=None, title="Old"
    )
    CourseEntitlementFactory(course=official, mode=SeatType.objects.get(slug=KIND), price=1)
    CourseRunFactory(
        course=official, key="course-v1:LakeX+LL1+1T2027", type=CourseRunTypeFactory(slug=KIND), start=START, end=END
    )
    assert counts(load(a_row(host))) == (0, 1, 0, 0)
    official.refresh_from_db()
    assert (official.title, official.product_source, official.draft_version.product_source) == (
        "Lake Law",
        source,
        source,
    )
    assert str(CourseRun.objects.get().variant_id) == VARIANT
