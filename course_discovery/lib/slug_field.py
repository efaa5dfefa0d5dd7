"""A slug column that fills itself from other attributes of its row."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import models

from course_discovery.lib.slugs import SettledSlug, slugify, unique_slugs

SLUGS_A_QUERY = 400


class AutoSlugField(models.SlugField):
    """A slug that is made when it is empty, unique over all rows of the table.

    `populate_from` names the attributes it is made of. With `regenerate_on_create` an insert ignores the value it was
    given, unless that is a SettledSlug. `unique_within` names the fields inside which it must be unique, when the table
    as a whole is too wide. `make` turns the attributes into a slug.
    """

    def __init__(
        self,
        *args: Any,
        populate_from: Sequence[str] = (),
        regenerate_on_create: bool = False,
        unique_within: Sequence[str] = (),
        make: Callable[..., str] = slugify,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.populate_from = tuple(populate_from)
        self.regenerate_on_create = regenerate_on_create
        self.unique_within = tuple(unique_within)
        self.make = make

    def deconstruct(self) -> Any:
        # How the value is found is no matter of the schema: migrations see a plain slug column.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        current = getattr(model_instance, self.attname) or ""
        kept = isinstance(current, SettledSlug) or not (add and self.regenerate_on_create)
        if current and kept:
            return current
        (slug,) = self.slugs_for([model_instance])
        setattr(model_instance, self.attname, slug)
        return slug

    def stem(self, instance: models.Model) -> str:
        """Return the slug that the row would have in an empty table."""
        return self.make(*(getattr(instance, name) for name in self.populate_from), max_length=self.max_length)

    def slugs_for(self, instances: Sequence[Any]) -> list[SettledSlug]:
        """Return a free slug for each row, in order. All rows must agree in the `unique_within` fields."""
        rows = self.model._base_manager.exclude(pk__in=[row.pk for row in instances if row.pk is not None])
        if self.unique_within and instances:
            rows = rows.filter(**{name: getattr(instances[0], name) for name in self.unique_within})

        def taken_among(slugs: Collection[str]) -> set[str]:
            wanted = sorted(slugs)
            taken: set[str] = set()
            for start in range(0, len(wanted), SLUGS_A_QUERY):
                chunk = wanted[start : start + SLUGS_A_QUERY]
                taken.update(rows.filter(**{f"{self.attname}__in": chunk}).values_list(self.attname, flat=True))
            return taken

        return unique_slugs([self.stem(row) for row in instances], taken_among, self.max_length or 0)
