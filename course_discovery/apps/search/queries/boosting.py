"""What makes one hit better than another that matches the words as well: open enrolment, seats to buy, near dates."""

from typing import Any

from django.conf import settings

from course_discovery.apps.search.queries.clock import anchored

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

WEIGHTS = {
    "self_paced": 5.0,
    "micro_bachelors": 5.0,
    "micro_masters": 5.0,
    "professional_certificate": 5.0,
    "near_start": 5.0,
    "current_and_upgradeable": 10.0,
    "enrollable_paid_seats": 15.0,
    "paid_seats_still_sold": 20.0,
    "enrollment_open": 2.0,
}


def _rewards(now: str) -> dict[str, Clause]:
    """Return what is rewarded as of `now` (ISO 8601), by the names of WEIGHTS."""
    started = {"range": {"enrollment_start": {"lte": now}}}
    not_ended = {"range": {"enrollment_end": {"gt": now}}}
    return {
        "self_paced": {"filter": {"term": {"pacing_type": "self_paced"}}},
        "micro_bachelors": {"filter": {"term": {"type.raw": "MicroBachelors"}}},
        "micro_masters": {"filter": {"term": {"type.raw": "MicroMasters"}}},
        "professional_certificate": {"filter": {"term": {"type.raw": "Professional Certificate"}}},
        # The nearer the start, in either direction, the better.
        "near_start": {"gauss": {"start": {"origin": now, "scale": "30d", "decay": 0.95}}},
        "current_and_upgradeable": {"filter": {"term": {"is_current_and_still_upgradeable": True}}},
        "enrollable_paid_seats": {
            "filter": _all(
                {"term": {"has_enrollable_paid_seats": True}},
                _any(_missing(_PAID_END), {"range": {_PAID_END: {"gte": now}}}),
            )
        },
        # Runs whose paid seats are no longer sold go below all others.
        "paid_seats_still_sold": {
            "filter": {
                "bool": {
                    "filter": [{"term": {"content_type": "courserun"}}, _exists(_PAID_END)],
                    "must_not": [{"range": {_PAID_END: {"lte": now}}}],
                }
            }
        },
        "enrollment_open": {
            "filter": _any(
                _all(_missing("enrollment_start"), _missing("enrollment_end")),
                _all(_missing("enrollment_start"), not_ended),
                _all(_missing("enrollment_end"), started),
                _all(started, not_ended),
            )
        },
    }


def functions() -> list[Clause]:
    """Return the weighted functions; SEARCH_WEIGHTS replaces single weights, and zero leaves a function out."""
    weights = {**WEIGHTS, **settings.SEARCH_WEIGHTS}
    rewards = _rewards(anchored("now"))
    return [{**applies, "weight": weights[name]} for name, applies in rewards.items() if weights[name]]
