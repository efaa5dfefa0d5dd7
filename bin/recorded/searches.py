"""Cases of search and of lists by query: status, count, members, order, facets, form and values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bin.recorded import later
from bin.recorded.asking import Service
from bin.recorded.cases import Answer, Case, CaseDifference, Result
from bin.recorded.known import explain
from bin.recorded.recording import EngineHits, Recording
from course_discovery.apps.api.comparison.differences import differences

Hit = dict[str, Any]
# Of hits that are ranked by relevance, so many of the first ten must be the same.
FIRST, IN_COMMON = 10, 9
DEFAULT_SIZE = 20
# What names a hit, the first that it has.
NAMES = ("key", "uuid", "slug", "name")


@dataclass(frozen=True)
class Compared:
    """A case with both answers, as the comparisons below need them."""

    case: Case
    answer: Answer
    raw: Any
    hits: EngineHits | None
    # Upper bound for the documents of types that are in no index of ours.
    later_documents: int

    @property
    def results(self) -> list[Hit]:
        return results_of(self.answer.body)


def search_result(case: Case, recording: Recording, service: Service, later_documents: int) -> Result:
    if waits_for := later.awaited(case):
        return Result(case, not_asked=f"needs {waits_for}")
    answer = service.ask(case)
    compared = Compared(case, answer, recording.raw(case.id), recording.engine_hits.get(case.id), later_documents)
    return Result(case, [explain(case, difference, answer) for difference in search_differences(compared)])


def search_differences(compared: Compared) -> Iterator[CaseDifference]:
    recorded, answer = compared.case.recorded, compared.answer
    if recorded["status"] != answer.status:
        yield CaseDifference("status", recorded["status"], answer.status)
        return
    if answer.status != 200:
        return
    yield from _form(compared)
    # The recorded answer depends on the list of synonyms that its installation has.
    if recorded.get("synonym_words"):
        return
    yield from _counts(compared)
    yield from _members(compared)
    yield from _facets(compared)
    yield from _links(compared)
    yield from _values(compared)
    if recorded.get("answer") is not None:
        for found in differences(recorded["answer"], answer.body):
            yield CaseDifference("value", found.left, found.right, found.path)


def results_of(body: Any) -> list[Hit]:
    """The hits or objects on a page, whatever the page looks like."""
    if isinstance(body, dict) and isinstance(body.get("objects"), dict):
        body = body["objects"]
    results = body.get("results") if isinstance(body, dict) else None
    return [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []


def name_of(hit: Hit) -> str:
    """`courserun:KEY` for hits that tell their type, the key alone for others."""
    name = str(next((hit[name] for name in NAMES if hit.get(name) is not None), ""))
    return f"{hit['content_type']}:{name}" if hit.get("content_type") else name


def count_of(body: Any) -> Any:
    if isinstance(body, dict) and isinstance(body.get("objects"), dict):
        body = body["objects"]
    return body.get("count") if isinstance(body, dict) else None


def _is_later(name: str) -> bool:
    return name.partition(":")[0] in later.TYPES


def _form(compared: Compared) -> Iterator[CaseDifference]:
    """Keys of the body, and keys of each type of hit, in order."""
    body, raw = compared.answer.body, compared.raw
    if isinstance(raw, dict) and isinstance(body, dict) and list(raw) != list(body):
        yield CaseDifference("form", list(raw), list(body), "body")
    expected, got = _shapes(results_of(raw)), _shapes(compared.results)
    for kind in expected.keys() & got.keys():
        if expected[kind] != got[kind]:
            yield CaseDifference("form", expected[kind], got[kind], kind)


def _shapes(results: list[Hit]) -> dict[str, list[str]]:
    shapes: dict[str, list[str]] = {}
    for hit in results:
        shapes.setdefault(str(hit.get("content_type") or "item"), list(hit))
    return shapes


def _counts(compared: Compared) -> Iterator[CaseDifference]:
    expected, got = compared.case.recorded["count"], count_of(compared.answer.body)
    if expected is None or expected == got:
        return
    hits = compared.hits
    if hits is not None and hits.whole and hits.total == expected:
        mine = sum(1 for name in hits.keys if not _is_later(name))
        if mine == got:
            return
    # Of a list that was cut it is known only how many documents there are that it may hold.
    elif _mixed(compared.case) and got is not None and 0 < expected - got <= compared.later_documents:
        return
    yield CaseDifference("count", expected, got)


def _mixed(case: Case) -> bool:
    """Whether documents of types to come may be among the hits."""
    return "/search/all" in case.endpoint or "/search/limited" in case.endpoint


def _members(compared: Compared) -> Iterator[CaseDifference]:
    case, hits = compared.case, compared.hits
    got = [name_of(hit) for hit in compared.results]
    expected, ordered = _expected_page(compared)
    if expected is None:
        return
    if not ordered:
        missing = [name for name in expected[:FIRST] if name not in got]
        if len(missing) > max(FIRST - IN_COMMON, 0):
            yield CaseDifference("members", expected[:FIRST], got[:FIRST])
        return
    if set(expected) != set(got):
        yield CaseDifference("members", expected, got)
    elif expected != got and not (hits and _only_ties(expected, compared.results)):
        yield CaseDifference("order", expected, got)


def _expected_page(compared: Compared) -> tuple[list[str] | None, bool]:
    """The names that this page must show without those of types to come, and whether their order counts."""
    case, hits = compared.case, compared.hits
    raw = results_of(compared.raw)
    shown = [name_of(hit) for hit in raw]
    if not shown:
        keys = case.recorded["keys"]
        shown = keys if isinstance(keys, list) else []
    if _by_relevance(case, hits):
        return shown, False
    if hits is None or "/search/" not in case.endpoint or not any(":" in name for name in shown):
        return shown or None, True
    # A page of several types was regrouped by type: the engine's own order is the one to have.
    size = len(shown) if case.recorded["next"] else int(case.parameter("page_size") or DEFAULT_SIZE)
    first = _first(case, size)
    mine = [name for name in hits.keys if not _is_later(name)]
    if hits.whole or first + len(compared.results) <= len(mine):
        page = mine[first : first + len(compared.results)]
        return page, True
    return [name for name in shown if not _is_later(name)], True


def _first(case: Case, size: int) -> int:
    page = case.parameter("page") or "1"
    return (int(page) - 1) * size if page.isdigit() else 0


def _by_relevance(case: Case, hits: EngineHits | None) -> bool:
    return hits is not None and hits.by_score and "/course_runs/" in case.endpoint


def _only_ties(expected: list[str], results: list[Hit]) -> bool:
    """Whether nothing but hits with equal sort values changed places."""
    values = {name_of(hit): (hit.get("start"), hit.get("aggregation_key")) for hit in results}
    return [values.get(name) for name in expected] == [values[name_of(hit)] for hit in results]


def _facets(compared: Compared) -> Iterator[CaseDifference]:
    raw, body = compared.raw, compared.answer.body
    if not (isinstance(raw, dict) and isinstance(raw.get("fields"), dict) and isinstance(body, dict)):
        return
    spare = compared.later_documents if _mixed(compared.case) else 0
    for name, values in raw["fields"].items():
        expected = {str(value["text"]): value["count"] for value in values}
        got = {str(value["text"]): value["count"] for value in body["fields"].get(name, ())}
        for text in [*expected, *(text for text in got if text not in expected)]:
            if not _near(expected.get(text, 0), got.get(text, 0), spare):
                yield CaseDifference("facets", expected.get(text, 0), got.get(text, 0), f"{name}:{text}")
        counts = [value["count"] for value in body["fields"].get(name, ())]
        if counts != sorted(counts, reverse=True):
            yield CaseDifference("facets", "most frequent first", counts, name)
    for name, value in raw["queries"].items():
        got_count = body["queries"].get(name, {}).get("count", 0)
        if not _near(value["count"], got_count, spare):
            yield CaseDifference("facets", value["count"], got_count, name)


def _near(expected: int, got: int, spare: int) -> bool:
    """Whether the counts are equal but for documents of types to come, which only the recorded one has."""
    return 0 <= expected - got <= spare


def _links(compared: Compared) -> Iterator[CaseDifference]:
    """Whether there are next and previous pages, and where they lead on the same host."""
    raw, body = compared.raw, compared.answer.body
    if not (isinstance(raw, dict) and isinstance(body, dict)):
        return
    for name in ("next", "previous"):
        expected, got = (page.get("objects", page).get(name) for page in (raw, body))
        if _link(expected) != _link(got):
            yield CaseDifference("link", expected, got, name)


def _link(url: str | None) -> Any:
    if url is None:
        return None
    parts = urlsplit(url)
    return parts.path, sorted(parse_qsl(parts.query, keep_blank_values=True))


def _values(compared: Compared) -> Iterator[CaseDifference]:
    """Every value of the hits that both pages show."""
    raw = compared.raw
    ours = {name_of(hit): hit for hit in compared.results}
    for hit in results_of(raw):
        name = name_of(hit)
        if name in ours:
            for found in differences(hit, ours[name]):
                yield CaseDifference("value", found.left, found.right, found.path)
    if isinstance(raw, dict) and not results_of(raw) and "results" not in raw and "fields" not in raw:
        for found in differences(raw, compared.answer.body):
            yield CaseDifference("value", found.left, found.right, found.path)
    elif isinstance(raw, list):
        for found in differences(raw, compared.answer.body):
            yield CaseDifference("value", found.left, found.right, found.path)
