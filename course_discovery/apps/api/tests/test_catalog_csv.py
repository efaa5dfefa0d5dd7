"""The runs of a catalog as a file."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.api.tests.factories import FullCourseFactory, FullRunFactory
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
    VideoFactory,
)
from course_discovery.lib.slugs import SettledSlug

NOW = datetime(2026, 11, 21, 12, 5, tzinfo=UTC)
PAST = datetime(2026, 11, 1, tzinfo=UTC)
FUTURE = datetime(2027, 11, 1, tzinfo=UTC)
HEADER = (
    "announcement,content_language,course_key,end,enrollment_end,enrollment_start,expected_learning_items,"
    "full_description,image.description,image.height,image.src,image.width,key,level_type,marketing_url,max_effort,"
    "min_effort,modified,owners,pacing_type,prerequisites,seats.audit.type,seats.credit.credit_hours,"
    "seats.credit.credit_provider,seats.credit.currency,seats.credit.price,seats.credit.type,"
    "seats.credit.upgrade_deadline,seats.honor.type,seats.masters.type,seats.professional.currency,"
    "seats.professional.price,seats.professional.type,seats.professional.upgrade_deadline,seats.verified.currency,"
    "seats.verified.price,seats.verified.type,seats.verified.upgrade_deadline,short_description,sponsors,start,"
    "subjects,title,video.description,video.image.description,video.image.height,video.image.src,video.image.width,"
    "video.src"
)


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def catalog(partner):
    return CatalogFactory(query="*")


@pytest.fixture
def read(staff, catalog):
    """Asks for the file; gives its rows by run key."""

    def read(query=""):
        text = b"".join(staff.get(f"/api/v1/catalogs/{catalog.pk}/csv/?{query}").streaming_content).decode()
        return {row["key"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    return read


def test_without_rows_there_is_the_header(staff, catalog):
    answer = staff.get(f"/api/v1/catalogs/{catalog.pk}/csv/")
    assert answer["Content-Type"] == "text/csv"
    name = f"catalog_{catalog.pk}_2026-11-21-12-05.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(answer.streaming_content) == f"{HEADER}\r\n".encode()


@pytest.mark.parametrize("accept", ["text/csv", "application/json", "text/html", "*/*"])
def test_whatever_is_accepted(staff, catalog, accept):
    answer = staff.get(f"/api/v1/catalogs/{catalog.pk}/csv/", HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv")
    refused = staff.get("/api/v1/catalogs/0/csv/", HTTP_ACCEPT=accept)
    assert refused.status_code == 404
    assert b"No Catalog matches the given query." in refused.content
    assert staff.get(f"/api/v1/catalogs/{catalog.pk}/csv/", HTTP_ACCEPT="image/png").status_code == 406


def test_a_row(read, partner):
    course = CourseFactory(
        partner=partner,
        key="NorthX+GEO101",
        title='Rivers, "deep"',
        full_description="<p>Flüsse</p>\n<p>Seen</p>",
        short_description="",
        authoring_organizations=[OrganizationFactory(key="NorthX"), OrganizationFactory(key="AlpX")],
        sponsoring_organizations=[OrganizationFactory(key="SponsorX")],
        subjects=[SubjectFactory(name="Geology"), SubjectFactory(name="Water")],
        video=VideoFactory(src="https://video.example.com/1", description="A film", image=None),
    )
    run = CourseRunFactory(
        course=course,
        key="course-v1:NorthX+GEO101+1",
        slug=SettledSlug("rivers"),
        video=None,
        start=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        end=FUTURE,
        enrollment_start=None,
        enrollment_end=None,
        announcement=None,
        min_effort=2,
        max_effort=None,
        pacing_type="self_paced",
        card_image_url="https://images.example.com/run.jpg",
    )
    SeatFactory(course_run=run, type__slug="audit", price=0)
    SeatFactory(course_run=run, type__slug="verified", price=49, upgrade_deadline=FUTURE)
    row = read()[run.key]
    assert {
        "course_key": "NorthX+GEO101",
        "title": 'Rivers, "deep"',
        "full_description": "<p>Flüsse</p>\n<p>Seen</p>",
        "short_description": "",
        "announcement": "",
        "start": "2026-01-02T03:04:05Z",
        "end": "2027-11-01T00:00:00Z",
        "enrollment_start": "",
        "enrollment_end": "",
        "owners": "NorthX,AlpX",
        "sponsors": "SponsorX",
        "subjects": "Geology,Water",
        "prerequisites": "",
        "expected_learning_items": "",
        "min_effort": "2",
        "max_effort": "",
        "pacing_type": "self_paced",
        "level_type": course.level_type.name if course.level_type else "",
        "marketing_url": "https://www.example.org/course/rivers?utm_source=admin&utm_medium=affiliate_partner",
        "image.src": "https://images.example.com/run.jpg",
        "image.description": "",
        "video.src": "https://video.example.com/1",
        "video.description": "A film",
        "video.image.src": "",
        "seats.audit.type": "audit",
        "seats.verified.type": "verified",
        "seats.verified.price": "49.00",
        "seats.verified.currency": "USD",
        "seats.verified.upgrade_deadline": "2027-11-01T00:00:00Z",
        "seats.professional.type": "",
        "seats.credit.price": "",
    }.items() <= row.items()
    assert read("exclude_utm=1")[run.key]["marketing_url"] == "https://www.example.org/course/rivers"


def test_lists_and_pictures(read, course):
    row = read()[f"course-v1:{course.key}+1"]
    run = CourseRun.objects.get(key=row["key"])
    assert row["prerequisites"] == course.prerequisites.get().name
    assert row["expected_learning_items"] == course.expected_learning_items.get().value
    assert row["video.src"] == run.video.src
    assert row["video.image.src"] == run.video.image.src
    assert row["level_type"] == course.level_type.name


def test_seats_of_one_type(read, course):
    run = CourseRun.objects.get(key=f"course-v1:{course.key}+1")
    for provider, hours in (("asu", 3), ("mit", None)):
        SeatFactory(course_run=run, type__slug="credit", price=100, credit_provider=provider, credit_hours=hours)
    SeatFactory(course_run=run, type__slug="professional", price=1, sku="older")
    SeatFactory(course_run=run, type__slug="professional", price=2, currency_id="EUR")
    SeatFactory(course_run=run, type__slug="paid-bootcamp", price=7)
    row = read()[run.key]
    assert row["seats.credit.credit_provider"] == "asu,mit"
    assert row["seats.credit.credit_hours"] == "3,"
    assert row["seats.credit.price"] == "100.00,100.00"
    assert row["seats.credit.upgrade_deadline"] == ","
    assert (row["seats.professional.price"], row["seats.professional.currency"]) == ("2.00", "EUR")


def test_active_marketable_runs_by_key(read, course):
    for key, values in {
        "a-coming": {"enrollment_start": FUTURE},
        "b-over": {"end": PAST},
        "c-draft": {"draft": True},
        "d-unpublished": {"status": CourseRunStatus.Unpublished},
        "e-restricted": {},
    }.items():
        FullRunFactory(course, key, **values)
    RestrictedCourseRunFactory(
        course_run=CourseRun.objects.get(key="e-restricted"), restriction_type="custom-b2b-enterprise"
    )
    own = [f"course-v1:{course.key}+{number}" for number in (1, 2)]
    assert list(read()) == ["a-coming", *own]
    assert list(read("include_restricted=custom-b2b-enterprise")) == ["a-coming", *own, "e-restricted"]


def test_the_number_of_queries_hangs_on_no_number_of_rows(read, partner, organization):
    def cost(courses):
        for number in range(courses):
            key = f"X+{courses}-{number}"
            FullCourseFactory(partner=partner, key=key, authoring_organizations=[organization])
        with CaptureQueriesContext(connection) as queries:
            read()
        return len(queries)

    cost(1)
    few = cost(2)
    assert cost(12) == few <= 20
