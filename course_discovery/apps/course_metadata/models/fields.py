"""Column types of rich text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from course_discovery.apps.course_metadata.rules.html import InvalidHtml, check_html


def validate_html(value: str) -> None:
    try:
        check_html(value)
    except InvalidHtml as error:
        raise ValidationError(str(error), code="invalid_html") from error


class HtmlField(models.TextField):
    """Text in a small set of HTML tags, checked by forms and serializers, not by plain saves."""

    default_validators = [validate_html]

    def deconstruct(self) -> Any:
        # What may stand in the text is no matter of the schema.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class NullHtmlField(HtmlField):
    """Optional rich text; none is null."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, "default": None, **kwargs})
