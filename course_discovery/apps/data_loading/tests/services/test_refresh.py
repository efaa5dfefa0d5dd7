"""A refresh over HTTP, from the first page to the last."""

from collections import Counter, defaultdict
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Organization, Seat
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.models import RefreshRun, RowFailure, SourceRun
from course_discovery.apps.data_loading.services import page
from course_discovery.apps.data_loading.services.lease import LeaseLost
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import (
    code_row,
    entitlement_row,
    run_row,
    seat_product,
    seats_row,
)
from course_discovery.apps.data_loading.tests.services.watching import Watcher

SOURCES = [
    "lms_courses",
    "lms_organizations",
    "ecommerce_seats",
    "ecommerce_entitlements",
    "ecommerce_enrollment_codes",
    "course_types",
]
CATALOGUE_MODELS = (Course, CourseRun, Organization, Seat, CourseEntitlement)


def fill(platform, runs):
    """Give the platform courses of two runs each, with all that is sold."""
    catalogue = platform.catalogue
    for number in range(runs):
        course_key = f"Org{number // 2 % 5}X+B{number // 2}"
        key = f"course-v1:{course_key}+{number}"
        catalogue.lms_course_runs.add(run_row(key, name=f"Botany {number // 2}"))
        catalogue.ecommerce_courses.add(
            seats_row(key, seat_product(None, "0", f"A{number}"), seat_product(sku=f"V{number}"))
        )
        if number % 2:
            catalogue.entitlements.add(entitlement_row(f"E{number}", course_key=course_key))
        catalogue.enrollment_codes.add(code_row(f"B{number}", key))
    catalogue.organizations.add(*({"short_name": f"Org{n}X", "name": f"Organization {n}"} for n in range(5)))


def refresh(partner, watcher=None, **options):
    return refresh_partner(partner, watcher or Watcher(), **options)


def sources(run):
    return {source.source: source for source in run.sources.all()}


def history_rows():
    return {model.__name__: model.history.count() for model in CATALOGUE_MODELS}


@contextmanager
def queries_of_pages():
    """Count the queries from page to page, by source. Savepoints stand for the transactions they are in a test."""
    found = defaultdict(list)
    count = Counter()

    def counted(execute, sql, params, many, context):
        count["now"] += 1
        return execute(sql, params, many, context)

    class Counting(Watcher):
        def source_started(self, source_run):
            count.clear()

        def page_done(self, source_run, number, pages):
            found[source_run.source].append(count["now"])
            count.clear()

    with connection.execute_wrapper(counted):
        yield Counting(), found


class TestAWholeRefresh:
    def test_everything_arrives(self, partner, platform):
        fill(platform, 60)
        watcher = Watcher()
        run = refresh(partner, watcher)
        assert (run.status, run.error, list(sources(run))) == ("completed", "", SOURCES)
        assert watcher.started == SOURCES
        counts = {name: (s.pages, s.seen, s.created, s.updated, s.failed) for name, s in sources(run).items()}
        assert counts == {
            "lms_courses": (2, 60, 60, 0, 0),
            "lms_organizations": (1, 5, 0, 5, 0),
            "ecommerce_seats": (2, 60, 60, 0, 0),
            "ecommerce_entitlements": (1, 30, 30, 0, 0),
            "ecommerce_enrollment_codes": (2, 60, 0, 60, 0),
            "course_types": (0, 30, 0, 30, 0),
        }
        assert sources(run)["lms_courses"].written == {
            "course": {"created": 30},
            "courserun": {"created": 60},
            "organization": {"created": 5},
            "video": {"created": 1},
        }
        assert set(Course.objects.values_list("type__slug", flat=True)) == {"verified-audit"}
        assert set(Seat.objects.filter(type__slug="verified").values_list("bulk_sku", flat=True)) == {
            f"B{n}" for n in range(60)
        }
        assert Organization.objects.get(key="Org3X").name == "Organization 3"
        assert not RowFailure.objects.exists()

    def test_the_same_again_writes_nothing_and_costs_little(self, partner, platform):
        fill(platform, 120)
        with queries_of_pages() as (counting, first):
            refresh(partner, counting)
        before = history_rows()
        modified = set(CourseRun.objects.values_list("key", "modified"))
        with queries_of_pages() as (counting, again):
            run = refresh(partner, counting)
        assert history_rows() == before
        assert set(CourseRun.objects.values_list("key", "modified")) == modified
        for name, source in sources(run).items():
            assert (source.written, source.created, source.updated, source.failed) == ({}, 0, 0, 0)
            assert source.unchanged == source.seen == (0 if name == "course_types" else source.seen)
        assert {name: len(counts) for name, counts in first.items()} == {
            "lms_courses": 3,
            "lms_organizations": 1,
            "ecommerce_seats": 3,
            "ecommerce_entitlements": 2,
            "ecommerce_enrollment_codes": 3,
        }
        assert max(max(counts) for counts in first.values()) <= 45
        # The first page of a listing also notes how many rows were announced.
        assert max(max(counts) for counts in again.values()) <= 10

    def test_one_stage(self, partner, platform):
        fill(platform, 2)
        assert list(sources(refresh(partner, stage=1))) == SOURCES[:2]
        assert list(sources(refresh(partner, stage=2))) == SOURCES[2:]
        assert list(sources(refresh(partner, stage=3))) == []
        assert Seat.objects.count() == 4

    def test_what_the_partner_does_not_have_is_passed_over(self, partner, platform):
        fill(platform, 2)
        partner.ecommerce_api_url, partner.organizations_api_url = "", None
        partner.save()
        run = refresh(partner)
        # Without a shop the LMS says what is sold.
        assert (run.status, list(sources(run))) == ("completed", ["lms_courses", "lms_modes", "course_types"])

    @pytest.mark.parametrize("status", ["404", "403"])
    def test_an_lms_without_organizations_api_is_no_failure(self, partner, platform, status):
        fill(platform, 2)
        platform.fail(status, "organizations", times=None)
        run = refresh(partner)
        assert (run.status, sources(run)["lms_organizations"].status) == ("completed", "absent")

    def test_whoever_listens_is_told_what_changed(self, partner, platform):
        fill(platform, 4)
        heard = defaultdict(list)

        def listen(sender, model, pks, **_):
            heard[model].append(set(pks))

        catalogue_changed.connect(listen)
        try:
            refresh(partner)
            runs, courses = (set(model.objects.values_list("pk", flat=True)) for model in (CourseRun, Course))
            # Runs, seats, bulk SKUs and types touch runs; runs, entitlements and all those touch courses.
            assert heard[CourseRun] == [runs] * 4
            assert set.union(*heard[Course]) == courses
            assert heard[Organization] == [set(Organization.objects.values_list("pk", flat=True))] * 2
            heard.clear()
            refresh(partner)
            assert not heard
        finally:
            catalogue_changed.disconnect(listen)


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("kind", "reason"),
        [("500", "status 500"), ("garbage", "not JSON"), ("short", "25 rows where 50 of 120 were due")],
    )
    def test_a_failed_page_fails_the_load_when_the_others_are_done(self, partner, platform, kind, reason):
        fill(platform, 120)
        platform.fail(kind, "lms_courses", page=2, times=None)
        run = refresh(partner)
        source = sources(run)["lms_courses"]
        assert (run.status, run.error, source.status) == ("failed", "Failed: lms_courses", "failed")
        assert (source.pages, source.pages_failed, source.seen, source.created) == (2, 1, 70, 70)
        (checkpoint,) = source.checkpoints.exclude(error="")
        assert checkpoint.number == 2
        assert reason in checkpoint.error
        assert "page=2&page_size=50" in checkpoint.error
        # E-commerce was loaded all the same; its runs of the lost page are named.
        assert sources(run)["ecommerce_seats"].skipped == 50
        platform.reset()
        assert refresh(partner).status == "completed"
        assert CourseRun.objects.count() == 120

    def test_a_throttled_page_is_no_failure(self, partner, platform):
        fill(platform, 60)
        platform.fail("429", "lms_courses", page=2, retry_after=0)
        assert refresh(partner).status == "completed"
        assert CourseRun.objects.count() == 60

    def test_a_platform_that_is_down_stops_no_other(self, partner, platform):
        fill(platform, 2)
        refresh(partner)
        platform.catalogue.ecommerce_courses.change("course-v1:Org0X+B0+0", products=[seat_product(sku="NEW")])
        platform.fail("503", "lms_courses", times=None)
        run = refresh(partner)
        assert run.error == "Failed: lms_courses"
        assert Seat.objects.filter(sku="NEW").exists()

    def test_a_bad_row_is_reported_and_stops_nobody(self, partner, platform):
        rows = platform.catalogue.lms_course_runs
        rows.add(run_row("nonsense"), run_row("course-v1:A+B+1"), run_row("course-v1:A+B+2", end="later"))
        rows.add(run_row("course-v1:A+B+3", name="x" * 300), {"name": "No id"})
        run = refresh(partner, stage=1)
        source = sources(run)["lms_courses"]
        assert (run.status, source.seen, source.created, source.failed) == ("completed", 5, 1, 4)
        assert list(source.row_failures.values_list("key", "code", "page", "skipped")) == [
            ("nonsense", "bad_key", 1, False),
            ("course-v1:A+B+2", "bad_date", 1, False),
            ("course-v1:A+B+3", "too_long", 1, False),
            ("No id", "missing", 1, False),
        ]
        assert source.row_failures.get(code="bad_date").message == "end: 'later' is not a date"

    def test_a_row_that_the_database_refuses_is_found_among_its_page(self, partner, platform, monkeypatch):
        fill(platform, 20)
        original = RunLoader._new_run

        def refuse_one(self, record, *args):
            run = original(self, record, *args)
            run.uuid = None if record.key.endswith("+13") else run.uuid
            return run

        monkeypatch.setattr(RunLoader, "_new_run", refuse_one)
        run = refresh(partner, stage=1)
        source = sources(run)["lms_courses"]
        assert (run.status, source.created, source.failed) == ("completed", 19, 1)
        failure = source.row_failures.get()
        assert (failure.key, failure.code) == ("course-v1:Org1X+B6+13", "error")
        assert "IntegrityError" in failure.message
        assert CourseRun.objects.count() == 19

    def test_a_busy_database_is_tried_again_and_then_a_failed_page(self, partner, platform, monkeypatch):
        fill(platform, 60)
        original = RunLoader.load
        calls = Counter()

        def busy(self, records):
            calls[len(records)] += 1
            if len(records) == 10 or calls[50] == 1:
                raise OperationalError("database is locked")
            return original(self, records)

        monkeypatch.setattr(RunLoader, "load", busy)
        source = sources(refresh(partner, stage=1))["lms_courses"]
        assert (calls[50], calls[10]) == (2, 3)
        assert (source.created, source.pages_failed) == (50, 1)
        assert source.checkpoints.get(number=2).error == "Not written: database is locked"

    def test_a_page_whose_commit_was_not_confirmed_is_there_once_and_counted_once(self, partner, platform, monkeypatch):
        fill(platform, 60)
        write_page = page._write_page
        calls = Counter()

        def lose_the_word_of_it(source_run, source, loader, read, *rest):
            write_page(type(source_run).objects.get(pk=source_run.pk), source, loader, read, *rest)
            calls[read.number] += 1
            raise OperationalError("connection lost")

        monkeypatch.setattr(page, "_write_page", lose_the_word_of_it)
        run = refresh(partner, stage=1)
        source = sources(run)["lms_courses"]
        assert (run.status, source.pages, source.seen, source.created) == ("completed", 2, 60, 60)
        # Page 1 of the organizations too.
        assert calls == {1: 2, 2: 1}
        assert CourseRun.objects.count() == 60

    def test_a_fault_of_one_source_is_none_of_the_others(self, partner, platform, monkeypatch):
        fill(platform, 2)
        refresh(partner, stage=1)

        def fault(self, listing):
            raise KeyError("a bug")

        monkeypatch.setattr(RunLoader, "finish", fault)
        run = refresh(partner)
        assert (run.error, sources(run)["lms_courses"].error) == ("Failed: lms_courses", "KeyError: 'a bug'")
        assert Seat.objects.count() == 4


class TestDeletes:
    @pytest.fixture(autouse=True)
    def loaded(self, partner, platform):
        fill(platform, 120)
        refresh(partner)
        platform.reset()

    def sell_less(self, platform, count):
        platform.catalogue.entitlements.remove(*(f"E{n}" for n in range(1, 2 * count, 2)))

    def test_what_is_gone_goes(self, partner, platform):
        self.sell_less(platform, 3)
        platform.catalogue.ecommerce_courses.change("course-v1:Org0X+B0+0", products=[seat_product(None, "0", "A0")])
        platform.catalogue.enrollment_codes.remove("B1")
        run = refresh(partner)
        assert run.status == "completed"
        assert (CourseEntitlement.objects.count(), Seat.objects.count()) == (57, 239)
        assert Seat.objects.get(sku="V1").bulk_sku is None
        assert sources(run)["ecommerce_seats"].written == {"seat": {"deleted": 1}}

    def test_nothing_goes_after_an_incomplete_listing(self, partner, platform):
        self.sell_less(platform, 8)
        platform.fail("500", "entitlements", page=2, times=None)
        run = refresh(partner)
        assert (sources(run)["ecommerce_entitlements"].status, CourseEntitlement.objects.count()) == ("failed", 60)

    def test_nothing_goes_after_an_empty_listing(self, partner, platform):
        platform.catalogue.entitlements.clear()
        platform.catalogue.enrollment_codes.clear()
        assert refresh(partner).status == "completed"
        assert CourseEntitlement.objects.count() == 60
        assert Seat.objects.exclude(bulk_sku=None).count() == 120

    def test_nothing_goes_while_a_row_has_no_sku(self, partner, platform):
        self.sell_less(platform, 1)
        platform.catalogue.entitlements.add({"id": "odd"})
        refresh(partner)
        assert CourseEntitlement.objects.count() == 60

    def test_an_unloadable_row_keeps_its_own_and_lets_others_go(self, partner, platform):
        self.sell_less(platform, 1)
        platform.catalogue.entitlements.change("E3", attribute_values=[])
        refresh(partner)
        assert not CourseEntitlement.objects.filter(sku="E1").exists()
        assert CourseEntitlement.objects.filter(sku="E3").exists()

    def test_a_large_share_fails_the_source_until_it_is_asked_for(self, partner, platform):
        self.sell_less(platform, 20)
        run = refresh(partner)
        source = sources(run)["ecommerce_entitlements"]
        assert (run.status, source.status) == ("failed", "failed")
        assert source.error.startswith("20 of 60 entitlements are gone upstream, more than 10%: nothing was deleted.")
        assert CourseEntitlement.objects.count() == 60
        assert refresh(partner, allow_large_deletes=True).status == "completed"
        assert CourseEntitlement.objects.count() == 40


class TestInterruptions:
    def interrupted(self, partner, source, page, error=KeyboardInterrupt):
        def stop(name, number):
            if (name, number) == (source, page):
                raise error

        with pytest.raises(error):
            refresh(partner, Watcher(at_page=stop))

    def test_it_goes_on_at_its_first_unfinished_page(self, partner, platform):
        fill(platform, 220)
        self.interrupted(partner, "lms_courses", 2)
        interrupted = RefreshRun.objects.get()
        assert (interrupted.status, CourseRun.objects.count()) == ("interrupted", 100)
        platform.reset()

        watcher = Watcher()
        run = refresh(partner, watcher)
        assert (run, run.status, run.resumed) == (interrupted, "completed", 1)
        # Page 1 is asked for its totals alone.
        assert sorted(platform.pages_requested("lms_courses")) == [1, 3, 4, 5]
        assert [number for name, number, _ in watcher.pages if name == "lms_courses"] == [3, 4, 5]
        source = sources(run)["lms_courses"]
        assert (source.pages, source.seen, source.created, source.resumed) == (5, 220, 220, True)
        assert CourseRun.objects.count() == 220
        assert refresh(partner).sources.get(source="lms_courses").unchanged == 220

    def test_without_its_totals_nothing_can_be_taken_up_yet(self, partner, platform):
        fill(platform, 220)
        self.interrupted(partner, "lms_courses", 2)
        platform.fail("404", "lms_courses", page=1)
        run = refresh(partner)
        source = sources(run)["lms_courses"]
        assert (run.status, source.error.strip()) == ("failed", "1 pages could not be read.")
        # What was read before stays counted; the next refresh reads all of it.
        assert (source.pages, source.seen, source.created) == (2, 100, 100)
        assert refresh(partner).status == "completed"
        assert CourseRun.objects.count() == 220

    def test_finished_sources_are_not_read_again(self, partner, platform):
        fill(platform, 60)
        self.interrupted(partner, "ecommerce_seats", 1)
        platform.reset()
        assert refresh(partner).status == "completed"
        assert platform.pages_requested("lms_courses") == []
        assert Seat.objects.count() == 120

    def test_a_listing_that_was_read_in_two_goes_proves_nothing(self, partner, platform):
        fill(platform, 120)
        refresh(partner)
        platform.catalogue.entitlements.remove("E1", "E3")
        self.interrupted(partner, "ecommerce_entitlements", 1)
        assert refresh(partner).status == "completed"
        assert CourseEntitlement.objects.count() == 60
        refresh(partner)
        assert CourseEntitlement.objects.count() == 58

    def test_a_listing_that_has_changed_its_length_is_begun_again(self, partner, platform):
        fill(platform, 120)
        self.interrupted(partner, "lms_courses", 2)
        platform.catalogue.lms_course_runs.remove("course-v1:Org0X+B0+0")
        platform.reset()
        run = refresh(partner, stage=0)
        assert sorted(platform.pages_requested("lms_courses")) == [1, 2, 3]
        source = sources(run)["lms_courses"]
        assert (source.seen, source.resumed, source.checkpoints.count()) == (119, False, 3)

    def test_a_failed_page_is_asked_for_again(self, partner, platform):
        fill(platform, 120)
        platform.fail("500", "lms_courses", page=1, times=0)
        platform.fail("500", "lms_courses", page=2, times=2)
        self.interrupted(partner, "lms_courses", 2)
        run = refresh(partner)
        source = sources(run)["lms_courses"]
        assert (run.status, source.pages_failed, source.seen) == ("completed", 0, 120)

    @pytest.mark.parametrize("options", [{"restart": True}, {"stage": 1}])
    def test_begun_again_when_asked_or_when_it_is_another_stage(self, partner, platform, options):
        fill(platform, 60)
        self.interrupted(partner, "lms_courses", 1)
        platform.reset()
        run = refresh(partner, **options)
        assert sorted(platform.pages_requested("lms_courses")) == [1, 2]
        assert run.resumed == 0
        assert RefreshRun.objects.exclude(pk=run.pk).get().status == "abandoned"

    def test_begun_again_when_it_is_too_long_ago(self, partner, platform, settings):
        fill(platform, 60)
        settings.DATA_LOADING_RESUME_HOURS = 1
        with freeze_time("2020-01-01"):
            run = RefreshRun.objects.create(partner=partner, started="2020-01-01T00:00:00Z")
            SourceRun.objects.create(refresh_run=run, source="lms_courses", started="2020-01-01T00:00:00Z")
        assert refresh(partner, stage=0).resumed == 0
        run.refresh_from_db()
        assert run.status == "abandoned"

    def test_who_has_lost_the_lease_writes_no_more(self, partner, platform, settings):
        fill(platform, 120)
        settings.DATA_LOADING_LEASE_SECONDS = 0

        def take_over(name, number):
            partner.refresh_lease.__class__.objects.all().delete()

        with pytest.raises(LeaseLost):
            refresh(partner, Watcher(at_page=take_over))
        assert CourseRun.objects.count() == 50
