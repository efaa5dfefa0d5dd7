"""Ending a refresh at a statement of its database, in a process that was made for it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from bin.faults.schedule import Death


class _Counter:
    """Counts statements and commits, and lets the death come at its time."""

    def __init__(self, death: Death) -> None:
        self._death = death
        self._count = 0

    def step(self) -> None:
        self._count += 1
        death = self._death
        if not death.at <= self._count < death.at + death.statements:
            return
        match death.kind:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "stop":
                if self._count == death.at:
                    raise KeyboardInterrupt
            case _ if connection.vendor == "sqlite":
                raise OperationalError("disk I/O error")
            case _:
                _cut_connection()


def _cut_connection() -> None:
    """Let the server end our connection, as when it goes away."""
    ours = connection.connection
    if ours is None:
        return
    with connection.copy("killer").cursor() as cursor:
        cursor.execute(f"KILL {ours.thread_id()}")


@contextmanager
def dying(death: Death | None) -> Iterator[None]:
    if death is None:
        yield
        return
    counter = _Counter(death)
    commit: Callable[[BaseDatabaseWrapper], None] = BaseDatabaseWrapper._commit

    def before_statement(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        counter.step()
        return execute(sql, params, many, context)

    def around_commit(self: BaseDatabaseWrapper) -> None:
        counter.step()
        commit(self)
        counter.step()

    with connection.execute_wrapper(before_statement), mock.patch.object(BaseDatabaseWrapper, "_commit", around_commit):
        yield
