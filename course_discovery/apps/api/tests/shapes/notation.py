"""Shapes of answers: which keys an object has and of which types their values may be.

A type is written `string`, `number`, `bool`, `null`, `object`, `list`, `any`, `[type]` for a list, `{type}` for an
object whose keys are data, or the name of an object of objects.json; `|` stands between alternatives; after `?` stands
the type of keys that only some rows have. An object maps
types to the keys that have them. `by KEY` instead of a type chooses the object by the value of KEY. In answers,
`page of type` is the object `page` with results of the type.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLIENTS = json.loads(Path(__file__).with_name("clients.json").read_text())
RECORDED: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("objects.json").read_text())
OBJECTS: dict[str, dict[str, str]] = RECORDED | CLIENTS["objects"]


@dataclass
class Comparison:
    """What a value lacks (`faults`), and the objects that were met in it (`met`)."""

    faults: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def answer(self, expected: str, value: Any) -> None:
        """Compare a whole answer."""
        frame, _of, results = expected.partition(" of ")
        self.value(frame, value, "")
        if results:
            if not value["results"]:
                self.faults.add("no results")
            self.value(f"[{results}]", value["results"], "results")

    def value(self, expected: str, value: Any, path: str) -> None:
        for choice in _alternatives(expected):
            if self._matches(choice, value, path):
                return
        self.faults.add(f"{path}: {_type_name(value)}, not {expected}")

    def _matches(self, expected: str, value: Any, path: str) -> bool:
        if expected.startswith("[") and isinstance(value, list):
            for item in value:
                self.value(expected[1:-1], item, f"{path}[]")
            return True
        if expected.startswith("{") and isinstance(value, dict):
            for item in value.values():
                self.value(expected[1:-1], item, f"{path}.*")
            return True
        if expected in OBJECTS:
            if isinstance(value, dict):
                self._object(expected, value, path)
            return isinstance(value, dict)
        return expected in ("any", _type_name(value))

    def _object(self, name: str, value: dict[str, Any], path: str) -> None:
        self.met.add(name)
        for expected, keys in OBJECTS[name].items():
            if expected.startswith("by "):
                kinds = dict(pair.split("=") for pair in keys.split())
                self._object(kinds[value[expected.removeprefix("by ")]], value, path)
                continue
            for key in keys.split():
                if key in value:
                    self.value(expected.removeprefix("?"), value[key], f"{path}.{key}".lstrip("."))
                    self.met.add(f"{name}.{key}")
                elif not expected.startswith("?"):
                    self.faults.add(f"{path}.{key}: missing in {name}")


def objects_below(expected: str) -> set[str]:
    """Return the objects that a complete answer of this shape contains."""
    found: set[str] = set()
    waiting = _names(expected)
    while waiting:
        name = waiting.pop()
        if name in OBJECTS and name not in found:
            found.add(name)
            for kind, keys in OBJECTS[name].items():
                if kind.startswith("?"):
                    found |= {f"{name}.{key}" for key in keys.split()}
                waiting |= {pair.split("=")[1] for pair in keys.split()} if kind.startswith("by ") else _names(kind)
    return found


def _names(expected: str) -> set[str]:
    return set(expected.replace(" of ", "|").translate(str.maketrans("[]{}?", "|||||")).split("|")) - {""}


def _alternatives(expected: str) -> list[str]:
    """Split at the bars that stand outside of brackets."""
    parts, depth = [""], 0
    for character in expected:
        depth += (character in "[{") - (character in "]}")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _type_name(value: Any) -> str:
    for kind, name in ((bool, "bool"), (str, "string"), (list, "list"), (dict, "object"), (int | float, "number")):
        if isinstance(value, kind):
            return name
    return "null"
