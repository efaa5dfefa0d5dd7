"""/api/v1/search/all/, /courses/ and /course_runs/: who may, what is found, how it looks, in which order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.search.errors import PartialAnswer, SearchUnavailable

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALL, COURSES, RUNS = "/api/v1/search/all/", "/api/v1/search/courses/", "/api/v1/search/course_runs/"


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


def keys(answer):
    assert answer.status_code == 200, answer.data
    return [hit["key"] for hit in answer.data["results"]]


def add_course(partner, key, *, runs=(), **values):
    """Make a course with runs of these numbers of days from now; run keys end in the number."""
    course = CourseFactory(partner=partner, key=key, **values)
    for days in runs:
        CourseRunFactory(
            course=course,
            key=f"course-v1:{key}+{days}",
            start=NOW + days * DAY,
            end=NOW + (days + 50) * DAY,
        )
    return course


@pytest.fixture
def catalogue(partner, search_index):
    add_course(partner, "AX+Reef", title="Reef Ecology", runs=[-10, 20])
    add_course(partner, "AX+Soft", title="Software Testing", runs=[-100])
    add_course(partner, "BX+Arch", title="Architecture", runs=[70])
    other = PartnerFactory(short_code="Acme", site__domain="acme.example.com")
    add_course(other, "CX+Reef", title="Reef Diving", runs=[5])
    search_index()


@pytest.mark.parametrize("path", [ALL, COURSES, RUNS, f"{ALL}facets/", f"{COURSES}facets/", f"{RUNS}facets/"])
class TestAccess:
    def test_anonymous_is_asked_to_log_in(self, anonymous, path):
        answer = anonymous.get(path)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'JWT realm="api"')

    def test_any_user_may_search(self, plain, catalogue, path):
        assert plain.get(path).status_code == 200


def test_a_phrase_is_found_in_titles_of_runs_and_courses(plain, catalogue):
    answer = plain.get(RUNS, {"q": "software testing"})
    assert keys(answer) == ["course-v1:AX+Soft+-100"]
    assert {name: answer.data[name] for name in ("count", "next", "previous", "facets")} == {
        "count": 1, "next": None, "previous": None, "facets": {},
    }  # fmt: skip
    assert keys(plain.get(COURSES, {"q": "software testing"})) == ["AX+Soft"]
    assert keys(plain.get(ALL, {"q": "testing software"})) == []


def test_no_hit_is_an_empty_page(plain, catalogue):
    for path in (ALL, COURSES, RUNS):
        answer = plain.get(path, {"q": "zzzqqq"})
        assert (answer.status_code, answer.data["count"], answer.data["results"]) == (200, 0, [])
    assert plain.get(f"{COURSES}facets/", {"q": "zzzqqq"}).data["objects"]["count"] == 0


def test_hits_come_newest_start_first_whatever_their_type(plain, catalogue):
    assert keys(plain.get(ALL)) == [
        "BX+Arch",
        "course-v1:BX+Arch+70",
        "AX+Reef",
        "course-v1:AX+Reef+20",
        "course-v1:AX+Reef+-10",
        "AX+Soft",
        "course-v1:AX+Soft+-100",
    ]


def test_ordering_takes_start_and_aggregation_key_both_ways(plain, catalogue):
    # A course with several runs is sorted by its earliest start going up, by its latest going down.
    assert keys(plain.get(COURSES, {"ordering": "start"})) == ["AX+Soft", "AX+Reef", "BX+Arch"]
    assert keys(plain.get(COURSES, {"ordering": "-start"})) == ["BX+Arch", "AX+Reef", "AX+Soft"]
    assert keys(plain.get(COURSES, {"ordering": "aggregation_key"})) == ["AX+Reef", "AX+Soft", "BX+Arch"]
    assert keys(plain.get(COURSES, {"ordering": "-aggregation_key"})) == ["BX+Arch", "AX+Soft", "AX+Reef"]
    assert keys(plain.get(COURSES, {"ordering": "title"})) == keys(plain.get(COURSES))


class TestPartner:
    def test_a_site_shows_its_partners_catalogue(self, plain, catalogue):
        for path, expected in ((ALL, ["CX+Reef", "course-v1:CX+Reef+5"]), (COURSES, ["CX+Reef"])):
            assert keys(plain.get(path, HTTP_HOST="acme.example.com")) == expected

    def test_search_all_may_name_another_partner_in_any_case(self, plain, catalogue):
        assert keys(plain.get(ALL, {"partner": "aCmE"})) == ["CX+Reef", "course-v1:CX+Reef+5"]
        assert keys(plain.get(f"{ALL}?partner__term=acme")) == []
        assert "CX+Reef" not in keys(plain.get(COURSES, {"partner": "acme"}))

    def test_a_post_searches_all_partners_unless_it_names_one(self, plain, catalogue):
        assert plain.post(ALL, {}).data["count"] == 9
        assert keys(plain.post(ALL, {"partner": "acme"})) == ["CX+Reef", "course-v1:CX+Reef+5"]


class TestPost:
    def test_body_values_are_parameters(self, plain, catalogue):
        two = {"key": ["AX+Reef", "BX+Arch"], "content_type": "course"}
        assert keys(plain.post(ALL, two)) == ["BX+Arch", "AX+Reef"]
        assert keys(plain.post(ALL, {"aggregation_key": ["course:AX+Soft"]})) == ["AX+Soft"]
        assert plain.post(ALL, {"published": True}).data["count"] == 5
        assert plain.post(ALL, {"aggregation_key": None}).data["count"] == 0

    def test_the_address_wins_for_q(self, plain, catalogue):
        assert keys(plain.post(f"{ALL}?q=software", {"q": "reef", "content_type": "course"})) == ["AX+Soft"]

    def test_links_carry_the_address_only(self, plain, catalogue):
        answer = plain.post(f"{ALL}?content_type=course", {"page_size": 1})
        assert answer.data["next"] == "http://testserver/api/v1/search/all/?content_type=course&page=2"

    def test_a_body_that_is_no_object_is_refused(self, plain, catalogue):
        answer = plain.post(ALL, ["course"], format="json")
        assert (answer.status_code, list(answer.data)) == (400, ["detail"])

    @pytest.mark.parametrize("path", [COURSES, RUNS, f"{ALL}facets/"])
    def test_only_search_all_takes_a_post(self, plain, path):
        assert plain.post(path, {}).status_code == 405


class TestPages:
    def test_pages_link_to_each_other(self, plain, catalogue):
        first = plain.get(RUNS, {"page_size": 2, "q": "", "x": "y"})
        assert first.data["next"] == "http://testserver/api/v1/search/course_runs/?page=2&page_size=2&q=&x=y"
        second = plain.get(first.data["next"])
        assert (len(second.data["results"]), second.data["next"]) == (2, None)
        assert second.data["previous"] == "http://testserver/api/v1/search/course_runs/?page_size=2&q=&x=y"
        assert keys(plain.get(RUNS, {"page_size": 2, "page": "last"})) == keys(second)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("page", "0"), ("page", "-1"), ("page", "abc"), ("page", ""), ("page_size", "0"), ("page_size", "x"),
         ("page", "9" * 5000)],
    )  # fmt: skip
    def test_nonsense_names_the_parameter(self, plain, catalogue, name, value):
        answer = plain.get(RUNS, {name: value})
        assert (answer.status_code, list(answer.data)) == (400, [name])

    @pytest.mark.parametrize("page", [3, 500, 2_000_000])
    def test_a_page_past_the_end_is_not_found(self, plain, catalogue, page):
        answer = plain.get(RUNS, {"page": page, "page_size": 2})
        assert (answer.status_code, answer.data) == (404, {"detail": "Invalid page."})

    def test_a_page_may_be_larger_than_all_hits(self, plain, catalogue):
        assert len(plain.get(RUNS, {"page_size": 20000}).data["results"]) == 4

    def test_hits_beyond_the_window_are_refused_with_the_reason(self, plain, catalogue, settings):
        settings.MAX_RESULT_WINDOW = 3
        answer = plain.get(RUNS, {"page": 2, "page_size": 2})
        assert answer.status_code == 400
        assert answer.data["page"] == ["Only the first 3 hits can be paged through; narrow the search."]


@pytest.mark.parametrize("path", [ALL, f"{ALL}facets/"])
@pytest.mark.parametrize(
    "parameter",
    ["active", "published", "hidden", "start__gt", "end__lte", "first_enrollable_paid_seat_price__gt",
     "exclude_expired_course_run", "include_learner_pathways"],
)  # fmt: skip
def test_a_value_of_the_wrong_type_names_its_parameter(plain, catalogue, path, parameter):
    answer = plain.get(path, {parameter: "foo"})
    assert (answer.status_code, list(answer.data)) == (400, [parameter])


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"content_type": "course", "org": "ax"}, ["AX+Reef", "AX+Soft"]),
        ({"content_type": "course", "org__exclude": "AX__QX"}, ["BX+Arch"]),
        ({"key.raw": "AX+Reef"}, ["AX+Reef"]),
        ({"availability": "Starting Soon", "content_type": "courserun"}, ["course-v1:AX+Reef+20"]),
        ({"start__gt": "now+60d", "content_type": "courserun"}, ["course-v1:BX+Arch+70"]),
        ({"start__gte": "2026-06-15", "start__lt": "2026-07-20", "content_type": "course"}, ["AX+Reef"]),
        ({"course_ends": "Past"}, ["AX+Soft"]),
        ({"active": "true"}, []),
        ({"language": "English", "content_type": "course"}, ["BX+Arch", "AX+Reef", "AX+Soft"]),
    ],
)
def test_filters_narrow_search_all(plain, catalogue, parameters, expected):
    assert keys(plain.get(ALL, parameters)) == expected


class TestRestrictedRuns:
    @pytest.fixture
    def restricted(self, partner, search_index):
        course = add_course(partner, "AX+Reef", runs=[1, 2])
        open_run, closed_run = course.course_runs.order_by("start")
        for run, slug, code in ((open_run, "audit", "en"), (closed_run, "verified", "fr")):
            SeatFactory(course_run=run, type__slug=slug)
            run.language = LanguageTag.objects.update_or_create(code=code, defaults={"name": code.upper()})[0]
            run.save()
        RestrictedCourseRunFactory(course_run=closed_run, restriction_type="custom-b2c")
        search_index()

    def test_they_are_hidden_unless_asked_for(self, plain, restricted):
        assert keys(plain.get(RUNS)) == ["course-v1:AX+Reef+1"]
        opened = plain.get(RUNS, {"include_restricted": "custom-b2c"})
        assert keys(opened) == ["course-v1:AX+Reef+2", "course-v1:AX+Reef+1"]
        assert opened.data["results"][0]["restriction_type"] == "custom-b2c"
        assert "course-v1:AX+Reef+2" not in keys(plain.get(ALL))

    @pytest.mark.parametrize(
        ("parameters", "runs", "seats", "languages"),
        [
            ({}, ["course-v1:AX+Reef+1"], ["audit"], ["EN"]),
            (
                {"include_restricted": "custom-b2c"},
                ["course-v1:AX+Reef+1", "course-v1:AX+Reef+2"],
                ["audit", "verified"],
                ["EN", "FR"],
            ),
        ],
    )
    def test_a_courses_runs_seats_and_languages_follow(self, plain, restricted, parameters, runs, seats, languages):
        (course,) = plain.get(COURSES, parameters).data["results"]
        assert [run["key"] for run in course["course_runs"]] == runs
        assert (course["seat_types"], course["languages"]) == (seats, languages)


class TestExpiredRuns:
    @pytest.fixture
    def course(self, partner, search_index):
        course = add_course(partner, "AX+Reef", runs=[-100, -90, -10])
        for number, run in enumerate(course.course_runs.order_by("start")):
            SeatFactory(course_run=run, type__slug=("audit", "credit", "verified")[number])
            run.status = "unpublished" if number == 1 else "published"
            run.save()
        search_index()

    @pytest.mark.parametrize(
        ("parameters", "ends", "seats"),
        [
            ({}, ["-100", "-90", "-10"], ["audit", "credit", "verified"]),
            ({"exclude_expired_course_run": "false"}, ["-100", "-90", "-10"], ["audit", "credit", "verified"]),
            ({"exclude_expired_course_run": "True"}, ["-10"], ["verified"]),
            ({"exclude_expired_course_run": "1", "status": "published"}, ["-100", "-10"], ["verified"]),
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_runs_that_are_over_are_left_out_on_request(self, plain, course, method, parameters, ends, seats):
        answer = getattr(plain, method)(ALL, {**parameters, "content_type": "course"})
        (hit,) = answer.data["results"]
        assert [run["key"].rpartition("+")[2] for run in hit["course_runs"]] == ends
        assert hit["seat_types"] == seats


class TestShapes:
    @pytest.fixture
    def everything(self, partner, search_index):
        organization = OrganizationFactory(partner=partner, key="TideU", name="Tide University")
        course = CourseFactory(
            partner=partner,
            key="TideU+MB210",
            title="Reef Ecology",
            authoring_organizations=[organization],
            subjects=[SubjectFactory(name="Biology")],
            level_type=LevelTypeFactory(name="Introductory"),
        )
        run = CourseRunFactory(
            course=course,
            key="course-v1:TideU+MB210+1T2026",
            start=NOW + 10 * DAY,
            end=NOW + 90 * DAY,
            go_live_date=NOW + timedelta(microseconds=5),
            staff=[PersonFactory(given_name="Ada", family_name="Reef")],
            fixed_price_usd=Decimal("12.50"),
            min_effort=3,
            max_effort=5,
            weeks_to_complete=8,
        )
        SeatFactory(course_run=run, price=Decimal("79.00"), sku="ABC")
        search_index()
        return course, run

    def test_a_run(self, plain, everything):
        _, run = everything
        (hit,) = plain.get(RUNS).data["results"]
        assert list(hit) == [
            "aggregation_key", "content_type", "authoring_organization_uuids", "availability", "end", "enrollment_end",
            "enrollment_start", "first_enrollable_paid_seat_sku", "first_enrollable_paid_seat_price",
            "full_description", "go_live_date", "has_enrollable_seats", "image_url", "is_enrollable", "key", "language",
            "level_type", "logo_image_urls", "marketing_url", "max_effort", "min_effort", "mobile_available", "number",
            "org", "pacing_type", "partner", "program_types", "published", "seat_types", "skill_names", "skills",
            "short_description", "staff_uuids", "start", "subject_uuids", "title", "transcript_languages", "type",
            "weeks_to_complete", "restriction_type", "fixed_price_usd",
        ]  # fmt: skip
        assert (hit["start"], hit["enrollment_end"]) == ("2026-06-25T12:00:00Z", None)
        assert hit["go_live_date"] == "2026-06-15T12:00:00.000005+00:00"
        assert (hit["number"], hit["org"], hit["type"], hit["partner"]) == ("MB210", "TideU", "verified", "edx")
        assert (hit["first_enrollable_paid_seat_price"], hit["fixed_price_usd"]) == (79, 12.5)
        assert hit["staff_uuids"] == [str(person.uuid) for person in run.staff.all()]

    def test_a_course(self, plain, everything):
        (hit,) = plain.get(COURSES).data["results"]
        assert list(hit) == [
            "aggregation_key", "content_type", "full_description", "key", "short_description", "title",
            "card_image_url", "image_url", "course_runs", "uuid", "seat_types", "skill_names", "skills", "end_date",
            "course_ends", "subjects", "languages", "organizations", "course_type", "course_length",
            "enterprise_subscription_inclusion", "external_course_marketing_type", "product_source",
        ]  # fmt: skip
        assert (hit["end_date"], hit["course_ends"]) == ("2026-09-13T12:00:00Z", "Future")
        assert hit["organizations"] == ["TideU: Tide University"]
        (run,) = hit["course_runs"]
        assert run == {
            "key": "course-v1:TideU+MB210+1T2026",
            "enrollment_start": None,
            "enrollment_end": None,
            "go_live_date": "2026-06-15T12:00:00.000005Z",
            "start": "2026-06-25T12:00:00Z",
            "end": "2026-09-13T12:00:00Z",
            "modified": "2026-06-15T12:00:00Z",
            "availability": "Starting Soon",
            "status": "published",
            "pacing_type": "self_paced",
            "enrollment_mode": "verified",
            "min_effort": 3,
            "max_effort": 5,
            "weeks_to_complete": 8,
            "estimated_hours": 32.0,
            "first_enrollable_paid_seat_price": 79,
            "is_enrollable": True,
            "restriction_type": None,
            "fixed_price_usd": 12.5,
        }

    def test_details_are_added_on_request(self, plain, everything):
        (hit,) = plain.get(COURSES, {"detail_fields": "1"}).data["results"]
        names = list(hit)
        assert names[names.index("organizations") + 1 : names.index("course_type")] == [
            "outcome",
            "level_type",
            "modified",
        ]
        (run,) = hit["course_runs"]
        assert list(run)[-2:] == ["staff", "content_language"]
        assert [person["given_name"] for person in run["staff"]] == ["Ada"]
        assert run["content_language"] == "en"

    def test_a_run_that_sells_nothing_costs_nothing(self, plain, everything):
        everything[1].seats.all().delete()
        (run,) = plain.get(COURSES).data["results"][0]["course_runs"]
        assert (run["first_enrollable_paid_seat_price"], run["enrollment_mode"]) == (0.0, None)

    def test_a_course_deleted_after_it_was_indexed_is_shown_without_runs(self, plain, everything):
        everything[0].delete()
        (hit,) = plain.get(COURSES).data["results"]
        assert (hit["key"], hit["course_runs"], hit["seat_types"]) == ("TideU+MB210", [], ["verified"])


@pytest.mark.parametrize("path", [ALL, COURSES, RUNS, f"{ALL}?detail_fields=1"])
def test_more_hits_cost_no_more_queries(plain, partner, search_index, path):
    def cost():
        search_index()
        plain.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert plain.get(path).data["results"]
        return len(queries)

    def add(number):
        course = add_course(partner, f"AX+{number}", runs=[1, 2])
        for run in course.course_runs.all():
            SeatFactory(course_run=run)
            run.staff.add(PersonFactory())

    add(1)
    few = cost()
    for number in range(2, 6):
        add(number)
    assert cost() == few <= 12


@pytest.mark.parametrize(("error", "status"), [(SearchUnavailable("gone"), 503), (PartialAnswer("half"), 502)])
@pytest.mark.parametrize("path", [RUNS, f"{RUNS}facets/"])
def test_trouble_with_the_engine_is_not_the_callers_fault(plain, catalogue, path, error, status):
    with mock.patch("course_discovery.apps.search.connection.search", side_effect=error):
        answer = plain.get(path)
    assert (answer.status_code, list(answer.data)) == (status, ["detail"])
