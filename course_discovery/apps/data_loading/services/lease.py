"""One refresh of a partner at a time, over processes and machines.

A file lock tells at once that a process of this machine died. A lease in the database does the same over machines, but
only after its time has run out: a holder renews it while it works.
"""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from filelock import FileLock, Timeout

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.models import RefreshLease

# A lease is renewed when this share of its time has passed.
_RENEW_AFTER = 0.2


class AlreadyRefreshing(Exception):
    """Another process refreshes the partner; the message says which and since when."""


class LeaseLost(Exception):
    """The lease ran out before it was renewed, and another process has taken it."""


class Lease:
    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.holder = f"process {os.getpid()} on {socket.gethostname()}"
        self._token = uuid4()
        self._lifetime = timedelta(seconds=settings.DATA_LOADING_LEASE_SECONDS)
        self._renewed = time.monotonic()

    def keep(self) -> None:
        """Renew the lease if it is time to. Raises LeaseLost: then nothing more may be written."""
        if time.monotonic() - self._renewed < self._lifetime.total_seconds() * _RENEW_AFTER:
            return
        if not self._mine().update(renewed_at=timezone.now()):
            raise LeaseLost(f"Another process has taken over the refresh of {self.partner.short_code}.")
        self._renewed = time.monotonic()

    def take(self, lock_domain: str) -> None:
        """Take the lease from nobody, from a dead process of this machine, or from one that ran out."""
        now = timezone.now()
        values = {
            "token": self._token,
            "holder": self.holder,
            "lock_domain": lock_domain,
            "taken_at": now,
            "renewed_at": now,
        }
        dead = Q(lock_domain=lock_domain) | Q(renewed_at__lt=now - self._lifetime)
        if RefreshLease.objects.filter(dead, partner=self.partner).update(**values):
            return
        try:
            with transaction.atomic():
                RefreshLease.objects.create(partner=self.partner, **values)
        except IntegrityError as error:
            raise AlreadyRefreshing(_who(self.partner)) from error

    def give_back(self) -> None:
        self._mine().delete()

    def _mine(self) -> QuerySet[RefreshLease]:
        return RefreshLease.objects.filter(partner=self.partner, token=self._token)


@contextmanager
def refreshing(partner: Partner) -> Iterator[Lease]:
    """Hold the partner's lease. Raises AlreadyRefreshing when another process does."""
    folder = Path(settings.DATA_LOADING_LOCK_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    file_lock = FileLock(folder / f"refresh-{re.sub(r'[^A-Za-z0-9._-]', '_', partner.short_code)}.lock", timeout=0)
    try:
        file_lock.acquire()
    except Timeout as error:
        raise AlreadyRefreshing(_who(partner)) from error
    lease = Lease(partner)
    try:
        lease.take(f"{socket.gethostname()}:{folder.resolve()}")
        try:
            yield lease
        finally:
            lease.give_back()
    finally:
        file_lock.release()


def _who(partner: Partner) -> str:
    lease = RefreshLease.objects.filter(partner=partner).first()
    by = f" by {lease.holder} since {lease.taken_at:%Y-%m-%d %H:%M:%S} UTC" if lease else ""
    return f"Partner {partner.short_code} is already being refreshed{by}."
