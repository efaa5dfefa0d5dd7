"""Field types: how a value of a document or of a query is read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from course_discovery.apps.search.embedded import dates
from course_discovery.apps.search.embedded.analysis.analyzers import Analyzer
from course_discovery.apps.search.embedded.errors import IllegalArgument, ShardError

INTEGERS = {"long": 2**63, "integer": 2**31, "short": 2**15, "byte": 2**7}
FLOATS = {"float", "double", "half_float"}
NUMBERS = frozenset(INTEGERS) | FLOATS
TYPES = NUMBERS | {"text", "keyword", "boolean", "date", "completion"}
LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1
FAILED_TO_CREATE = "failed to create query: "
# The most bytes Lucene takes for one term.
MAX_TERM_BYTES = 32766

_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)\s*")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A leaf of a mapping; ``number`` stands for its name inside the index and never changes.

    ``analyzer`` is set for text and completion. A field below a nested object is known by name but holds nothing at the
    top level, where all queries look: ``nested`` is then true.
    """

    name: str
    kind: str
    number: int
    analyzer: Analyzer | None = None
    search_analyzer: Analyzer | None = None
    ignore_above: int = LONG_MAX
    max_input_length: int = 50
    date_format: str = "strict_date_optional_time||epoch_millis"
    nested: bool = False
    indexed: bool = True

    @property
    def is_text(self) -> bool:
        """Whether values are cut into tokens."""
        return self.kind in ("text", "completion")

    @property
    def is_number(self) -> bool:
        """Whether values are kept as numbers: numbers proper and dates."""
        return self.kind in NUMBERS or self.kind == "date"

    @property
    def has_terms(self) -> bool:
        """Whether values are terms of the inverted index."""
        return self.kind in ("text", "completion", "keyword", "boolean")

    @property
    def has_doc_values(self) -> bool:
        """Whether one can sort by and aggregate on the field."""
        return not self.is_text

    @property
    def searchable(self) -> bool:
        """Whether a query can find anything here at all."""
        return self.indexed and not self.nested

    def read_number(self, value: Any) -> int | float:
        """A document's value of a numeric field; raises ValueError."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(f"not a number: {value!r}")
        number = exact_number(value)
        if self.kind in FLOATS:
            return float(number)
        whole = math.trunc(number)
        limit = INTEGERS[self.kind]
        if not -limit <= whole < limit:
            raise ValueError(f"Value [{value}] is out of range for {self.article} {self.kind}")
        return whole

    @property
    def article(self) -> str:
        """``a`` or ``an`` before the type's name."""
        return "an" if self.kind == "integer" else "a"

    def read_date(self, value: Any) -> int:
        """A document's date in epoch milliseconds; raises ValueError."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise dates.DateError(str(value))
        return dates.parse(value) if isinstance(value, str) else int(value)

    def read_boolean(self, value: Any) -> bool:
        """A document's boolean; raises ValueError."""
        if value is True or value == "true":
            return True
        if value is False or value in ("false", ""):
            return False
        raise ValueError(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")


def exact_number(value: str | int | float) -> int | float:
    """A number from its JSON or text form, whole numbers kept exact; raises ValueError."""
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise ValueError(f'For input string: "{value}"')
        text = value.strip()
        return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
    if not math.isfinite(value):
        raise ValueError(f'For input string: "{value}"')
    return value


def query_number(field: Field, value: Any) -> int | float:
    """A number of a query; raises ShardError. Values outside the type's range are left as they are."""
    if isinstance(value, bool):
        raise _number_error(str(value).lower())
    try:
        return exact_number(value)
    except (ValueError, TypeError):
        raise _number_error(query_text(value)) from None


def _number_error(text: str) -> ShardError:
    reason = f'For input string: "{text}"' if text else "empty String"
    return failed_to_create(reason, "number_format_exception")


def query_boolean(value: Any) -> bool:
    """A boolean of a query; raises ShardError."""
    if isinstance(value, bool):
        return value
    if value == "true":
        return True
    if value == "false":
        return False
    text = value if isinstance(value, str) else str(value)
    raise failed_to_create(f"Can't parse boolean value [{text}], expected [true] or [false]")


def query_date(field: Field, value: Any, *, round_up: bool = False, millis: bool = False) -> int:
    """Epoch milliseconds of a query's date, which must be written as such if ``millis``; raises ShardError."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value)
    text = query_text(value)
    try:
        return dates.parse_math(text, round_up=round_up, millis=millis)
    except dates.MathError as error:
        raise ShardError(str(error), "parse_exception") from None
    except dates.NoSuchDay as error:
        raise dates.unreadable(text.partition("||")[0], field.date_format, str(error)) from None
    except (dates.DateError, OverflowError):
        date_format = "epoch_millis" if millis else field.date_format
        raise dates.unreadable(text.partition("||")[0], date_format) from None


def require_strings(field: Field, clause: str) -> Field:
    """The field, when it has terms to compare patterns with; raises ShardError."""
    if field.kind in ("text", "keyword"):
        return field
    kinds = "keyword, text and wildcard" if clause in ("prefix", "wildcard") else "keyword and text"
    reason = f"Can only use {clause} queries on {kinds} fields - not on [{field.name}] which is of type [{field.kind}]"
    if clause != "fuzzy":
        raise ShardError(reason)
    raise failed_to_create(reason)


def failed_to_create(reason: str, kind: str = "illegal_argument_exception") -> ShardError:
    """The error of a query whose value does not fit its field."""
    return ShardError(FAILED_TO_CREATE + reason, caused_by={"type": kind, "reason": reason})


def query_text(value: Any) -> str:
    """The text form of a query's scalar, as Elasticsearch writes JSON values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _java_text(value)
    return value if isinstance(value, str) else str(value)


def _java_text(number: float) -> str:
    """A float as Java writes it: plain from a thousandth up to ten million, else as ``1.0E12``."""
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        return str(number)
    digits, _, exponent = f"{Decimal(repr(number)):E}".partition("E")
    mantissa = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}"


def check_scalar(clause: str, value: Any) -> None:
    """Refuses lists and objects where one value is needed."""
    if isinstance(value, dict | list):
        raise IllegalArgument(f"[{clause}] query does not support arrays or objects as a value")
