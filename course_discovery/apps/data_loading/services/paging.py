"""Walking through the pages of a listing: several are fetched ahead, they arrive in order, memory stays flat."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.pages import Page

# Seconds after which a wait for a page is interrupted to let the caller show signs of life.
PATIENCE = 15.0
# A listing that grows by more while it is read has no end.
LARGEST_GROWTH = 2
PAGES_A_LISTING_MAY_GROW = 10


class PageWalk:
    """Iterates over (number, page or the PlatformError that stands for it), from page 1 to the last.

    `done` are the numbers of pages that need not be fetched again; page 1 always is, for its totals. `idle` is called
    while a page is awaited. Without page 1 nothing is known of the listing: its error is then all there is.
    """

    def __init__(
        self,
        fetch: Callable[[int], Page],
        pages_ahead: int,
        done: Callable[[Page], Collection[int]] = lambda first: (),
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._fetch = fetch
        self._ahead = max(1, pages_ahead)
        self._done = done
        self._idle = idle
        self._last = 1

    def __iter__(self) -> Iterator[tuple[int, Page | PlatformError]]:
        pool = ThreadPoolExecutor(self._ahead, thread_name_prefix="page")
        try:
            first = self._await(pool.submit(self._fetch, 1))
            if isinstance(first, PlatformError):
                yield 1, first
                return
            self._last = first.pages
            done = set(self._done(first))
            if 1 not in done:
                yield 1, first
            yield from self._others(pool, done)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _others(self, pool: ThreadPoolExecutor, done: set[int]) -> Iterator[tuple[int, Page | PlatformError]]:
        waiting: dict[int, Future[Page]] = {}
        following = number = 2
        believable = self._last * LARGEST_GROWTH + PAGES_A_LISTING_MAY_GROW
        while number <= self._last:
            while len(waiting) < self._ahead and following <= self._last:
                if following not in done:
                    waiting[following] = pool.submit(self._fetch, following)
                following += 1
            if number in waiting:
                answer = self._await(waiting.pop(number))
                if isinstance(answer, Page):
                    # Listings grow and shrink while they are read.
                    self._last = answer.pages
                    if self._last > believable:
                        yield number, _endless(number, answer)
                        return
                if not self._is_past_the_end(number, answer):
                    yield number, answer
            number += 1

    def _is_past_the_end(self, number: int, answer: Page | PlatformError) -> bool:
        return isinstance(answer, BadStatus) and answer.status == 404 and number > self._last

    def _await(self, future: "Future[Page]") -> Page | PlatformError:
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except FutureTimeout:
                if future.done():
                    raise
                self._idle()
            except PlatformError as error:
                return error


def _endless(number: int, page: Page) -> PlatformError:
    return UnreadableAnswer(f"page {number}", f"{page.count} rows in {page.pages} pages: the listing grows without end")
