"""When and how long to wait before a request is made again."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from course_discovery.integrations.errors import BadStatus, PlatformError

logger = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential back-off with jitter: `first_wait`, then twice as long each time, plus up to half of it again.

    Times are seconds, `attempts` counts the first try too. A wait that the other side asks for (Retry-After) goes
    before our own; one beyond `longest_wait` ends the attempts. Setting `cancelled` ends every wait at once.
    """

    attempts: int
    first_wait: float
    longest_wait: float
    cancelled: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def from_settings(cls) -> "RetryPolicy":
        return cls(
            attempts=settings.PLATFORM_API_ATTEMPTS,
            first_wait=settings.PLATFORM_API_FIRST_WAIT,
            longest_wait=settings.PLATFORM_API_LONGEST_WAIT,
        )

    def call(self, request: Callable[[], Result]) -> Result:
        """Return what `request` returns, asking again while it raises a transient PlatformError; else raise that."""
        return Retrying(
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            retry=retry_if_exception(self._may_pass),
            sleep=self._sleep,
            before_sleep=self._log,
            reraise=True,
        )(request)

    def _may_pass(self, error: BaseException) -> bool:
        if not isinstance(error, PlatformError) or self.cancelled.is_set():
            return False
        asked_to_wait = error.retry_after or 0
        return error.transient and asked_to_wait <= self.longest_wait

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, BadStatus) and error.retry_after is not None:
            return error.retry_after
        own = min(self.first_wait * 2 ** (state.attempt_number - 1), self.longest_wait)
        return own + random.uniform(0, own / 2)

    def _sleep(self, seconds: float) -> None:
        self.cancelled.wait(seconds)

    def _log(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        wait = state.next_action.sleep if state.next_action else 0
        logger.warning("Attempt %d failed, the next in %.1f s: %s", state.attempt_number, wait, error)


# Where somebody waits for the answer, or something else tries again.
ONCE = RetryPolicy(attempts=1, first_wait=0, longest_wait=0)
