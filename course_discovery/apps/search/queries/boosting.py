"""What makes one hit better than another that matches the words as well: open enrolment, seats to buy, near dates."""

from typing import Any

from django.conf import settings

Clause = dict[str, Any]


def boosted(query: Clause) -> Clause:
    """Wrap `query` so that the weights of `functions` are added to the score of each hit."""
    return {
        "function_score": {
            "query": query,
            "functions": functions(),
            "score_mode": "sum",
            "boost_mode": "sum",
            "boost": 1.0,
        }
    }


def _exists(field: str) -> Clause:
    return {"exists": {"field": field}}


def _missing(field: str) -> Clause:
    return {"bool": {"must_not": [_exists(field)]}}


def _all(*clauses: Clause) -> Clause:
    return {"bool": {"filter": list(clauses)}}


def _any(*clauses: Clause) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


_PAID_END = "paid_seat_enrollment_end"
_STARTED = {"range": {"enrollment_start": {"lte": "now"}}}
_NOT_ENDED = {"range": {"enrollment_end": {"gt": "now"}}}

# What is rewarded, by the name that SEARCH_WEIGHTS knows it by: its weight, and what it applies to.
_REWARDS: dict[str, tuple[float, Clause]] = {
    "self_paced": (5.0, {"filter": {"term": {"pacing_type": "self_paced"}}}),
    "micro_bachelors": (5.0, {"filter": {"term": {"type.raw": "MicroBachelors"}}}),
    "micro_masters": (5.0, {"filter": {"term": {"type.raw": "MicroMasters"}}}),
    "professional_certificate": (5.0, {"filter": {"term": {"type.raw": "Professional Certificate"}}}),
    # The nearer the start, in either direction, the better.
    "near_start": (5.0, {"gauss": {"start": {"origin": "now", "scale": "30d", "decay": 0.95}}}),
    "current_and_upgradeable": (10.0, {"filter": {"term": {"is_current_and_still_upgradeable": True}}}),
    "enrollable_paid_seats": (
        15.0,
        {
            "filter": _all(
                {"term": {"has_enrollable_paid_seats": True}},
                _any(_missing(_PAID_END), {"range": {_PAID_END: {"gte": "now"}}}),
            )
        },
    ),
    # Runs whose paid seats are no longer sold go below all others.
    "paid_seats_still_sold": (
        20.0,
        {
            "filter": {
                "bool": {
                    "filter": [{"term": {"content_type": "courserun"}}, _exists(_PAID_END)],
                    "must_not": [{"range": {_PAID_END: {"lte": "now"}}}],
                }
            }
        },
    ),
    "enrollment_open": (
        2.0,
        {
            "filter": _any(
                _all(_missing("enrollment_start"), _missing("enrollment_end")),
                _all(_missing("enrollment_start"), _NOT_ENDED),
                _all(_missing("enrollment_end"), _STARTED),
                _all(_STARTED, _NOT_ENDED),
            )
        },
    ),
}


def reward_names() -> frozenset[str]:
    """Return the names that SEARCH_WEIGHTS may hold."""
    return frozenset(_REWARDS)


def functions() -> list[Clause]:
    """Return the weighted functions; SEARCH_WEIGHTS replaces single weights, and zero leaves a function out."""
    weights = {name: settings.SEARCH_WEIGHTS.get(name, weight) for name, (weight, _) in _REWARDS.items()}
    return [{**applies, "weight": weights[name]} for name, (_, applies) in _REWARDS.items() if weights[name]]
