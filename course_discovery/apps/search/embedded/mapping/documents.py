"""From a JSON document to the values of its fields."""

from __future__ import annotations

from typing import Any

from course_discovery.apps.search.embedded import dates
from course_discovery.apps.search.embedded.errors import EngineError, IllegalArgument, MappingError
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.mapping.mapping import Mapping

Values = dict[Field, list[Any]]


def field_values(mapping: Mapping, source: dict[str, Any]) -> tuple[Mapping, Values]:
    """The values of each field, read by its type, and the mapping with the fields the document adds to it.

    Text fields get strings, keywords strings, booleans bools, numbers numbers, dates epoch milliseconds. Raises
    MappingError.
    """
    collector = _Collector(mapping)
    collector.walk(source, "")
    if collector.new_properties:
        mapping = mapping.merged({"properties": collector.new_properties})
        collector = _Collector(mapping)
        collector.walk(source, "")
    return mapping, collector.values


class _Collector:
    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self.values: Values = {}
        self.new_properties: dict[str, Any] = {}

    def walk(self, source: dict[str, Any], prefix: str) -> None:
        mapping = self._mapping
        for key, value in source.items():
            name = prefix + key
            targets = mapping.targets.get(name)
            if targets is not None:
                self._leaf(targets, value)
            elif value is None or name in mapping.nested:
                continue
            elif name in mapping.objects:
                self._objects(name, value)
            else:
                self._dynamic(name, value)

    def _objects(self, name: str, value: Any) -> None:
        for item in _flat(value):
            if not isinstance(item, dict):
                raise MappingError(
                    f"object mapping for [{name}] tried to parse field [{name}] as object, but found a concrete value",
                    "document_parsing_exception",
                )
            self.walk(item, f"{name}.")

    def _leaf(self, fields: list[Field], value: Any) -> None:
        if value is None:
            return
        items = _flat(value)
        for field in fields:
            # Most values are texts, taken as they are.
            if field.kind == "text" and all(type(item) is str for item in items):
                read = items
            else:
                read = [found for item in items if (found := _read(field, item)) is not None]
            if read:
                known = self.values.get(field)
                self.values[field] = [*known, *read] if known else read

    def _dynamic(self, name: str, value: Any) -> None:
        if self._mapping.dynamic == "false":
            return
        items = _flat(value)
        if not items:
            return
        if self._mapping.dynamic == "strict":
            raise MappingError(
                f"mapping set to strict, dynamic introduction of [{name}] within [_doc] is not allowed",
                "strict_dynamic_mapping_exception",
            )
        if isinstance(items[0], dict):
            self._property(name, {"type": "object"})
            for item in items:
                if isinstance(item, dict):
                    self.walk(item, f"{name}.")
            return
        self._property(name, _guess(items[0]))

    def _property(self, name: str, definition: dict[str, Any]) -> None:
        properties = self.new_properties
        *parents, last = name.split(".")
        for parent in parents:
            properties = properties.setdefault(parent, {"type": "object"}).setdefault("properties", {})
        properties.setdefault(last, definition)


def _flat(value: Any) -> list[Any]:
    """Values of nested lists in a row; the result must not be changed."""
    if not isinstance(value, list):
        return [value]
    items: list[Any] = []
    for item in value:
        if item is not None:
            items.extend(_flat(item))
    return items


def _guess(value: Any) -> dict[str, Any]:
    """The field that a value makes where its name is not mapped."""
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return {"type": "long"}
    if isinstance(value, float):
        return {"type": "float"}
    try:
        if len(value) >= 10 and not value.isdigit():
            dates.parse(value)
            return {"type": "date"}
    except dates.DateError:
        pass
    return {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256}}}


def _read(field: Field, value: Any) -> Any:
    if value is None:
        return None
    try:
        if field.kind in ("text", "keyword"):
            return _read_text(field, value)
        if field.kind == "date":
            return None if value == "" else field.read_date(value)
        if field.kind == "boolean":
            return field.read_boolean(value)
        if field.kind == "completion":
            return _completion_input(field, value)
        return None if value == "" else field.read_number(value)
    except ValueError as error:
        cause: EngineError = (
            IllegalArgument(f"failed to parse date field [{value}] with format [{field.date_format}]")
            if isinstance(error, dates.DateError)
            else IllegalArgument(str(error))
        )
        raise MappingError(
            f"failed to parse field [{field.name}] of type [{field.kind}] in document. "
            f"Preview of field's value: '{value}'",
            "document_parsing_exception",
            cause,
        ) from None


def _read_text(field: Field, value: Any) -> str | None:
    if isinstance(value, dict):
        raise ValueError(f"Can't get text on a START_OBJECT for field [{field.name}]")
    text = value if isinstance(value, str) else _json_scalar(value)
    if field.kind == "keyword" and len(text) > field.ignore_above:
        return None
    return text


def _json_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _completion_input(field: Field, value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("input")
    if not isinstance(value, str):
        raise ValueError(f"failed to parse [{field.name}]: expected text or object")
    return value[: field.max_input_length]
