"""How far a refresh is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from course_discovery.apps.data_loading.models import PageCheckpoint, RefreshRun, SourceRun
from course_discovery.apps.data_loading.rules.run_state import RunState, pages_expected
from course_discovery.apps.data_loading.selectors.leases import Leases

# The speed of a source is that of its last pages: a run that was taken up may have stood still for hours.
SPEED_SECONDS = 60


@dataclass(frozen=True)
class SourceProgress:
    """`pages_expected` is None as long as nothing is known; `speed` is in rows a second, None: not to be told."""

    run: SourceRun
    status: str
    pages_expected: int | None
    speed: float | None
    seconds: float | None

    @property
    def share(self) -> float | None:
        """The part of the listing that was read, 0 to 1."""
        if not self.run.announced:
            return None
        return min(self.run.seen / self.run.announced, 1.0)


@dataclass(frozen=True)
class RunProgress:
    state: RunState
    sources: Sequence[SourceProgress]


def progress_of(run: RefreshRun) -> RunProgress:
    now = timezone.now()
    state = Leases().state_of(run)
    rows = dict(
        PageCheckpoint.objects.filter(source_run__refresh_run=run, at__gte=now - timedelta(seconds=SPEED_SECONDS))
        .order_by()
        .values_list("source_run_id")
        .annotate(rows=Sum("rows"))
    )
    return RunProgress(state, [_source(source, state, rows.get(source.pk, 0), now) for source in run.sources.all()])


def _source(source: SourceRun, state: RunState, rows_lately: int, now: datetime) -> SourceProgress:
    is_unfinished = source.status in ("running", "interrupted")
    is_live = is_unfinished and state.is_live
    until = now if is_live else source.ended
    return SourceProgress(
        source,
        status=state.name if is_unfinished else source.status,
        pages_expected=pages_expected(source.pages, source.seen, source.announced),
        speed=_speed_now(source, rows_lately, now) if is_live else _speed(source),
        seconds=(until - source.started).total_seconds() if until else None,
    )


def _speed_now(source: SourceRun, rows_lately: int, now: datetime) -> float | None:
    seconds = min((now - source.started).total_seconds(), SPEED_SECONDS)
    return rows_lately / seconds if rows_lately and seconds else None


def _speed(source: SourceRun) -> float | None:
    if source.resumed or source.ended is None:
        return None
    seconds = (source.ended - source.started).total_seconds()
    return source.seen / seconds if source.seen and seconds else None
