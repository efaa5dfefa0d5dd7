"""A column that holds e-mail addresses, one a line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models


def split_lines(text: str | None) -> list[str]:
    """Return the non-blank lines, trimmed."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class EmailListFormField(forms.CharField):
    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return split_lines(super().to_python(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != split_lines(data)

    def run_validators(self, value: Any) -> None:
        """Leave the addresses to the model field, whose message names the bad one."""


class EmailListField(models.TextField):
    """A list of e-mail addresses in Python, newline-separated text in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return split_lines(value)

    def to_python(self, value: Any) -> list[str]:
        return split_lines(value) if isinstance(value, str) or value is None else list(value)

    def get_prep_value(self, value: Any) -> str:
        return "\n".join(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        for address in value:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(f"{address}: {error.messages[0]}", code="invalid") from error

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": EmailListFormField, **kwargs})
