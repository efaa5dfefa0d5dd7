"""What the shop was told from here does not come back as a change, nor is it taken back before the shop hears of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from course_discovery.apps.course_metadata.models import CourseEntitlement, CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunTypeFactory,
    CourseTypeFactory,
    OrganizationFactory,
    SourceFactory,
)
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import run_row
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course import create_course, update_course
from course_discovery.apps.publisher.services.course_run import NewRun, update_course_run
from course_discovery.apps.publisher.services.delivery import deliver_due
from course_discovery.apps.publisher.services.review import (
    complete_review_phase,
    send_to_legal_review,
    submit_course_run,
)

START, END = datetime(2030, 1, 10, tzinfo=UTC), datetime(2030, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def run(partner, platform, settings):
    """The official row of a run that editors made, that is published, and that the LMS knows."""
    partner.studio_url, partner.publisher_url = "", "https://publisher.example.com"
    partner.save()
    course = create_course(
        partner,
        organization=OrganizationFactory(partner=partner, key="LakeX"),
        number="BOT1",
        title="Botany",
        type=CourseTypeFactory(slug="verified-audit"),
        product_source=SourceFactory(),
        prices={"verified": Decimal("60.00")},
        first_run=NewRun(
            CourseRunTypeFactory(slug="verified-audit"),
            START,
            END,
            "self_paced",
            prices={"verified": Decimal("60.00")},
            values={"go_live_date": timezone.now(), "license": ""},
        ),
    )
    draft = course.course_runs.get()
    platform.catalogue.lms_course_runs.add(run_row(draft.key))
    send_to_legal_review(draft)
    return complete_review_phase(draft, None, "")


def deliver():
    """Tell the shop, a while before all that follows."""
    OutboundPush.objects.exclude(system="ecommerce").delete()
    done = deliver_due()
    OutboundPush.objects.update(finished=timezone.now() - timedelta(minutes=2))
    return done


def refresh(partner):
    """Load everything; return the counts of what the shop sells, by source."""
    refreshed = refresh_partner(partner, Watcher())
    return {
        source.source: (source.created, source.updated, source.unchanged)
        for source in refreshed.sources.filter(source__in=("ecommerce_seats", "ecommerce_entitlements"))
    }


def history():
    return [Seat.history.count(), CourseEntitlement.history.count()]


def prices():
    seats = Seat.everything.filter(type="verified").values_list("price", flat=True)
    return {*seats, *CourseEntitlement.everything.values_list("price", flat=True)}


UNCHANGED = {"ecommerce_seats": (0, 0, 1), "ecommerce_entitlements": (0, 0, 1)}


def test_a_refresh_after_a_publication_changes_nothing(run, partner):
    assert deliver().delivered == 1
    before = history()
    assert refresh(partner) == UNCHANGED
    assert history() == before
    assert not RowFailure.objects.exists()
    assert not OutboundPush.objects.filter(system="ecommerce", status="pending").exists()


def test_an_end_that_moved_is_told_and_then_read_back(run, partner, platform):
    deliver()
    platform.catalogue.lms_course_runs.change(run.key, end="2030-09-10T12:00:00Z")
    refresh(partner)
    assert deliver().delivered == 1
    (sold,) = platform.catalogue.ecommerce_courses.rows()
    assert [each["expires"] for each in sold["products"]] == [None, None, "2030-08-31T23:59:59Z"]
    before = history()
    assert refresh(partner) == UNCHANGED
    assert history() == before
    deadline = datetime(2030, 8, 31, 23, 59, 59, 99999, tzinfo=UTC)
    assert {seat.upgrade_deadline for seat in Seat.everything.filter(type="verified")} == {deadline}


def test_a_deadline_set_by_hand_does_not_become_the_calculated_one(run, partner):
    by_hand = datetime(2030, 3, 1, tzinfo=UTC)
    update_course_run(run.draft_version, {}, upgrade_deadlines={"verified": by_hand})
    submit_course_run(CourseRun.everything.get(pk=run.draft_version.pk))
    deliver()
    assert refresh(partner) == UNCHANGED
    seats = Seat.everything.filter(type="verified").values_list("_upgrade_deadline", "upgrade_deadline_override")
    assert set(seats) == {(datetime(2030, 6, 30, 23, 59, 59, 99999, tzinfo=UTC), by_hand)}


def test_a_change_that_the_shop_has_not_heard_is_not_taken_back(run, partner, platform):
    """The shop is away, and here again for the refresh: it lists the former prices."""
    deliver()
    draft = run.draft_version
    update_course(draft.course, {}, prices={"verified": Decimal("70.00")})
    update_course_run(draft, {}, prices={"verified": Decimal("70.00")})
    submit_course_run(CourseRun.everything.get(pk=draft.pk))
    platform.fail("503", "publication")
    assert deliver().postponed == 1
    refresh(partner)
    assert prices() == {Decimal("70.00")}
    failures = RowFailure.objects.values_list("code", "skipped")
    assert list(failures) == [("not_told_yet", True)] * 2

    cache.clear()
    OutboundPush.objects.filter(status="pending").update(due=timezone.now())
    assert deliver().delivered == 1
    assert refresh(partner) == UNCHANGED
    assert prices() == {Decimal("70.00")}


def test_what_was_published_while_its_listing_was_read_is_not_deleted(run, partner, platform):
    """The shop lists nothing of it yet, as the listing was begun before."""
    catalogue = platform.catalogue
    deliver()
    entitlement = catalogue.entitlements.rows()[0] | {"id": 1}
    stock = entitlement["stockrecords"][0] | {"partner_sku": "OTHER"}
    other = {"attribute_values": [{"name": "certificate_type", "value": "verified"}], "stockrecords": [stock]}
    catalogue.ecommerce_courses.change(run.key, products=[])
    catalogue.entitlements.clear()
    catalogue.entitlements.add(entitlement | other)
    OutboundPush.objects.update(finished=timezone.now())
    refresh(partner)
    assert (Seat.everything.count(), CourseEntitlement.everything.count()) == (4, 2)

    # A listing that is surely newer is believed.
    OutboundPush.objects.update(finished=timezone.now() - timedelta(minutes=2))
    refresh(partner)
    assert (Seat.everything.count(), CourseEntitlement.everything.count()) == (0, 0)
