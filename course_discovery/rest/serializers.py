"""Serializers for reading: ordinary declarations, turned once per request into a list of readers.

DRF walks every field's generic machinery for every object; a list of twenty courses has thousands of fields. Here
each declared field becomes one function of the object when the serializer is first used, and fields that the request
did not ask for become none.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager
from rest_framework import serializers
from rest_framework.request import Request

Reader = Callable[[Any], Any]

# Their stored value is already what JSON shows.
AS_STORED = frozenset(
    {
        serializers.BooleanField,
        serializers.CharField,
        serializers.EmailField,
        serializers.FloatField,
        serializers.IntegerField,
        serializers.JSONField,
        serializers.SlugField,
        serializers.URLField,
    }
)


class SparseFields(NamedTuple):
    """The `fields` and `omit` parameters of a request."""

    only: frozenset[str] | None
    omit: frozenset[str]

    def keeps(self, name: str) -> bool:
        return (self.only is None or name in self.only) and name not in self.omit

    def needs(self, needs: Mapping[str, set[str]]) -> set[str]:
        """The union of what the kept keys need, of `needs` by key."""
        return set().union(*(names for key, names in needs.items() if self.keeps(key)))

    @classmethod
    def read(cls, request: Request) -> "SparseFields":
        only = frozenset(_names(request, "fields"))
        everything = not only or bool(only & {"*", "~all"})
        return cls(None if everything else only, frozenset(_names(request, "omit")))


def _names(request: Request, parameter: str) -> list[str]:
    """The names of a list parameter: comma-separated when it is given once, `name[]` meaning the same as `name`."""
    values = request.query_params.getlist(parameter) + request.query_params.getlist(f"{parameter}[]")
    return values[0].split(",") if len(values) == 1 else values


def isoformat(moment: datetime) -> str:
    """A moment as the API writes it: ISO 8601 in UTC with Z, microseconds only when there are some."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


class ReadSerializer(serializers.Serializer):
    """A serializer that only reads.

    `context["sparse"]` (SparseFields) trims the keys of the outermost object unless its class unsets
    `sparse_when_outermost`, and of nested ones whose class sets `sparse_when_nested`: clients list the names of a
    course and of its runs together in one `fields` parameter.
    """

    sparse_when_outermost = True
    sparse_when_nested = False

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return {name: read(instance) for name, read in self._readers}

    @cached_property
    def _readers(self) -> list[tuple[str, Reader]]:
        sparse: SparseFields | None = self.context.get("sparse")
        outermost = self.root is self or getattr(self.root, "child", None) is self
        if sparse is None or not (self.sparse_when_outermost if outermost else self.sparse_when_nested):
            return [(field.field_name, _reader(field)) for field in self._readable_fields]
        return [(field.field_name, _reader(field)) for field in self._readable_fields if sparse.keeps(field.field_name)]


def _reader(field: Any) -> Reader:
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name)
    if field.source == "*":
        return field.to_representation
    get = attrgetter(field.source) if "." not in field.source else _path(field.source)
    if type(field) in AS_STORED:
        return get
    if isinstance(field, serializers.ListSerializer):
        read = field.child.to_representation
        return lambda instance: [read(member) for member in _members(get(instance))]
    if type(field) is serializers.DateTimeField:
        return _unless_null(get, isoformat)
    if type(field) is serializers.UUIDField:
        return _unless_null(get, str)
    if isinstance(field, serializers.Serializer):
        return _unless_null(_relation(get), field.to_representation)
    return _unless_null(get, field.to_representation)


def _unless_null(get: Reader, represent: Reader) -> Reader:
    def read(instance: Any) -> Any:
        value = get(instance)
        return None if value is None else represent(value)

    return read


def _path(source: str) -> Reader:
    """The attribute at the end of a dotted path; None as soon as a step is None."""
    steps = source.split(".")

    def read(instance: Any) -> Any:
        for step in steps:
            if instance is None:
                return None
            instance = getattr(instance, step)
        return instance

    return read


def _relation(get: Reader) -> Reader:
    """The related object; None where a one-to-one relation has no other side."""

    def read(instance: Any) -> Any:
        try:
            return get(instance)
        except ObjectDoesNotExist:
            return None

    return read


def _members(value: Any) -> Any:
    return value.all() if isinstance(value, Manager) else value
