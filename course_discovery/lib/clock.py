"""Another present, for commands that repeat what was true at a given moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Lets `django.utils.timezone.now()` stand at `moment`, in the whole process: not for web workers."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
