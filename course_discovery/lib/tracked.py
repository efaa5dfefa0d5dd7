"""Models that know which of their columns changed since they were loaded."""

from collections.abc import Collection, Iterable
from copy import copy
from typing import Any, ClassVar

from django.db import models


class TrackedModel(models.Model):
    """Remembers the loaded value of every concrete column.

    A row that was never saved counts as unchanged, as it has nothing to differ from. Columns named in
    `untracked_columns` do not count.
    """

    untracked_columns: ClassVar[Collection[str]] = ()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Any:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._remember(field_names)
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        update_fields = kwargs.get("update_fields")
        self._remember(self._loaded_columns() if update_fields is None else self._attnames(update_fields))

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        names = None if fields is None else list(fields)
        super().refresh_from_db(using=using, fields=names, from_queryset=from_queryset)
        self._remember(self._loaded_columns() if names is None else self._attnames(names))

    @property
    def has_changed(self) -> bool:
        return bool(self.changes())

    def changes(self, include_untracked: bool = False) -> dict[str, Any]:
        """Return the loaded value of each changed column, by column attribute (`type_id` for a relation)."""
        if self._state.adding:
            return {}
        return {
            name: loaded
            for name, loaded in self._remembered().items()
            if (include_untracked or name not in self.untracked_columns)
            and _plain(self.__dict__.get(name, loaded)) != loaded
        }

    def loaded_value(self, column: str) -> Any:
        """Return what the column held when the row was loaded or last saved; its present value for a new row."""
        return self._remembered().get(column, getattr(self, column))

    def _remembered(self) -> dict[str, Any]:
        return self.__dict__.setdefault("_loaded_values", {})

    def _remember(self, columns: Collection[str]) -> None:
        remembered = self._remembered()
        for name in columns:
            if name in self.__dict__:
                remembered[name] = _plain(self.__dict__[name])

    def _loaded_columns(self) -> list[str]:
        return [field.attname for field in self._meta.concrete_fields if not field.generated]

    def _attnames(self, names: Collection[str]) -> list[str]:
        wanted = set(names)
        return [field.attname for field in self._meta.concrete_fields if {field.name, field.attname} & wanted]


def _plain(value: Any) -> Any:
    """Return a value that later edits in place do not reach, and that a loaded file compares equal with."""
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return copy(value) if isinstance(value, (list, dict)) else value
