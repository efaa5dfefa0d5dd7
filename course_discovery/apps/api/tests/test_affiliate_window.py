"""The feeds that Affiliate Window reads."""

from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.api.tests.factories import FullCourseFactory, FullRunFactory
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.constants import BOOTCAMP_TYPE
from course_discovery.apps.course_metadata.models import CourseEntitlement, CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import ProgramType
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory
from course_discovery.integrations.lms_api_access import ApiAccessApi, ApiAccessRequest
from course_discovery.lib.slugs import SettledSlug

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FUTURE = datetime(2027, 11, 1, tzinfo=UTC)
COURSES = "/api/v1/partners/affiliate_window/catalogs/{}/"
PROGRAMS = "/api/v1/partners/affiliate_window/programs/catalogs/{}/"
BOTH = pytest.mark.parametrize("feed", [COURSES, PROGRAMS])


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture(autouse=True)
def api_access(monkeypatch):
    """By user name, what the LMS knows of requests for access."""
    known = {}
    monkeypatch.setattr(ApiAccessApi, "request_of", lambda _api, username: known.get(username))
    return known


@pytest.fixture
def catalog(partner):
    return CatalogFactory(query="*", program_query="*")


def products(client, feed, catalog, query=""):
    """Of each product the elements with their texts, in order."""
    answer = client.get(f"{feed.format(catalog.pk)}?{query}")
    assert answer.status_code == 200, answer.content
    root = ElementTree.fromstring(answer.getvalue())
    assert root.tag == "merchant"
    assert {child.tag for child in root} <= {"product"}
    return [{element.tag: element.text for element in product} for product in root]


def pids(*arguments):
    return [product["pid"] for product in products(*arguments)]


class TestForm:
    @BOTH
    def test_an_empty_document(self, staff, catalog, feed):
        answer = staff.get(feed.format(catalog.pk))
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        assert answer.getvalue() == b'<?xml version="1.0" encoding="utf-8"?>\n<merchant></merchant>'

    @BOTH
    def test_refusals_are_documents_too(self, staff, plain, anonymous, catalog, feed):
        for client, pk, accept, status in (
            (anonymous, catalog.pk, "*/*", 401),
            (plain, catalog.pk, "*/*", 403),
            (staff, 0, "*/*", 404),
            (staff, "abc", "*/*", 404),
            (staff, catalog.pk, "application/json", 406),
            (anonymous, catalog.pk, "application/json", 406),
        ):
            answer = client.get(feed.format(pk), HTTP_ACCEPT=accept)
            assert (answer.status_code, answer["Content-Type"]) == (status, "application/xml; charset=utf-8")
            (detail,) = ElementTree.fromstring(answer.content)
            assert (detail.tag, bool(detail.text)) == ("detail", True)
        assert staff.get(feed.format("")).status_code == 404
        assert "No Catalog matches the given query." in staff.get(feed.format(0)).content.decode()

    @BOTH
    def test_for_those_who_may_read_the_catalog(self, staff, superuser, catalog, feed):
        viewer = UserFactory()
        set_viewers(catalog, [viewer])
        for client in (staff, superuser, client_of(viewer)):
            assert client.get(feed.format(catalog.pk), HTTP_ACCEPT="application/xml").status_code == 200
        assert client_of(viewer).get(feed.format(CatalogFactory().pk)).status_code == 403

    @BOTH
    def test_options(self, plain, catalog, feed):
        answer = plain.options(feed.format(catalog.pk))
        assert (answer.status_code, answer["Allow"]) == (200, "GET, HEAD, OPTIONS")
        assert ElementTree.fromstring(answer.content).find("renders/list-item").text == "application/xml"

    def test_a_query_that_does_not_parse(self, staff, partner, search_index):
        answer = staff.get(COURSES.format(CatalogFactory(query="title:(reef").pk))
        assert answer.status_code == 400
        assert ElementTree.fromstring(answer.content).find("query/list-item") is not None


class TestCourses:
    def test_a_product(self, staff, catalog, partner):
        course = CourseFactory(
            partner=partner,
            key="NorthX+GEO101",
            title="Rivers & <lakes>",
            full_description="<p>Bells\x07 & whistles</p>",
            short_description="Short",
            level_type=None,
            authoring_organizations=[OrganizationFactory(name="North"), OrganizationFactory(name="Alp")],
            subjects=[SubjectFactory(name="Geology"), SubjectFactory(name="Water")],
        )
        chinese, _ = LanguageTag.objects.get_or_create(code="zh-Hans", defaults={"name": "Chinese"})
        run = CourseRunFactory(
            course=course,
            key="course-v1:NorthX+GEO101+1",
            slug=SettledSlug("rivers"),
            language=chinese,
            start=datetime(2026, 1, 2, 23, tzinfo=UTC),
            end=FUTURE,
            pacing_type="self_paced",
            weeks_to_complete=1,
            card_image_url="https://images.example.com/run.jpg",
        )
        SeatFactory(course_run=run, type__slug="verified", price=Decimal("49.5"))
        (product,) = products(staff, COURSES, catalog)
        assert list(product.items()) == [
            ("name", "Rivers & <lakes>"),
            ("pid", "course-v1:NorthX+GEO101+1-verified"),
            # XML has no room for a bell.
            ("desc", "<p>Bells & whistles</p>"),
            ("category", "Other Experiences"),
            ("purl", "https://www.example.org/course/rivers"),
            ("imgurl", "https://images.example.com/run.jpg"),
            ("price", None),
            ("lang", "zh"),
            ("currency", "USD"),
            ("validfrom", "2026-01-02"),
            ("validto", "2027-11-01"),
            ("custom1", "self_paced"),
            ("custom2", None),
            ("custom3", "Geology,Water"),
            ("custom4", "North,Alp"),
            ("custom5", "Short"),
            ("custom6", "1 week"),
        ]
        assert b"<price><actualp>49.50</actualp></price>" in staff.get(COURSES.format(catalog.pk)).getvalue()

    def test_what_is_not_known_is_empty(self, staff, catalog, course):
        CourseRun.objects.update(language=None, weeks_to_complete=0, end=None)
        product = products(staff, COURSES, catalog)[0]
        assert (product["lang"], product["custom6"], product["validto"]) == ("en", None, None)
        assert product["custom2"] == course.level_type.name
        CourseRun.objects.update(weeks_to_complete=3)
        assert products(staff, COURSES, catalog)[0]["custom6"] == "3 weeks"

    def test_the_picture_of_the_course_goes_first(self, staff, catalog, course):
        type(course).objects.filter(pk=course.pk).update(image="courses/one.jpg")
        (shown, _) = products(staff, COURSES, catalog)
        assert shown["imgurl"] == "http://testserver/media/courses/one.small.jpg"

    def test_a_product_for_each_verified_or_professional_seat(self, staff, catalog, course):
        Seat.everything.all().delete()
        run = CourseRun.objects.get(key=f"course-v1:{course.key}+1")
        for slug in ("audit", "verified", "professional", "credit"):
            SeatFactory(course_run=run, type__slug=slug, price=5)
        assert pids(staff, COURSES, catalog) == [f"{run.key}-verified", f"{run.key}-professional"]

    def test_which_runs(self, staff, catalog, course, api_access):
        FullRunFactory(course, "a-coming", enrollment_start=FUTURE)
        FullRunFactory(course, "b-over", end=datetime(2026, 1, 1, tzinfo=UTC))
        RestrictedCourseRunFactory(course_run=FullRunFactory(course, "c-closed"), restriction_type="custom-b2c")
        FullCourseFactory(course.partner, "Boot+Camp", type__slug=BOOTCAMP_TYPE, runs=1)
        own = [f"course-v1:{course.key}+{number}-verified" for number in (1, 2)]
        camp = "course-v1:Boot+Camp+1-verified"
        assert pids(staff, COURSES, catalog) == ["a-coming-verified", camp, *own]
        assert "c-closed-verified" in pids(staff, COURSES, catalog, "include_restricted=custom-b2c")
        api_access["admin"] = ApiAccessRequest("approved", "Alpine")
        # What the LMS said is remembered.
        cache.clear()
        assert camp not in pids(staff, COURSES, catalog)


class TestPrograms:
    @pytest.fixture
    def program(self, partner, course):
        for name in ("es-419", "fr"):
            LanguageTag.objects.get_or_create(code=name, defaults={"name": name})
        CourseRun.objects.filter(key__endswith="+1").update(language="fr")
        CourseRun.objects.filter(key__endswith="+2").update(language="es-419")
        CourseEntitlement.objects.all().delete()
        return ProgramFactory(
            partner=partner,
            type=ProgramTypeFactory(name="XSeries", slug="xseries", seat_types=["verified"]),
            title="All rivers",
            overview="All & more",
            marketing_slug=SettledSlug("rivers"),
            courses=[course],
        )

    def test_a_product(self, staff, catalog, program):
        (product,) = products(staff, PROGRAMS, catalog)
        assert list(product.items()) == [
            ("name", "All rivers"),
            ("pid", str(program.uuid)),
            ("desc", "All & more"),
            ("purl", program.marketing_url),
            ("imgurl", program.card_image_url),
            ("category", "Other Experiences"),
            ("price", "49.00"),
            ("lang", "es"),
            ("currency", "USD"),
            ("custom1", "xseries"),
        ]

    def test_without_courses(self, staff, catalog, partner):
        ProgramFactory(partner=partner)
        (product,) = products(staff, PROGRAMS, catalog)
        assert (product["price"], product["currency"], product["lang"]) == ("Unknown", "Unknown", "en")

    def test_its_banner_goes_first(self, staff, catalog, program):
        type(program).objects.filter(pk=program.pk).update(banner_image="programs/banner.jpg")
        (product,) = products(staff, PROGRAMS, catalog)
        assert product["imgurl"] == "http://testserver/media/programs/banner.jpg"

    def test_active_ones_with_an_address_that_are_no_degrees(self, staff, catalog, program):
        ProgramFactory(status=ProgramStatus.Retired)
        ProgramFactory(status=ProgramStatus.Unpublished)
        nowhere = ProgramFactory()
        type(nowhere).objects.filter(pk=nowhere.pk).update(marketing_slug="")
        for slug in ("masters", "bachelors", "doctorate", "license", "certificate"):
            kind = ProgramType.objects.filter(slug=slug).first()
            ProgramFactory(type=kind or ProgramTypeFactory(name=slug, slug=SettledSlug(slug)))
        untyped = ProgramFactory(type=None)
        assert pids(staff, PROGRAMS, catalog) == [str(program.uuid), str(untyped.uuid)]

    def test_a_catalog_without_program_query_has_none(self, staff, program):
        assert products(staff, PROGRAMS, CatalogFactory(query="*")) == []


@BOTH
def test_the_number_of_queries_hangs_on_no_number_of_rows(staff, catalog, partner, organization, feed):
    program_type = ProgramTypeFactory(seat_types=["verified"])

    def cost(rows):
        for number in range(rows):
            key = f"X+{rows}-{number}"
            made = FullCourseFactory(partner=partner, key=key, authoring_organizations=[organization], runs=1)
            ProgramFactory(partner=partner, type=program_type, courses=[made])
        with CaptureQueriesContext(connection) as queries:
            assert products(staff, feed, catalog)
        return len(queries)

    cost(1)
    few = cost(2)
    assert cost(10) == few
