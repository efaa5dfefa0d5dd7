from pathlib import Path

import pytest
from django.conf import settings

from bin.recorded import known
from bin.recorded.cases import Answer, Case, CaseDifference, Verdict
from bin.recorded.known import explain

NAMES = [
    value for name, value in vars(known).items() if name.isupper() and isinstance(value, str) and name != "MISSING"
]


def case(path, **recorded):
    return Case("search", "one", "GET", path, "admin", None, None, recorded)


def explained(path, what, expected, got, answer=None, **details):
    return explain(case(path), CaseDifference(what, expected, got, **details), answer)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_explained_to_readers(name):
    text = Path(settings.ROOT_DIR, "docs", "compatibility.rst").read_text()
    assert f"\n{name}\n    " in text


@pytest.mark.parametrize(
    ("path", "expected", "got", "body", "reason"),
    [
        ("/api/v1/courses/?limit=0", 200, 400, {"limit": ["..."]}, known.PARAMETERS),
        ("/api/v1/courses/?q=(", 200, 400, {"detail": "...", "q": ["..."]}, known.PARAMETERS),
        ("/api/v1/courses/?limit=0", 200, 400, {"offset": ["..."]}, ""),
        ("/api/v1/courses/?q=x", 200, 404, {"detail": "Not found."}, ""),
        ("/api/v1/courses/?q=x", 500, 200, {"count": 0}, known.FAILURES),
        ("/api/v1/courses/?q=x", 500, 404, {}, ""),
        ("/api/v1/courses/?q=x", 200, 500, {}, ""),
        ("/api/v1/search/all/suggest/", 400, 404, {}, known.ADDRESSES_WITHOUT_USE),
        ("/api/v1/search/all/facets/", 200, 404, {}, ""),
        ("/api/v1/search/courses/details/", 200, 404, {}, ""),
        ("/api/v1/search/limited/details/", 500, 404, {}, known.ADDRESSES_WITHOUT_USE),
    ],
)
def test_status(path, expected, got, body, reason):
    found = explained(path, "status", expected, got, Answer(got, body))
    assert (found.verdict, found.reason) == (Verdict.KNOWN if reason else Verdict.UNEXPLAINED, reason)


def test_what_only_jobs_write():
    path = "/api/v1/bulk_operation_tasks/"

    def reason(where, expected, got):
        return explained(path, "value", expected, got, where=f"actions.POST.{where}").reason

    assert reason("status.read_only", False, True) == reason("task_summary.read_only", False, True)
    assert reason("status.read_only", False, True) == known.BULK_OPERATIONS
    assert reason("csv_file.read_only", False, True) == ""


def test_a_selected_facet_must_be_borne_out():
    path = "/api/v1/search/all/facets/?selected_facets=org_exact:A"
    assert explained(path, "count", 0, 7, proven=True).reason == known.FACET_SELECTION
    assert explained(path, "count", 0, 7).verdict is Verdict.UNEXPLAINED


def test_only_hidden_runs_may_be_missing_with_a_query():
    shown = {"course_runs": [{"key": "a", "uuid": "1", "hidden": True}, {"key": "b", "uuid": "2", "hidden": False}]}
    path = "/api/v1/courses/?q=x"
    missing = {"where": "course_run_keys", "recorded_object": shown}
    assert explained(path, "value", ["a", "b"], ["b"], **missing).reason == known.Q
    assert explained(path, "value", ["a", "b"], ["a"], **missing).verdict is Verdict.UNEXPLAINED
    assert explained("/api/v1/courses/", "value", ["a", "b"], ["b"], **missing).verdict is Verdict.UNEXPLAINED


def test_values_of_models_to_come_are_awaited_only_while_they_are_fewer():
    path = "/api/v1/organizations/"
    assert explained(path, "value", ["p"], [], where="actions.POST (members)").verdict is Verdict.SKIPPED
    assert explained(path, "value", [], ["p"], where="actions.POST (members)").verdict is Verdict.UNEXPLAINED
    assert explained(path, "value", ["p"], [], where="owners (members)").verdict is Verdict.UNEXPLAINED


@pytest.mark.parametrize(
    ("path", "where", "expected", "got", "reason"),
    [
        ("/api/v1/programs/", "results[].curricula[].courses (members)", ["a"], ["b"], known.CURRICULA),
        ("/api/v1/programs/?hidden=0", "curricula[].programs (members)", ["a"], ["b"], known.CURRICULA),
        ("/api/v1/programs/1/", "curricula[].courses (members)", ["a"], ["b"], ""),
        ("/api/v1/programs/1/", "curricula[].courses (order)", ["a", "b"], ["b", "a"], known.CURRICULA),
        ("/api/v1/programs/1/", "curricula[].courses (order)", ["a", "b"], ["a"], ""),
        ("/api/v1/programs/", "results[].courses (members)", ["a"], ["b"], ""),
        ("/api/v1/courses/a/", "programs[].number_of_courses", 1, 4, known.NUMBER_OF_COURSES),
        ("/api/v1/courses/a/", "programs[].number_of_courses", 4, 3, ""),
        ("/api/v1/programs/1/update_card_image/", "actions.POST.uuid", {}, "missing", known.CARD_IMAGE),
    ],
)
def test_values_of_programs(path, where, expected, got, reason):
    assert explained(path, "value", expected, got, where=where).reason == reason


def test_typeahead_must_begin_with_what_was_typed():
    runs = [{"title": "Más vida", "orgs": ["ReefX"]}]
    details = {"where": "course_runs (members)", "our_object": {"course_runs": runs}}
    for typed, reason in (("mas", known.TYPEAHEAD), ("ree", known.TYPEAHEAD), ("ida", "")):
        assert explained(f"/api/v1/search/typeahead?q={typed}", "value", ["x"], ["y"], **details).reason == reason
