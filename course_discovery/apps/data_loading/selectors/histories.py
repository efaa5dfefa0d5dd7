"""The last runs of every source of every partner, and what failed in the latest, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.models import RefreshRun, RowFailure, SourceRun
from course_discovery.apps.data_loading.pipelines import COURSE_TYPES, PIPELINES
from course_discovery.apps.data_loading.rules.run_state import RunState
from course_discovery.apps.data_loading.selectors.leases import Leases

RUNS_SHOWN = 20
CODES_SHOWN = 5
_ORDER = {name: place for place, name in enumerate([*(pipeline.name for pipeline in PIPELINES), COURSE_TYPES])}


@dataclass(frozen=True)
class FailureCount:
    """How many rows of a source run failed, or were left out (`skipped`), for one reason, with one of them."""

    code: str
    skipped: bool
    count: int
    example: RowFailure


@dataclass(frozen=True)
class SourceHistory:
    """`runs` are the last ones, the oldest first, and never none; `reasons` those of the latest, failures first."""

    source: str
    runs: Sequence[SourceRun]
    states: Sequence[RunState]
    reasons: Sequence[FailureCount]

    @property
    def latest(self) -> SourceRun:
        return self.runs[-1]


@dataclass(frozen=True)
class PartnerHistory:
    partner: Partner
    latest: RefreshRun
    state: RunState
    sources: Sequence[SourceHistory]


def histories(partner_id: int | None = None, runs: int = RUNS_SHOWN) -> list[PartnerHistory]:
    """Return the history of the partner, or of every partner that was ever refreshed, by short code."""
    by_partner: defaultdict[int, defaultdict[str, list[SourceRun]]] = defaultdict(lambda: defaultdict(list))
    for run in _last_runs(partner_id, runs):
        by_partner[run.refresh_run.partner_id][run.source].append(run)
    latest = {run.partner_id: run for run in _latest_refreshes(partner_id)}
    reasons = _reasons([found[-1] for sources in by_partner.values() for found in sources.values()])
    leases = Leases()
    return [
        PartnerHistory(
            run.partner,
            run,
            leases.state_of(run),
            [
                SourceHistory(source, found, [_state(each, leases) for each in found], reasons[found[-1].pk])
                for source, found in sorted(by_partner[run.partner_id].items(), key=_place)
            ],
        )
        for run in sorted(latest.values(), key=lambda run: run.partner.short_code)
    ]


def _last_runs(partner_id: int | None, count: int) -> Iterable[SourceRun]:
    """The oldest first."""
    number = Window(
        RowNumber(),
        partition_by=[F("refresh_run__partner_id"), F("source")],
        order_by=[F("started").desc(), F("pk").desc()],
    )
    wanted = {"refresh_run__partner_id": partner_id} if partner_id else {}
    # Keys alone are numbered: a month of refreshes is sorted for a screenful of rows.
    latest = SourceRun.objects.filter(**wanted).annotate(number=number).filter(number__lte=count).values("pk")
    found = SourceRun.objects.filter(pk__in=latest).select_related("refresh_run").defer("written", "results")
    return found.order_by("started", "pk")


def _latest_refreshes(partner_id: int | None) -> Iterable[RefreshRun]:
    number = Window(RowNumber(), partition_by=[F("partner_id")], order_by=[F("started").desc(), F("pk").desc()])
    wanted = {"partner_id": partner_id} if partner_id else {}
    found = RefreshRun.objects.filter(**wanted).annotate(number=number).filter(number=1)
    return found.select_related("partner").order_by("pk")


def _state(source_run: SourceRun, leases: Leases) -> RunState:
    """A source that was being read is as dead as its refresh."""
    of_refresh = leases.state_of(source_run.refresh_run)
    if source_run.status in ("running", "interrupted"):
        return of_refresh
    return RunState(source_run.status)


def _place(item: tuple[str, list[SourceRun]]) -> tuple[int, str]:
    source = item[0]
    return _ORDER.get(source, len(_ORDER)), source


def _reasons(runs: Iterable[SourceRun]) -> defaultdict[int, list[FailureCount]]:
    """By primary key of the run: the commonest reasons of each."""
    with_failures = [run.pk for run in runs if run.failed or run.skipped]
    counts = list(
        RowFailure.objects.filter(source_run__in=with_failures)
        .values("source_run_id", "code", "skipped")
        .annotate(count=Count("pk"), example=Min("pk"))
        .order_by("skipped", "-count", "code")
    )
    shown: defaultdict[int, list[FailureCount]] = defaultdict(list)
    examples = RowFailure.objects.in_bulk([count["example"] for count in counts]) if counts else {}
    for count in counts:
        if len(shown[count["source_run_id"]]) < CODES_SHOWN:
            shown[count["source_run_id"]].append(
                FailureCount(count["code"], count["skipped"], count["count"], examples[count["example"]])
            )
    return shown
