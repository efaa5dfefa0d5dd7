"""Differences that are there on purpose, as rules over requests and values.

Each has a name under which docs/compatibility.rst tells the same. A rule must not be true of an accidental difference.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bin.recorded import catalogs, later
from bin.recorded.cases import Answer, Case, CaseDifference, Explained, Verdict
from bin.recorded.texts import fold
from course_discovery.apps.api.comparison.differences import MISSING, Difference
from course_discovery.apps.api.comparison.known import explanation

ACCENTS = "accents"
ACTIVE = "active, marketable"
ADDRESSES_WITHOUT_USE = "addresses-without-use"
BARE_WORDS = "bare-words"
BULK_OPERATIONS = "bulk-operations"
CATALOG_ORDER = "catalog-order"
CATALOG_QUERIES = "catalog-queries"
CARD_IMAGE = "card-image"
CURRICULA = "curricula"
CURSORS = "cursors"
EXPLORER = "explorer"
FACET_SELECTION = "facet-selection"
FAILURES = "failures"
LEARNERS = "learners"
LEARNER_PATHWAYS = "learner-pathways-in-facets"
NUMBER_OF_COURSES = "number-of-courses"
OPTIONS_TEXTS = "options-texts"
PAGE_SIZE = "limit, offset, page, page_size"
PARAMETERS = "parameters"
PARTNERS = "partners"
PATHWAYS = "pathways"
Q = "q"
ORDER_IN_EDIT_MODE = "order-in-edit-mode"
RESTRICTED_RUNS = "restricted-runs"
RUNS_BY_START = "runs-by-start"
SEARCHED_TEXT = "searched-text"
SKILLS = "skills"
SLASHES = "slashes"
STAFF = "lists-without-an-order"
SYNONYMS = "synonyms"
TAGS = "tags-of-forms"
TIMES_OF_WRITING = "times-of-writing"
TYPEAHEAD = "typeahead"

_USELESS = re.compile(r"^/comments/|/(functional_suggest|suggest)/$|/search/limited/details/$|/search/\w+/[^/.]+/$")
_ACTIONS = ("facets", "details")


def explain(case: Case, difference: CaseDifference, answer: Answer | None = None) -> Explained:
    if difference.what == "status":
        if name := _known_status(case, difference.expected, difference.got, answer):
            return Explained(difference, Verdict.KNOWN, name)
    elif waits_for := later.awaited_difference(case, difference):
        return Explained(difference, Verdict.SKIPPED, f"needs {waits_for}")
    elif name := _known_difference(case, difference):
        return Explained(difference, Verdict.KNOWN, name)
    return Explained(difference, Verdict.UNEXPLAINED, "")


def _of_the_first_curriculum(case: Case, difference: CaseDifference) -> bool:
    """Lists repeated what the first curriculum holds for all of them, in no order; details are whole."""
    if re.search(r"curricula\[\]\.(courses|programs) \(members\)$", difference.where):
        return case.endpoint == "/api/v1/programs/"
    return difference.where.endswith("curricula[].courses (order)") and {*difference.expected} == {*difference.got}


def explain_value(resource: str, found: Difference, recorded: dict[str, Any], ours: dict[str, Any]) -> Explained:
    """A differing value of a course, run or organization."""
    difference = CaseDifference("value", found.left, found.right, found.path)
    if waits_for := later.awaited_value(found.path, found.left, found.right):
        return Explained(difference, Verdict.SKIPPED, f"needs {waits_for}")
    known = explanation(resource, found, recorded, ours)
    return Explained(difference, Verdict.KNOWN if known else Verdict.UNEXPLAINED, known.name if known else "")


def _known_status(case: Case, expected: int, got: int, answer: Answer | None) -> str:
    if case.endpoint == "/":
        return EXPLORER
    if is_without_use(case.endpoint) and got == 404:
        return ADDRESSES_WITHOUT_USE
    if case.endpoint == "/api/v1/pathways/" and case.method == "OPTIONS" and expected == 200 and got in (401, 403):
        return PATHWAYS
    if case.endpoint == "/taxonomy/api/v1/learners-current-job/" and (expected, got) == (200, 403):
        return LEARNERS
    if case.endpoint.startswith("/taggit_autosuggest/") and (expected, got) == (200, 401):
        return TAGS
    # A failure may have become an answer or a refusal, but not an address that does not exist.
    if expected == 500 and got in (200, 400):
        return FAILURES if got == 200 else PARAMETERS
    if got == 400 and expected == 200 and catalogs.is_refused_query(case, answer):
        return CATALOG_QUERIES
    if got == 400 and expected in (200, 404) and answer is not None and isinstance(answer.body, dict):
        # The reason stands under the name of the parameter.
        given = {*case.parameters, *(case.body if isinstance(case.body, dict) else ())}
        return PARAMETERS if answer.body.keys() - {"detail"} <= given and answer.body.keys() & given else ""
    return ""


def is_without_use(endpoint: str) -> bool:
    """Addresses that never found anything, or always failed."""
    return bool(_USELESS.search(endpoint)) and (
        endpoint == "/api/v1/search/limited/details/" or not endpoint.rstrip("/").endswith(_ACTIONS)
    )


def _known_difference(case: Case, difference: CaseDifference) -> str:
    what, where = difference.what, difference.where
    if "selected_facets" in case.parameters and what in ("facets", "count", "members"):
        # Whether the count is the advertised one was asked before.
        return FACET_SELECTION if difference.got is not MISSING and difference.proven else ""
    if "/facets" in case.endpoint and case.parameter("include_learner_pathways") and _counts_pathways(difference):
        return LEARNER_PATHWAYS
    if case.kind == "options" and what == "value" and where in ("name", "description"):
        return OPTIONS_TEXTS
    if case.endpoint.startswith("/api/v1/bulk_operation_tasks/") and _written_by_jobs(difference):
        return BULK_OPERATIONS
    if case.endpoint.endswith("/update_card_image/") and what == "value" and where.startswith("actions"):
        return CARD_IMAGE
    if case.parameter("timestamp") and what in ("count", "members", "link"):
        return TIMES_OF_WRITING
    if what == "link" and case.parameter("page_size") and not case.parameter("page"):
        return PAGE_SIZE
    if what == "count" and (case.parameter("active") or "").lower() == "false":
        return ACTIVE
    if case.endpoint.startswith("/api/v2/search") and _is_cursor(difference):
        return CURSORS
    if (
        case.endpoint.endswith("/query_contains/")
        and what == "value"
        and (difference.expected, difference.got) == (True, False)
    ):
        return PARTNERS if difference.proven else ""
    if what in ("members", "order") and case.parameter("editable") and not case.parameter("ordering"):
        return ORDER_IN_EDIT_MODE
    if catalogs.is_of_another_query(case, difference):
        return CATALOG_QUERIES
    if catalogs.is_order_of_csv(case, difference):
        return CATALOG_ORDER
    if catalogs.is_without_restricted_runs(case, difference):
        return RESTRICTED_RUNS
    if what == "value":
        return _known_value(case, difference)
    return ""


def _written_by_jobs(difference: CaseDifference) -> bool:
    """How a task stands was for clients to say as well, with the choices of what they might say."""
    if difference.where == "actions.POST.status.choices":
        return difference.got is MISSING
    read_only = ("actions.POST.status.read_only", "actions.POST.task_summary.read_only")
    return difference.where in read_only and difference.got is True


def _counts_pathways(difference: CaseDifference) -> bool:
    concerned = difference.what == "count" or (
        difference.what == "facets" and difference.where.startswith(("content_type:learnerpathway", "status:"))
    )
    return concerned and difference.got > difference.expected


def _is_cursor(difference: CaseDifference) -> bool:
    """A sort value that is followed by a unique one, so that rows that tie are not shown twice or never."""
    if difference.what == "value" and difference.where.endswith("sort"):
        return difference.got[: len(difference.expected)] == difference.expected
    return difference.what == "link" and "search_after" in str(difference.got)


def _known_value(case: Case, difference: CaseDifference) -> str:
    recorded, where = difference.recorded_object, difference.where
    if (
        where.endswith("marketing_url")
        and difference.got is None
        and urlsplit(str(difference.expected)).path == "/course/None"
    ):
        return "course-page-without-slug"
    if _of_the_first_curriculum(case, difference):
        return CURRICULA
    if where.endswith("programs[].number_of_courses") and difference.expected == 1 < difference.got:
        return NUMBER_OF_COURSES
    runs = {run["key"]: run for run in (recorded or {}).get("course_runs") or () if isinstance(run, dict)}
    # With `q`, hidden runs were shown without having been asked for.
    if case.parameter("q") and where in ("course_run_keys", "advertised_course_run_uuid", "course_runs (members)"):
        hidden = {name for key, run in runs.items() if run.get("hidden") for name in (key, run["uuid"])}
        expected = difference.expected if isinstance(difference.expected, list) else [difference.expected]
        got = difference.got if isinstance(difference.got, list) else [difference.got]
        if {*expected} - {*got} <= hidden:
            return Q
    if "/search/" in case.endpoint and where == "course_runs (order)" and "results" not in difference.our_object:
        starts = [run.get("start") or "" for run in difference.our_object["course_runs"]]
        if starts == sorted(starts):
            return RUNS_BY_START
    if case.endpoint.endswith("/typeahead") and re.fullmatch(r"(course_runs|programs) \((members|order)\)", where):
        typed = (case.parameter("q") or "").split()
        suggested = difference.our_object[where.partition(" ")[0]]
        return TYPEAHEAD if all(_begins(typed, one) for one in suggested) else ""
    if case.endpoint.endswith("/details/") and where == "staff (order)":
        return STAFF
    return ""


def _begins(typed: list[str], suggested: dict[str, Any]) -> bool:
    """Whether a word of the title, or of the keys of the organizations, begins with a typed one."""
    words = re.findall(r"\w+", fold(f"{suggested['title']} {' '.join(suggested['orgs'])}".lower()))
    return any(word.startswith(fold(one.lower())) for word in words for one in typed)
