"""Query parameters, declared once: the declaration checks a request's values and stands in the OpenAPI schema."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any, Self

from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

TRUE_WORDS = frozenset({"1", "true"})
FALSE_WORDS = frozenset({"0", "false"})


class QueryParams(serializers.Serializer):
    """The parameters an endpoint reads; every other parameter of a request is ignored.

    An absent and an empty parameter are the same: False of a flag, else None.
    """

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The checked values by name. Raises ValidationError {name: [reason]}, a 400, for every bad one at once."""
        given = {}
        for name, field in cls._declared_fields.items():
            values = request.query_params.getlist(name)
            if isinstance(field, serializers.ListField):
                if values:
                    given[name] = values
            elif values and values[-1] != "":
                given[name] = values[-1]
        params: Self = cls(data=given, context={"request": request})
        params.is_valid(raise_exception=True)
        absent = {name: getattr(field, "absent", None) for name, field in cls._declared_fields.items()}
        return absent | params.validated_data


class ParamField(serializers.Field):
    """A parameter that may be left out: it is `absent` then."""

    absent: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "string", "enum": ["1", "0", "true", "false"]})
class FlagParam(ParamField):
    """A switch, off unless given: an integer (zero is off) or true/false in any case."""

    absent = False
    default_error_messages = {"invalid": "Must be 1, 0, true or false."}

    def to_internal_value(self, data: str) -> bool:
        word = data.lower()
        if word in TRUE_WORDS or word in FALSE_WORDS:
            return word in TRUE_WORDS
        if re.fullmatch(r"-?[0-9]{1,9}", data):
            return int(data) != 0
        self.fail("invalid")


@extend_schema_field({"type": "string", "enum": ["1", "0", "true", "false"]})
class BooleanParam(ParamField):
    """A filter with three states: true, false, or None when it is not given."""

    default_error_messages = {"invalid": "Must be 1, 0, true or false."}

    def to_internal_value(self, data: str) -> bool:
        word = data.lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            self.fail("invalid")
        return word in TRUE_WORDS


@extend_schema_field(OpenApiTypes.STR)
class TextParam(ParamField):
    """Any text without NUL characters."""

    default_error_messages = {"null_character": "Null characters are not allowed."}

    def to_internal_value(self, data: str) -> str:
        if "\x00" in data:
            self.fail("null_character")
        return data


@extend_schema_field(OpenApiTypes.STR)
class CsvParam(TextParam):
    """A comma-separated list, nothing trimmed."""

    def to_internal_value(self, data: str) -> list[Any]:
        return [self.element(part) for part in super().to_internal_value(data).split(",")]

    def element(self, text: str) -> Any:
        return text


@extend_schema_field(OpenApiTypes.UUID)
class UuidParam(ParamField):
    """A UUID, with or without dashes."""

    default_error_messages = {"invalid": "“{value}” is not a valid UUID."}

    def to_internal_value(self, data: str) -> uuid.UUID:
        try:
            return uuid.UUID(data)
        except ValueError:
            self.fail("invalid", value=data)


class UuidCsvParam(CsvParam):
    """Comma-separated UUIDs, with or without dashes."""

    default_error_messages = {"invalid": "“{value}” is not a valid UUID."}

    def element(self, text: str) -> uuid.UUID:
        try:
            return uuid.UUID(text)
        except ValueError:
            self.fail("invalid", value=text)


class IntegerCsvParam(CsvParam):
    """Comma-separated identifiers: whole numbers that a database column can hold."""

    default_error_messages = {"invalid": "“{value}” is not a valid number."}

    def element(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text):
            self.fail("invalid", value=text)
        return int(text)


@extend_schema_field(OpenApiTypes.STR)
class ChoiceParam(ParamField):
    """One of a few values."""

    default_error_messages = {"invalid": "Select a valid choice. {value} is not one of the available choices."}

    def __init__(self, choices: tuple[str, ...], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(**kwargs)

    def to_internal_value(self, data: str) -> str:
        if data not in self.choices:
            self.fail("invalid", value=data)
        return data


@extend_schema_field(OpenApiTypes.DATETIME)
class TimestampParam(ParamField):
    """An ISO 8601 date or time; without a zone it is UTC."""

    default_error_messages = {"invalid": "Enter a valid date/time."}

    def to_internal_value(self, data: str) -> datetime:
        try:
            moment = parse_datetime(data)
            if moment is None and (day := parse_date(data)):
                moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        except ValueError:
            moment = None
        if moment is None:
            self.fail("invalid")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
