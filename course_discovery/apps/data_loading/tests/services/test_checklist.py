"""What the acceptance list asks of loading from an LMS and a shop, over HTTP, where no other test shows it whole."""

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Organization, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import (
    code_row,
    entitlement_row,
    run_row,
    seat_product,
    seats_row,
)
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.rest import data_version

KEY = "course-v1:LakeX+BOT1+1T2030"
MODELS = (Course, CourseRun, Organization, Seat, CourseEntitlement)


def refresh(partner, **options):
    return refresh_partner(partner, Watcher(), **options)


def source(run, name):
    return run.sources.get(source=name)


def rows_and_histories():
    return {model.__name__: (model._base_manager.count(), model.history.count()) for model in MODELS}


@pytest.fixture
def publisher_partner(partner, settings):
    settings.ENABLE_PUBLISHER = True
    partner.publisher_url = "https://publisher.example.com"
    partner.save()
    return partner


def test_a_second_refresh_adds_no_row_and_no_history_and_sets_one_timestamp(partner, platform, monkeypatch):
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    platform.catalogue.ecommerce_courses.add(seats_row(KEY, seat_product()))
    call_command("refresh_course_metadata")
    before = rows_and_histories()
    bumps = []
    bump = data_version.bump
    monkeypatch.setattr(data_version, "bump", lambda: (bumps.append(1), bump()))
    cache.set("api_timestamp", 1)
    call_command("refresh_course_metadata")
    assert rows_and_histories() == before
    assert (bumps, cache.get("api_timestamp") > 1) == ([1], True)


@pytest.mark.parametrize(("has_draft", "has_official"), [(True, False), (False, True), (True, True)])
def test_an_update_of_a_run_touches_the_rows_that_there_are(publisher_partner, platform, has_draft, has_official):
    draft_course = DraftCourseFactory(partner=publisher_partner, key="LakeX+BOT1")
    course = CourseFactory(
        partner=publisher_partner, key="LakeX+BOT1", uuid=draft_course.uuid, draft_version=draft_course
    )
    draft = DraftCourseRunFactory(course=draft_course, key=KEY) if has_draft else None
    if has_official:
        pair = {"draft_version": draft, "uuid": draft.uuid} if draft else {}
        CourseRunFactory(course=course, key=KEY, **pair)
    platform.catalogue.lms_course_runs.add(run_row(KEY, name="New name"))
    refresh(publisher_partner)
    rows = CourseRun.everything.values_list("draft", "title_override")
    assert sorted(rows) == [(draft, "New name") for draft in (False, True) if (has_official, has_draft)[draft]]


@pytest.mark.parametrize("has_draft_course", [True, False])
def test_a_run_that_is_not_there_becomes_official_and_a_draft_if_its_course_has_one(
    publisher_partner, platform, has_draft_course
):
    draft_course = DraftCourseFactory(partner=publisher_partner, key="LakeX+BOT1") if has_draft_course else None
    pair = {"draft_version": draft_course, "uuid": draft_course.uuid} if draft_course else {}
    CourseFactory(partner=publisher_partner, key="LakeX+BOT1", **pair)
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    refresh(publisher_partner)
    official = CourseRun.objects.get(key=KEY)
    assert (official.status, official.draft_version is not None) == ("unpublished", has_draft_course)
    assert CourseRun.everything.count() == 1 + has_draft_course


def test_one_seat_that_nobody_knows_blocks_its_own_run_and_no_other(partner, platform):
    """Stale seats of other runs go, though a seat type is unknown, and the refresh is none the worse."""
    runs = platform.catalogue.lms_course_runs
    shop = platform.catalogue.ecommerce_courses
    other = "course-v1:LakeX+BOT2+1T2030"
    runs.add(run_row(KEY), run_row(other))
    shop.add(seats_row(KEY, seat_product(sku="V1")), seats_row(other, seat_product(sku="V2")))
    refresh(partner)
    shop.change(KEY, products=[seat_product("diamond", sku="D1")])
    shop.change(other, products=[seat_product(currency="EUR", sku="A2")])
    run = refresh(partner)
    assert (run.status, source(run, "ecommerce_seats").failed) == ("completed", 1)
    assert set(Seat.objects.values_list("course_run__key", "sku")) == {(KEY, "V1"), (other, "A2")}


def test_a_shop_with_all_its_oddities_at_once(partner, platform):
    """No certificate is audit, two providers are two credit seats, mobile prices and unknown currencies are left out,
    an unknown mode fails by itself, and an entitlement that no shop knows stays.
    """
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    platform.catalogue.ecommerce_courses.add(
        seats_row(
            KEY,
            seat_product(None, "0", "AUD1"),
            seat_product("credit", "300", "CRE1", credit_provider="asu", credit_hours="3"),
            seat_product("credit", "200", "CRE2", credit_provider="mit", credit_hours="4"),
            seat_product("verified", "60", "mobile.ios.VER1"),
            seat_product("honor", "0", "HON1", currency="XYZ"),
        )
    )
    planned = CourseEntitlementFactory(
        course__partner=partner, partner=partner, course__draft=True, draft=True, sku=None
    )
    platform.catalogue.entitlements.add(entitlement_row("E1", course_key="LakeX+BOT1", mode="diamond"))
    run = refresh(partner)
    assert run.status == "completed"
    seats = Seat.objects.values_list("type", "credit_provider", "credit_hours", "sku").order_by("sku")
    assert list(seats) == [
        ("audit", None, None, "AUD1"),
        ("credit", "asu", 3, "CRE1"),
        ("credit", "mit", 4, "CRE2"),
    ]
    notes = {note.code: note.skipped for each in run.sources.all() for note in each.row_failures.all()}
    assert notes == {"unknown_currency": True, "unknown_mode": False, "no_type": False}
    assert CourseEntitlement.everything.get() == planned


def test_two_pages_of_each_listing_of_the_shop_are_read_whole(partner, platform):
    catalogue = platform.catalogue
    for number in range(60):
        key = f"course-v1:LakeX+B{number}+1"
        catalogue.lms_course_runs.add(run_row(key))
        catalogue.ecommerce_courses.add(seats_row(key, seat_product(sku=f"V{number}")))
        catalogue.entitlements.add(entitlement_row(f"E{number}", course_key=f"LakeX+B{number}"))
        catalogue.enrollment_codes.add(code_row(f"B{number}", key))
    run = refresh(partner)
    names = ("lms_courses", "ecommerce_seats", "ecommerce_entitlements", "ecommerce_enrollment_codes")
    assert {name: (source(run, name).pages, source(run, name).seen) for name in names} == dict.fromkeys(names, (2, 60))
    assert set(Seat.objects.values_list("sku", "bulk_sku")) == {(f"V{number}", f"B{number}") for number in range(60)}
    assert CourseEntitlement.objects.count() == 60


def test_what_is_sold_no_more_goes_by_type_currency_and_provider_and_bulk_skus_are_cleared(partner, platform):
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    platform.catalogue.ecommerce_courses.add(seats_row(KEY, seat_product(sku="V1")))
    platform.catalogue.enrollment_codes.add(code_row("B1", KEY), code_row("B2", "course-v1:LakeX+BOT2+1"))
    refresh(partner)
    run = CourseRun.objects.get()
    SeatFactory(course_run=run, type__slug="verified", currency_id="EUR", sku="OLD1")
    SeatFactory(course_run=run, type__slug="credit", credit_provider="asu", sku="OLD2")
    platform.catalogue.enrollment_codes.remove("B1")
    refresh(partner)
    assert list(Seat.objects.values_list("currency", "sku", "bulk_sku")) == [("USD", "V1", None)]


def test_a_value_that_the_platform_tells_as_it_was_told_is_no_change(publisher_partner, platform):
    """What this service hands to the authoring tool comes back in the listing: nothing may come of that."""
    platform.catalogue.lms_course_runs.add(run_row(KEY, start="2030-01-10T00:00:00Z", pacing="instructor"))
    refresh(publisher_partner)
    run = CourseRun.objects.get()
    run.title_override, run.pacing_type = "A name of an editor", "self_paced"
    run.save()
    # The authoring tool has them too by now, and spells times in its own way.
    platform.catalogue.lms_course_runs.change(
        KEY, name="A name of an editor", pacing="Self", start="2030-01-10T01:00:00+01:00"
    )
    before = rows_and_histories(), CourseRun.objects.get().modified
    assert source(refresh(publisher_partner), "lms_courses").unchanged == 1
    assert (rows_and_histories(), CourseRun.objects.get().modified) == before


def test_organizations_that_have_a_name_are_not_written(partner, platform):
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    platform.catalogue.organizations.add({"short_name": "LakeX", "name": "The Lakes"})
    refresh(partner)
    stored = Organization.objects.get()
    platform.catalogue.organizations.change("LakeX", name="Other Lakes")
    run = refresh(partner)
    assert (source(run, "lms_organizations").written, Organization.objects.get().name) == ({}, "The Lakes")
    assert Organization.objects.get().modified == stored.modified


def test_a_failing_loader_fails_the_command_when_the_others_are_done(partner, platform):
    platform.catalogue.lms_course_runs.add(run_row(KEY))
    platform.catalogue.ecommerce_courses.add(seats_row(KEY, seat_product()))
    platform.fail("500", "entitlements", times=None)
    with pytest.raises(CommandError, match=r"^One or more of the data loaders above failed\.$"):
        call_command("refresh_course_metadata")
    assert Seat.objects.get().course_run.type.slug != "empty"
