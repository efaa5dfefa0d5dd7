"""The rows that every database has."""

import pytest
from django.contrib.auth.models import Group
from waffle.models import Switch

from course_discovery.apps.course_metadata.models import CourseRunType, CourseType, Mode, SeatType, Track

pytestmark = pytest.mark.django_db


def test_seat_types():
    assert list(SeatType.objects.order_by("pk").values_list("slug", flat=True)) == [
        "audit",
        "credit",
        "professional",
        "verified",
        "honor",
    ]


def test_modes_and_tracks():
    modes = {mode.slug: mode for mode in Mode.objects.all()}
    assert set(modes) == {"audit", "professional", "verified", "credit", "honor"}
    assert (modes["credit"].is_id_verified, modes["credit"].is_credit_eligible) == (False, True)
    assert modes["audit"].is_certificate_eligible is False
    assert modes["honor"].is_certificate_eligible is True
    assert all(track.mode.slug == track.seat_type.slug for track in Track.objects.all())
    assert Track.objects.count() == 5


def test_run_types():
    seats = {
        run_type.slug: set(run_type.tracks.values_list("seat_type__slug", flat=True))
        for run_type in CourseRunType.objects.all()
    }
    assert len(seats) == 9
    assert seats["credit-verified-honor"] == {"credit", "honor", "verified"}
    assert seats["empty"] == set()
    assert list(CourseRunType.objects.filter(is_marketable=False).values_list("slug", flat=True)) == ["empty"]
    assert CourseRunType.objects.get(slug="empty").empty is True


def test_course_types():
    run_types = {
        course_type.slug: [run_type.slug for run_type in course_type.course_run_types.all()]
        for course_type in CourseType.objects.all()
    }
    assert len(run_types) == 9
    assert run_types["credit-verified-audit"] == ["audit", "verified-audit", "credit-verified-audit"]
    assert run_types["empty"] == []
    assert CourseType.objects.get(slug="empty").empty is True
    entitled = CourseType.objects.filter(entitlement_types__isnull=False).values_list("slug", flat=True)
    assert set(entitled) == {
        "professional",
        "verified-audit",
        "credit-verified-audit",
        "verified-honor",
        "credit-verified-honor",
        "verified",
    }


def test_switches_are_off():
    assert Switch.objects.count() >= 6
    assert not Switch.objects.filter(active=True).exists()


def test_groups():
    assert Group.objects.count() == 9
    editors_of_people = Group.objects.filter(permissions__codename="change_person").values_list("name", flat=True)
    assert set(editors_of_people) == {"Internal Users", "Marketing Reviewers", "Publishers"}
