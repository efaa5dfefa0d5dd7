"""Objects of the API, value by value: what was loaded, what editors added, and lists and details of other resources."""

from collections.abc import Iterator
from typing import Any

from bin.recorded.asking import Service
from bin.recorded.cases import Case, CaseDifference, Result
from bin.recorded.known import explain, explain_value
from course_discovery.apps.api.comparison import recordings
from course_discovery.apps.api.comparison.differences import differences
from course_discovery.apps.api.comparison.recordings import RESOURCES
from course_discovery.apps.api.comparison.report import compare_resource

# One request shows so many objects at most.
PAGE = 200


def resource_results(kind: str, folder: Any, suffix: str, service: Service, user: str) -> Iterator[Result]:
    """A result for each course, run and organization of the files {resource}{suffix}.jsonl.gz in `folder`."""
    for resource in RESOURCES:
        if not recordings.path_of(folder, f"{resource}{suffix}").exists():
            continue
        recorded = recordings.read(folder, f"{resource}{suffix}")
        ours = {one["key"]: one for one in every_object(service, f"/api/v1/{resource}/", user)}
        report = compare_resource(resource, recorded, ours)
        results = {
            key: Result(Case(kind, f"{resource} {key}", "GET", f"/api/v1/{resource}/{key}/", user, None, None, {}))
            for key in recorded
        }
        for key in report.only_left:
            missing = CaseDifference("members", key, None)
            results[key].differences.append(explain(results[key].case, missing))
        for found in report.found:
            explained = explain_value(resource, found.difference, recorded[found.key], ours[found.key])
            results[found.key].differences.append(explained)
        yield from results.values()


def every_object(service: Service, path: str, user: str) -> Iterator[dict[str, Any]]:
    """Every object of a list."""
    offset = 0
    while True:
        answer = service.get(f"{path}?limit={PAGE}&offset={offset}", user=user)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {answer.body}")
        yield from answer.body["results"]
        if answer.body["next"] is None:
            return
        offset += PAGE


def listed_result(case: Case, pages: list[Any], service: Service) -> Result:
    """A list or detail of any resource, of which the recorded pages are at hand."""
    answer = service.ask(case)
    result = Result(case)
    if answer.status != case.recorded["status"]:
        difference = CaseDifference("status", case.recorded["status"], answer.status)
        result.differences.append(explain(case, difference, answer))
        return result
    for page in _as_asked(case, pages):
        for found in differences(page, answer.body):
            result.differences.append(explain(case, CaseDifference("value", found.left, found.right, found.path)))
    if not pages and case.recorded.get("list"):
        # Pages with a cursor do not tell how many rows there are; none that was recorded has a second page.
        body = answer.body or {}
        count = body.get("count", len(body.get("results") or ()))
        # No more than that page was asked for.
        cut = str(case.recorded["rows"]) == case.parameter("page_size") and count > case.recorded["rows"]
        if count != case.recorded["rows"] and not cut:
            result.differences.append(explain(case, CaseDifference("count", case.recorded["rows"], count)))
    return result


def _as_asked(case: Case, pages: list[Any]) -> list[Any]:
    """The recorded page to compare with; of a `page_size` that was ignored, the page that would have been shown."""
    if len(pages) < 2 or not case.parameter("page_size") or case.parameter("page"):
        return pages[:1]
    size = int(case.parameter("page_size") or 0)
    rows = [row for page in pages for row in page["results"]]
    if len(rows) > size:
        return pages[:1]
    return [pages[0] | {"next": None, "results": rows}]
