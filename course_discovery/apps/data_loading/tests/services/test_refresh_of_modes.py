"""A refresh from an LMS that has no e-commerce service beside it."""

import threading
import time
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import mode, modes_row, run_row, seat_product, seats_row
from course_discovery.apps.data_loading.tests.services.test_refresh import history_rows, queries_of_pages, sources
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.integrations.lms import ModesApi
from course_discovery.sandbox import DemoCatalogue, running_sandbox

SOURCES = ["lms_courses", "lms_organizations", "lms_modes", "course_types"]
TODAY = date(2031, 5, 20)


def key(number):
    return f"course-v1:LakeX+B{number // 2:03}+{number}"


def fill(platform, runs):
    """Give the platform courses of two runs each, sold as audit and verified."""
    for number in range(runs):
        platform.catalogue.lms_course_runs.add(run_row(key(number)))
        platform.catalogue.modes.add(modes_row(key(number), mode("audit", 0), mode("verified", 60)))


def refresh(partner, watcher=None, **options):
    return refresh_partner(partner, watcher or Watcher(), **options)


def stamps():
    return {model: set(model.everything.values_list("pk", "modified")) for model in (Course, CourseRun, Seat)}


def run_types():
    return Counter(CourseRun.objects.values_list("type__slug", flat=True))


class TestTheDemoFromAnLmsAlone:
    @pytest.fixture(scope="class")
    def demo(self):
        return DemoCatalogue(courses=100, today=TODAY)

    def test_it_is_complete_and_stays_as_it_is(self, db, settings, demo):
        with running_sandbox(demo) as platform:
            settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = platform.oauth_provider_url
            settings.BACKEND_SERVICE_EDX_OAUTH2_SECRET = "secret"
            partner = PartnerFactory(short_code="lms", **platform.partner_urls(lms_only=True))
            run = refresh(partner)
            assert (run.status, list(sources(run))) == ("completed", SOURCES)
            loaded = set(CourseRun.objects.values_list("key", flat=True))
            assert len(loaded) == sources(run)["lms_modes"].seen
            # Every run is typed and sells something.
            assert run_types()["empty"] == 0
            assert not Course.objects.filter(type__slug="empty").exists()
            assert not CourseRun.objects.filter(seats=None).exists()
            # Runs with keys of the oldest form are shown nowhere, whatever they sell.
            hidden = [run.key for run in CourseRun.objects.all() if not run.is_marketable]
            assert [key for key in hidden if key.count("/") != 2] == []
            assert sold_here() == {key: seats for key, seats in told_by(demo).items() if key in loaded}

            before, history = stamps(), history_rows()
            again = refresh(partner)
            assert (stamps(), history_rows()) == (before, history)
            assert {name: source.written for name, source in sources(again).items()} == dict.fromkeys(SOURCES, {})


def sold_here():
    found = {key: set() for key in CourseRun.objects.values_list("key", flat=True)}
    for seat in Seat.objects.select_related("course_run"):
        found[seat.course_run.key].add((seat.type_id, seat.currency_id, seat.price))
    return found


def told_by(demo):
    """Return what each run should sell: its modes with a currency and a seat type of a new installation, else audit."""
    assumed = {("audit", "USD", Decimal(0))}
    expected = dict.fromkeys(demo.lms_course_runs.keys(), assumed)
    for row in demo.modes.rows():
        seats = {(each["name"], each["currency"].upper(), Decimal(each["price"])) for each in row["modes"]}
        known = {seat for seat in seats if seat[0] != "masters" and seat[1] != "XTS"}
        expected[row["id"]] = known or assumed
    return expected


class TestModes:
    def test_no_page_costs_much_and_an_unchanged_one_little(self, lms_partner, platform):
        fill(platform, 120)
        with queries_of_pages() as (counting, first):
            refresh(lms_partner, counting)
        with queries_of_pages() as (counting, again):
            refresh(lms_partner, counting)
        assert len(first["lms_modes"]) == 3
        assert max(first["lms_modes"]) <= 20
        assert max(again["lms_modes"]) <= 10

    def test_the_second_stage_is_theirs(self, lms_partner, platform):
        fill(platform, 2)
        assert list(sources(refresh(lms_partner, stage=1))) == SOURCES[:2]
        assert run_types() == {"empty": 2}
        assert list(sources(refresh(lms_partner, stage=2))) == SOURCES[2:]
        assert run_types() == {"verified-audit": 2}

    def test_a_refused_listing_is_read_run_by_run_several_pages_at_a_time(
        self, lms_partner, platform, settings, monkeypatch
    ):
        fill(platform, 220)
        settings.DATA_LOADING_PAGES_AHEAD = 3
        platform.fail("403", "lms_modes", times=None)
        asking: set[int] = set()
        at_once = [0]
        original = ModesApi.of_run

        def counted(api, run_key):
            asking.add(threading.get_ident())
            at_once.append(len(asking))
            try:
                time.sleep(0.001)
                return original(api, run_key)
            finally:
                asking.discard(threading.get_ident())

        monkeypatch.setattr(ModesApi, "of_run", counted)
        run = refresh(lms_partner)
        assert 1 < max(at_once) <= 3
        assert (run.status, sources(run)["lms_modes"].created) == ("completed", 220)
        assert platform.request_counts()["lms_run_modes"] == 220
        assert run_types() == {"verified-audit": 220}

    def test_a_platform_that_tells_nothing_has_runs_to_audit(self, lms_partner, platform):
        fill(platform, 60)
        platform.fail("401", "lms_modes", times=None)
        platform.fail("401", "lms_run_modes", times=None)
        run = refresh(lms_partner)
        source = sources(run)["lms_modes"]
        assert (run.status, source.status, source.created) == ("completed", "absent", 60)
        assert source.error.endswith("runs that sell nothing count as audit.")
        assert run_types() == {"audit": 60}
        assert set(Course.objects.values_list("type__slug", flat=True)) == {"audit"}
        # As soon as it tells something, that counts.
        platform.reset()
        assert refresh(lms_partner).status == "completed"
        assert run_types() == {"verified-audit": 60}
        # And what it told stays when it falls silent.
        platform.fail("401", "lms_modes", times=None)
        platform.fail("401", "lms_run_modes", times=None)
        assert sources(refresh(lms_partner, allow_large_deletes=True))["lms_modes"].written == {}

    def test_a_platform_that_is_down_fails_the_source_and_assumes_nothing(self, lms_partner, platform):
        fill(platform, 2)
        platform.fail("503", "lms_modes", times=None)
        run = refresh(lms_partner)
        assert (run.status, run.error) == ("failed", "Failed: lms_modes")
        assert not Seat.objects.exists()

    @pytest.mark.parametrize("kind", ["garbage", "truncated"])
    def test_an_answer_that_cannot_be_read_is_a_failure(self, lms_partner, platform, kind):
        fill(platform, 2)
        platform.fail(kind, "lms_modes", times=None)
        assert refresh(lms_partner).error == "Failed: lms_modes"

    def test_bad_rows_are_reported_and_stop_nobody(self, lms_partner, platform):
        fill(platform, 3)
        platform.catalogue.modes.change(key(0), modes=[mode(price="free"), mode("audit", 0)])
        platform.catalogue.modes.add({"name": "No id", "modes": []}, modes_row("course-v1:Z+Z+1", mode()))
        source = sources(refresh(lms_partner))["lms_modes"]
        assert (source.seen, source.created, source.skipped, source.failed) == (5, 2, 1, 2)
        assert list(source.row_failures.values_list("key", "code", "skipped").order_by("code")) == [
            (key(0), "bad_price", False),
            ("No id", "missing", False),
            ("course-v1:Z+Z+1", "unknown_run", True),
        ]
        assert run_types() == {"audit": 1, "verified-audit": 2}

    def test_what_is_sold_no_more_goes_within_limits(self, lms_partner, platform):
        fill(platform, 120)
        refresh(lms_partner)
        for number in range(24):
            platform.catalogue.modes.change(key(number), modes=[mode("audit", 0)])
        platform.catalogue.modes.add({"name": "No id", "modes": []})
        assert refresh(lms_partner, allow_large_deletes=True).status == "completed"
        assert Seat.objects.count() == 240
        platform.catalogue.modes.remove(None)
        assert refresh(lms_partner).status == "completed"
        assert (Seat.objects.count(), run_types()) == (216, {"verified-audit": 96, "audit": 24})
        for number in range(24, 60):
            platform.catalogue.modes.change(key(number), modes=[mode("audit", 0)])
        run = refresh(lms_partner)
        assert sources(run)["lms_modes"].error.startswith("36 of 216 seats are gone upstream, more than 10%")
        assert Seat.objects.count() == 216

    def test_a_killed_refresh_goes_on_between_its_pages(self, lms_partner, platform):
        fill(platform, 220)

        def stop(name, number):
            if (name, number) == ("lms_modes", 2):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            refresh(lms_partner, Watcher(at_page=stop))
        assert Seat.objects.count() == 200
        watcher = Watcher()
        run = refresh(lms_partner, watcher)
        assert (run.status, run.resumed) == ("completed", 1)
        assert [number for name, number, _ in watcher.pages if name == "lms_modes"] == [3, 4, 5]
        assert (Seat.objects.count(), run_types()) == (440, {"verified-audit": 220})

    def test_from_a_shop_to_the_lms_and_back(self, partner, platform):
        fill(platform, 2)
        for number in range(2):
            platform.catalogue.ecommerce_courses.add(
                seats_row(key(number), seat_product(None, "0", f"A{number}"), seat_product(sku=f"V{number}"))
            )
        refresh(partner)
        skus = set(Seat.objects.values_list("pk", "sku"))
        assert {sku for _pk, sku in skus} == {"A0", "V0", "A1", "V1"}
        before = stamps()
        shop, partner.ecommerce_api_url = partner.ecommerce_api_url, None
        partner.save()
        assert list(sources(refresh(partner))) == SOURCES
        assert (set(Seat.objects.values_list("pk", "sku")), stamps()) == (skus, before)
        platform.catalogue.modes.change(key(0), modes=[mode("audit", 0), mode("verified", 60, sku="L0")])
        refresh(partner)
        assert set(Seat.objects.values_list("sku", flat=True)) == {"A0", "L0", "A1", "V1"}
        partner.ecommerce_api_url = shop
        partner.save()
        refresh(partner)
        assert set(Seat.objects.values_list("pk", "sku")) == skus
