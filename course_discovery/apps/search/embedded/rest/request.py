"""A request as handlers see it, and what they give back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, ParsingError

# Parameters of any call that change nothing here.
_COMMON = {"pretty", "human", "error_trace", "filter_path", "timeout", "master_timeout", "request_timeout"}


@dataclass(frozen=True)
class Request:
    """``path`` holds the variable parts of the route by name."""

    method: str
    path: dict[str, str]
    params: dict[str, str]
    raw: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object, empty when there is none. Raises ParsingError."""
        if not self.raw.strip():
            return {}
        try:
            body = json.loads(self.raw)
        except ValueError as error:
            raise EngineError(400, "parsing_exception", f"failed to parse the body: {error}", line=1, col=1) from None
        if not isinstance(body, dict):
            raise ParsingError("Expected [START_OBJECT] but found [START_ARRAY]")
        return body

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean parameter; present without a value means true. Raises IllegalArgument."""
        return read_flag(self.params.get(name, default))

    def allow(self, *names: str) -> None:
        """Refuses parameters that are not among ``names``."""
        for name in self.params:
            if name not in names and name not in _COMMON:
                raise IllegalArgument(f"request contains unrecognized parameter: [{name}]")


def read_flag(value: Any) -> bool:
    """A boolean, as such or as text; an empty text means true. Raises IllegalArgument."""
    if isinstance(value, bool):
        return value
    if value in ("", "true"):
        return True
    if value == "false":
        return False
    raise IllegalArgument(f"Failed to parse value [{value}] as only [true] or [false] are allowed.")


class Answer(NamedTuple):
    """Status and JSON body; ``None`` is an empty one."""

    body: Any
    status: int = 200


ACKNOWLEDGED = Answer({"acknowledged": True})
