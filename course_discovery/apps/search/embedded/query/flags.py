"""Switches of clauses."""

from __future__ import annotations

from typing import Any

from course_discovery.apps.search.embedded.errors import ParsingError


def read_flag(body: dict[str, Any], name: str, default: bool) -> bool:
    """True or false, which may be written as text; raises ParsingError."""
    value = body.get(name, default)
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ParsingError(f"Failed to parse value [{value}] of [{name}] as only [true] or [false] are allowed.")
