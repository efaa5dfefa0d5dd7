"""Entitlements against the database."""

from decimal import Decimal
from uuid import uuid4

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseEntitlement
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseTypeFactory,
    DraftCourseFactory,
)
from course_discovery.apps.data_loading.loaders.base import LargeDelete, Listing
from course_discovery.apps.data_loading.loaders.entitlement import EntitlementLoader
from course_discovery.apps.data_loading.sources.ecommerce import EcommerceEntitlements
from course_discovery.apps.data_loading.tests.rows import entitlement_row

PROOF = Listing(is_proof=True, allow_large_deletes=False)


def record(sku="ENT1", **values):
    source = EcommerceEntitlements(Partner(ecommerce_api_url="http://shop.example.com"))
    return source.transform(entitlement_row(sku, **values))


@pytest.fixture
def course(reference):
    return CourseFactory(partner=reference.partner, key="LakeX+BOT1")


@pytest.fixture
def loader(reference):
    return EntitlementLoader(reference)


def test_it_finds_its_course_by_uuid_and_is_then_left_alone(loader, course, django_assert_num_queries):
    page = [record(course_uuid=course.uuid)]
    outcome = loader.load(page)
    assert (outcome.created, outcome.touched[Course]) == (1, {course.pk})
    entitlement = CourseEntitlement.objects.get()
    assert (entitlement.course, entitlement.mode.slug, entitlement.price) == (course, "verified", Decimal("99.00"))
    assert (entitlement.sku, entitlement.currency_id, entitlement.partner) == ("ENT1", "USD", course.partner)
    with django_assert_num_queries(2):
        again = loader.load(page)
    assert (again.unchanged, again.written, entitlement.history.count()) == (1, {}, 1)


def test_else_by_the_key_that_the_row_names(loader, course):
    loader.load([record(course_uuid=uuid4(), course_key="lakex+bot1")])
    assert CourseEntitlement.objects.get().course == course


def test_the_uuid_goes_before_the_key(loader, course, reference):
    other = CourseFactory(partner=reference.partner, key="LakeX+OTHER")
    loader.load([record(course_uuid=other.uuid, course_key="LakeX+BOT1")])
    assert CourseEntitlement.objects.get().course == other


def test_else_it_is_reported(loader, course):
    uuid = uuid4()
    CourseFactory(partner=PartnerFactory(), uuid=uuid)
    outcome = loader.load([record(course_uuid=uuid, course_key="LakeX+NONE"), record("ENT2")])
    assert outcome.skipped == 2
    assert outcome.notes[0].message == (
        f"Could not find course {uuid} or LakeX+NONE while loading entitlement Entitlement ENT1 with sku ENT1"
    )
    assert not CourseEntitlement.objects.exists()


def test_both_rows_of_a_course_have_it(loader, course):
    draft = DraftCourseFactory(partner=course.partner, key=course.key, uuid=course.uuid)
    course.draft_version = draft
    course.save()
    loader.load([record(course_uuid=course.uuid)])
    official, of_draft = course.entitlements.get(), draft.entitlements.get()
    assert (official.draft_version, official.draft, of_draft.draft) == (of_draft, False, True)


def test_another_mode_takes_the_place_of_the_old_one(loader, course):
    course.type = CourseTypeFactory(slug="empty")
    course.save()
    stored = CourseEntitlementFactory(course=course, mode__slug="professional")
    assert loader.load([record(course_uuid=course.uuid)]).updated == 1
    stored.refresh_from_db()
    assert (stored.mode.slug, stored.sku, CourseEntitlement.objects.count()) == ("verified", "ENT1", 1)


def test_a_second_one_of_the_course_is_reported(loader, course):
    outcome = loader.load([record(course_uuid=course.uuid), record("ENT2", course_uuid=course.uuid)])
    assert (outcome.created, outcome.failed, outcome.notes[0].code) == (1, 1, "second_entitlement")
    assert CourseEntitlement.objects.get().sku == "ENT1"


@pytest.mark.parametrize(
    ("values", "code", "counted"),
    [
        ({"currency": "XYZ"}, "unknown_currency", "skipped"),
        ({"mode": "diamond"}, "unknown_mode", "failed"),
        ({"mode": "professional"}, "incompatible_mode", "failed"),
    ],
)
def test_what_cannot_be_loaded_is_reported_and_keeps_what_is_stored(loader, course, values, code, counted):
    CourseEntitlementFactory(course=course, sku="ENT1")
    outcome = loader.load([record(course_uuid=course.uuid, **values)])
    assert (getattr(outcome, counted), [note.code for note in outcome.notes]) == (1, [code])
    loader.finish(PROOF)
    assert CourseEntitlement.objects.get().sku == "ENT1"


class TestWhatIsSoldNoMore:
    def test_both_rows_of_a_gone_sku_go_and_plans_stay(self, loader, course, reference):
        draft = DraftCourseFactory(partner=reference.partner)
        CourseEntitlementFactory(course=draft, sku="GONE")
        gone = CourseEntitlementFactory(course=CourseFactory(partner=reference.partner), sku="GONE")
        CourseEntitlementFactory(course=DraftCourseFactory(partner=reference.partner), sku=None)
        CourseEntitlementFactory(course=DraftCourseFactory(partner=reference.partner), sku="")
        theirs = CourseEntitlementFactory(course=CourseFactory(), sku="THEIRS")
        loader.load([record(course_uuid=course.uuid)])
        loader.finish(PROOF)
        left = set(CourseEntitlement.everything.values_list("sku", flat=True))
        assert left == {"ENT1", None, "", theirs.sku}
        assert CourseEntitlement.history.filter(id=gone.pk).latest().history_type == "-"

    def test_a_listed_row_of_which_only_the_sku_can_be_read_is_not_gone(self, loader, course):
        CourseEntitlementFactory(course=course, sku="ENT1")
        loader.spare("ENT1")
        loader.finish(PROOF)
        assert CourseEntitlement.objects.exists()

    def test_nothing_goes_when_the_listing_proves_nothing(self, loader, course):
        CourseEntitlementFactory(course=course, sku="GONE")
        loader.finish(Listing(is_proof=False, allow_large_deletes=True))
        assert CourseEntitlement.objects.exists()

    def test_a_large_share_has_to_be_asked_for(self, loader, reference):
        for number in range(11):
            CourseEntitlementFactory(course=CourseFactory(partner=reference.partner), sku=f"GONE{number}")
        with pytest.raises(LargeDelete):
            loader.finish(PROOF)
        loader.finish(Listing(is_proof=True, allow_large_deletes=True))
        assert not CourseEntitlement.objects.exists()
