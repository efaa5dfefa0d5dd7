"""Course runs against the database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from freezegun import freeze_time
from waffle.testutils import override_switch

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization, Seat, Video
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    SeatFactory,
    SourceFactory,
)
from course_discovery.apps.data_loading.loaders.course_run import RECALCULATE_ALL_DEADLINES, RunLoader
from course_discovery.apps.data_loading.loaders.reference import read_reference
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.tests.rows import run_row

KEY = "course-v1:LakeX+BOT1+1T2030"
END = datetime(2030, 7, 10, 12, tzinfo=UTC)


def record(key=KEY, **values):
    return LmsCourses(Partner(courses_api_url="http://lms.example.com")).transform(run_row(key, **values))


def load(reference, *records):
    outcome = RunLoader(reference).load(records)
    assert [note for note in outcome.notes if not note.skipped and note.code == "error"] == []
    return outcome


def histories(*rows):
    return [row.history.count() for row in rows]


@pytest.fixture
def publisher(reference, settings):
    """The same partner with Publisher."""
    settings.ENABLE_PUBLISHER = True
    partner = reference.partner
    partner.publisher_url = "https://publisher.example.com"
    partner.save()
    return read_reference(partner)


@pytest.fixture
def run_pair(reference):
    """A draft and an official run, alike, in a draft and an official course."""
    partner = reference.partner
    draft_course = DraftCourseFactory(partner=partner, key="LakeX+BOT1", title="Old title")
    course = CourseFactory(
        partner=partner, key="LakeX+BOT1", uuid=draft_course.uuid, title="Old title", draft_version=draft_course
    )
    values = {"key": KEY, "end": datetime(2030, 5, 1, tzinfo=UTC), "status": "unpublished"}
    draft = DraftCourseRunFactory(course=draft_course, **values)
    official = CourseRunFactory(course=course, uuid=draft.uuid, draft_version=draft, **values)
    return official, draft


class TestNewRuns:
    def test_run_course_and_organization_come_into_being(self, reference):
        outcome = load(reference, record())
        run = CourseRun.objects.get(key=KEY)
        assert outcome.created == 1
        assert (run.title_override, run.start, run.end) == ("Botany", datetime(2030, 1, 10, tzinfo=UTC), END)
        assert (run.pacing_type, run.hidden, run.license, run.type.slug) == ("self_paced", False, "", "empty")
        assert (run.status, run.short_description_override, run.mobile_available) == ("published", "Plants", True)
        assert run.video.src == "https://videos.example.com/botany"
        assert run.slug == "botany-course-v1-lakex-bot1-1t2030"
        course = run.course
        assert (course.key, course.title, course.partner) == ("LakeX+BOT1", "Botany", reference.partner)
        assert (course.type.slug, course.product_source.slug) == ("empty", "edx")
        assert (course.canonical_course_run, course.draft) == (run, False)
        assert course.card_image_url == "https://lms.example.com/botany.jpg"
        organization = course.authoring_organizations.get()
        assert (organization.key, organization.name, organization.slug) == ("LakeX", "", "lakex")
        assert histories(run, course, organization) == [1, 1, 1]
        assert course.history.get().canonical_course_run_id == run.pk

    def test_with_publisher_what_publisher_owns_is_left_out(self, publisher):
        load(publisher, record())
        run = CourseRun.objects.get(key=KEY)
        assert (run.status, run.short_description_override, run.mobile_available) == ("unpublished", None, False)
        assert (run.video, run.course.card_image_url, run.course.title) == (None, None, "Botany")
        assert not Video.objects.exists()

    def test_runs_of_one_course_share_it(self, reference):
        load(reference, record("course-v1:LakeX+BOT1+1"), record("course-v1:LakeX+BOT1+2"))
        course = Course.objects.get()
        assert course.canonical_course_run.key == "course-v1:LakeX+BOT1+1"
        assert course.course_runs.count() == 2
        assert Video.objects.count() == 1

    def test_case_does_not_make_two_courses_or_organizations(self, reference):
        OrganizationFactory(partner=reference.partner, key="lakex")
        load(reference, record("course-v1:LakeX+BOT1.X+1"), record("course-v1:LakeX+BOT1.x+2"))
        assert Course.objects.get().key == "LakeX+BOT1.X"
        assert Organization.objects.get() == Course.objects.get().authoring_organizations.get()

    def test_keys_beyond_ascii(self, reference):
        CourseFactory(partner=reference.partner, key="LakeX+ÉTÉ")
        load(reference, record("course-v1:LakeX+ÉTÉ+1"))
        assert Course.objects.get().course_runs.count() == 1

    def test_the_claimant_of_reruns_goes_before_the_course_of_the_key(self, reference):
        claimant = CourseFactory(partner=reference.partner, key="LakeX+NEW", key_for_reruns="LakeX+BOT1")
        CourseFactory(partner=reference.partner, key="LakeX+BOT1")
        load(reference, record())
        assert CourseRun.objects.get(key=KEY).course == claimant

    def test_another_partners_course_is_not_taken(self, reference):
        CourseFactory(partner=PartnerFactory(), key="LakeX+BOT1", key_for_reruns="LakeX+BOT1")
        load(reference, record())
        assert CourseRun.objects.get(key=KEY).course.partner == reference.partner

    def test_an_existing_course_is_not_changed(self, reference):
        source = SourceFactory(name="Other", slug="other")
        course = CourseFactory(partner=reference.partner, key="LakeX+BOT1", title="Mine", product_source=source)
        modified = course.modified
        load(reference, record())
        course.refresh_from_db()
        assert (course.title, course.product_source, course.modified) == ("Mine", source, modified)
        assert course.canonical_course_run is None

    def test_the_type_is_that_of_the_newest_run(self, reference):
        course = CourseFactory(partner=reference.partner, key="LakeX+BOT1")
        with freeze_time("2029-01-01"):
            CourseRunFactory(course=course, type=CourseRunTypeFactory(slug="professional"))
        with freeze_time("2028-01-01"):
            CourseRunFactory(course=course, type=CourseRunTypeFactory(slug="audit"))
        load(reference, record())
        assert CourseRun.objects.get(key=KEY).type.slug == "professional"

    def test_a_course_with_a_draft_gets_a_pair(self, publisher):
        draft_course = DraftCourseFactory(partner=publisher.partner, key="LakeX+BOT1", title="Unreviewed")
        course = CourseFactory(partner=publisher.partner, key="LakeX+BOT1", title="Live", draft_version=draft_course)
        load(publisher, record())
        official, draft = CourseRun.objects.get(key=KEY), CourseRun.everything.get(key=KEY, draft=True)
        assert (official.course, draft.course) == (course, draft_course)
        assert (official.draft_version, official.uuid, official.slug) == (draft, draft.uuid, draft.slug)
        assert histories(official, draft) == [1, 1]
        course.refresh_from_db()
        assert course.title == "Live"

    def test_a_course_that_is_only_a_draft_gets_an_official_row_that_shows_nothing_of_it(self, publisher):
        source = SourceFactory(name="Other", slug="other")
        draft_course = DraftCourseFactory(
            partner=publisher.partner, key="LakeX+BOT1", title="Unreviewed", product_source=source
        )
        load(publisher, record())
        course = Course.objects.get(key="LakeX+BOT1")
        assert (course.draft_version, course.uuid) == (draft_course, draft_course.uuid)
        assert (course.title, course.short_description, course.product_source) == ("Botany", None, source)
        assert CourseRun.everything.filter(key=KEY).count() == 2

    def test_inclusion_in_the_subscription_is_inherited(self, reference):
        OrganizationFactory(partner=reference.partner, key="LakeX", enterprise_subscription_inclusion=True)
        load(reference, record(), record("course-v1:LakeX+BOT1+2", pacing="instructor"), record("course-v1:O+B+1"))
        included = dict(CourseRun.objects.values_list("key", "enterprise_subscription_inclusion"))
        assert included == {KEY: True, "course-v1:LakeX+BOT1+2": False, "course-v1:O+B+1": False}
        assert Course.objects.get(key="LakeX+BOT1").enterprise_subscription_inclusion is True

    def test_more_courses_of_one_name_than_slugs_have_numbers(self, reference):
        load(reference, *(record(f"course-v1:LakeX+T{n}+1", name="Test") for n in range(120)))
        slugs = set(Course.objects.values_list("url_slug", flat=True))
        assert len(slugs) == 120
        assert max(len(slug) for slug in slugs) <= 50


class TestCcx:
    CCX = "ccx-v1:LakeX+BOT1+1T2030+ccx@7"

    def test_it_joins_the_course_of_the_run_it_was_made_from(self, reference):
        moved_to = CourseFactory(partner=reference.partner, key="LakeX+MOVED")
        CourseRunFactory(course=moved_to, key=KEY)
        load(reference, record(self.CCX))
        assert CourseRun.objects.get(key=self.CCX).course == moved_to

    def test_else_the_course_of_its_key(self, reference):
        course = CourseFactory(partner=reference.partner, key="LakeX+BOT1")
        load(reference, record(self.CCX))
        assert CourseRun.objects.get(key=self.CCX).course == course

    def test_it_names_a_new_course_only_where_nothing_else_does(self, reference):
        load(reference, record(self.CCX, name="Period 5"), record(KEY))
        course = Course.objects.get()
        assert (course.title, course.canonical_course_run.key) == ("Botany", KEY)

    def test_a_course_goes_over_to_its_first_run_of_its_own(self, reference):
        load(reference, record(self.CCX, name="Period 5"))
        assert Course.objects.get().title == "Period 5"
        load(reference, record(KEY))
        course = Course.objects.get()
        assert (course.title, course.canonical_course_run.key) == ("Botany", KEY)
        assert load(reference, record(KEY), record(self.CCX, name="Period 5")).unchanged == 2


class TestKnownRuns:
    def test_nothing_is_written_twice(self, reference, django_assert_num_queries):
        records = [record(f"course-v1:LakeX+B{n}+1") for n in range(50)]
        load(reference, *records)
        loader = RunLoader(reference)
        with django_assert_num_queries(1):
            outcome = loader.load(records)
        assert (outcome.unchanged, outcome.written, dict(outcome.touched)) == (50, {}, {})

    def test_the_cost_of_a_page_does_not_grow_with_it(self, reference, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            load(reference, *(record(f"course-v1:Org{n}+B{n}+1", name=f"Course {n}") for n in range(50)))

    def test_both_rows_follow_the_platform(self, reference, run_pair):
        outcome = load(reference, record(hidden=True, license="cc", enrollment_start="2029-12-01T00:00:00Z"))
        assert outcome.updated == 1
        for row in run_pair:
            before = row.history.count()
            row.refresh_from_db()
            assert (row.end, row.hidden, row.license, row.title_override) == (END, True, "cc", "Botany")
            assert row.enrollment_start == datetime(2029, 12, 1, tzinfo=UTC)
            assert (row.status, row.video.src) == ("published", "https://videos.example.com/botany")
            assert row.history.count() == before == 2
        assert outcome.touched[CourseRun] == {row.pk for row in run_pair}
        assert outcome.touched[Course] == {row.course_id for row in run_pair}

    def test_with_publisher_what_publisher_owns_stays(self, publisher, run_pair):
        load(publisher, record())
        for row in run_pair:
            row.refresh_from_db()
            assert (row.end, row.title_override) == (END, "Botany")
            assert (row.status, row.short_description_override, row.video) == ("unpublished", None, None)
            assert row.course.title == "Old title"

    def test_a_title_of_the_course_is_no_title_of_its_run(self, publisher, django_assert_num_queries):
        """The LMS lists it as the run's, though it was told so by this service."""
        load(publisher, record())
        CourseRun.objects.update(title_override=None)
        loader = RunLoader(publisher)
        with django_assert_num_queries(1):
            assert loader.load([record()]).unchanged == 1
        load(publisher, record(hidden=True))
        assert CourseRun.objects.get().title_override is None
        load(publisher, record(name="Plants"))
        assert CourseRun.objects.get().title_override == "Plants"

    def test_a_draft_alone_is_updated_and_stays_alone(self, publisher):
        course = DraftCourseFactory(partner=publisher.partner, key="LakeX+BOT1")
        draft = DraftCourseRunFactory(course=course, key=KEY)
        load(publisher, record())
        draft.refresh_from_db()
        assert (draft.end, CourseRun.everything.count()) == (END, 1)

    def test_a_change_of_a_draft_stamps_both_rows_of_the_course(self, publisher, run_pair):
        official, draft = run_pair
        with freeze_time("2031-03-03"):
            load(publisher, record())
        for course in (official.course, draft.course):
            course.refresh_from_db()
            assert course.data_modified_timestamp == datetime(2031, 3, 3, tzinfo=UTC)

    def test_the_key_takes_the_case_of_the_platform(self, reference):
        run = CourseRunFactory(course__partner=reference.partner, key=KEY.replace("LakeX", "LAKEX"))
        assert load(reference, record()).updated == 1
        run.refresh_from_db()
        assert (run.key, CourseRun.objects.count()) == (KEY, 1)

    def test_a_cleared_date_is_cleared(self, reference):
        run = CourseRunFactory(course__partner=reference.partner, key=KEY)
        load(reference, record(start=None, end=None))
        run.refresh_from_db()
        assert (run.start, run.end) == (None, None)

    def test_an_unchanged_run_keeps_its_time_of_change(self, reference):
        with freeze_time("2019-01-01"):
            load(reference, record(), record("course-v1:LakeX+BOT1+2"))
        load(reference, record(), record("course-v1:LakeX+BOT1+2", hidden=True))
        same, other = CourseRun.objects.order_by("key")
        assert same.modified == datetime(2019, 1, 1, tzinfo=UTC) < other.modified
        assert histories(same, other) == [1, 2]

    def test_the_canonical_run_gives_both_rows_of_its_course_title_and_card(self, reference, run_pair):
        official, draft = run_pair
        course, draft_course = official.course, draft.course
        course.canonical_course_run = official
        course.save()
        load(reference, record(name="New title"))
        for each in (course, draft_course):
            each.refresh_from_db()
            assert (each.title, each.card_image_url) == ("New title", "https://lms.example.com/botany.jpg")

    def test_a_nameless_run_leaves_the_course_its_title(self, reference):
        load(reference, record())
        load(reference, record(name=""))
        run = CourseRun.objects.get()
        assert (run.title_override, run.course.title) == (None, "Botany")

    def test_other_runs_leave_the_course_alone(self, reference, run_pair):
        load(reference, record(name="New title"))
        assert {row.course.title for row in CourseRun.everything.all()} == {"Old title"}

    def test_a_run_of_another_partner_is_reported(self, reference):
        run = CourseRunFactory(key=KEY, title_override="Theirs")
        outcome = load(reference, record())
        run.refresh_from_db()
        assert run.title_override == "Theirs"
        assert (outcome.failed, [note.code for note in outcome.notes]) == (1, ["other_partner"])

    def test_keys_that_differ_by_case_alone_are_reported(self, reference):
        loader = RunLoader(reference)
        assert loader.load([record(KEY)]).created == 1
        outcome = loader.load([record(KEY.lower().replace("course-v1:lakex", "course-v1:LakeX"))])
        assert (outcome.failed, [note.code for note in outcome.notes]) == (1, ["case_clash"])
        assert CourseRun.objects.get().key == KEY

    def test_a_repeated_row_counts_once(self, reference):
        outcome = load(reference, record(), record())
        assert (outcome.created, outcome.skipped, [note.code for note in outcome.notes]) == (1, 1, ["repeated"])


class TestDeadlines:
    @pytest.fixture
    def seats(self, run_pair):
        official, draft = run_pair
        override = datetime(2030, 4, 1, tzinfo=UTC)
        pair = [SeatFactory(course_run=run, upgrade_deadline_override=override) for run in (official, draft)]
        SeatFactory(course_run=official, type__slug="audit")
        return pair

    def test_a_moved_end_moves_the_verified_deadlines_of_both_rows(self, reference, seats):
        load(reference, record())
        for seat in seats:
            seat.refresh_from_db()
            assert seat.upgrade_deadline_override is None
            assert seat.upgrade_deadline == datetime(2030, 6, 30, 23, 59, 59, 99999, tzinfo=UTC)
            assert seat.history.count() == 2
        audit = Seat.objects.get(type__slug="audit")
        assert (audit.upgrade_deadline, audit.history.count()) == (None, 1)

    def test_a_removed_end_leaves_the_deadline_but_not_the_override(self, reference, seats):
        load(reference, record())
        load(reference, record(end=None))
        for seat in seats:
            seat.refresh_from_db()
            assert seat.upgrade_deadline == datetime(2030, 6, 30, 23, 59, 59, 99999, tzinfo=UTC)

    def test_an_unmoved_end_leaves_the_override(self, reference, seats):
        load(reference, record(end="2030-05-01T00:00:00Z"))
        seats[0].refresh_from_db()
        assert seats[0].upgrade_deadline_override == datetime(2030, 4, 1, tzinfo=UTC)
        assert seats[0]._upgrade_deadline is None

    def test_the_repair_switch_calculates_all_and_keeps_overrides(self, reference, seats):
        with override_switch(RECALCULATE_ALL_DEADLINES, active=True):
            load(reference, record(end="2030-05-01T00:00:00Z"))
        seats[0].refresh_from_db()
        assert seats[0].upgrade_deadline_override == datetime(2030, 4, 1, tzinfo=UTC)
        assert seats[0]._upgrade_deadline == datetime(2030, 4, 21, 23, 59, 59, 99999, tzinfo=UTC)


def test_a_key_of_a_record_is_compared_whole(reference):
    load(reference, record(), replace(record(), key="course-v1:LakeX+BOT1+1T2030a"))
    assert CourseRun.objects.count() == 2
