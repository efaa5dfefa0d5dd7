"""Who refreshes just now, as far as the database knows."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.models import RefreshLease, RefreshRun
from course_discovery.apps.data_loading.rules.run_state import RunState, state_of


class Leases:
    """The leases whose holders were heard of lately, read once, to judge many runs by."""

    def __init__(self) -> None:
        self._by_partner = {lease.partner_id: lease for lease in _live()}

    def state_of(self, run: RefreshRun) -> RunState:
        lease = self._by_partner.get(run.partner_id)
        return state_of(
            run.status,
            has_lease=lease is not None and lease.holder == run.holder,
            is_file=bool(run.file),
            age=timezone.now() - run.started,
            resumable_for=timedelta(hours=settings.DATA_LOADING_RESUME_HOURS),
        )


def with_liveness(runs: QuerySet[RefreshRun]) -> QuerySet[RefreshRun]:
    """Add `is_live`: the run's holder has the lease and was heard of lately."""
    return runs.annotate(
        is_live=Exists(_live().filter(partner=OuterRef("partner"), holder=OuterRef("holder")).values("pk"))
    )


def live_lease(partner: Partner) -> RefreshLease | None:
    """Return the lease of whoever refreshes the partner. One killed lately still counts: its lease has to run out."""
    return _live().filter(partner=partner).first()


def _live() -> QuerySet[RefreshLease]:
    lifetime = timedelta(seconds=settings.DATA_LOADING_LEASE_SECONDS)
    return RefreshLease.objects.filter(renewed_at__gte=timezone.now() - lifetime)
