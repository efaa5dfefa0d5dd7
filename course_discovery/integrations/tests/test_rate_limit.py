"""The pace of requests."""

import threading
import time

from course_discovery.integrations.rate_limit import RateLimit


def test_as_many_as_allowed_pass_at_once_and_the_next_waits_for_the_window():
    limit = RateLimit(3, window=0.3)
    began = time.monotonic()
    for _ in range(3):
        limit.wait(threading.Event())
    assert time.monotonic() - began < 0.1
    limit.wait(threading.Event())
    assert time.monotonic() - began >= 0.3


def test_cancelling_ends_the_wait():
    limit = RateLimit(1, window=30)
    cancelled = threading.Event()
    limit.wait(cancelled)
    cancelled.set()
    began = time.monotonic()
    limit.wait(cancelled)
    assert time.monotonic() - began < 1


def test_zero_is_no_limit():
    limit = RateLimit(0, window=30)
    for _ in range(1000):
        limit.wait(threading.Event())
