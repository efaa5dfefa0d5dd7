"""``minimum_should_match``."""

from __future__ import annotations

import re
from typing import Any

from course_discovery.apps.search.embedded.errors import ParsingError
from course_discovery.apps.search.embedded.mapping.field_types import failed_to_create

_PART = re.compile(r"(-?\d+)(%?)")


def minimum_should_match(spec: Any, clauses: int) -> int:
    """How many of so many optional clauses must match, from a number, a percentage or conditions on their count.

    Raises ShardError.
    """
    if not isinstance(spec, str | int | float):
        raise ParsingError(f"unknown value [{spec}] of [minimum_should_match]")
    text = str(spec).strip()
    if "<" in text:
        result = clauses
        for condition in text.split():
            bound, _, part = condition.partition("<")
            if not bound.lstrip("-").isdigit():
                raise failed_to_create(f"invalid minimum_should_match [{spec}]")
            if clauses > int(bound):
                result = minimum_should_match(part, clauses)
            else:
                break
        return result
    match = _PART.fullmatch(text)
    if not match:
        raise failed_to_create(f'For input string: "{text}"', "number_format_exception")
    amount = int(match[1])
    if match[2]:
        share = int(clauses * abs(amount) / 100)
        amount = -share if amount < 0 else share
    return max(0, clauses + amount if amount < 0 else amount)
