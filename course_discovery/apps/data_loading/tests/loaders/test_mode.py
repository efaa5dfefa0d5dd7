"""Modes of an LMS against the seats of the database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseRunFactory,
    ModeFactory,
    SeatFactory,
    SeatTypeFactory,
    TrackFactory,
)
from course_discovery.apps.data_loading.loaders.base import LargeDelete, Listing
from course_discovery.apps.data_loading.loaders.mode import ModeLoader
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.sources.lms_modes import LmsModes
from course_discovery.apps.data_loading.tests.rows import mode, modes_row

KEY = "course-v1:LakeX+BOT1+1T2030"
PROOF = Listing(is_proof=True, allow_large_deletes=False)


def record(*modes, key=KEY):
    return LmsModes(Partner(courses_api_url="http://lms.example.com")).transform(modes_row(key, *modes))


def sold(**criteria):
    return {(seat.type_id, seat.currency_id, seat.price, seat.sku) for seat in Seat.everything.filter(**criteria)}


@pytest.fixture
def run(reference):
    """A run of unknown type."""
    return CourseRunFactory(course__partner=reference.partner, key=KEY, type=CourseRunTypeFactory(slug="empty"))


@pytest.fixture
def loader(reference):
    return ModeLoader(reference)


def typed(run, slug):
    run.type = CourseRunTypeFactory(slug=slug)
    run.save()


@pytest.fixture
def draft_run(run):
    draft = DraftCourseRunFactory(course__partner=run.course.partner, key=KEY, uuid=run.uuid)
    run.draft_version = draft
    run.save()
    return draft


def test_modes_become_seats_and_are_then_left_alone(loader, run):
    page = [record(mode("audit", 0), mode("verified", 60, expires="2030-06-01T00:00:00Z", sku="V1", bulk_sku="B1"))]
    outcome = loader.load(page)
    assert (outcome.created, outcome.touched[CourseRun]) == (1, {run.pk})
    assert sold() == {("audit", "USD", Decimal(0), None), ("verified", "USD", Decimal(60), "V1")}
    verified = Seat.objects.get(type="verified")
    assert (verified.upgrade_deadline, verified.bulk_sku) == (datetime(2030, 6, 1, tzinfo=UTC), "B1")
    again = loader.load(page)
    assert (again.unchanged, again.written, dict(again.touched)) == (1, {}, {})
    assert verified.history.count() == 1


def test_a_page_costs_few_queries(loader, run, django_assert_num_queries):
    keys = [CourseRunFactory(course=run.course, key=f"{KEY}{number}").key for number in range(30)]
    page = [record(mode("audit", 0), mode(), key=key) for key in keys]
    loader.load(page)
    with django_assert_num_queries(2):
        assert loader.load(page).unchanged == 30
    CourseRun.objects.update(type=CourseRunTypeFactory(slug="professional"))
    with django_assert_num_queries(3):
        assert loader.load(page).unchanged == 30


def test_both_rows_of_a_run_sell_it(loader, run, draft_run):
    loader.load([record(mode())])
    official, draft = run.seats.get(), draft_run.seats.get()
    assert (official.draft_version, official.price, draft.price) == (draft, Decimal(60), Decimal(60))


class TestWhatTheLmsDoesNotKnow:
    def test_a_sku_stays_until_it_tells_another(self, loader, run):
        SeatFactory(course_run=run, price=60, sku="SHOP", bulk_sku="BULK")
        assert loader.load([record(mode())]).unchanged == 1
        assert loader.load([record(mode(sku="NEW"))]).updated == 1
        assert (Seat.objects.get().sku, Seat.objects.get().bulk_sku) == ("NEW", "BULK")

    def test_a_deadline_set_by_hand_stays(self, loader, run):
        override = datetime(2030, 4, 1, tzinfo=UTC)
        SeatFactory(course_run=run, upgrade_deadline_override=override)
        loader.load([record(mode(expires="2030-06-01T00:00:00Z"))])
        assert Seat.objects.get().upgrade_deadline_override == override

    def test_who_gives_a_credit_and_for_how_much(self, loader, run):
        for provider in ("asu", "mit"):
            SeatFactory(
                course_run=run, type__slug="credit", credit_provider=provider, credit_hours=3, price=300, sku="C"
            )
        assert loader.load([record(mode("credit", 0))]).unchanged == 1
        loader.finish(PROOF)
        assert set(Seat.objects.values_list("credit_provider", "credit_hours", "price", "sku")) == {
            ("asu", 3, Decimal(300), "C"),
            ("mit", 3, Decimal(300), "C"),
        }

    def test_a_credit_of_nobody_is_a_seat_of_the_lms(self, loader, run):
        loader.load([record(mode("credit", 10))])
        loader.load([record(mode("credit", 20))])
        assert sold() == {("credit", "USD", Decimal(20), None)}


class TestARunOfWhichNothingIsTold:
    def test_it_can_be_audited(self, loader, run):
        assert loader.load([record()]).created == 1
        assert sold() == {("audit", "USD", Decimal(0), None)}
        assert loader.load([record()]).unchanged == 1

    def test_what_it_sells_stays(self, loader, run):
        SeatFactory(course_run=run, type__slug="verified", sku="V1")
        assert loader.load([record()]).unchanged == 1
        loader.finish(Listing(is_proof=True, allow_large_deletes=True))
        assert [seat.sku for seat in Seat.objects.all()] == ["V1"]

    def test_an_editors_plan_is_not_filled_in(self, loader, run, draft_run):
        SeatFactory(course_run=draft_run, draft=True, sku=None)
        loader.load([record()])
        assert not run.seats.exists()

    def test_a_type_that_publisher_set_is_not_contradicted(self, run, settings):
        owned_by_publisher(run, settings)
        typed(run, "professional")
        assert ModeLoader(read_reference(run.course.partner)).load([record()]).notes == []
        assert not Seat.objects.exists()


def owned_by_publisher(run, settings):
    settings.ENABLE_PUBLISHER = True
    run.course.partner.publisher_url = "https://publisher.example.com"
    run.course.partner.save()


class TestModesAndTypes:
    def test_a_mode_is_sold_as_the_seat_of_its_track(self, run):
        TrackFactory(mode=ModeFactory(slug="executive-education"), seat_type=SeatTypeFactory(slug="professional"))
        loader = ModeLoader(read_reference(run.course.partner))
        assert loader.load([record(mode("executive-education", 2000))]).notes == []
        assert sold() == {("professional", "USD", Decimal(2000), None)}

    def test_a_mode_whose_track_has_no_seat_is_none(self, run):
        TrackFactory(mode=ModeFactory(slug="masters"), seat_type=None)
        loader = ModeLoader(read_reference(run.course.partner))
        assert loader.load([record(mode("masters", 0), mode("audit", 0))]).notes == []
        assert sold() == {("audit", "USD", Decimal(0), None)}

    def test_professional_without_identity_check_is_professional(self, loader, run):
        assert loader.load([record(mode("no-id-professional", 500))]).failed == 0
        assert sold() == {("professional", "USD", Decimal(500), None)}

    def test_an_unknown_mode_is_reported_beside_the_others(self, loader, run):
        outcome = loader.load([record(mode("audit", 0), mode("masters", 9000))])
        assert (outcome.failed, [note.code for note in outcome.notes]) == (1, ["unknown_mode"])
        assert outcome.notes[0].message.startswith("Mode masters is not known here: make a mode of that slug")
        assert sold() == {("audit", "USD", Decimal(0), None)}

    @pytest.mark.parametrize(
        ("unknown", "stand_in"),
        [
            ([mode("masters", 0)], ("audit", "USD", Decimal(0), None)),
            ([mode("unpaid-executive-education", 0)], ("audit", "USD", Decimal(0), None)),
            ([mode("masters", 0), mode("paid-bootcamp", 900, "eur")], ("professional", "EUR", Decimal(900), None)),
            ([mode("verified", 10, "xts")], ("audit", "USD", Decimal(0), None)),
        ],
    )
    def test_where_all_are_unknown_the_run_is_sold_as_the_nearest_thing(self, loader, run, unknown, stand_in):
        outcome = loader.load([record(*unknown)])
        assert outcome.notes
        assert sold() == {stand_in}
        assert loader.load([record(*unknown)]).written == {}

    def test_a_run_that_sells_something_needs_no_stand_in(self, loader, run):
        SeatFactory(course_run=run, type__slug="verified", sku="V1")
        loader.load([record(mode("masters", 0))])
        loader.finish(Listing(is_proof=True, allow_large_deletes=True))
        assert [seat.type_id for seat in Seat.objects.all()] == ["verified"]

    def test_unreadable_modes_prove_nothing(self, loader, run):
        assert loader.load([record(mode(price="free"))]).failed == 1
        assert not Seat.objects.exists()

    def test_the_type_of_a_run_may_follow(self, loader, run):
        typed(run, "audit")
        assert loader.load([record(mode("audit", 0), mode())]).created == 1
        assert {seat.type_id for seat in Seat.objects.all()} == {"audit", "verified"}

    def test_a_type_of_publisher_may_not(self, run, settings):
        owned_by_publisher(run, settings)
        typed(run, "professional")
        outcome = ModeLoader(read_reference(run.course.partner)).load(
            [record(mode("audit", 0), mode("professional", 9))]
        )
        assert [note.code for note in outcome.notes] == ["incompatible_seat_type"]
        assert [seat.type_id for seat in Seat.objects.all()] == ["professional"]

    def test_nor_that_of_an_external_course(self, run):
        run.course.type = CourseTypeFactory(slug="bootcamp-2u")
        run.course.save()
        typed(run, "professional")
        assert ModeLoader(read_reference(run.course.partner)).load([record(mode())]).failed == 1
        assert not Seat.objects.exists()


class TestWhatIsSoldNoMore:
    def test_it_is_deleted_from_both_rows_when_the_listing_is_over(self, loader, run, draft_run):
        loader.load([record(mode("audit", 0), mode())])
        loader.load([record(mode("audit", 0))])
        assert Seat.everything.count() == 4
        assert loader.finish(PROOF).written["seat", "deleted"] == 2
        assert {seat.type_id for seat in Seat.everything.all()} == {"audit"}

    def test_a_draft_seat_that_was_never_official_is_an_editors_plan(self, loader, run, draft_run):
        SeatFactory(course_run=draft_run, draft=True, sku=None, type__slug="professional")
        loader.load([record(mode())])
        loader.finish(PROOF)
        assert set(draft_run.seats.values_list("type", flat=True)) == {"professional", "verified"}

    def test_not_when_the_listing_proves_nothing(self, loader, run):
        loader.load([record(mode("audit", 0), mode())])
        loader.load([record(mode("audit", 0))])
        loader.finish(Listing(is_proof=False, allow_large_deletes=True))
        assert Seat.objects.count() == 2

    def test_not_while_a_mode_is_unknown(self, loader, run):
        loader.load([record(mode("audit", 0), mode())])
        loader.load([record(mode("audit", 0), mode("masters", 1))])
        loader.finish(PROOF)
        assert Seat.objects.count() == 2

    def test_a_large_share_has_to_be_asked_for(self, loader, run):
        keys = [CourseRunFactory(course=run.course, key=f"{KEY}{number}").key for number in range(12)]
        loader.load([record(mode("audit", 0), mode(), key=key) for key in keys])
        loader.load([record(mode("audit", 0), key=key) for key in keys])
        with pytest.raises(LargeDelete, match="12 of 24 seats are gone upstream, more than 10%"):
            loader.finish(PROOF)
