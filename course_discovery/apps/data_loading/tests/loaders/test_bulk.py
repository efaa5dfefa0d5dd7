"""Bulk writes with the audit rows of single ones."""

import pytest
from django.db import connection

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory, SeatFactory
from course_discovery.apps.data_loading.loaders.bulk import create_rows, delete_rows, update_rows
from course_discovery.apps.data_loading.outcome import Outcome

pytestmark = pytest.mark.django_db


def test_keys_are_found_on_databases_that_do_not_tell_them(monkeypatch):
    """MySQL is such a database."""
    monkeypatch.setattr(type(connection.features), "can_return_rows_from_bulk_insert", False)
    course = CourseFactory()
    CourseRunFactory(course=course, key="other")
    runs = [CourseRun(course=course, key=f"run-{n}", draft=draft) for n in range(3) for draft in (True, False)]
    create_rows(CourseRun, runs, ("key", "draft"), Outcome())
    stored = {row.pk: (row.key, row.draft) for row in CourseRun.everything.exclude(key="other")}
    assert {run.pk: (run.key, run.draft) for run in runs} == stored
    assert CourseRun.history.filter(history_type="+", id__in=stored).count() == 6

    seats = [Seat(course_run=runs[0], type_id=slug, credit_provider=None) for slug in ("audit", "verified")]
    create_rows(Seat, seats, ("course_run_id", "type_id", "currency_id", "credit_provider", "draft"), Outcome())
    assert {seat.pk: seat.type_id for seat in seats} == dict(Seat.objects.values_list("pk", "type_id"))


def test_only_what_differs_is_written():
    same, other = SeatFactory(), SeatFactory()
    rows = list(Seat.everything.order_by("pk"))
    rows[1].price = 7
    outcome = Outcome()
    assert update_rows(Seat, [*rows, rows[1]], outcome) == [rows[1]]
    assert outcome.written == {("seat", "updated"): 1}
    modified = same.modified, other.modified
    same.refresh_from_db()
    other.refresh_from_db()
    assert same.modified == modified[0]
    assert other.modified > modified[1]
    assert (other.price, other.history.count(), same.history.count()) == (7, 2, 1)


def test_deleting_leaves_an_audit_row():
    seat = SeatFactory()
    pk = seat.pk
    delete_rows(Seat, [seat], Outcome())
    assert not Seat.objects.exists()
    assert [row.history_type for row in Seat.history.filter(id=pk).order_by("history_id")] == ["+", "-"]
