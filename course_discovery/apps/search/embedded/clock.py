"""The engine's only source of the current time, so that a test can freeze it."""

from __future__ import annotations

import time


def now_millis() -> int:
    """Milliseconds since the epoch, UTC."""
    return int(time.time() * 1000)
