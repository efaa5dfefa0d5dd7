"""What follows when rows of the catalogue are saved or deleted one by one. Set-based writes send no signals."""

from typing import Any

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save

from course_discovery.rest.data_version import bump_on_commit


def forget_cached_responses(sender: Any, **kwargs: Any) -> None:
    """Let cached answers of the API go stale; fixtures being loaded do not count."""
    if not kwargs.get("raw"):
        bump_on_commit()


def connect(app_label: str) -> None:
    """Watch the models of an app and its relations, but not their audit rows."""
    for model in apps.get_app_config(app_label).get_models(include_auto_created=True):
        if model.__name__.startswith("Historical"):
            continue
        uid = f"forget_cached_responses:{model._meta.label}"
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(forget_cached_responses, sender=model, dispatch_uid=uid)
