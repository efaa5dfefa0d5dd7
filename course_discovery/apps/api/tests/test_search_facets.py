"""The facets of search endpoints: what they count, and that selecting a value yields what it promised."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    PrerequisiteFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.learner_pathway.tests.factories import LearnerPathwayProgramFactory
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALL, COURSES, RUNS, LIMITED, PROGRAMS, PEOPLE = (
    f"/api/v1/search/{name}/facets/" for name in ("all", "courses", "course_runs", "limited", "programs", "people")
)
WITH_PATHWAYS = f"{ALL}?include_learner_pathways=true"
CURSORS, DISTINCT = "/api/v2/search/all/facets/", "/extensions/api/v1/search/all/facets"

FACETS = {
    ALL: {
        "content_type", "course_type", "enterprise_subscription_inclusion", "external_course_marketing_type",
        "product_source", "first_enrollable_paid_seat_price", "active", "language", "level_type", "mobile_available",
        "organizations", "pacing_type", "seat_types", "subjects", "status", "transcript_languages", "type",
    },
    RUNS: {
        "language", "level_type", "mobile_available", "organizations", "pacing_type",
        "first_enrollable_paid_seat_price", "seat_types", "subjects", "transcript_languages", "content_type", "active",
    },
    COURSES: {"level_type", "organizations", "subjects", "prerequisites"},
    PROGRAMS: {"type", "status", "seat_types"},
    PEOPLE: {"organizations"},
}  # fmt: skip
FACETS |= dict.fromkeys((LIMITED, CURSORS, DISTINCT), FACETS[ALL])


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def catalogue(partner, search_index):
    """Courses whose values differ in case, language, number of words and type."""
    languages = [
        LanguageTag.objects.update_or_create(code=code, defaults={"name": name})[0]
        for code, name in (
            ("en", "English"),
            ("zh-Hans", "Chinese - Simplified"),
            ("es-419", "Spanish - Latin America"),
        )
    ]
    subjects = [SubjectFactory(name=name) for name in ("Computer Science", "Physics", "Food & Nutrition: the basics")]
    levels = [LevelTypeFactory(name=name) for name in ("Introductory", "Advanced")]
    organizations = [OrganizationFactory(key=f"Org{n}x", name=f"The University of {n}") for n in range(3)]
    prerequisite = PrerequisiteFactory(name="Some Algebra")
    for number in range(9):
        course = CourseFactory(
            partner=partner,
            key=f"Org{number % 3}x+C{number}",
            level_type=levels[number % 2] if number else None,
            subjects=subjects[: number % 4],
            authoring_organizations=[organizations[number % 3]],
            prerequisites=[prerequisite] if number % 2 else [],
        )
        for days in (-200, -10, 20, 100)[: number % 5]:
            run = CourseRunFactory(
                course=course,
                key=f"course-v1:{course.key}+{days}",
                start=NOW + days * DAY,
                end=NOW + (days + 60) * DAY,
                mobile_available=bool(number % 2),
                pacing_type=("self_paced", "instructor_paced")[number % 2],
                language=languages[number % 3],
                transcript_languages=languages[: number % 3],
                status="unpublished" if number == 7 else "published",
                hidden=number == 6,
            )
            SeatFactory(course_run=run, type__slug="audit", price=0)
            if number % 3:
                SeatFactory(course_run=run, type__slug="verified", price=49 * number)
    search_index()


@pytest.fixture
def programs(partner, catalogue, search_index):
    """Programs of two types, shown or not, a pathway and people, on top of the catalogue."""
    courses = list(Course.objects.order_by("pk"))
    runs = CourseRun.objects.order_by("pk")
    types = [ProgramTypeFactory(name=f"Micro {n} Masters", seat_types=["verified", "audit"][:n]) for n in range(2)]
    for number in range(6):
        program = ProgramFactory(
            partner=partner,
            type=types[number % 2],
            courses=courses[number : number + 3],
            authoring_organizations=[*courses[number].authoring_organizations.all()],
            status=["active", "active", "active", "active", "retired", "unpublished"][number],
            hidden=number == 3,
        )
        runs[number].staff.set(PersonFactory.create_batch(2, partner=partner))
    for status in ("active", "inactive"):
        LearnerPathwayProgramFactory(step__pathway__partner=partner, step__pathway__status=status, program=program)
    search_index()


def test_every_value_of_every_type_yields_the_count_it_was_advertised_with(plain, programs):
    keep_their_promises(plain, (ALL, WITH_PATHWAYS, LIMITED, PROGRAMS, PEOPLE, DISTINCT))


def test_programs_and_pathways_count_where_they_are_published(plain, programs):
    def kinds(path):
        return {value["text"]: value["count"] for value in plain.get(path).data["fields"]["content_type"]}

    assert kinds(ALL) == kinds(LIMITED) == {"courserun": 13, "program": 3}
    assert kinds(WITH_PATHWAYS) == {"courserun": 13, "program": 3, "learnerpathway": 1}
    types = {value["text"]: value["count"] for value in plain.get(PROGRAMS).data["fields"]["type"]}
    assert types == {"Micro 0 Masters": 2, "Micro 1 Masters": 1}
    # All twelve, each once, whether or not they are published.
    assert plain.get(PEOPLE).data["objects"]["count"] == 12


def selections(answer):
    for name, values in answer.data["fields"].items():
        for value in values:
            yield f"{name}_exact:{value['text']}", value
    for name, value in answer.data["queries"].items():
        yield name, value


def test_every_value_yields_the_count_it_was_advertised_with(plain, catalogue):
    keep_their_promises(plain, (ALL, RUNS, COURSES, LIMITED, DISTINCT))


def keep_their_promises(plain, paths):
    for path in paths:
        advertised = list(selections(plain.get(path)))
        assert advertised, path
        for selected, value in advertised:
            parameter = "selected_facets" if "_exact:" in selected else "selected_query_facets"
            by_text = plain.get(f"{path}{'&' if '?' in path else '?'}{urlencode({parameter: selected})}")
            by_link = plain.get(value["narrow_url"])
            assert value["count"] > 0, (path, selected)
            assert by_text.data["objects"]["count"] == value["count"], (path, selected)
            assert by_link.data["objects"]["count"] == value["count"], value["narrow_url"]


def test_two_selections_must_both_hold_and_still_keep_their_promise(plain, catalogue):
    first = plain.get(RUNS, {"selected_facets": "mobile_available_exact:1"})
    for selected, value in selections(first):
        if "_exact:" in selected:
            both = plain.get(RUNS, {"selected_facets": ["mobile_available_exact:1", selected]})
            assert both.data["objects"]["count"] == value["count"], selected


def test_all_facets_of_the_endpoint_are_there(plain, catalogue):
    for path in (ALL, RUNS, COURSES, LIMITED, CURSORS, PROGRAMS, PEOPLE):
        answer = plain.get(path)
        assert list(answer.data) == ["fields", "dates", "queries", "objects"], path
        assert set(answer.data["fields"]) == FACETS[path], path
        assert answer.data["dates"] == {}, path
        assert list(answer.data["objects"]) == ["count", "next", "previous", "results"], path


def test_what_is_unpublished_or_hidden_does_not_count(plain, catalogue):
    # Courses 1-4 have as many runs, course 5 and course 0 none, 8 three; those of 6 are hidden, of 7 unpublished.
    assert plain.get(RUNS).data["objects"]["count"] == 1 + 2 + 3 + 4 + 3
    assert plain.get(ALL).data["objects"]["count"] == 13
    assert plain.get(ALL).data["fields"]["content_type"] == [
        {
            "text": "courserun",
            "count": 13,
            "narrow_url": "http://testserver/api/v1/search/all/facets/?selected_facets=content_type_exact%3Acourserun",
        }
    ]


def test_facets_of_courses_count_every_course(plain, catalogue):
    answer = plain.get(COURSES)
    assert answer.data["objects"]["count"] == 9
    assert answer.data["queries"] == {}
    assert {value["text"]: value["count"] for value in answer.data["fields"]["prerequisites"]} == {"Some Algebra": 4}


def test_values_come_most_frequent_first_with_booleans_as_numbers(plain, catalogue):
    fields = plain.get(RUNS).data["fields"]
    assert [(value["text"], value["count"]) for value in fields["mobile_available"]] == [(0, 9), (1, 4)]
    assert [(value["text"], value["count"]) for value in fields["pacing_type"]] == [
        ("self_paced", 9),
        ("instructor_paced", 4),
    ]
    assert all(isinstance(value["text"], int) for value in fields["first_enrollable_paid_seat_price"])


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-10, "availability_current"),
        (20, "availability_starting_soon"),
        (100, "availability_upcoming"),
        (-200, "availability_archived"),
    ],
)
def test_runs_count_where_their_dates_put_them(plain, partner, search_index, days, name):
    CourseRunFactory(course__partner=partner, start=NOW + days * DAY, end=NOW + (days + 60) * DAY)
    search_index()
    assert plain.get(RUNS).data["queries"] == {
        name: {
            "count": 1,
            "narrow_url": f"http://testserver/api/v1/search/course_runs/facets/?selected_query_facets={name}",
        }
    }


def test_narrowing_keeps_the_other_parameters_and_forgets_the_page(plain, catalogue):
    answer = plain.get(f"{RUNS}?page_size=1&page=2&q=&selected_facets=type_exact:x".replace("type_exact:x", "active:0"))
    (value,) = answer.data["fields"]["content_type"]
    assert value["narrow_url"] == (
        "http://testserver/api/v1/search/course_runs/facets/?page_size=1&q="
        "&selected_facets=active%3A0&selected_facets=content_type_exact%3Acourserun"
    )


def test_a_selection_that_makes_no_sense_is_refused(plain, catalogue):
    for path, parameter, value in (
        (RUNS, "selected_facets", "status_exact:published"),
        (COURSES, "selected_facets", "seat_types_exact:verified"),
        (ALL, "selected_facets", "mobile_available_exact:maybe"),
        (ALL, "selected_facets", "first_enrollable_paid_seat_price_exact:abc"),
        (ALL, "selected_query_facets", "bogus"),
    ):
        answer = plain.get(path, {parameter: value})
        assert (answer.status_code, list(answer.data)) == (400, [parameter]), (path, value)


def test_lists_ignore_selections(plain, catalogue):
    assert plain.get("/api/v1/search/course_runs/", {"selected_facets": "bogus:1"}).status_code == 200


def test_no_more_than_ten_values_are_shown_but_every_organization(plain, partner, search_index):
    for number in range(12):
        CourseFactory(
            partner=partner,
            subjects=[SubjectFactory(name=f"Subject {number:02}")],
            authoring_organizations=[OrganizationFactory()],
        )
    search_index()
    fields = plain.get(COURSES).data["fields"]
    assert [value["text"] for value in fields["subjects"]] == [f"Subject {number:02}" for number in range(10)]
    assert len(fields["organizations"]) == 12


class TestDistinctCounts:
    def test_runs_of_one_course_count_once(self, plain, catalogue):
        answer = plain.get(DISTINCT, {"page_size": 2})
        assert list(answer.data) == ["dates", "queries", "fields", "objects"]
        assert list(answer.data["objects"]) == ["count", "next", "previous", "results", "distinct_count"]
        # Runs of the courses 1 to 4 and 8; see above.
        assert (answer.data["objects"]["count"], answer.data["objects"]["distinct_count"]) == (13, 5)
        (runs,) = answer.data["fields"]["content_type"]
        assert list(runs) == ["text", "count", "narrow_url", "distinct_count"]
        assert (runs["text"], runs["count"], runs["distinct_count"]) == ("courserun", 13, 5)
        # Each of the five courses has a run that started 200 days ago and took 60.
        archived = answer.data["queries"]["availability_archived"]
        assert list(archived) == ["count", "narrow_url", "distinct_count"]
        assert (archived["count"], archived["distinct_count"]) == (5, 5)
        assert set(answer.data["fields"]) == FACETS[DISTINCT]

    def test_pages_and_selections(self, plain, catalogue):
        answer = plain.get(DISTINCT, {"page_size": 2, "selected_query_facets": "availability_current"})
        # The courses 2, 3, 4 and 8 have a run that goes on.
        assert (answer.data["objects"]["count"], answer.data["objects"]["distinct_count"]) == (4, 4)
        second = plain.get(answer.data["objects"]["next"])
        assert (len(second.data["objects"]["results"]), second.data["objects"]["next"]) == (2, None)
        assert second.data["objects"]["distinct_count"] == 4

    def test_the_precision_is_a_setting(self, plain, catalogue, settings):
        settings.DISTINCT_COUNTS_HIT_PRECISION, settings.DISTINCT_COUNTS_FACET_PRECISION = 111, 22
        sent = plain.get(DISTINCT).search_body["aggs"]
        assert sent["distinct_aggregation_key"]["cardinality"] == {
            "field": "aggregation_key",
            "precision_threshold": 111,
        }
        below = sent["_filter_type"]["aggs"]["type"]["aggs"]
        assert below["distinct_aggregation_key"]["cardinality"]["precision_threshold"] == 22

    def test_accounts_only_and_without_a_last_slash(self, anonymous, plain, catalogue):
        assert anonymous.get(DISTINCT).status_code == 401
        assert plain.get(f"{DISTINCT}/").status_code == 404
        assert reverse("extensions:api:v1:search-all-facets") == DISTINCT
