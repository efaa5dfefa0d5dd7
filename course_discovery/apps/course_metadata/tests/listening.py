"""Hearing what is told in place of whoever else listens."""

from contextlib import contextmanager


@contextmanager
def alone_with(signal, name):
    """What the signal is sent with under this name while the block runs, in order; nobody else hears of it."""
    told, others = [], signal.receivers

    def listen(sender, **values):
        told.append(values[name])

    signal.receivers = []
    signal.sender_receivers_cache.clear()
    signal.connect(listen)
    try:
        yield told
    finally:
        signal.receivers = others
        signal.sender_receivers_cache.clear()
