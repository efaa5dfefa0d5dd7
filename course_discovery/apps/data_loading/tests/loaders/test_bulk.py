"""Bulk writes with the audit rows of single ones."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory, SeatFactory
from course_discovery.apps.data_loading.loaders.bulk import create_rows, delete_rows, update_rows
from course_discovery.apps.data_loading.outcome import Outcome

pytestmark = pytest.mark.django_db

END = datetime(2030, 7, 10, 12, tzinfo=UTC)


def test_new_rows_have_their_keys_and_one_audit_row_each():
    course = CourseFactory()
    CourseRunFactory(course=course, key="other")
    runs = [CourseRun(course=course, key=f"run-{n}", draft=draft) for n in range(3) for draft in (True, False)]
    create_rows(CourseRun, runs, ("key", "draft"), Outcome())
    stored = {row.pk: (row.key, row.draft) for row in CourseRun.everything.exclude(key="other")}
    assert {run.pk: (run.key, run.draft) for run in runs} == stored
    assert CourseRun.history.filter(history_type="+", id__in=stored).count() == 6


def test_rows_are_found_again_by_columns_that_may_be_empty():
    run = CourseRunFactory()
    told = [("audit", None), ("credit", "asu"), ("credit", "mit")]
    seats = [Seat(course_run=run, type_id=slug, credit_provider=provider) for slug, provider in told]
    create_rows(Seat, seats, ("course_run_id", "type_id", "currency_id", "credit_provider", "draft"), Outcome())
    stored = {pk: (slug, provider) for pk, slug, provider in Seat.objects.values_list("pk", "type", "credit_provider")}
    assert [stored[seat.pk] for seat in seats] == told
    assert not any(seat._state.adding for seat in seats)


def test_a_new_row_holds_what_a_saved_one_would():
    course = CourseFactory()
    saved = CourseRun.objects.create(course=course, key="saved", title_override="A run", end=END, license="by")
    bulk = CourseRun(course=course, key="bulk", title_override="A run", end=END, license="by")
    create_rows(CourseRun, [bulk], ("key", "draft"), Outcome())
    own = {"id", "uuid", "key", "slug", "created", "modified"}
    columns = [field.attname for field in CourseRun._meta.concrete_fields if field.attname not in own]
    stored = {run["key"]: run for run in CourseRun.objects.filter(course=course).values("key", *columns)}
    assert stored["bulk"] | {"key": ""} == stored["saved"] | {"key": ""}
    assert CourseRun.objects.get(key="bulk").created >= saved.created
    assert CourseRun.objects.get(key="bulk").slug == "a-run-bulk"


def test_an_audit_row_holds_all_that_the_row_holds():
    run = CourseRunFactory(key="a", title_override="A run", end=END, ai_languages={"transcription_languages": []})
    run = CourseRun.objects.get(pk=run.pk)
    run.title_override = "Another name"
    update_rows(CourseRun, [run], Outcome())
    stored, audited = CourseRun.objects.get(pk=run.pk), CourseRun.history.filter(id=run.pk).latest()
    assert (audited.title_override, audited.history_type, audited.history_user) == ("Another name", "~", None)
    names = [field.attname for field in CourseRun.history.model.tracked_fields]
    assert {name: getattr(audited, name) for name in names} == {name: getattr(stored, name) for name in names}


def test_rows_that_change_alike_are_one_statement(django_assert_num_queries):
    for _ in range(12):
        SeatFactory()
    rows = list(Seat.everything.order_by("pk"))
    for row in rows:
        row.sku = "X" if row.pk % 2 else "Y"
    with django_assert_num_queries(3):  # one for each SKU, one for the history
        assert len(update_rows(Seat, rows, Outcome())) == 12
    assert {seat.sku for seat in Seat.everything.all() if seat.pk % 2} == {"X"}
    assert {seat.sku for seat in Seat.everything.all() if not seat.pk % 2} == {"Y"}


def test_rows_that_each_change_otherwise_are_one_statement_too(django_assert_num_queries):
    for _ in range(12):
        SeatFactory(price=1)
    rows = list(Seat.everything.order_by("pk"))
    for row in rows:
        row.sku = f"S{row.pk}"
    rows[0].price = 7
    with django_assert_num_queries(2):
        update_rows(Seat, rows, Outcome())
    assert {seat.sku == f"S{seat.pk}" for seat in Seat.everything.all()} == {True}
    assert sorted(Seat.everything.values_list("price", flat=True)) == [1] * 11 + [7]


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
