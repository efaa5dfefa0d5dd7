import pytest

from course_discovery.apps.search.checks import check_weights
from course_discovery.apps.search.queries.boosting import WEIGHTS, boosted, functions

DOCUMENTED = {
    "self_paced": 5,
    "micro_bachelors": 5,
    "micro_masters": 5,
    "professional_certificate": 5,
    "near_start": 5,
    "current_and_upgradeable": 10,
    "enrollable_paid_seats": 15,
    "paid_seats_still_sold": 20,
    "enrollment_open": 2,
}


def test_the_weights_are_the_documented_ones():
    assert WEIGHTS == DOCUMENTED
    assert [function["weight"] for function in functions()] == list(DOCUMENTED.values())


def test_weights_are_added_to_the_score():
    scored = boosted({"match_all": {}})["function_score"]
    assert (scored["query"], scored["score_mode"], scored["boost_mode"]) == ({"match_all": {}}, "sum", "sum")


def test_a_setting_replaces_single_weights_and_zero_leaves_one_out(settings):
    settings.SEARCH_WEIGHTS = {"near_start": 7.5, "self_paced": 0}
    assert [function["weight"] for function in functions()] == [5, 5, 5, 7.5, 10, 15, 20, 2]
    assert check_weights(None) == []


@pytest.mark.parametrize(
    ("weights", "error"),
    [({"selfpaced": 5}, "search.E001"), ({"self_paced": -1}, "search.E002"), ({"self_paced": "5"}, "search.E002")],
)
def test_a_setting_that_makes_no_sense_stops_the_start(settings, weights, error):
    settings.SEARCH_WEIGHTS = weights
    assert [found.id for found in check_weights(None)] == [error]
