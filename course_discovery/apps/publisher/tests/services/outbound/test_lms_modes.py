"""Modes that the LMS gets for tracks that nobody buys."""

import logging

import pytest
from django.core.cache import cache
from django.utils import timezone

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    ModeFactory,
    TrackFactory,
)
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due
from course_discovery.apps.publisher.services.outbox import enqueue

pytestmark = pytest.mark.django_db

KEY = "course-v1:UniX+MBA+1T2031"


@pytest.fixture
def partner(platform):
    return PartnerFactory(lms_coursemode_api_url=platform.partner_urls()["lms_coursemode_api_url"])


@pytest.fixture
def run(partner):
    """A run with a seat, and two tracks without."""
    tracks = [
        TrackFactory(mode=ModeFactory(slug=slug, name=slug.title()), seat_type=None) for slug in ("masters", "doctors")
    ]
    kind = CourseRunTypeFactory(slug="masters", tracks=[TrackFactory(mode=ModeFactory(slug="audit2")), *tracks])
    return CourseRunFactory(course=CourseFactory(partner=partner), key=KEY, type=kind)


def push(partner):
    enqueue([OutboundPush(partner=partner, system=OutboundSystem.Lms, what="modes", key=KEY)])


def modes(platform):
    return [mode["name"] for row in platform.catalogue.modes.rows() for mode in row["modes"]]


def test_modes_that_a_run_lacks_are_added(run, partner, platform, bodies, caplog):
    caplog.set_level(logging.INFO, "course_discovery")
    platform.catalogue.modes.add({"id": KEY, "modes": [{"name": "audit2", "price": 0, "currency": "usd"}]})
    push(partner)
    assert deliver_due() == Delivery(delivered=1)
    assert modes(platform) == ["audit2", "masters", "doctors"]
    assert bodies("lms_new_modes")[0] == {
        "course_id": KEY,
        "mode_slug": "masters",
        "mode_display_name": "Masters",
        "currency": "usd",
        "min_price": 0,
    }
    assert f"Successfully published [masters] LMS mode for [{KEY}]." in caplog.messages
    push(partner)
    deliver_due()
    assert len(bodies("lms_new_modes")) == 2
    assert OutboundPush.objects.last().result == "Added: none, all were there."


def test_a_mode_that_fails_keeps_no_other_from_being_added(run, partner, platform, caplog):
    platform.fail("503", "lms_new_modes")
    push(partner)
    assert deliver_due() == Delivery(postponed=1)
    assert modes(platform) == ["doctors"]
    (warning,) = [message for message in caplog.messages if message.startswith("Failed publishing")]
    assert warning.startswith(f"Failed publishing [masters] LMS mode for [{KEY}]: POST {platform.url}/api/course_modes")
    cache.clear()
    OutboundPush.objects.update(due=timezone.now())
    assert deliver_due() == Delivery(delivered=1)
    assert modes(platform) == ["doctors", "masters"]


def test_a_look_that_fails_adds_nothing(run, partner, platform, bodies):
    platform.fail("garbage", "lms_run_modes")
    push(partner)
    assert deliver_due() == Delivery(postponed=1)
    assert bodies("lms_new_modes") == []


def test_who_has_no_such_tracks_or_no_address_asks_nothing(run, partner, platform, caplog):
    caplog.set_level(logging.INFO, "course_discovery")
    run.type.tracks.filter(seat_type=None).delete()
    push(partner)
    deliver_due()
    assert OutboundPush.objects.last().result == "All tracks have seats."
    partner.lms_coursemode_api_url = ""
    partner.save()
    push(partner)
    deliver_due()
    assert f"No LMS coursemode api url configured. Cannot publish LMS tracks for [{KEY}]." in caplog.messages
    assert platform.requests == []
