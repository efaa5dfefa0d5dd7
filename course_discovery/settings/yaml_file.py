"""Settings from a YAML file (DISCOVERY_CFG), laid over the defaults."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ImproperlyConfigured

MERGED = ("JWT_AUTH", "REST_FRAMEWORK")


def read_yaml_settings(path: str) -> dict[str, Any]:
    """Read the file at `path`: a mapping of setting names. ImproperlyConfigured says what is wrong with it."""
    try:
        values = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(f"DISCOVERY_CFG names {path}, which cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise ImproperlyConfigured(f"DISCOVERY_CFG names {path}, which is not YAML: {error}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ImproperlyConfigured(f"DISCOVERY_CFG names {path}, which must hold a mapping of setting names to values.")
    return values


def layer_over(defaults: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that `values` changes in `defaults`.

    A key replaces its default, but JWT_AUTH and REST_FRAMEWORK are merged into it (an empty block keeps the defaults).
    MEDIA_STORAGE_BACKEND is taken apart: its two backends go to STORAGES, its other keys become settings.
    EXTRA_APPS are installed. ELASTICSEARCH_CLUSTER_URL becomes the hosts of ELASTICSEARCH_DSL.
    """
    values = dict(values)
    settings: dict[str, Any] = {}

    storage = dict(values.pop("MEDIA_STORAGE_BACKEND", None) or {})
    storages = deepcopy(defaults.get("STORAGES", {}))
    for name, alias in (("DEFAULT_FILE_STORAGE", "default"), ("STATICFILES_STORAGE", "staticfiles")):
        if backend := storage.pop(name, None):
            storages[alias] = {"BACKEND": backend}
            settings["STORAGES"] = storages
    settings.update(storage)

    for name in MERGED:
        if name in values:
            settings[name] = {**defaults.get(name, {}), **(values.pop(name) or {})}
    settings.update(values)

    if extra_apps := values.get("EXTRA_APPS"):
        settings["INSTALLED_APPS"] = [*settings.get("INSTALLED_APPS", defaults.get("INSTALLED_APPS", [])), *extra_apps]
    if url := values.get("ELASTICSEARCH_CLUSTER_URL"):
        settings["ELASTICSEARCH_DSL"] = {"default": {"hosts": url}}
    return settings
