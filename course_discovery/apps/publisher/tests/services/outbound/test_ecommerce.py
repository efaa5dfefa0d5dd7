"""What the shop is told of official runs, and what it answers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import requests
from django.db import connection
from freezegun import freeze_time
from waffle.testutils import override_switch

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import AdditionalMetadataFactory
from course_discovery.apps.publisher.choices import PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.course_run import update_course_run
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due
from course_discovery.apps.publisher.services.offer_pushes import push_products
from course_discovery.apps.publisher.services.outbound.ecommerce import VARIANTS_OF_RUNS
from course_discovery.apps.publisher.services.review import complete_review_phase, send_to_legal_review
from course_discovery.apps.publisher.tests.services.conftest import NOW

pytestmark = pytest.mark.django_db

VARIANT = UUID("00000000-0000-4000-8000-0000000000bb")


@pytest.fixture(autouse=True)
def _now():
    with freeze_time(NOW, ignore=["requests", "urllib3", "threading"]):
        yield


@pytest.fixture
def partner(organization, platform):
    partner = organization.partner
    partner.ecommerce_api_url, partner.studio_url = platform.partner_urls()["ecommerce_api_url"], ""
    partner.save()
    return partner


@pytest.fixture
def run(partner, new_course, new_run):
    """An official run, of which the shop has not been told yet."""
    draft = new_run(new_course(), values={"go_live_date": NOW + timedelta(days=1)})
    send_to_legal_review(draft)
    return complete_review_phase(draft, None, "")


def rows(model, run):
    """Both rows of what the run and its course sell, by kind: {"verified": [official, draft], ...}."""
    if model is Seat:
        found = Seat.everything.filter(course_run__key=run.key).order_by("draft")
        return {kind: [seat for seat in found if seat.type_id == kind] for kind in ("audit", "verified")}
    return list(CourseEntitlement.everything.filter(course__key=run.course.key).order_by("draft"))


def attribute(product, name):
    return next((each["value"] for each in product["attribute_values"] if each["name"] == name), None)


def test_what_reviewers_pass_is_sold(run, bodies):
    assert deliver_due() == Delivery(delivered=1)
    (body,) = bodies("publication")
    assert (body["id"], body["uuid"], body["name"]) == (run.key, str(run.course.uuid), "Python for all")
    assert body["verification_deadline"] == "2027-06-30T12:00:00Z"
    assert [(each["product_class"], attribute(each, "certificate_type")) for each in body["products"]] == [
        ("Seat", ""),
        ("Seat", "verified"),
        ("Course Entitlement", "verified"),
    ]
    assert [each["price"] for each in body["products"]] == ["0.00", "49.50", "49.50"]
    assert [each.get("expires") for each in body["products"]] == [None, "2027-06-20T23:59:59Z", None]


def test_skus_are_kept_on_both_rows_and_written_once(run, bodies, platform):
    stamped = run.course.data_modified_timestamp
    with freeze_time(NOW + timedelta(hours=1), ignore=["requests", "urllib3", "threading"]):
        deliver_due()
    (sold,) = platform.catalogue.ecommerce_courses.rows()
    skus = [each["stockrecords"][0]["partner_sku"] for each in sold["products"] if each["structure"] == "child"]
    (right,) = platform.catalogue.entitlements.rows()
    seats, entitlements = rows(Seat, run), rows(CourseEntitlement, run)
    assert [seat.sku for seat in seats["audit"] + seats["verified"]] == [skus[0], skus[0], skus[1], skus[1]]
    assert [row.sku for row in entitlements] == [right["stockrecords"][0]["partner_sku"]] * 2
    changed = [*seats["audit"], *seats["verified"], *entitlements]
    assert {row.history.count() for row in changed} == {2}
    assert {row.history.first().sku for row in changed} == {*skus, right["stockrecords"][0]["partner_sku"]}
    assert OutboundPush.objects.get().result == "3 products, of which 3 have a new SKU."
    assert Course.objects.get(pk=run.course_id).data_modified_timestamp == stamped + timedelta(hours=1)

    push_products(run.course.partner, [run.key])
    assert deliver_due() == Delivery(delivered=1)
    told = [each["stockrecords"] for each in bodies("publication")[1]["products"][:2]]
    assert told == [[{"partner_sku": sku}] for sku in skus]
    assert OutboundPush.objects.last().result == "3 products, of which 0 have a new SKU."
    assert {row.history.count() for row in changed} == {2}


def test_nothing_is_asked_inside_a_transaction(run, monkeypatch):
    depth = len(connection.savepoint_ids)
    depths = []
    original = requests.Session.send

    def send(self, *args, **kwargs):
        depths.append(len(connection.savepoint_ids))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(requests.Session, "send", send)
    deliver_due()
    assert set(depths) == {depth}


def test_a_deadline_set_by_hand_is_told(run, bodies):
    Seat.everything.filter(course_run=run, type="verified").update(
        upgrade_deadline_override=datetime(2027, 5, 1, tzinfo=UTC)
    )
    Seat.everything.filter(course_run=run, type="audit").update(_upgrade_deadline=datetime(2027, 5, 1, tzinfo=UTC))
    deliver_due()
    assert [each.get("expires") for each in bodies("publication")[0]["products"]] == [
        None,
        "2027-05-01T00:00:00Z",
        None,
    ]


def test_seats_without_a_track_are_left_out(run, bodies):
    Seat.everything.create(course_run=run, type_id="honor")
    deliver_due()
    assert len(bodies("publication")[0]["products"]) == 3


def test_who_sells_nothing_is_not_told_of(run, bodies):
    Seat.everything.filter(course_run=run).delete()
    CourseEntitlement.everything.all().delete()
    deliver_due()
    assert bodies("publication") == []
    assert OutboundPush.objects.get().result == "Nothing is sold."


def test_variants_are_those_of_the_course_or_of_the_runs(run, bodies):
    of_run = UUID("00000000-0000-4000-8000-0000000000cc")
    metadata = AdditionalMetadataFactory(variant_id=VARIANT)
    Course.objects.filter(pk=run.course_id).update(additional_metadata=metadata)
    CourseRun.objects.filter(pk=run.pk).update(variant_id=of_run, status="published")
    deliver_due()
    push_products(run.course.partner, [run.key])
    with override_switch(VARIANTS_OF_RUNS, active=True):
        deliver_due()
    by_course, by_run = [[attribute(each, "variant_id") for each in body["products"]] for body in bodies("publication")]
    assert by_course == [None, None, str(VARIANT)]
    assert by_run == [str(of_run)] * 3


def test_an_edit_is_kept_though_the_shop_refuses_it(run, platform):
    """Its reason stands in the outbox."""
    platform.fail("400", "publication")
    update_course_run(run.draft_version, {"pacing_type": "self_paced"})
    assert deliver_due() == Delivery(failed=1)
    row = OutboundPush.objects.get()
    assert (row.status, row.system, row.what, row.key) == (PushStatus.Failed, "ecommerce", "products", run.key)
    assert row.result.startswith(f"POST {platform.url}/api/v2/publication/: status 400")
    assert {row.sku for row in rows(CourseEntitlement, run)} == {None}
    assert CourseRun.objects.get(pk=run.pk).pacing_type == "self_paced"


def test_what_is_gone_or_has_no_shop_is_not_told_of(partner, platform):
    push_products(partner, ["none"])
    deliver_due()
    assert OutboundPush.objects.get().result == "There is no such official run."
    partner.ecommerce_api_url = ""
    partner.save()
    OutboundPush.objects.update(status=PushStatus.Pending, due=NOW)
    deliver_due()
    assert OutboundPush.objects.get().result == "The partner has no e-commerce service."
    assert platform.requests == []


def test_prices_have_the_places_of_money(run, bodies):
    Seat.everything.filter(course_run=run, type="verified").update(price=Decimal(50))
    deliver_due()
    assert bodies("publication")[0]["products"][1]["price"] == "50.00"
