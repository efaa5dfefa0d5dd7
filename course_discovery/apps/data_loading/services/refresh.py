"""Refreshing a partner's catalogue from its platforms: all sources, one after the other, with a record of it."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.loaders.course_types import assign_types, courses_without_type, type_by_products
from course_discovery.apps.data_loading.loaders.mode_types import courses_whose_modes_differ, type_by_modes
from course_discovery.apps.data_loading.loaders.reference import Reference, read_reference
from course_discovery.apps.data_loading.models import RefreshRun, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import UNFINISHED, RunStatus
from course_discovery.apps.data_loading.pipelines import COURSE_TYPES, COURSE_TYPES_STAGE, PIPELINES, Pipeline
from course_discovery.apps.data_loading.selectors.configuration import pages_ahead
from course_discovery.apps.data_loading.services.lease import Lease, LeaseLost, refreshing
from course_discovery.apps.data_loading.services.page import record_outcome, remember
from course_discovery.apps.data_loading.services.source_run import Progress, SourceReader, end
from course_discovery.rest import data_version

logger = logging.getLogger(__name__)


def refresh_partner(
    partner: Partner,
    progress: Progress,
    stage: int = 0,
    restart: bool = False,
    allow_large_deletes: bool = False,
) -> RefreshRun:
    """Refresh a partner and return the record of it, whose status says whether all went well.

    `stage` is the one stage to do, 0 all. A run of the same partner and stage that was killed is taken up where it
    stopped, unless `restart` says not to. Raises AlreadyRefreshing; what a source does wrong is in the record only.
    """
    with refreshing(partner) as lease:
        run = _begin(partner, stage, restart, lease)
        try:
            _refresh(run, lease, progress, allow_large_deletes)
        except BaseException as error:
            run.status, run.error = RunStatus.Interrupted, f"{type(error).__name__}: {error}"
            run.ended = timezone.now()
            run.save()
            raise
        failed = [source.source for source in run.sources.all() if source.status == RunStatus.Failed]
        run.status = RunStatus.Failed if failed else RunStatus.Completed
        run.error = f"Failed: {', '.join(failed)}" if failed else ""
        run.ended = timezone.now()
        run.save()
        return run


def finish_refreshes() -> None:
    """Forget old run records, and make cached answers of the API go stale. Once a command, whatever became of it."""
    RefreshRun.objects.filter(started__lt=timezone.now() - timedelta(days=settings.DATA_LOADING_KEEP_DAYS)).delete()
    data_version.bump()


def pipelines_of(stage: int) -> list[Pipeline]:
    return [pipeline for pipeline in PIPELINES if stage in (0, pipeline.stage)]


def _begin(partner: Partner, stage: int, restart: bool, lease: Lease) -> RefreshRun:
    """Take up the partner's unfinished run, or begin a new one. Whoever wrote an unfinished one is dead: we have the
    lease."""
    now = timezone.now()
    unfinished = list(RefreshRun.objects.filter(partner=partner, status__in=UNFINISHED, file=""))
    resumable = [
        run
        for run in unfinished[:1]
        if not restart
        and run.stage == stage
        and run.started > now - timedelta(hours=settings.DATA_LOADING_RESUME_HOURS)
    ]
    for run in unfinished:
        if run not in resumable:
            run.status, run.ended = RunStatus.Abandoned, run.ended or now
            run.save()
    if not resumable:
        return RefreshRun.objects.create(partner=partner, stage=stage, holder=lease.holder, started=now)
    run = resumable[0]
    run.status, run.ended, run.error = RunStatus.Running, None, ""
    run.holder, run.resumed = lease.holder, run.resumed + 1
    run.save()
    logger.info("Resuming the refresh of %s that began at %s.", partner.short_code, run.started)
    return run


def _refresh(run: RefreshRun, lease: Lease, progress: Progress, allow_large_deletes: bool) -> None:
    reference, ahead = read_reference(run.partner), pages_ahead()
    done = {source.source for source in run.sources.exclude(status__in=UNFINISHED)}
    for pipeline in pipelines_of(run.stage):
        url = pipeline.source.url(run.partner)
        if not url or pipeline.name in done:
            continue
        logger.info("Executing Loader %s, url: %s", pipeline.loader.__name__, url)
        source_run, is_new = _source_run(run, pipeline.name, url)
        progress.source_started(source_run)
        source = pipeline.source(run.partner)
        try:
            SourceReader(
                source_run,
                source,
                pipeline.loader(reference),
                lease.keep,
                progress,
                ahead,
                is_new=is_new,
                allow_large_deletes=allow_large_deletes,
            ).read()
        except (LeaseLost, DatabaseError):
            raise
        except Exception as error:
            # A fault of one source is none of the others.
            logger.exception("%s failed!", pipeline.loader.__name__)
            end(source_run, RunStatus.Failed, f"{type(error).__name__}: {error}")
        finally:
            source.close()
    if run.stage in (0, COURSE_TYPES_STAGE) and _sells(run.partner) and COURSE_TYPES not in done:
        _calculate_types(_source_run(run, COURSE_TYPES, "")[0], reference, lease, progress)


def _sells(partner: Partner) -> bool:
    """Tell whether there is anybody who says what is sold: the shop, or the LMS with its modes."""
    return bool(partner.ecommerce_api_url or partner.courses_api_url)


def _source_run(run: RefreshRun, name: str, url: str) -> tuple[SourceRun, bool]:
    """Return the record of a source and whether it is new."""
    source_run, created = SourceRun.objects.get_or_create(
        refresh_run=run, source=name, defaults={"url": url, "started": timezone.now()}
    )
    if not created:
        source_run.url, source_run.status, source_run.error = url, RunStatus.Running, ""
        source_run.save()
    return source_run, created


def _calculate_types(source_run: SourceRun, reference: Reference, lease: Lease, progress: Progress) -> None:
    progress.source_started(source_run)
    follows_modes = reference.types_follow_modes
    batches = courses_whose_modes_differ(reference) if follows_modes else courses_without_type(reference)
    judge = type_by_modes if follows_modes else type_by_products
    for batch in batches:
        lease.keep()
        with transaction.atomic():
            counts = record_outcome(source_run, assign_types(batch, reference, judge), rows=len(batch))
        remember(source_run, counts)
    end(source_run, RunStatus.Completed)
    progress.source_ended(source_run)


def ran_well(runs: Iterable[RefreshRun]) -> bool:
    return all(run.status == RunStatus.Completed for run in runs)
