from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.catalogs.selectors import membership
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.constants import EXECUTIVE_EDUCATION_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.search import connection
from course_discovery.apps.search.errors import InvalidQuery

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PAST = datetime(2026, 6, 1, tzinfo=UTC)
FUTURE = datetime(2026, 7, 1, tzinfo=UTC)
BROKEN = "title:(reef"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def courses(search_index):
    """Courses by name: `current` can be taken, `ended` is over, `exec` is executive education, `other` is beta's."""
    partner = PartnerFactory(short_code="acme")
    made = {
        "current": CourseFactory(partner=partner, key="Org+Current", title="Reef fish"),
        "ended": CourseFactory(partner=partner, key="Org+Ended", title="Reef corals"),
        "exec": CourseFactory(
            partner=partner, key="Org+Exec", title="Reef management", type__slug=EXECUTIVE_EDUCATION_TYPE
        ),
        "other": CourseFactory(partner=PartnerFactory(short_code="beta"), key="Beta+Other", title="Reef law"),
        "unrelated": CourseFactory(partner=partner, key="Org+Unrelated", title="Algebra"),
    }
    for name, course in made.items():
        run = CourseRunFactory(course=course, key=f"course-v1:{name}+1", end=PAST if name == "ended" else FUTURE)
        SeatFactory(course_run=run)
    DraftCourseFactory(partner=partner, key="Org+Draft", title="Reef draft")
    search_index()
    return made


@pytest.fixture
def reef():
    return CatalogFactory(query="title:reef and not title:beef")


def keys(rows):
    return [row.key for row in rows[:100]]


class TestCoursesOf:
    def test_only_courses_on_offer_unless_the_catalog_includes_archived_ones(self, courses, reef):
        assert keys(membership.courses_of(reef)) == ["Org+Current", "Org+Exec", "Beta+Other"]
        reef.include_archived = True
        assert keys(membership.courses_of(reef)) == ["Org+Current", "Org+Ended", "Org+Exec", "Beta+Other"]

    def test_narrowed_to_a_partner_and_to_open_courses(self, courses, reef):
        assert keys(membership.courses_of(reef, partner="ACME", open_only=True)) == ["Org+Current"]

    def test_all_available_asks_not_whether_a_course_is_on_offer(self, courses, reef):
        assert "Org+Ended" in keys(membership.courses_of(reef, all_available=True))

    def test_chooses_among_the_rows_given(self, courses, reef):
        given = Course.objects.filter(key__startswith="Beta")
        assert keys(membership.courses_of(reef, given)) == ["Beta+Other"]

    def test_a_star_takes_all_official_courses_without_the_engine(self, courses, monkeypatch):
        monkeypatch.setattr(connection, "search", None)
        everything = CatalogFactory(query=" * ", include_archived=True)
        assert keys(membership.courses_of(everything)) == [course.key for course in courses.values()]

    def test_a_broken_query_is_an_error_of_the_query(self, courses):
        with pytest.raises(InvalidQuery) as error:
            membership.courses_of(CatalogFactory(query=BROKEN))
        assert error.value.field == "query"

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_two_queries_however_many_there_are(self, search_index, django_assert_num_queries, rows):
        for number in range(rows):
            CourseFactory(title=f"Reef {number}")
        search_index()
        catalog = CatalogFactory(query="title:reef", include_archived=True)
        with django_assert_num_queries(2):
            assert len(membership.courses_of(catalog)[:100]) == rows


class TestRuns:
    @pytest.fixture
    def runs(self, courses):
        course = courses["current"]
        made = {
            "coming": CourseRunFactory(course=course, key="coming", enrollment_start=FUTURE),
            "seatless": CourseRunFactory(course=course, key="seatless"),
            "unpublished": CourseRunFactory(course=course, key="unpublished", status=CourseRunStatus.Unpublished),
            "restricted": CourseRunFactory(course=course, key="restricted"),
        }
        RestrictedCourseRunFactory(course_run=made["restricted"], restriction_type=RestrictionType.CustomB2C)
        for name in ("coming", "unpublished", "restricted"):
            SeatFactory(course_run=made[name])

    def shown(self, catalog, *restricted):
        runs = membership.course_runs_shown(catalog, restricted).filter(course__key="Org+Current")
        return {run.key for run in runs}

    def test_a_course_shows_the_runs_that_can_be_taken_now(self, runs, reef):
        assert self.shown(reef) == {"course-v1:current+1"}
        assert self.shown(reef, "custom-b2c") == {"course-v1:current+1", "restricted"}

    def test_with_archived_courses_all_official_runs_are_shown(self, runs, reef):
        reef.include_archived = True
        assert self.shown(reef) == {"course-v1:current+1", "coming", "seatless", "unpublished"}

    def test_on_sale_are_the_active_marketable_runs_of_the_courses_by_key(self, runs, reef):
        assert keys(membership.course_runs_on_sale(reef)) == [
            "coming",
            "course-v1:current+1",
            "course-v1:exec+1",
            "course-v1:other+1",
        ]
        assert keys(membership.course_runs_on_sale(reef, partner="beta")) == ["course-v1:other+1"]

    @pytest.mark.parametrize("rows", [2, 10])
    def test_on_sale_costs_three_queries_however_many_there_are(self, courses, django_assert_num_queries, rows):
        for number in range(rows):
            SeatFactory(course_run=CourseRunFactory(course=courses["current"], key=f"more-{number}"))
        catalog = CatalogFactory(query="title:reef")
        with django_assert_num_queries(3):
            assert len(membership.course_runs_on_sale(catalog)[:100]) == rows + 3


class TestContains:
    def test_courses_by_key_whether_on_offer_or_not(self, courses, reef):
        asked = ["Org+Ended", "Org+Unrelated", "org+ended", "Beta+Other", "nothing"]
        assert membership.contains_courses(reef, asked) == {
            "Org+Ended": True,
            "Org+Unrelated": False,
            "org+ended": False,
            "Beta+Other": True,
            "nothing": False,
        }
        assert membership.contains_courses(reef, ["Beta+Other"], partner="acme") == {"Beta+Other": False}
        assert membership.contains_courses(reef, []) == {}

    def test_a_star_contains_every_official_course(self, courses):
        everything = CatalogFactory(query="*")
        assert membership.contains_courses(everything, ["Org+Ended", "Org+Draft"]) == {
            "Org+Ended": True,
            "Org+Draft": False,
        }
        assert membership.contains_courses(everything, ["Org+Ended"], partner="beta") == {"Org+Ended": False}

    def test_runs_are_contained_when_the_run_itself_matches(self, courses):
        asked = ["course-v1:current+1", "course-v1:ended+1", "nothing"]
        catalog = CatalogFactory(query='key:"course-v1:current+1"')
        assert membership.contains_course_runs(catalog, asked) == {
            "course-v1:current+1": True,
            "course-v1:ended+1": False,
            "nothing": False,
        }
        assert membership.contains_courses(catalog, ["Org+Current"]) == {"Org+Current": False}

    def test_a_broken_query_is_an_error_of_the_query(self, courses):
        broken = CatalogFactory(query=BROKEN)
        for contains in (membership.contains_courses, membership.contains_course_runs):
            with pytest.raises(InvalidQuery) as error:
                contains(broken, ["Org+Current"])
            assert error.value.field == "query"


class TestSeveralCatalogs:
    def test_counts_agree_with_the_lists(self, courses):
        catalogs = [
            CatalogFactory(query=query) for query in ("title:reef", "*", "title:reef or title:algebra", "org:x")
        ]
        listed = {catalog.pk: len(membership.courses_of(catalog, all_available=True)) for catalog in catalogs}
        assert membership.courses_counts(catalogs) == listed
        assert list(listed.values()) == [4, 5, 5, 0]
        assert list(membership.courses_counts(catalogs, partner="beta").values()) == [1, 1, 1, 0]

    def test_a_broken_query_counts_nothing_and_leaves_the_others_alone(self, courses, reef):
        broken = CatalogFactory(query=BROKEN)
        assert membership.courses_counts([broken, reef]) == {broken.pk: 0, reef.pk: 4}

    def test_many_catalogs_cost_one_request(self, courses, monkeypatch, django_assert_num_queries):
        asked = []
        search = connection.search
        monkeypatch.setattr(connection, "search", lambda *args, **kwargs: asked.append(args) or search(*args, **kwargs))
        catalogs = [CatalogFactory(query=f"title:reef OR title:{number}") for number in range(10)]
        with django_assert_num_queries(0):
            assert set(membership.courses_counts(catalogs).values()) == {4}
        assert len(asked) == 1

    def test_no_catalogs_have_no_counts(self, courses):
        assert membership.courses_counts([]) == {}

    def test_which_catalogs_hold_a_course(self, courses, reef):
        algebra, everything = CatalogFactory(query="title:algebra"), CatalogFactory(query="*")
        broken = CatalogFactory(query=BROKEN)
        assert membership.catalogs_holding_course(courses["ended"], [reef, algebra, everything, broken]) == {
            reef.pk: True,
            algebra.pk: False,
            everything.pk: True,
            broken.pk: None,
        }

    def test_which_catalogs_hold_a_program(self, search_index):
        program = ProgramFactory(title="Deep sea")
        ProgramFactory(title="Reefs")
        search_index()
        sea, none, everything = (CatalogFactory(program_query=query) for query in ("title:sea", "title:desert", "*"))
        without, broken = CatalogFactory(query="*", program_query=" "), CatalogFactory(program_query=BROKEN)
        assert membership.catalogs_holding_program(program, [sea, none, everything, without, broken]) == {
            sea.pk: True,
            none.pk: False,
            everything.pk: True,
            without.pk: False,
            broken.pk: None,
        }


def test_a_catalog_without_program_query_has_no_programs(db):
    # Any rows will do: none is asked for.
    rows = membership.programs_of(CatalogFactory(program_query=" "), CourseRun.objects.all())
    assert len(rows) == 0
