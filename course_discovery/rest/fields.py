"""Shapes that several resources share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

URL_IMAGE = {
    "type": "object",
    "nullable": True,
    "properties": {
        "src": {"type": "string"},
        "description": {"type": "string", "nullable": True},
        "height": {"type": "integer", "nullable": True},
        "width": {"type": "integer", "nullable": True},
    },
}
SIZED_IMAGE = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {"url": {"type": "string"}, "width": {"type": "integer"}, "height": {"type": "integer"}},
    },
}


@extend_schema_field(URL_IMAGE)
class UrlImageField(serializers.Field):
    """An image known by its address only: null without one."""

    def to_representation(self, value: str) -> dict[str, Any] | None:
        return {"src": value, "description": None, "height": None, "width": None} if value else None


@extend_schema_field({"type": "string", "nullable": True})
class FileUrlField(serializers.Field):
    """The storage's address of a file: null when none is stored."""

    def to_representation(self, value: Any) -> str | None:
        return value.url if value else None


@extend_schema_field({"type": "string", "nullable": True})
class AbsoluteFileUrlField(serializers.Field):
    """The address of a stored file with scheme and host: null when none is stored."""

    def to_representation(self, value: Any) -> str | None:
        if not value:
            return None
        request = self.context.get("request")
        return request.build_absolute_uri(value.url) if request else value.url


@extend_schema_field(SIZED_IMAGE)
class StdImageField(serializers.Field):
    """The stored sizes of an image by name, with absolute addresses: {} when none is stored."""

    def to_representation(self, value: Any) -> dict[str, dict[str, Any]]:
        if not value:
            return {}
        request = self.context.get("request")
        sizes = {}
        for name, size in value.field.variations.items():
            url = getattr(value, name).url
            sizes[name] = {
                "url": request.build_absolute_uri(url) if request else url,
                "width": size["width"],
                "height": size["height"],
            }
        return sizes


@extend_schema_field({"type": "string"})
class TranslatedTextField(serializers.Field):
    """A translated column in the active language, else in the default one, else in any there is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "source": "*"})

    def to_representation(self, row: Any) -> str | None:
        return row.safe_translation_getter(self.field_name, any_language=True)
