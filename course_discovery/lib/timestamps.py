"""When a row was made and last saved."""

from typing import Any

from django.db import models


class TimeStampedModel(models.Model):
    """`created` is set on insert; `modified` on every save, whatever `update_fields` says."""

    created = models.DateTimeField(auto_now_add=True, editable=False)
    modified = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True
        get_latest_by = "modified"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if (update_fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*update_fields, "modified"}
        super().save(*args, **kwargs)
