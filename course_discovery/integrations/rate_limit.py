"""Staying under the number of requests that a platform allows."""

import threading
import time
from collections import deque


class RateLimit:
    """At most `per_minute` passes in any minute (0: no limit), over all threads of the process."""

    def __init__(self, per_minute: int, window: float = 60.0) -> None:
        self._per_minute = per_minute
        self._window = window
        self._passes: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self, cancelled: threading.Event) -> None:
        """Return when one more request may go, or at once when `cancelled` is set."""
        if not self._per_minute:
            return
        while not cancelled.is_set():
            with self._lock:
                now = time.monotonic()
                while self._passes and self._passes[0] <= now - self._window:
                    self._passes.popleft()
                if len(self._passes) < self._per_minute:
                    self._passes.append(now)
                    return
                pause = self._passes[0] + self._window - now
            cancelled.wait(pause)
