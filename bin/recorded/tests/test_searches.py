import pytest

from bin.recorded.cases import Answer, Case, Verdict
from bin.recorded.members import Catalogue
from bin.recorded.recording import EngineHits
from bin.recorded.searches import Compared, _explained

NAMES = ["A", "B", "C", "D"]
STARTS = {"A": 4, "B": 3, "C": 3, "D": 1}


class Recorded:
    documents = {f"course:{name}": {"start": [start]} for name, start in STARTS.items()}
    other_hosts = frozenset()


class Service:
    """Answers each request with a page of all that it has."""

    def __init__(self, names):
        self.names = names

    def get(self, path, **caller):
        return Answer(200, body(self.names, len(self.names)))


def body(names, count):
    results = [{"key": name, "content_type": "course"} for name in names]
    return {"count": count, "next": None, "previous": None, "results": results}


def verdicts(recorded_page, our_page, ours=NAMES, *, synonyms=False):
    path = "/api/v1/search/all/?org=X&page=1&page_size=2"
    keys = [f"course:{name}" for name in recorded_page]
    row = {"status": 200, "count": len(NAMES), "keys": keys, "synonym_words": synonyms}
    case = Case("search", "one", "GET", path, "admin", None, None, row)
    hits = EngineHits(len(NAMES), [f"course:{name}" for name in NAMES], True, False, ("start", "desc"))
    catalogue = Catalogue(Recorded(), frozenset(), frozenset())
    answer = Answer(200, body(our_page, len(ours)))
    compared = Compared(case, answer, body(recorded_page, len(NAMES)), hits, Service(ours), catalogue)
    return [(found.difference.what, found.verdict) for found in _explained(compared)]


def test_the_same_page_agrees():
    assert verdicts(["A", "B"], ["A", "B"]) == []


def test_hits_that_tie_may_change_places():
    assert verdicts(["A", "B"], ["A", "C"], ["A", "C", "B", "D"]) == []


@pytest.mark.parametrize(
    ("page", "ours", "what"),
    [
        (["C", "D"], NAMES, {"members"}),
        (["B", "A"], ["B", "A", "C", "D"], {"order"}),
        (["A", "B"], ["A", "B", "C"], {"members"}),
        (["A", "C"], ["A", "C", "D"], {"members"}),
    ],
)
def test_another_page_order_or_hit_is_no_accident(page, ours, what):
    found = verdicts(["A", "B"], page, ours)
    assert {kind for kind, _ in found} >= what
    assert {verdict for _, verdict in found} == {Verdict.UNEXPLAINED}


def test_of_words_with_synonyms_only_the_form_counts():
    assert verdicts(["A", "B"], ["C", "D"], synonyms=True) == []
