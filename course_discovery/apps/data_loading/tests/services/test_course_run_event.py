"""Events that are stored and applied."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    SeatFactory,
    VideoFactory,
)
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.models import CourseRunEvent
from course_discovery.apps.data_loading.services import course_run_event
from course_discovery.apps.data_loading.services.course_run_event import apply_event, store_event, wait_again
from course_discovery.apps.data_loading.sources.course_run_events import event_row
from course_discovery.apps.data_loading.sources.lms_courses import run_record
from course_discovery.apps.data_loading.tests.events import END, KEY, START, catalog_info
from course_discovery.apps.data_loading.tests.history import failures_of, refresh, source_of
from course_discovery.apps.data_loading.tests.rows import run_row

NOW = datetime(2030, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def default_partner(bare_partner, settings):
    settings.DEFAULT_PARTNER_ID = bare_partner.pk
    with freeze_time(NOW, ignore=["_pytest"]):
        yield bare_partner


@pytest.fixture
def without_publisher(settings):
    settings.ENABLE_PUBLISHER = False


@pytest.fixture
def with_publisher(default_partner, settings):
    default_partner.publisher_url = "https://publisher.example.com"
    default_partner.save()


@pytest.fixture
def pair(default_partner):
    """A draft and an official run, alike, with what events do not tell."""
    draft_course = DraftCourseFactory(partner=default_partner, key="LakeX+BOT1", title="Old")
    course = CourseFactory(
        partner=default_partner, key="LakeX+BOT1", title="Old", uuid=draft_course.uuid, draft_version=draft_course
    )
    values = {
        "key": KEY,
        "license": "cc-by",
        "short_description_override": "Plants",
        "mobile_available": True,
        "status": "reviewed",
        "video": VideoFactory(),
        "end": END,
        "enrollment_start": START,
        "enrollment_end": END,
    }
    draft = DraftCourseRunFactory(course=draft_course, **values)
    return CourseRunFactory(course=course, uuid=draft.uuid, draft_version=draft, **values), draft


def tell(time=NOW, **values):
    """Store and apply an event; return what came of it."""
    store_event(event_row(catalog_info(**values)), time)
    apply_event(values.get("key", KEY))
    return CourseRunEvent.objects.get(key=values.get("key", KEY))


class TestKnownRuns:
    def test_both_rows_take_what_it_tells_and_null_dates_clear(self, pair):
        assert tell(name="New", pacing="instructor", hidden=True, end=None).status == "applied"
        for row in pair:
            row.refresh_from_db()
            assert (row.title_override, row.pacing_type, row.hidden) == ("New", "instructor_paced", True)
            assert (row.start, row.end, row.enrollment_start, row.enrollment_end) == (START, None, None, None)

    @pytest.mark.parametrize("footing", ["with_publisher", "without_publisher"])
    def test_what_it_does_not_tell_stays(self, pair, footing, request):
        request.getfixturevalue(footing)
        video = pair[0].video
        tell(name="New")
        for row in pair:
            row.refresh_from_db()
            assert (row.title_override, row.license, row.short_description_override) == ("New", "cc-by", "Plants")
            assert (row.mobile_available, row.status, row.video) == (True, "reviewed", video)

    def test_without_publisher_the_course_takes_the_title_of_its_canonical_run(self, pair, without_publisher):
        course = pair[0].course
        course.canonical_course_run, course.card_image_url = pair[0], "https://images.example.com/card.jpg"
        course.save()
        tell(name="New")
        for each in Course.everything.all():
            assert each.title == "New"
        course.refresh_from_db()
        assert course.card_image_url == "https://images.example.com/card.jpg"

    def test_verified_seats_follow_a_new_end(self, pair):
        official, draft = pair
        override = datetime(2030, 5, 1, tzinfo=UTC)
        SeatFactory(course_run=official, type__slug="verified", upgrade_deadline_override=override)
        SeatFactory(course_run=draft, draft=True, type__slug="verified")
        tell(end=END + timedelta(days=10))
        for seat in Seat.everything.all():
            assert (seat.upgrade_deadline.date(), seat.upgrade_deadline_override) == (END.date(), None)

    def test_the_same_twice_writes_nothing_the_second_time(self, pair, django_capture_on_commit_callbacks):
        tell(name="New")
        with freeze_time(NOW + MINUTE):
            before = [(row.modified, row.history.count()) for row in CourseRun.everything.all()]
            stamps = list(Course.everything.values_list("data_modified_timestamp", flat=True))
            told = []
            catalogue_changed.connect(lambda **values: told.append(values), weak=False, dispatch_uid="test")
            try:
                assert tell(name="New").status == "applied"
            finally:
                catalogue_changed.disconnect(dispatch_uid="test")
        assert [(row.modified, row.history.count()) for row in CourseRun.everything.all()] == before
        assert list(Course.everything.values_list("data_modified_timestamp", flat=True)) == stamps
        assert told == []

    def test_search_is_told_of_a_change(self, pair):
        told = {}
        catalogue_changed.connect(
            lambda model, pks, **_: told.update({model: set(pks)}), weak=False, dispatch_uid="test"
        )
        try:
            tell(name="New")
        finally:
            catalogue_changed.disconnect(dispatch_uid="test")
        assert told == {CourseRun: {row.pk for row in pair}, Course: {row.course_id for row in pair}}


class TestUnknownRuns:
    def test_without_publisher_run_and_course_come_into_being(self, default_partner, without_publisher):
        assert tell().status == "applied"
        run = CourseRun.objects.get(key=KEY)
        assert (run.title_override, run.end, run.status, run.type.slug) == ("Botany", END, "published", "empty")
        assert (run.license, run.course.key, run.course.partner) == ("", "LakeX+BOT1", default_partner)
        assert run.course.canonical_course_run == run

    def test_a_course_with_a_draft_gets_a_pair(self, default_partner, with_publisher):
        draft_course = DraftCourseFactory(partner=default_partner, key="LakeX+BOT1")
        CourseFactory(partner=default_partner, key="LakeX+BOT1", draft_version=draft_course)
        tell()
        official, draft = CourseRun.objects.get(key=KEY), CourseRun.everything.get(key=KEY, draft=True)
        assert (official.draft_version, draft.course) == (draft, draft_course)
        assert (official.status, official.type.slug) == ("unpublished", "empty")


class TestOrder:
    def test_an_older_event_is_left_aside(self, pair):
        tell(name="New")
        assert tell(NOW - MINUTE, name="Old").time == NOW
        pair[0].refresh_from_db()
        assert pair[0].title_override == "New"

    def test_of_two_that_wait_the_newer_is_applied(self, pair):
        store_event(event_row(catalog_info(name="New")), NOW)
        assert not store_event(event_row(catalog_info(name="Old")), NOW - MINUTE)
        apply_event(KEY)
        pair[0].refresh_from_db()
        assert pair[0].title_override == "New"

    def test_a_clock_ahead_does_not_shut_out_later_events(self, pair):
        tell(NOW + timedelta(days=1), name="Ahead")
        with freeze_time(NOW + MINUTE):
            tell(NOW + MINUTE, name="Later")
        pair[0].refresh_from_db()
        assert pair[0].title_override == "Later"

    @pytest.mark.parametrize(
        ("before", "status", "title"), [(59, "applied", "Told"), (61, "overtaken", None), (3600, "overtaken", None)]
    )
    def test_what_a_refresh_has_surely_read_is_left_aside(self, default_partner, pair, before, status, title):
        source_of(refresh(default_partner))
        CourseRun.everything.update(end=datetime(2031, 1, 1, tzinfo=UTC))
        assert tell(NOW - timedelta(seconds=before), name="Told").status == status
        pair[0].refresh_from_db()
        assert pair[0].title_override == title

    @pytest.mark.parametrize("how", ["failed", "other source", "other partner", "failed row", "ended", "unknown"])
    def test_a_refresh_that_did_not_read_the_run_counts_for_nothing(self, default_partner, pair, how):
        run = refresh(PartnerFactory() if how == "other partner" else default_partner)
        source_run = source_of(
            run,
            source="lms_modes" if how == "other source" else "lms_courses",
            status="failed" if how == "failed" else "completed",
        )
        if how == "failed row":
            failures_of(source_run, KEY)
        if how == "ended":
            CourseRun.everything.update(end=NOW - MINUTE)
        if how == "unknown":
            CourseRun.everything.all().delete()
        tell(NOW - timedelta(hours=1), name="Told")
        assert CourseRun.objects.get(key=KEY).title_override == "Told"

    def test_a_listing_does_not_take_back_what_is_told_while_it_is_read(self, default_partner, pair):
        loader = RunLoader(read_reference(default_partner))
        tell(name="New", end=None)
        loader.load([run_record(run_row(KEY, name="Old", license="cc-by-nd"))])
        for row in pair:
            row.refresh_from_db()
            assert (row.title_override, row.end, row.license) == ("New", None, "cc-by-nd")

    def test_a_later_listing_does(self, default_partner, pair):
        tell(name="New")
        with freeze_time(NOW + 2 * MINUTE):
            loader = RunLoader(read_reference(default_partner))
            loader.load([run_record(run_row(KEY, name="Newest"))])
        pair[0].refresh_from_db()
        assert pair[0].title_override == "Newest"


class TestFailures:
    def test_the_reason_stays_and_the_error_is_logged(self, pair, caplog):
        course = pair[0].course
        Course.everything.filter(pk__in=[course.pk, course.draft_version_id]).update(partner=PartnerFactory())
        event = tell(name="New")
        assert (event.status, event.error.split(":")[0]) == ("failed", "other_partner")
        assert f"An error occurred while updating {KEY}" in caplog.text
        pair[0].refresh_from_db()
        assert pair[0].title_override is None

    def test_a_key_of_no_run(self):
        event = tell(key="library-v1:LakeX+BOT1")
        assert (event.status, event.error.split(":")[0]) == ("failed", "bad_key")

    def test_no_partner(self, settings):
        settings.DEFAULT_PARTNER_ID = 0
        event = tell()
        assert (event.status, event.error) == ("failed", "no_partner: DEFAULT_PARTNER_ID names no partner")

    def test_a_failed_one_can_be_applied_again(self, pair, settings, default_partner):
        settings.DEFAULT_PARTNER_ID = 0
        event = tell(name="New")
        settings.DEFAULT_PARTNER_ID = default_partner.pk
        apply_event(KEY)
        pair[0].refresh_from_db()
        assert pair[0].title_override is None
        wait_again([event])
        apply_event(KEY)
        pair[0].refresh_from_db()
        event.refresh_from_db()
        assert (pair[0].title_override, event.status, event.error) == ("New", "applied", "")

    def test_what_another_event_made_in_the_same_moment_is_taken(self, monkeypatch):
        attempts = []

        def read(partner):
            attempts.append(partner)
            if len(attempts) == 1:
                # The constraint that two makers of one organization meet.
                OrganizationFactory(partner=partner, key="LakeX")
                OrganizationFactory(partner=partner, key="LakeX", uuid=uuid4())
            return read_reference(partner)

        monkeypatch.setattr(course_run_event, "read_reference", read)
        assert (tell().status, len(attempts)) == ("applied", 2)

    def test_a_database_that_is_busy_leaves_it_waiting(self, pair, monkeypatch, caplog):
        def busy(*_):
            raise OperationalError("database is locked")

        monkeypatch.setattr(course_run_event, "read_reference", busy)
        store_event(event_row(catalog_info(name="New")), NOW)
        with pytest.raises(OperationalError):
            apply_event(KEY)
        assert CourseRunEvent.objects.get().status == "waiting"
        assert (f"An error occurred while updating {KEY}", logging.ERROR) in [
            (record.getMessage(), record.levelno) for record in caplog.records
        ]


def test_what_an_event_costs(pair, django_assert_max_num_queries):
    store_event(event_row(catalog_info(name="New")), NOW)
    with django_assert_max_num_queries(30):
        apply_event(KEY)
