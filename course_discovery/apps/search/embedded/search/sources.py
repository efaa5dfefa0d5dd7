"""Which parts of a stored document a hit shows."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from course_discovery.apps.search.embedded.errors import ParsingError
from course_discovery.apps.search.embedded.raw_json import RawJson


class SourceFilter:
    """``_source`` of a request: true or false, names or patterns, or ``includes`` and ``excludes`` of them."""

    def __init__(self, spec: Any) -> None:
        self.includes: list[str] = []
        self.excludes: list[str] = []
        self.wanted = True
        if isinstance(spec, bool):
            self.wanted = spec
        elif isinstance(spec, dict):
            unknown = set(spec) - {"includes", "include", "excludes", "exclude"}
            if unknown:
                raise ParsingError(f"Unknown key for a VALUE_STRING in [{sorted(unknown)[0]}].")
            self.includes = _names(spec.get("includes", spec.get("include")))
            self.excludes = _names(spec.get("excludes", spec.get("exclude")))
        elif spec is not None:
            self.includes = _names(spec)

    def apply(self, source: bytes) -> dict[str, Any] | RawJson:
        """The wanted parts of a stored document."""
        if not self.includes and not self.excludes:
            return RawJson(source)
        return self._object(json.loads(source), "")

    def _object(self, value: dict[str, Any], prefix: str) -> dict[str, Any]:
        result = {}
        for key, item in value.items():
            path = prefix + key
            if any(_covers(pattern, path) for pattern in self.excludes):
                continue
            if not self.includes or any(_covers(pattern, path) for pattern in self.includes):
                result[key] = self._inside(item, f"{path}.") if self.excludes else item
            elif any(_leads_to(pattern, path) for pattern in self.includes):
                inner = self._inside(item, f"{path}.")
                if inner not in ({}, []) and isinstance(inner, dict | list):
                    result[key] = inner
        return result

    def _inside(self, value: Any, prefix: str) -> Any:
        if isinstance(value, dict):
            return self._object(value, prefix)
        if isinstance(value, list):
            wholes = [item for item in value if item is not None]
            items = [self._inside(item, prefix) for item in wholes]
            return [item for item, whole in zip(items, wholes, strict=True) if item != {} or whole == {}]
        return value


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    names = value if isinstance(value, list) else str(value).split(",")
    if not all(isinstance(name, str) for name in names):
        raise ParsingError("Unexpected value in [_source]: expected names")
    return names


def _covers(pattern: str, path: str) -> bool:
    """Whether a pattern names a path or an object around it."""
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}.*")


def _leads_to(pattern: str, path: str) -> bool:
    """Whether what a pattern names may lie below a path."""
    depth = path.count(".") + 1
    head = ".".join(pattern.split(".")[:depth])
    return pattern.count(".") >= depth and fnmatchcase(path, head) or pattern.startswith("*")
