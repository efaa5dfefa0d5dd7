import pytest

from course_discovery.apps.visibility.rules import document
from course_discovery.apps.visibility.rules.document import IndexedFacts


@pytest.mark.parametrize(
    ("state", "shown", "words"),
    [
        ("fresh", True, "what the database says"),
        ("aged", True, "refresh_aged_documents"),
        ("stale", True, "verify_index --repair"),
        ("extra", True, "verify_index --repair"),
        ("missing", False, "verify_index --repair"),
        ("absent", False, "not indexed"),
        ("no index", False, "update_index"),
        ("unavailable", None, "/health/ready/"),
    ],
)
def test_what_the_state_of_a_document_means(state, shown, words):
    verdict = document.indexed(IndexedFacts(state))
    assert (verdict.shown, verdict.value) == (shown, state)
    assert words in verdict.reason


def test_fields_that_differ_are_named():
    assert document.indexed(IndexedFacts("stale", ("hidden", "status"))).value == "stale: hidden, status"


def test_drift_is_warned_of():
    states = ("fresh", "aged", "stale", "extra")
    assert [document.indexed(IndexedFacts(state)).warning for state in states] == [False, False, True, True]


def test_search_decides_by_the_document():
    facts = IndexedFacts(
        "stale", ("hidden",), "edx", True, hidden=True, status="retired", restriction_type="custom-b2c"
    )
    assert document.published(facts).shown
    assert not document.not_hidden(facts).shown
    assert not document.active(facts).shown
    assert not document.for_everybody(facts).shown
    place = document.place(facts, "acme", "search", "/", document.not_hidden(facts))
    assert place.hidden_by == ["partner", "indexed_hidden"]


def test_without_a_document_there_is_nothing_more_to_say():
    place = document.place(IndexedFacts("missing"), "edx", "search", "/", document.published(IndexedFacts("missing")))
    assert [verdict.rule for verdict in place.verdicts] == ["index"]
