import pytest

from course_discovery.apps.visibility.rules.verdict import Place, Verdict


def place(*outcomes):
    return Place("list", "/", tuple(Verdict(f"rule{n}", outcome, None, "") for n, outcome in enumerate(outcomes)))


@pytest.mark.parametrize(
    ("outcomes", "shown", "hidden_by"),
    [
        ((True, True), True, []),
        ((True, False, False), False, ["rule1", "rule2"]),
        ((True, None), None, []),
        ((None, False), False, ["rule1"]),
    ],
)
def test_a_place_shows_what_no_rule_hides(outcomes, shown, hidden_by):
    assert (place(*outcomes).shown, place(*outcomes).hidden_by) == (shown, hidden_by)


def test_a_verdict_is_to_be_seen_to_or_in_favour():
    some = Place("list", "/", (*place(True, None, False).verdicts, Verdict("empty", True, 0, "", warning=True)))
    assert [verdict.rule for verdict in some.to_see_to] == ["rule1", "rule2", "empty"]
    assert [verdict.rule for verdict in some.in_favour] == ["rule0"]
    assert some.hidden_by == ["rule2"]
