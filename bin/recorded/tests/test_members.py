import pytest

from bin.recorded.cases import Case, Verdict
from bin.recorded.known import ACCENTS, BARE_WORDS, PARTNERS, RESTRICTED_RUNS, SEARCHED_TEXT
from bin.recorded.members import Catalogue, bare_words, explained_hits
from bin.recorded.recording import EngineHits

DOCUMENTS = {
    "course:A": {
        "title": "Reef",
        "text": "Reef\n&lt;strong&gt;ecology&lt;/strong&gt; https://www.example.org/course/None",
    },
    "course:B": {"title": "Introducción", "text": "Introducción"},
}


class Recorded:
    documents = DOCUMENTS
    other_hosts = frozenset({"acme.example.org"})


CATALOGUE = Catalogue(Recorded(), frozenset({"course:Z"}), frozenset({"course:R", "courserun:r"}))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("python", ["python"]),
        ("title:python", []),
        ("title:python^3 data", ["data"]),
        ("org:(A OR B) AND NOT title:x", []),
        ('key:"A+B" machine learning', ["machine", "learning"]),
        ("start:[2026-01-01 TO *]", []),
        ("*:*", []),
        ("*", []),
        ("NOT reef", ["reef"]),
    ],
)
def test_bare_words(query, words):
    assert bare_words(query) == words


def reasons(path, theirs, ours, *, whole=True, total=None):
    case = Case("search", "one", "GET", path, "admin", None, None, {})
    hits = EngineHits(total or len(theirs), theirs, whole, False)
    found = explained_hits(case, hits, ours, hits.total, len(ours), CATALOGUE)
    return sorted((one.verdict, one.reason) for one in found)


def test_each_missing_hit_needs_its_own_reason():
    assert reasons("/api/v1/search/courses/", ["course:A", "course:Z"], ["course:A"]) == [(Verdict.KNOWN, PARTNERS)]
    assert reasons("/api/v1/courses/?q=org:X", ["course:A", "course:Z"], []) == [
        (Verdict.KNOWN, PARTNERS),
        (Verdict.UNEXPLAINED, ""),
    ]


def test_words_of_markup_and_addresses_only():
    assert reasons("/api/v1/search/all/?q=strong", ["course:A"], []) == [(Verdict.KNOWN, SEARCHED_TEXT)]
    assert reasons("/api/v1/search/all/?q=None", ["course:A"], []) == [(Verdict.KNOWN, SEARCHED_TEXT)]
    assert reasons("/api/v1/search/all/?q=ecology", ["course:A"], []) == [(Verdict.UNEXPLAINED, "")]


def test_bare_words_find_less_and_exclude_less():
    assert reasons("/api/v1/courses/?q=reef", ["course:A"], []) == [(Verdict.KNOWN, BARE_WORDS)]
    assert reasons("/api/v1/courses/?q=reef", [], ["course:A"]) == [(Verdict.UNEXPLAINED, "")]
    assert reasons("/api/v1/courses/?q=NOT+reef", [], ["course:A"]) == [(Verdict.KNOWN, BARE_WORDS)]


def test_accents_find_more():
    assert reasons("/api/v1/courses/?q=title:introduccion", [], ["course:B"]) == [(Verdict.KNOWN, ACCENTS)]
    assert reasons("/api/v1/courses/?q=title:introduccion", [], ["course:A"]) == [(Verdict.UNEXPLAINED, "")]


def test_restricted_runs_take_their_courses_along():
    assert reasons("/api/v1/courses/?q=org:X", ["course:R"], []) == [(Verdict.KNOWN, RESTRICTED_RUNS)]
    assert reasons("/api/v1/search/limited/", ["courserun:r"], []) == [(Verdict.KNOWN, RESTRICTED_RUNS)]
    assert reasons("/api/v1/course_runs/?q=org:X", ["courserun:r"], []) == [(Verdict.UNEXPLAINED, "")]


def test_a_list_that_was_cut_may_lack_as_many_as_another_partner_has():
    lists = {"whole": False, "theirs": ["course:A"], "ours": ["course:A"]}
    path = "/api/v1/search/courses/?org=X"
    assert reasons(path, **lists, total=2) == [(Verdict.KNOWN, PARTNERS)]
    assert reasons(path, **lists, total=3) == [(Verdict.UNEXPLAINED, "")]
    assert reasons(path, **lists, total=1) == []


def test_of_everything_a_list_may_lack_as_many_as_have_restricted_runs():
    lists = {"whole": False, "theirs": ["course:A"], "ours": ["course:A"]}
    path = "/api/v1/search/all/?org=X"
    assert reasons(path, **lists, total=2) == [(Verdict.KNOWN, RESTRICTED_RUNS)]
    assert reasons(path, **lists, total=3) == [(Verdict.UNEXPLAINED, "")]
