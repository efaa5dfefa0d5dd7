"""What makes one hit better than another that matches the words as well: open enrolment, seats to buy, near dates."""

from typing import Any

Clause = dict[str, Any]


def boosted(query: Clause) -> Clause:
    """Wrap `query` so that the weights below are added to the score of each hit."""
    return {
        "function_score": {
            "query": query,
            "functions": FUNCTIONS,
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

FUNCTIONS: list[Clause] = [
    {"filter": {"term": {"pacing_type": "self_paced"}}, "weight": 5.0},
    {"filter": {"term": {"type.raw": "MicroBachelors"}}, "weight": 5.0},
    {"filter": {"term": {"type.raw": "MicroMasters"}}, "weight": 5.0},
    {"filter": {"term": {"type.raw": "Professional Certificate"}}, "weight": 5.0},
    # The nearer the start, in either direction, the better.
    {"gauss": {"start": {"origin": "now", "scale": "30d", "decay": 0.95}}, "weight": 5.0},
    {"filter": {"term": {"is_current_and_still_upgradeable": True}}, "weight": 10.0},
    {
        "filter": _all(
            {"term": {"has_enrollable_paid_seats": True}},
            _any(_missing(_PAID_END), {"range": {_PAID_END: {"gte": "now"}}}),
        ),
        "weight": 15.0,
    },
    # Runs whose paid seats are no longer sold go below all others.
    {
        "filter": {
            "bool": {
                "filter": [{"term": {"content_type": "courserun"}}, _exists(_PAID_END)],
                "must_not": [{"range": {_PAID_END: {"lte": "now"}}}],
            }
        },
        "weight": 20.0,
    },
    # Enrolment is open.
    {
        "filter": _any(
            _all(_missing("enrollment_start"), _missing("enrollment_end")),
            _all(_missing("enrollment_start"), _NOT_ENDED),
            _all(_missing("enrollment_end"), _STARTED),
            _all(_STARTED, _NOT_ENDED),
        ),
        "weight": 2.0,
    },
]
