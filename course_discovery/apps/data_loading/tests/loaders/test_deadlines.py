"""Runs whose end has moved: their deadlines follow, and the shop is told."""

from datetime import UTC, datetime

import pytest
from waffle.testutils import override_switch

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.loaders.course_run import RECALCULATE_ALL_DEADLINES, RunLoader
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.tests.rows import run_row
from course_discovery.apps.publisher.models import OutboundPush

pytestmark = pytest.mark.django_db

END = datetime(2030, 7, 10, 12, tzinfo=UTC)
BY_HAND = datetime(2030, 1, 1, tzinfo=UTC)
DEADLINE = datetime(2030, 6, 30, 23, 59, 59, 99999, tzinfo=UTC)


@pytest.fixture
def partner(bare_partner):
    bare_partner.ecommerce_api_url = "https://shop.example.com/api/v2/"
    bare_partner.save()
    return bare_partner


@pytest.fixture
def pair(partner):
    """A function that makes both rows of a run that ends another day than the LMS says, with verified seats."""

    def make(number, seats=True, end=datetime(2030, 5, 1, tzinfo=UTC), override=None):
        key = f"LakeX+BOT{number}"
        draft_course = DraftCourseFactory(partner=partner, key=key)
        course = CourseFactory(partner=partner, key=key, uuid=draft_course.uuid, draft_version=draft_course)
        run_key = f"course-v1:{key}+1T2030"
        draft = DraftCourseRunFactory(course=draft_course, key=run_key, end=end)
        official = CourseRunFactory(course=course, key=run_key, end=end, uuid=draft.uuid, draft_version=draft)
        for run in (official, draft) if seats else ():
            SeatFactory(
                course_run=run, draft=run.draft, type__slug="verified", upgrade_deadline_override=override, sku="ABC"
            )
        return official

    return make


def load(partner, *keys):
    source = LmsCourses(partner)
    records = [source.transform(run_row(key, end="2030-07-10T12:00:00Z")) for key in keys]
    return RunLoader(read_reference(partner)).load(records)


def told():
    keys = [push.key for push in OutboundPush.objects.filter(system="ecommerce", what="products").order_by("pk")]
    OutboundPush.objects.all().delete()
    return keys


def test_verified_seats_of_both_rows_follow_and_official_runs_with_seats_are_published_once(pair, partner):
    selling, bare = pair(1, override=BY_HAND), pair(2, seats=False)
    load(partner, selling.key, bare.key)
    seats = Seat.everything.filter(course_run__key=selling.key)
    assert {(seat.draft, seat.upgrade_deadline, seat.upgrade_deadline_override) for seat in seats} == {
        (False, DEADLINE, None),
        (True, DEADLINE, None),
    }
    assert told() == [selling.key]
    load(partner, selling.key, bare.key)
    assert told() == []


def test_a_run_without_official_row_is_not_sold(pair, partner):
    official = pair(1)
    draft = official.draft_version
    official.delete()
    load(partner, draft.key)
    assert CourseRun.everything.get().end == END
    assert told() == []


def test_where_all_are_calculated_anew_a_deadline_set_by_hand_is_left_to_the_shop(pair, partner):
    pair(1, end=END)
    by_hand = pair(2, end=END, override=BY_HAND)
    keys = [f"course-v1:LakeX+BOT{number}+1T2030" for number in (1, 2)]
    with override_switch(RECALCULATE_ALL_DEADLINES, active=True):
        load(partner, *keys)
    assert told() == keys[:1]
    assert by_hand.seats.get().upgrade_deadline_override == BY_HAND


def test_without_a_shop_nobody_is_told(pair, partner):
    partner.ecommerce_api_url = ""
    partner.save()
    load(partner, pair(1).key)
    assert told() == []


def test_a_page_of_runs_costs_as_many_queries_as_one(pair, partner, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for numbers in ((1,), (2, 3, 4, 5)):
        keys = [pair(number).key for number in numbers]
        with CaptureQueriesContext(connection) as queries:
            load(partner, *keys)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(told()) == 5
