"""Packages that only some installations need."""

from importlib import import_module
from typing import Any


class NotAvailable(Exception):
    """An outside system cannot be asked: it is not configured, or its package is not installed. Says what to do."""


def optional_module(name: str, package: str) -> Any:
    """Import a module of requirements/optional.in. Raises NotAvailable."""
    try:
        return import_module(name)
    except ImportError as error:
        raise NotAvailable(
            f"The package {package} is not installed: pip install -r requirements/optional.txt ({error})"
        ) from error
