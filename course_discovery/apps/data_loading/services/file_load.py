"""Loading a table that people or other services hand in: the same pages, checkpoints and records as of a refresh."""

import logging
import time
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.utils import timezone

from course_discovery.apps.core.models import Partner, User
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.models import RefreshRun, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import UNFINISHED, RunStatus
from course_discovery.apps.data_loading.pipelines import FilePipeline
from course_discovery.apps.data_loading.selectors.configuration import pages_ahead
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing, Lease, refreshing
from course_discovery.apps.data_loading.services.source_run import Progress, SourceReader
from course_discovery.apps.data_loading.sources.table import Table
from course_discovery.rest import data_version

logger = logging.getLogger(__name__)


def load_table(
    partner: Partner,
    pipeline: FilePipeline,
    table: Table,
    progress: Progress,
    allow_large_deletes: bool = False,
    requested_by: User | None = None,
    **options: Any,
) -> SourceRun:
    """Load a table and return the record of it: counts, results and row failures.

    The options go to the pipeline's source and loader. Rows that cannot be loaded are in the record alone. Raises
    UnreadableTable before anything is written, AlreadyRefreshing when the partner is being loaded all the while that
    DATA_LOADING_FILE_WAIT_SECONDS allow to wait.
    """
    source = pipeline.source(partner, table, **options)
    with ExitStack() as stack:
        lease = _wait_for_lease(partner, stack)
        _abandon_unfinished(partner, pipeline)
        now = timezone.now()
        run = RefreshRun.objects.create(partner=partner, file=table.origin[-255:], holder=lease.holder, started=now)
        source_run = SourceRun.objects.create(
            refresh_run=run, source=pipeline.name, url=table.origin[-255:], started=now
        )
        try:
            progress.source_started(source_run)
            SourceReader(
                source_run,
                source,
                pipeline.loader(read_reference(partner, requested_by), **options),
                lease.keep,
                progress,
                pages_ahead(),
                allow_large_deletes=allow_large_deletes,
            ).read()
        except BaseException as error:
            source_run.status = run.status = RunStatus.Interrupted
            source_run.error = run.error = f"{type(error).__name__}: {error}"
            raise
        else:
            run.status, run.error = source_run.status, source_run.error
        finally:
            source_run.ended = run.ended = timezone.now()
            source_run.save()
            run.save()
            data_version.bump()
    return source_run


def _abandon_unfinished(partner: Partner, pipeline: FilePipeline) -> None:
    """Whoever wrote them is dead: we have the lease. What they wrote is found unchanged now."""
    dead = SourceRun.objects.filter(refresh_run__partner=partner, source=pipeline.name, status__in=UNFINISHED)
    RefreshRun.objects.filter(sources__in=dead).update(status=RunStatus.Abandoned)
    dead.update(status=RunStatus.Abandoned)


def _wait_for_lease(partner: Partner, stack: ExitStack) -> Lease:
    deadline = time.monotonic() + settings.DATA_LOADING_FILE_WAIT_SECONDS
    while True:
        try:
            return stack.enter_context(refreshing(partner))
        except AlreadyRefreshing as busy:
            if time.monotonic() >= deadline:
                raise
            logger.info("%s Waiting.", busy)
            time.sleep(1)
