"""Statistics by which SQLite chooses its indexes."""

import logging
from contextlib import nullcontext

import pytest
from django.db import OperationalError

from course_discovery.lib import planner


class Database:
    """Stands in for the connection, and collects what it is told."""

    def __init__(self, vendor, error=None):
        self.vendor, self.error, self.told = vendor, error, []

    def cursor(self):
        return nullcontext(self)

    def execute(self, statement):
        self.told.append(statement)
        if self.error:
            raise self.error


@pytest.mark.parametrize(("vendor", "told"), [("sqlite", ["PRAGMA optimize"]), ("mysql", []), ("postgresql", [])])
def test_only_sqlite_has_to_be_told_to_count(monkeypatch, vendor, told):
    database = Database(vendor)
    monkeypatch.setattr(planner, "connection", database)
    planner.refresh_statistics()
    assert database.told == told


def test_a_database_that_is_busy_breaks_nothing(monkeypatch, caplog):
    monkeypatch.setattr(planner, "connection", Database("sqlite", OperationalError("database is locked")))
    with caplog.at_level(logging.WARNING):
        planner.refresh_statistics()
    assert caplog.messages == ["Statistics of the database stay as they are: database is locked"]
