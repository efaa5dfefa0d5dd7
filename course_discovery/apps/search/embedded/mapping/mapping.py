"""A mapping: the fields of one index."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from course_discovery.apps.search.embedded.analysis.analyzers import AnalyzerRegistry
from course_discovery.apps.search.embedded.errors import IllegalArgument, MappingError
from course_discovery.apps.search.embedded.mapping.field_types import LONG_MAX, TYPES, Field

_ROOT_KEYS = {"properties", "dynamic", "_meta", "_source", "date_detection", "numeric_detection"}
# Parameters that change nothing in what queries find, here.
_NEUTRAL = {"type", "fields", "boost", "meta", "eager_global_ordinals", "index_options", "store"}
_ALLOWED = {
    "text": {"analyzer", "search_analyzer", "index"},
    "completion": {
        "analyzer",
        "search_analyzer",
        "max_input_length",
        "preserve_separators",
        "preserve_position_increments",
    },
    "keyword": {"ignore_above", "index", "doc_values"},
    "date": {"format", "index", "doc_values"},
}
_NUMERIC_PARAMETERS = {"index", "doc_values", "coerce"}
_DATE_FORMATS = {
    "strict_date_optional_time||epoch_millis",
    "strict_date_optional_time",
    "date_optional_time",
    "epoch_millis",
}


class Mapping:
    """Fields by full name, and the objects that hold them.

    ``numbers`` (field name → number) must be stored with the mapping, as the index on disk is written with them.
    """

    def __init__(
        self, body: dict[str, Any], analyzers: AnalyzerRegistry, numbers: dict[str, int] | None = None
    ) -> None:
        unknown = set(body) - _ROOT_KEYS
        if unknown:
            raise MappingError(
                f"Failed to parse mapping: Root mapping definition has unsupported parameters: {sorted(unknown)}"
            )
        self.analyzers = analyzers
        self.body: dict[str, Any] = copy.deepcopy(body)
        self.numbers: dict[str, int] = dict(numbers or {})
        self.fields: dict[str, Field] = {}
        self.nested: set[str] = set()
        self.objects: set[str] = set()
        self.dynamic = str(body.get("dynamic", True)).lower()
        # Each field with its multi-fields, which take the same values.
        self.targets: dict[str, list[Field]] = {}
        self._add_properties(self.body.get("properties") or {}, "", nested=False)

    def matching(self, pattern: str) -> Iterator[Field]:
        """The fields a name or a pattern with ``*`` stands for."""
        if "*" not in pattern:
            field = self.fields.get(pattern)
            if field:
                yield field
            return
        literal = pattern.replace("[", "[[]")
        for name, field in self.fields.items():
            if pattern == "*" or fnmatchcase(name, literal):
                yield field

    def merged(self, body: dict[str, Any]) -> Mapping:
        """A mapping with the fields of ``body`` added; raises IllegalArgument where a field would change its type."""
        merged = copy.deepcopy(self.body)
        for key, value in body.items():
            if key == "properties":
                _merge_properties(merged.setdefault("properties", {}), value, "")
            else:
                merged[key] = value
        return Mapping(merged, self.analyzers, self.numbers)

    def _add_properties(self, properties: dict[str, Any], prefix: str, nested: bool) -> None:
        for key, definition in properties.items():
            if not isinstance(definition, dict):
                raise MappingError(f"Failed to parse mapping: Expected map for property [fields] on field [{key}]")
            name = prefix + key
            kind = definition.get("type", "object" if "properties" in definition else None)
            if kind is None:
                raise MappingError(f"Failed to parse mapping: No type specified for field [{key}]")
            if kind in ("object", "nested"):
                unknown = set(definition) - {"type", "properties", "dynamic", "enabled"}
                if unknown:
                    raise MappingError(
                        f"Failed to parse mapping: unknown parameter {sorted(unknown)} on mapper [{key}] "
                        f"of type [{kind}]"
                    )
                (self.nested if kind == "nested" else self.objects).add(name)
                self._add_properties(definition.get("properties") or {}, f"{name}.", nested or kind == "nested")
            else:
                targets = self.targets[name] = [self._add_field(name, kind, definition, nested)]
                for child, child_definition in (definition.get("fields") or {}).items():
                    child_kind = child_definition.get("type", "")
                    field = self._add_field(f"{name}.{child}", child_kind, child_definition, nested)
                    targets.append(field)
                    self.targets[field.name] = [field]

    def _add_field(self, name: str, kind: str, definition: dict[str, Any], nested: bool) -> Field:
        short = name.rpartition(".")[2]
        if kind not in TYPES:
            raise MappingError(f"Failed to parse mapping: No handler for type [{kind}] declared on field [{short}]")
        unknown = set(definition) - _NEUTRAL - _ALLOWED.get(kind, _NUMERIC_PARAMETERS)
        if unknown:
            raise MappingError(
                f"Failed to parse mapping: unknown parameter {sorted(unknown)} on mapper [{short}] of type [{kind}]"
            )
        date_format = definition.get("format", "strict_date_optional_time||epoch_millis")
        if date_format not in _DATE_FORMATS:
            raise MappingError(f"Failed to parse mapping: Invalid format: [{date_format}]: Unknown pattern")
        analyzer = search_analyzer = None
        if kind in ("text", "completion"):
            analyzer_name = definition.get("analyzer") or self._default_analyzer(kind)
            try:
                analyzer = self.analyzers.get(analyzer_name)
                search_analyzer = self.analyzers.get(definition.get("search_analyzer") or analyzer_name)
            except IllegalArgument:
                raise MappingError(
                    f"Failed to parse mapping: analyzer [{analyzer_name}] has not been configured in mappings"
                ) from None
        field = Field(
            name=name,
            kind=kind,
            number=self.numbers.setdefault(name, len(self.numbers)),
            analyzer=analyzer,
            search_analyzer=search_analyzer,
            ignore_above=int(definition.get("ignore_above", LONG_MAX)),
            max_input_length=int(definition.get("max_input_length", 50)),
            date_format=date_format,
            nested=nested,
            indexed=str(definition.get("index", True)).lower() == "true",
        )
        self.fields[name] = field
        return field

    def _default_analyzer(self, kind: str) -> str:
        if kind == "completion":
            return "simple"
        return "default" if self.analyzers.has("default") else "standard"


def _merge_properties(old: dict[str, Any], new: dict[str, Any], prefix: str) -> None:
    for key, definition in new.items():
        known = old.get(key)
        if known is None:
            old[key] = copy.deepcopy(definition)
            continue
        old_kind, new_kind = known.get("type", "object"), definition.get("type", "object")
        if old_kind != new_kind:
            raise IllegalArgument(f"mapper [{prefix}{key}] cannot be changed from type [{old_kind}] to [{new_kind}]")
        for name in ("analyzer",):
            if name in definition and definition[name] != known.get(name):
                raise IllegalArgument(
                    f"Mapper for [{prefix}{key}] conflicts with existing mapper: Cannot update parameter [{name}]"
                )
        for group in ("properties", "fields"):
            if group in definition:
                _merge_properties(known.setdefault(group, {}), definition[group], f"{prefix}{key}.")
        for name, value in definition.items():
            if name not in ("properties", "fields"):
                known[name] = value
