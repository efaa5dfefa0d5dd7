"""The moment the catalogue last changed, shared by all processes through the cache: the response cache's generation."""

import time

from django.core.cache import cache
from django.db import transaction

KEY = "api_timestamp"


def current() -> float:
    """The present generation; one is begun when there is none."""
    version = cache.get(KEY)
    if version is None:
        version = time.time()
        # add: of two processes that find none at once, both use the same.
        if not cache.add(KEY, version, timeout=None):
            version = cache.get(KEY, version)
    return version


def bump() -> None:
    """Makes every cached response stale, now."""
    cache.set(KEY, time.time(), timeout=None)


def bump_on_commit() -> None:
    """The same once the present transaction is committed. Set-based writes call it: they send no model signals."""
    transaction.on_commit(bump)
