"""Reading one source from its first page to its last."""

import logging
from collections.abc import Callable
from typing import Any, Protocol

from django.db import DatabaseError, transaction
from django.utils import timezone

from course_discovery.apps.data_loading.loaders.base import LargeDelete, Listing, Loader
from course_discovery.apps.data_loading.models import PageCheckpoint, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.services.page import came_through, load_page, record_outcome, remember
from course_discovery.apps.data_loading.services.paging import PageWalk
from course_discovery.apps.data_loading.sources.base import PageSource
from course_discovery.integrations.errors import BadStatus, PlatformError
from course_discovery.integrations.pages import Page
from course_discovery.lib.planner import refresh_statistics

logger = logging.getLogger(__name__)

_PAGES_BETWEEN_STATISTICS = 20


class Progress(Protocol):
    """Somebody who watches a refresh."""

    def source_started(self, source_run: SourceRun) -> None: ...

    def page_done(self, source_run: SourceRun, number: int, pages: int) -> None: ...

    def source_ended(self, source_run: SourceRun) -> None: ...


class SourceReader:
    """Reads one source into one SourceRun, which `is_new` or was left unfinished.

    `keep` shows signs of life and raises when it must not go on; so many pages are asked for at the same time.
    """

    def __init__(
        self,
        source_run: SourceRun,
        source: PageSource[Any],
        loader: Loader[Any],
        keep: Callable[[], None],
        progress: Progress,
        pages_ahead: int,
        is_new: bool = True,
        allow_large_deletes: bool = False,
    ) -> None:
        self.source_run = source_run
        self.source = source
        self.loader = loader
        self.keep = keep
        self.progress = progress
        self.pages_ahead = pages_ahead
        self.allow_large_deletes = allow_large_deletes
        self._is_new = is_new
        self._counts: set[int] = set()
        self._rows = 0
        self._is_understood = True

    def read(self) -> None:
        """Read all pages; a page that fails is recorded and the others go on. The status is in the run afterwards."""
        walk = PageWalk(self.source.fetch_page, self.pages_ahead, done=self._begin, idle=self.keep)
        pages = 1
        for number, answer in walk:
            self.keep()
            if isinstance(answer, Page):
                pages = answer.pages
                self._load(answer)
            elif self._is_absent(number, answer):
                self._end(RunStatus.Absent, f"The platform does not offer this: {answer.came}")
                return
            else:
                self._page_failed(number, str(answer))
            self.progress.page_done(self.source_run, number, pages)
            if number % _PAGES_BETWEEN_STATISTICS == 0:
                refresh_statistics()
        self._finish()

    def _begin(self, first: Page) -> set[int]:
        """Take up an unfinished run: return the numbers of the pages that are done.

        A listing that has grown or shrunk since has other rows on its pages, so it is begun again.
        """
        run = self.source_run
        done: set[int] = set()
        if not self._is_new:
            done = set(run.checkpoints.filter(error="").values_list("number", flat=True))
            if done and run.announced != first.count:
                logger.info("%s now has %d rows instead of %d: begun again.", run.source, first.count, run.announced)
                done = set()
            run.checkpoints.exclude(number__in=done).delete()
            if not done:
                reset(run)
        # Failed pages are asked for again.
        run.pages_failed = 0
        run.resumed = run.resumed or bool(done)
        run.announced = first.count
        run.save()
        return done

    def _load(self, page: Page) -> None:
        self._counts.add(page.count)
        self._rows += len(page.rows)
        try:
            unknown = load_page(self.source_run, self.source, self.loader, page)
        except DatabaseError as error:
            logger.exception("Page %d of %s could not be written", page.number, self.source_run.source)
            # It may be written all the same, and what it held is not known any more.
            self._is_understood = False
            if not came_through(self.source_run, page):
                self._page_failed(page.number, f"Not written: {error}")
            return
        self._is_understood = self._is_understood and not unknown

    def _is_absent(self, number: int, error: PlatformError) -> bool:
        return number == 1 and isinstance(error, BadStatus) and error.status in self.source.absent_statuses

    def _page_failed(self, number: int, reason: str) -> None:
        logger.error("Page %d of %s failed: %s", number, self.source_run.source, reason)
        run = self.source_run
        with transaction.atomic():
            # Where an unfinished run is taken up, page 1 may be done and fail to tell how many others there are.
            PageCheckpoint.objects.get_or_create(
                source_run=run, number=number, defaults={"error": reason, "at": timezone.now()}
            )
            run.pages_failed = max(1, run.checkpoints.exclude(error="").count())
            run.save(update_fields=["pages_failed"])

    def _finish(self) -> None:
        run = self.source_run
        is_whole = not run.pages_failed and not run.resumed and len(self._counts) == 1 and self._counts == {self._rows}
        listing = Listing(
            is_proof=is_whole and self._rows > 0 and self._is_understood, allow_large_deletes=self.allow_large_deletes
        )
        error = ""
        try:
            with transaction.atomic():
                counts = record_outcome(run, self.loader.finish(listing))
            remember(run, counts)
        except LargeDelete as large:
            error = str(large)
        if run.pages_failed:
            error = f"{run.pages_failed} pages could not be read. {error}".strip()
        if error:
            self._end(RunStatus.Failed, error)
        elif self.source.absence:
            self._end(RunStatus.Absent, self.source.absence)
        else:
            self._end(RunStatus.Completed, "")

    def _end(self, status: RunStatus, error: str) -> None:
        end(self.source_run, status, error)
        self.progress.source_ended(self.source_run)


def end(source_run: SourceRun, status: RunStatus, error: str = "") -> None:
    source_run.status, source_run.error, source_run.ended = status, error, timezone.now()
    source_run.save(update_fields=["status", "error", "ended"])


def reset(source_run: SourceRun) -> None:
    """Forget what an earlier attempt at this source counted."""
    source_run.row_failures.all().delete()
    for name in ("pages", "pages_failed", "seen", "created", "updated", "unchanged", "skipped", "failed"):
        setattr(source_run, name, 0)
    source_run.written, source_run.results = {}, {}
    source_run.resumed = False
