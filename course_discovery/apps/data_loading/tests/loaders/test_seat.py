"""Seats against the database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunFactory,
    CourseRunTypeFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.loaders.base import LargeDelete, Listing
from course_discovery.apps.data_loading.loaders.seat import SeatLoader
from course_discovery.apps.data_loading.sources.ecommerce import EcommerceSeats
from course_discovery.apps.data_loading.tests.rows import seat_product, seats_row

KEY = "course-v1:LakeX+BOT1+1T2030"
PROOF = Listing(is_proof=True, allow_large_deletes=False)


def record(*products, key=KEY):
    return EcommerceSeats(Partner(ecommerce_api_url="http://shop.example.com")).transform(seats_row(key, *products))


@pytest.fixture
def run(reference):
    return CourseRunFactory(course__partner=reference.partner, key=KEY)


@pytest.fixture
def draft_run(run):
    draft = DraftCourseRunFactory(course__partner=run.course.partner, key=KEY, uuid=run.uuid)
    run.draft_version = draft
    run.save()
    return draft


@pytest.fixture
def loader(reference):
    return SeatLoader(reference)


def test_seats_are_created_and_then_left_alone(loader, run):
    page = [
        record(seat_product(None, "0", "AUD1"), seat_product("verified", "60", "VER1", expires="2030-06-01T00:00:00Z"))
    ]
    outcome = loader.load(page)
    assert (outcome.created, outcome.touched[CourseRun]) == (1, {run.pk})
    audit, verified = Seat.objects.order_by("type")
    assert (audit.type_id, audit.price, audit.sku, audit.upgrade_deadline) == ("audit", Decimal("0.00"), "AUD1", None)
    assert (verified.type_id, verified.price) == ("verified", Decimal("60.00"))
    assert verified.upgrade_deadline == datetime(2030, 6, 1, tzinfo=UTC)
    again = loader.load(page)
    assert (again.unchanged, again.written, dict(again.touched)) == (1, {}, {})
    assert verified.history.count() == 1


def test_a_page_costs_few_queries(loader, reference, django_assert_num_queries):
    course = CourseRunFactory(course__partner=reference.partner).course
    for number in range(30):
        CourseRunFactory(course=course, key=f"{KEY}{number}")
    page = [record(seat_product(), seat_product("audit", sku="A"), key=f"{KEY}{number}") for number in range(30)]
    loader.load(page)
    with django_assert_num_queries(2):
        assert loader.load(page).unchanged == 30


def test_a_changed_price_is_one_update(loader, run):
    loader.load([record(seat_product(price="60"))])
    outcome = loader.load([record(seat_product(price="70"))])
    assert outcome.updated == 1
    seat = Seat.objects.get()
    assert (seat.price, seat.history.count()) == (Decimal("70.00"), 2)


def test_the_override_and_the_bulk_sku_are_nobody_elses(loader, run):
    override = datetime(2030, 4, 1, tzinfo=UTC)
    SeatFactory(course_run=run, upgrade_deadline_override=override, bulk_sku="BULK1")
    loader.load([record(seat_product(expires="2030-06-01T00:00:00Z"))])
    seat = Seat.objects.get()
    assert (seat.upgrade_deadline_override, seat.bulk_sku) == (override, "BULK1")
    assert seat._upgrade_deadline == datetime(2030, 6, 1, tzinfo=UTC)


def test_credit_seats_of_two_providers_are_two(loader, run):
    run.type = CourseRunTypeFactory(slug="empty")
    run.save()
    loader.load(
        [
            record(
                seat_product("credit", sku="C1", credit_provider="asu", credit_hours=3),
                seat_product("credit", sku="C2", credit_provider="mit", credit_hours=4),
            )
        ]
    )
    assert set(Seat.objects.values_list("credit_provider", "credit_hours", "sku")) == {
        ("asu", 3, "C1"),
        ("mit", 4, "C2"),
    }


def test_both_rows_of_a_run_sell_it_and_the_official_seat_points_at_the_draft(loader, run, draft_run):
    loader.load([record(seat_product())])
    official, draft = run.seats.get(), draft_run.seats.get()
    assert (official.draft_version, official.draft, draft.draft) == (draft, False, True)
    assert (official.sku, draft.sku) == ("ABC1", "ABC1")


def test_a_draft_that_came_later_is_linked(loader, run, draft_run):
    stored = SeatFactory(course_run=run, price=Decimal("60.00"), sku="ABC1")
    loader.load([record(seat_product())])
    stored.refresh_from_db()
    assert stored.draft_version == draft_run.seats.get()


def test_a_run_that_nobody_knows_is_left_out(loader):
    outcome = loader.load([record(seat_product())])
    assert (outcome.skipped, outcome.notes[0].message) == (1, f"Could not find course run [{KEY}]")


@pytest.mark.parametrize(
    ("product", "code", "counted"),
    [
        (seat_product(currency="XYZ"), "unknown_currency", "skipped"),
        (seat_product("diamond"), "unknown_seat_type", "failed"),
        (seat_product("professional"), "incompatible_seat_type", "failed"),
        (seat_product(price="free"), "bad_price", "failed"),
    ],
)
def test_what_cannot_be_sold_is_reported_and_deletes_nothing(loader, run, product, code, counted):
    SeatFactory(course_run=run, type__slug="verified")
    outcome = loader.load([record(product)])
    assert getattr(outcome, counted) == 1
    assert [(note.key, note.code) for note in outcome.notes] == [(KEY, code)]
    loader.finish(PROOF)
    assert Seat.objects.count() == 1


def test_the_other_products_of_a_bad_row_are_loaded(loader, run):
    outcome = loader.load([record(seat_product("diamond"), seat_product("audit", sku="AUD1"))])
    assert (outcome.failed, Seat.objects.get().sku) == (1, "AUD1")


class TestWhatIsSoldNoMore:
    @pytest.fixture
    def old(self, run):
        return SeatFactory(course_run=run, type__slug="verified", currency_id="EUR", sku="OLD")

    def test_it_is_deleted_when_the_listing_is_over(self, loader, run, old):
        loader.load([record(seat_product(currency="USD"))])
        assert Seat.objects.count() == 2
        outcome = loader.finish(PROOF)
        assert Seat.objects.get().currency_id == "USD"
        assert outcome.written["seat", "deleted"] == 1
        assert outcome.touched[CourseRun] == {run.pk}
        assert Seat.history.filter(id=old.pk).latest().history_type == "-"

    def test_not_when_the_listing_proves_nothing(self, loader, old):
        loader.load([record()])
        loader.finish(Listing(is_proof=False, allow_large_deletes=True))
        assert Seat.objects.count() == 1

    def test_not_when_the_run_is_not_listed(self, loader, old):
        loader.load([])
        loader.finish(PROOF)
        assert Seat.objects.count() == 1

    def test_a_run_without_products_sells_nothing(self, loader, old):
        loader.load([record()])
        loader.finish(PROOF)
        assert not Seat.objects.exists()

    def test_a_later_page_may_bring_it_back(self, loader, old):
        loader.load([record()])
        loader.load([record(seat_product(currency="EUR"))])
        loader.finish(PROOF)
        assert Seat.objects.count() == 1

    def test_an_editors_plan_stays(self, loader, run, draft_run):
        SeatFactory(course_run=draft_run, sku=None, type__slug="audit")
        SeatFactory(course_run=draft_run, sku="OLD", type__slug="honor")
        loader.load([record(seat_product())])
        loader.finish(PROOF)
        assert set(draft_run.seats.values_list("type", "sku")) == {("verified", "ABC1"), ("audit", None)}

    def test_a_large_share_has_to_be_asked_for(self, loader, reference, run):
        runs = [CourseRunFactory(course=run.course, key=f"{KEY}{number}") for number in range(12)]
        for each in runs:
            SeatFactory(course_run=each)
        loader.load([record(key=each.key) for each in runs])
        with pytest.raises(LargeDelete, match="12 of 12 seats are gone upstream, more than 10%"):
            loader.finish(PROOF)
        loader.finish(Listing(is_proof=True, allow_large_deletes=True))
        assert not Seat.objects.exists()
