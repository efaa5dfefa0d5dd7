"""The two rows of a draft pair."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models


class PairUniqueConstraint(models.UniqueConstraint):
    """A unique constraint of a draft pair, checked in forms among draft rows too.

    Django looks for clashes through the default manager, which does not see drafts. And it skips constraints with
    a field that a form does not show, as forms never show `draft`.
    """

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        shown = [name for name in self.fields if name != "draft"]
        if exclude and set(shown) & set(exclude):
            return
        row: Any = instance
        values: dict[str, Any] = {}
        for name in self.fields:
            field: Any = model._meta.get_field(name)
            # The database has not filled a generated column yet: ask it what it would hold.
            value = row._get_field_expression_map(model._meta)[name] if field.generated else None
            values[name] = getattr(instance, field.attname) if value is None else value
        if any(value is None for value in values.values()):
            return
        if model._base_manager.using(using).filter(**values).exclude(pk=instance.pk).exists():
            raise ValidationError(instance.unique_error_message(model, tuple(shown)))  # type: ignore[arg-type]


class DraftPair(models.Model):
    """A row of a pair. A draft is what editors change; the official row is what everybody else sees.

    Models declare two managers: `objects`, the default, for official rows and `everything` for all.
    """

    draft = models.BooleanField(default=False, help_text="Is this the copy that editors change?")
    # Any: to the type checker a row of the concrete model, which only the concrete model could name.
    draft_version: Any = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="_official_version",
        help_text="On an official row: the draft it is made from.",
    )

    class Meta:
        abstract = True

    @property
    def official_version(self) -> Any:
        """The official row whose draft this is, or None. Asking an official row costs no query."""
        return getattr(self, "_official_version", None) if self.draft else None

    def validate_unique(self, exclude: Any = None) -> None:
        super().validate_unique(exclude=exclude)
        # Django has looked among official rows only.
        for field in self._meta.concrete_fields:
            if not field.unique or field.primary_key or field.name in (exclude or ()):
                continue
            value = getattr(self, field.attname)
            clashes = type(self)._base_manager.filter(**{field.attname: value}).exclude(pk=self.pk)
            if value is not None and clashes.exists():
                raise ValidationError({field.name: [self.unique_error_message(type(self), (field.name,))]})


def counterpart(row: DraftPair) -> Any:
    """Return the other row of the pair, or None while there is just one."""
    return row.official_version if row.draft else row.draft_version
