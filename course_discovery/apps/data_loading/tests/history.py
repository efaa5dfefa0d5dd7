"""Records of refreshes, as refreshes leave them."""

from datetime import timedelta

from django.utils import timezone

from course_discovery.apps.data_loading.models import RefreshLease, RefreshRun, RowFailure, SourceRun


def refresh(partner, ago=timedelta(), **values):
    """A refresh that began so long ago; it is over unless the values say otherwise."""
    started = timezone.now() - ago
    return RefreshRun.objects.create(
        partner=partner, **{"started": started, "ended": started, "status": "completed"} | values
    )


def source_of(run, source="lms_courses", seconds=10, **values):
    """A source of the refresh that took so many seconds, None: it is not over."""
    ended = None if seconds is None else run.started + timedelta(seconds=seconds)
    return SourceRun.objects.create(
        refresh_run=run, source=source, **{"started": run.started, "ended": ended, "status": "completed"} | values
    )


def failures_of(source_run, *keys, code="bad_key", message="What key is it?", **values):
    rows = [RowFailure(source_run=source_run, key=key, code=code, message=message, **values) for key in keys]
    RowFailure.objects.bulk_create(rows)


def lease_of(run, heard_of=timedelta()):
    """The lease of the process that does the run, which was last heard of so long ago."""
    now = timezone.now()
    return RefreshLease.objects.create(
        partner=run.partner,
        token="6b6a4f3e-3f0b-4f43-9f0e-0d9f0a6c2d11",
        holder=run.holder,
        lock_domain="elsewhere",
        taken_at=run.started,
        renewed_at=now - heard_of,
    )
