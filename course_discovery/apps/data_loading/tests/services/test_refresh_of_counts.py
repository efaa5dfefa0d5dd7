"""Enrollment figures, from the analytics service to the catalogue, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import summary_row
from course_discovery.apps.data_loading.tests.services.test_refresh import queries_of_pages, sources
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import ProgramFactory

NUMBERS = ("enrollment_count", "recent_enrollment_count")


@pytest.fixture
def partner(db, platform):
    urls = platform.partner_urls(legacy=True)
    return PartnerFactory(short_code="edx", analytics_url=urls["analytics_url"], analytics_token="secret")


def refresh(partner, watcher=None):
    return refresh_partner(partner, watcher or Watcher(), stage=3)


def loaded(partner):
    return sources(refresh(partner))["analytics"]


def counts(source):
    return source.updated, source.unchanged, source.skipped, source.failed


def numbers(row):
    row.refresh_from_db()
    return row.enrollment_count, row.recent_enrollment_count


def run(course, number, **values):
    return CourseRunFactory(course=course, key=f"{course.key.join(('course-v1:', ''))}+{number}", **values)


def pair(partner, key):
    draft = CourseFactory(partner=partner, key=key, draft=True)
    return CourseFactory(partner=partner, key=key, uuid=draft.uuid, draft_version=draft), draft


def report(platform, *rows):
    platform.catalogue.legacy.course_summaries.clear()
    platform.catalogue.legacy.course_summaries.add(*rows)


class TestNumbers:
    def test_go_to_both_rows_of_runs_and_courses_and_to_programs(self, partner, platform):
        course, draft = pair(partner, "LakeX+B1")
        draft_run = run(draft, 1, draft=True)
        official = run(course, 1, uuid=draft_run.uuid, draft_version=draft_run)
        other = run(course, 2)
        second = run(CourseFactory(partner=partner, key="LakeX+B2"), 1)
        both = ProgramFactory(partner=partner, courses=[course, second.course])
        one = ProgramFactory(partner=partner, courses=[second.course])
        report(
            platform,
            summary_row(official.key, 528, 87),
            summary_row(other.key.lower(), 12, -3),
            summary_row(second.key, 5, 5) | {"count": 5},
        )
        source = loaded(partner)
        assert (source.status, counts(source)) == ("completed", (3, 0, 0, 0))
        assert source.written == {"courserun": {"updated": 4}, "course": {"updated": 3}, "program": {"updated": 2}}
        assert [numbers(row) for row in (official, draft_run, other, second)] == [
            (528, 87),
            (528, 87),
            (12, -3),
            (5, 5),
        ]
        assert [numbers(row) for row in (course, draft, second.course)] == [(540, 84), (540, 84), (5, 5)]
        assert [numbers(row) for row in (both, one)] == [(545, 89), (5, 5)]

    def test_are_sums_over_what_is_reported_now(self, partner, platform):
        course = CourseFactory(partner=partner, key="LakeX+B1", enrollment_count=70, recent_enrollment_count=7)
        reported, silent = run(course, 1), run(course, 2, enrollment_count=60, recent_enrollment_count=6)
        unreported = CourseFactory(partner=partner, key="LakeX+B2", enrollment_count=40, recent_enrollment_count=4)
        program = ProgramFactory(partner=partner, courses=[course, unreported], enrollment_count=110)
        quiet = ProgramFactory(partner=partner, courses=[unreported], enrollment_count=40, recent_enrollment_count=4)
        report(platform, summary_row(reported.key, 20, 2))
        loaded(partner)
        assert [numbers(row) for row in (reported, silent, course)] == [(20, 2), (60, 6), (20, 2)]
        assert [numbers(row) for row in (unreported, program, quiet)] == [(40, 4), (20, 2), (40, 4)]

    def test_leave_no_audit_rows_and_no_time_of_change(self, partner, platform):
        official = run(CourseFactory(partner=partner, key="LakeX+B1"), 1)
        program = ProgramFactory(partner=partner, courses=[official.course])
        program.refresh_from_db()
        before = [(row.history.count(), row.modified) for row in (official, official.course, program)]
        stamps = [row.data_modified_timestamp for row in (official.course, program)]
        report(platform, summary_row(official.key, 20, 2))
        loaded(partner)
        assert numbers(official) == (20, 2)
        for row in (official.course, program):
            row.refresh_from_db()
        assert [(row.history.count(), row.modified) for row in (official, official.course, program)] == before
        assert [row.data_modified_timestamp for row in (official.course, program)] == stamps

    def test_of_runs_that_are_not_official_here_are_skipped(self, partner, platform):
        draft = run(CourseFactory(partner=partner, key="LakeX+B1", draft=True), 1, draft=True)
        foreign = run(CourseFactory(key="LakeX+B2"), 1)
        report(platform, summary_row(draft.key, 1, 1), summary_row(foreign.key, 1, 1), summary_row("a/b/c", 1, 1))
        source = loaded(partner)
        assert (counts(source), source.written) == ((0, 0, 3, 0), {})
        assert set(RowFailure.objects.values_list("code", "message", "skipped")) == {
            ("unknown_run", f"Course run: [{key}] not found in DB.", True) for key in (draft.key, foreign.key, "a/b/c")
        }

    @pytest.mark.parametrize(
        ("values", "code", "message"),
        [
            ({"count": "many"}, "bad_count", "count: 'many' is not a number"),
            ({"count": 1.5}, "bad_count", "count: '1.5' is not a number"),
            ({"count": True}, "bad_count", "count: 'True' is not a number"),
            ({"recent_count_change": None}, "missing", "recent_count_change is missing"),
            ({"count": str(2**31)}, "bad_count", f"count: '{2**31}' is out of range"),
        ],
    )
    def test_that_cannot_be_read_stop_nobody_else(self, partner, platform, values, code, message):
        first, second = (run(CourseFactory(partner=partner, key=f"LakeX+B{n}"), 1) for n in (1, 2))
        report(platform, summary_row(first.key, 1, 1) | values, summary_row(second.key, 2, 1), "row")
        source = loaded(partner)
        assert (source.status, counts(source)) == ("completed", (1, 0, 0, 2))
        assert numbers(second) == (2, 1)
        assert (first.key, code, message) in RowFailure.objects.values_list("key", "code", "message")

    def test_listed_twice(self, partner, platform):
        official = run(CourseFactory(partner=partner, key="LakeX+B1"), 1)
        report(platform, summary_row(official.key, 1, 1), summary_row(official.key, 2, 2))
        assert counts(loaded(partner)) == (1, 0, 1, 0)
        assert numbers(official.course) == (1, 1)


class TestTheService:
    @freeze_time("2031-03-10 12:00")
    def test_is_asked_once_for_the_last_180_days(self, partner, platform):
        report(platform, *(summary_row(f"course-v1:A+B+{n}", 1, 1) for n in range(300)))
        assert loaded(partner).seen == 300
        (request,) = [served for served in platform.requests if served.target == "course_summaries"]
        assert request.params == {"recent_date": "2030-09-11", "fields": "course_id,count,recent_count_change"}
        assert request.authorization == "Token secret"

    def test_without_credentials_the_source_fails(self, partner, platform):
        partner.analytics_token = ""
        partner.save()
        run = refresh(partner)
        source = sources(run)["analytics"]
        assert (run.status, source.status) == ("failed", "failed")
        assert source.error.endswith("Analytics API credentials are not properly configured for Partner [edx]!")
        assert platform.requests == []

    def test_without_an_address_there_is_no_source(self, partner, platform):
        partner.analytics_url = ""
        partner.save()
        assert sources(refresh(partner)) == {}

    @pytest.mark.parametrize("kind", ["500", "garbage", "401"])
    def test_that_fails_leaves_the_numbers(self, partner, platform, kind):
        official = run(CourseFactory(partner=partner, key="LakeX+B1"), 1, enrollment_count=9)
        platform.fail(kind, "course_summaries", times=None)
        assert loaded(partner).status == "failed"
        assert numbers(official) == (9, 0)


def test_the_same_again_writes_nothing_and_costs_little(partner, platform):
    for number in range(60):
        course, draft = pair(partner, f"LakeX+B{number}")
        draft_run = run(draft, 1, draft=True)
        run(course, 1, uuid=draft_run.uuid, draft_version=draft_run)
        ProgramFactory(partner=partner, courses=[course])
    report(platform, *(summary_row(key, 10, 1) for key in CourseRun.objects.values_list("key", flat=True)))
    with queries_of_pages() as (counting, first):
        refresh(partner, counting)
    assert set(Course.everything.values_list(*NUMBERS)) == set(Program.objects.values_list(*NUMBERS)) == {(10, 1)}
    with queries_of_pages() as (counting, again), CaptureQueriesContext(connection) as queries:
        source = sources(refresh(partner, counting))["analytics"]
    assert (counts(source), source.written) == ((0, 60, 0, 0), {})
    assert not [query for query in queries if 'UPDATE "course_metadata' in query["sql"]]
    # It is one page, so these are all; three of them read, and a statement writes 500 rows.
    assert max(first["analytics"]) <= 20
    assert max(again["analytics"]) <= 13
