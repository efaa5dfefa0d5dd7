"""Cases of search and of lists by query: status, count, members, order, facets, form and values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bin.recorded.asking import Service
from bin.recorded.cases import Answer, Case, CaseDifference, Explained, Result, Verdict
from bin.recorded.known import BARE_WORDS, PARTNERS, RESTRICTED_RUNS, explain
from bin.recorded.members import Catalogue, bare_words, explained_hits, query_of, why_fewer
from bin.recorded.recording import EngineHits, Recording
from course_discovery.apps.api.comparison.differences import differences
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.services.uuids import uuid_of

Hit = dict[str, Any]
# Of hits that are ranked by relevance, so many of the first ten must be the same.
FIRST, IN_COMMON = 10, 9
# One request shows so many at most: of a list, of hits.
LISTED, FOUND = 1000, 10000
# Of a list that was recorded in part: enough to find all of that part in ours, however much comes between.
ENOUGH = 400
_PAGING = ("page", "page_size", "limit", "offset", "fields")
# Lists by query show objects without their type.
_KINDS = {"/api/v1/courses/": "course:", "/api/v1/course_runs/": "courserun:"}
# What names a hit, the first that it has.
NAMES = ("key", "uuid", "slug", "name", "title")


@dataclass(frozen=True)
class Compared:
    """A case with both answers, as the comparisons below need them."""

    case: Case
    answer: Answer
    raw: Any
    hits: EngineHits | None
    service: Service
    catalogue: Catalogue

    @property
    def results(self) -> list[Hit]:
        return results_of(self.answer.body)


def catalogue_of(recording: Recording) -> Catalogue:
    extra = recording.extra_data
    second = extra.get("second_partner") or {}
    foreign = set()
    if second:
        slug = second["program"]["marketing_slug"]
        foreign = {f"course:{second['course']['key']}", f"courserun:{second['run']['key']}"}
        foreign.add(f"program:{uuid_of(f'program:{slug}')}")
    return Catalogue(
        recording,
        frozenset(foreign),
        _restricted(row["run"] for row in extra.get("restricted_runs") or ()),
    )


def _restricted(keys: Iterable[str]) -> frozenset[str]:
    """The names of the runs and of their courses."""
    runs = CourseRun.objects.filter(key__in=list(keys)).values_list("key", "course__key")
    return frozenset(name for run, course in runs for name in (f"courserun:{run}", f"course:{course}"))


def search_result(case: Case, catalogue: Catalogue, service: Service) -> Result:
    recording = catalogue.recording
    answer = service.ask(case)
    compared = Compared(case, answer, recording.raw(case.id), _hits_of(case, recording), service, catalogue)
    return Result(case, list(_explained(compared)))


def _hits_of(case: Case, recording: Recording) -> EngineHits | None:
    """What the engine found, if the case shows just that."""
    hits = recording.engine_hits.get(case.id)
    return hits if hits is not None and hits.total == case.recorded["count"] else None


def _explained(compared: Compared) -> Iterator[Explained]:
    case, answer = compared.case, compared.answer
    if case.recorded["status"] != answer.status:
        yield explain(case, CaseDifference("status", case.recorded["status"], answer.status), answer)
        return
    if answer.status != 200:
        return
    found: list[Any] = list(_form(compared))
    # Otherwise the recorded answer depends on the synonyms of its installation.
    if not case.recorded.get("synonym_words"):
        about_hits = list(_hits(compared))
        found += about_hits
        found += _facets(compared)
        if not about_hits:
            found += _links(compared)
        found += _values(compared)
    for difference in found:
        yield difference if isinstance(difference, Explained) else explain(case, difference, answer)


def results_of(body: Any) -> list[Hit]:
    """The hits or objects on a page, whatever the page looks like; a bare list holds UUIDs."""
    if isinstance(body, dict) and isinstance(body.get("objects"), dict):
        body = body["objects"]
    if isinstance(body, list):
        return [{"uuid": one} if isinstance(one, str) else one for one in body if isinstance(one, dict | str)]
    results = body.get("results") if isinstance(body, dict) else None
    return [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []


def name_of(hit: Hit) -> str:
    """`courserun:KEY` for hits that tell their type, the key alone for others."""
    name = str(next((hit[name] for name in NAMES if hit.get(name) is not None), ""))
    return f"{hit['content_type']}:{name}" if hit.get("content_type") else name


def count_of(body: Any) -> Any:
    if isinstance(body, list):
        return len(body)
    if isinstance(body, dict) and isinstance(body.get("objects"), dict):
        body = body["objects"]
    return body.get("count") if isinstance(body, dict) else None


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


def _hits(compared: Compared) -> Iterator[CaseDifference | Explained]:
    """How many there are, which, and in which order."""
    case, hits = compared.case, compared.hits
    expected, got = case.recorded["count"], count_of(compared.answer.body)
    shown, ours = _shown(compared), [name_of(hit) for hit in compared.results]
    if expected == got and shown == ours:
        return
    if "selected_facets" in case.parameters and expected != got:
        yield CaseDifference("count", expected, got, proven=_as_advertised(compared, got))
        return
    if hits is None or case.method != "GET" or expected is None or got is None:
        if expected is not None and got is not None and expected != got:
            yield _count_difference(compared, expected, got)
        elif set(shown) != set(ours) and shown:
            yield CaseDifference("members", shown, ours)
        elif shown and _by_type(shown) != _by_type(ours) and not _ties(shown, ours, compared):
            yield CaseDifference("order", shown, ours)
        return
    everything = all_names(compared)
    reasons = list(explained_hits(case, hits, everything, expected, got, compared.catalogue))
    yield from reasons
    if not reasons and expected != got:
        yield CaseDifference("count", expected, got)
    if not reasons and not _same_page(shown, ours, compared):
        difference = CaseDifference("members", shown, ours)
        moved = compared.catalogue.restricted & {*shown, *ours}
        # A course without its restricted runs stands elsewhere, and others take its place.
        restricted = compared.catalogue.restricted_courses
        elsewhere = (moved and {*shown} - moved <= {*ours}) or (len({*shown} - {*ours}) <= len(restricted) < len(shown))
        yield Explained(difference, Verdict.KNOWN, RESTRICTED_RUNS) if elsewhere else difference
    yield from _order(compared, everything)


def _same_page(shown: list[str], ours: list[str], compared: Compared) -> bool:
    """Whether both pages show the same part of the same hits; where hits tie, others may stand at its ends."""
    if compared.hits is None or set(shown) == set(ours):
        return True
    if compared.hits.by_score:
        return "/course_runs/" in compared.case.endpoint
    if compared.hits.sort is None:
        return False
    values = [sorted(str(_sort_value(name, compared)) for name in names) for names in (shown, ours)]
    return values[0] == values[1]


def _by_type(names: list[str]) -> list[str]:
    """Grouped by type, as recorded pages of several types are: what is left of the order."""
    return sorted(names, key=lambda name: name.partition(":")[0] if ":" in name else "")


def _shown(compared: Compared) -> list[str]:
    """The names on the recorded page."""
    raw = [name_of(hit) for hit in results_of(compared.raw)]
    keys = compared.case.recorded["keys"]
    return raw or (keys if isinstance(keys, list) else [])


def _count_difference(compared: Compared, expected: int, got: int) -> CaseDifference | Explained:
    """Counts alone: documents of types and partners that ours leaves out may be what is missing."""
    fewer = why_fewer(compared.case, expected - got, set(), compared.catalogue)
    difference = CaseDifference("count", expected, got)
    return Explained(difference, *fewer) if fewer[1] else difference


def _order(compared: Compared, everything: list[str]) -> Iterator[CaseDifference]:
    """The order of the hits that both have. Regrouping a page by type (as was recorded) is no order."""
    hits, case = compared.hits, compared.case
    if hits is None:
        return
    # A course without its restricted runs stands elsewhere.
    mine, theirs = set(everything) - compared.catalogue.restricted, set(hits.keys)
    everything = [name for name in everything if name in mine]
    if hits.by_score and "/course_runs/" in case.endpoint:
        expected = [name for name in hits.keys if name in mine][:FIRST]
        got = [name for name in everything if not hits.whole or name in theirs][:FIRST]
        if len(set(expected) & set(got)) < min(IN_COMMON, len(expected)):
            difference = CaseDifference("order", expected, got, "the first ten by relevance")
            # What prefixes added to the score is missing.
            yield Explained(difference, Verdict.KNOWN, BARE_WORDS) if bare_words(query_of(case)) else difference
    elif not hits.by_score:
        expected = [name for name in hits.keys if name in mine]
        got = [name for name in everything if name in theirs][: len(expected)]
        if expected != got and not _ties(expected, got, compared):
            place = next(place for place, names in enumerate(zip(expected, got, strict=False)) if names[0] != names[1])
            yield CaseDifference("order", expected[place : place + 5], got[place : place + 5], f"from {place}")


def _ties(expected: list[str], got: list[str], compared: Compared) -> bool:
    """Whether nothing but hits with equal sort values changed places."""
    if compared.hits is None or compared.hits.sort is None or set(expected) != set(got):
        return False
    return [_sort_value(name, compared) for name in expected] == [_sort_value(name, compared) for name in got]


def _sort_value(name: str, compared: Compared) -> Any:
    """What the first sort of the engine saw: of several values the least going up, the greatest going down."""
    if compared.hits is None or compared.hits.sort is None:
        return None
    field, direction = compared.hits.sort
    value = compared.catalogue.recording.documents.get(name, {}).get(field)
    values = [one for one in value if one is not None] if isinstance(value, list) else [value]
    return (min if direction == "asc" else max)(values, default=None)


def all_names(compared: Compared) -> list[str]:
    """The names of all hits of ours, on whatever page, as the engine names them; of cut lists, of enough."""
    case, service = compared.case, compared.service
    kind = next((kind for path, kind in _KINDS.items() if case.endpoint == path), "")
    query = [(n, v) for n, v in parse_qsl(urlsplit(case.path).query, keep_blank_values=True) if n not in _PAGING]
    whole = compared.hits is None or compared.hits.whole
    size = {"limit": LISTED, "fields": "key"} if kind else {"page_size": FOUND if whole else ENOUGH}
    path: str | None = f"{case.endpoint}?{urlencode([*query, *size.items()])}"
    names: list[str] = []
    while path:
        body = service.get(path, user=case.user, host=case.host).body or {}
        page = body.get("objects", body)
        names += [f"{kind}{name_of(hit)}" for hit in results_of(body)]
        path = page.get("next") and page["next"].partition(case.endpoint)[1] + page["next"].partition(case.endpoint)[2]
        if not results_of(body) or not (whole or kind):
            break
    return names


def _as_advertised(compared: Compared, got: Any) -> bool:
    """Whether each selected facet value yields the count that it is advertised with, or nothing if it is not."""
    case = compared.case
    selected = case.parameters["selected_facets"]
    if len(selected) != 1:
        return False
    field, _, value = selected[0].partition(":")
    query = [
        (name, text)
        for name, text in parse_qsl(urlsplit(case.path).query, keep_blank_values=True)
        if name not in ("selected_facets", *_PAGING)
    ]
    answer = compared.service.get(f"{case.endpoint}?{urlencode(query)}", user=case.user, host=case.host)
    values = (answer.body or {}).get("fields", {}).get(field.removesuffix("_exact"), ())
    # Switches are advertised as 0 and 1 and understood as words, too.
    wanted = {value, {"true": "1", "false": "0"}.get(value.lower(), value)}
    return got == next((one["count"] for one in values if str(one["text"]) in wanted), 0)


def _facets(compared: Compared) -> Iterator[CaseDifference | Explained]:
    raw, body = compared.raw, compared.answer.body
    if not (isinstance(raw, dict) and isinstance(raw.get("fields"), dict) and isinstance(body, dict)):
        return
    if "selected_facets" in compared.case.parameters and compared.case.recorded["count"] != count_of(body):
        # Other hits have other facets.
        return
    spare, lacking = compared.catalogue.spare(compared.case), ""
    for name, values in raw["fields"].items():
        expected = {str(value["text"]): value["count"] for value in values}
        got = {str(value["text"]): value["count"] for value in body["fields"].get(name, ())}
        for text in [*expected, *(text for text in got if text not in expected)]:
            number, mine = expected.get(text, 0), got.get(text, 0)
            if not 0 <= number - mine <= spare:
                yield CaseDifference("facets", number, mine, f"{name}:{text}")
            elif number != mine:
                lacking = lacking or f"{name}:{text}"
        counts = [value["count"] for value in body["fields"].get(name, ())]
        if counts != sorted(counts, reverse=True):
            yield CaseDifference("facets", "most frequent first", counts, name)
    for name, value in raw["queries"].items():
        mine = body["queries"].get(name, {}).get("count", 0)
        if not 0 <= value["count"] - mine <= spare:
            yield CaseDifference("facets", value["count"], mine, name)
        elif value["count"] != mine:
            lacking = lacking or name
    if lacking:
        # Lower by no more than the documents that ours lacks.
        yield Explained(CaseDifference("facets", f"at most {spare} more", "", lacking), Verdict.KNOWN, PARTNERS)


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


def _is_without_restricted_staff(difference: CaseDifference, catalogue: Catalogue) -> bool:
    """Whether a program lacks just people who teach in restricted runs."""
    if difference.where != "staff_uuids" or not {*difference.got} <= {*difference.expected}:
        return False
    documents = catalogue.recording.documents
    runs = [documents.get(name, {}) for name in catalogue.restricted if name.startswith("courserun:")]
    restricted = {uuid for run in runs for uuid in run.get("staff_uuids") or ()}
    return {*difference.expected} - {*difference.got} <= restricted


def _values(compared: Compared) -> Iterator[CaseDifference | Explained]:
    """Every value of the hits that both pages show."""
    raw = compared.raw
    ours = {name_of(hit): hit for hit in compared.results}
    for hit in results_of(raw):
        name = name_of(hit)
        if name in ours:
            for found in differences(hit, ours[name]):
                difference = CaseDifference("value", found.left, found.right, found.path, hit, ours[name])
                if _is_without_restricted_staff(difference, compared.catalogue):
                    yield Explained(difference, Verdict.KNOWN, RESTRICTED_RUNS)
                else:
                    yield difference
    if isinstance(raw, dict) and not results_of(raw) and "results" not in raw and "fields" not in raw:
        foreign = {name.partition(":")[2] for name in compared.catalogue.foreign}
        foreign |= {str(uuid_of(name)) for name in foreign}
        for found in differences(raw, compared.answer.body):
            yield CaseDifference(
                "value", found.left, found.right, found.path, raw, compared.answer.body, found.path in foreign
            )
