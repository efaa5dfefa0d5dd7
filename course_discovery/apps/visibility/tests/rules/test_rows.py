import pytest

from course_discovery.apps.visibility.rules import rows
from course_discovery.apps.visibility.rules.rows import Pair


@pytest.mark.parametrize(
    ("pair", "shown", "value", "words"),
    [
        (Pair(has_official=True), True, "official", "official row"),
        (Pair(True, True, "review_by_legal"), True, "official and draft", "(status review_by_legal)"),
        (Pair(False, True), False, "draft", "editors alone"),
        (Pair(False, True, "unpublished"), False, "draft", "Its status is unpublished."),
    ],
)
def test_official(pair, shown, value, words):
    verdict = rows.official(pair)
    assert (verdict.rule, verdict.shown, verdict.value) == ("official", shown, value)
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("own", "asked", "shown", "words"),
    [
        ("edx", "edx", True, "belongs to the partner"),
        ("edX", "EDX", True, "belongs to the partner"),
        ("acme", "edx", False, "ask at the site of acme"),
        (None, "edx", False, "choose one"),
        ("edx", None, False, "DEFAULT_PARTNER_ID"),
    ],
)
def test_partner(own, asked, shown, words):
    verdict = rows.partner(own, asked)
    assert (verdict.shown, verdict.value) == (shown, own)
    assert words in verdict.reason


def test_retired_types():
    retired = rows.type_in_use("old", {"old"}, "RETIRED_RUN_TYPES")
    assert (retired.shown, retired.value) == (False, "old")
    assert "RETIRED_RUN_TYPES" in retired.reason
    assert rows.type_in_use("new", {"old"}, "X").shown
    assert rows.type_in_use(None, {"old"}, "X").shown
