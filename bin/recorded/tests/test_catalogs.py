import pytest

from bin.recorded import known
from bin.recorded.cases import Answer, Case, CaseDifference, Verdict
from bin.recorded.known import explain
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    RestrictedCourseRunFactory,
)

pytestmark = pytest.mark.django_db


def explained(path, what, expected, got, answer=None, **details):
    case = Case("objects", "one", "GET", path, "admin", None, None, {})
    return explain(case, CaseDifference(what, expected, got, **details), answer)


def reason(*arguments, **details):
    found = explained(*arguments, **details)
    assert (found.verdict is Verdict.KNOWN) == bool(found.reason)
    return found.reason


@pytest.mark.parametrize(("query", "name"), [("title:a or title:b", known.CATALOG_QUERIES), ("title:a OR title:b", "")])
def test_a_query_with_small_operators_finds_less(query, name):
    path = f"/api/v1/catalogs/{CatalogFactory(query=query).pk}/"
    assert reason(path, "value", 436, 92, where="courses_count") == name
    assert reason(path, "value", 92, 436, where="courses_count") == ""
    assert reason(f"{path}contains/", "value", True, False, where="courses.A+B") == name
    assert reason(f"{path}contains/", "value", False, True, where="courses.A+B") == ""
    listed = {"where": "courses_count", "our_object": {"query": query}}
    assert reason("/api/v1/catalogs/", "value", 436, 92, **listed) == name


def test_a_query_that_does_not_parse_is_refused_under_its_name():
    path = "/api/v1/catalogs/6/courses/"
    assert reason(path, "status", 200, 400, Answer(400, {"detail": "...", "query": ["..."]})) == known.CATALOG_QUERIES
    assert reason(path, "status", 200, 400, Answer(400, {"detail": "..."})) == ""
    assert reason(path, "status", 200, 404, Answer(404, {"query": "..."})) == ""


def test_files_come_by_key():
    path = "/api/v1/catalogs/1/csv/"
    assert reason(path, "value", ["b", "a"], ["a", "b"], where=" (order)") == known.CATALOG_ORDER
    assert reason(path, "value", ["a", "b"], ["b", "a"], where=" (order)") == ""
    assert reason("/api/v1/catalogs/1/courses/", "value", ["b", "a"], ["a", "b"], where="results (order)") == ""


def test_only_restricted_runs_may_be_missing():
    RestrictedCourseRunFactory(course_run=CourseRunFactory(key="closed"))
    CourseRunFactory(key="open")
    path = "/api/v1/catalogs/1/csv/"
    assert reason(path, "value", ["open", "closed"], ["open"], where=" (members)") == known.RESTRICTED_RUNS
    assert reason(path, "value", ["open", "closed"], ["closed"], where=" (members)") == ""
    assert reason(path, "value", ["open", "closed"], ["open", "new"], where=" (members)") == ""


def test_a_course_may_be_missing_that_only_its_restricted_run_was_found_by(search_index):
    for title in ("Reef", "Algebra"):
        run = CourseRunFactory(course=CourseFactory(title=title))
        RestrictedCourseRunFactory(course_run=run)
    search_index()
    path = f"/api/v1/catalogs/{CatalogFactory(query='title:reef').pk}/"
    assert reason(path, "value", 2, 1, where="courses_count") == known.RESTRICTED_RUNS
    assert reason(path, "value", 3, 1, where="courses_count") == ""
    assert reason(path, "value", 1, 2, where="courses_count") == ""
