"""What an LMS tells of the modes of its runs, and how it is asked."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.data_loading.records import RowError, RunSeatsRecord, SeatRecord
from course_discovery.apps.data_loading.sources.lms_modes import LmsModes
from course_discovery.apps.data_loading.tests.rows import mode, modes_row
from course_discovery.integrations.errors import BadStatus

KEY = "course-v1:LakeX+BOT1+1T2030"
LMS = "https://lms.example.com"
COURSES = f"{LMS}/api/courses/v1"
AUDIT = SeatRecord("audit", "USD", Decimal("0.00"), None, None, None, None)


def transform(row):
    return LmsModes(Partner(courses_api_url=COURSES)).transform(row)


@pytest.mark.parametrize(
    ("urls", "url"),
    [
        ({"courses_api_url": COURSES, "lms_url": "https://learn.example.com"}, "https://learn.example.com"),
        ({"courses_api_url": COURSES}, LMS),
        ({"courses_api_url": COURSES, "lms_url": LMS, "ecommerce_api_url": "https://shop.example.com"}, ""),
        ({"lms_url": LMS}, ""),
    ],
)
def test_the_lms_is_asked_where_there_is_no_shop(urls, url):
    assert LmsModes.url(Partner(**urls)) == url


class TestARow:
    def test_of_the_commerce_api(self):
        expires = "2030-06-01T12:00:00+02:00"
        row = modes_row(KEY, mode("audit", 0), mode("Verified", 60, expires=expires, sku="V1", bulk_sku="B1"))
        assert transform(row) == RunSeatsRecord(
            KEY,
            (
                AUDIT,
                SeatRecord(
                    "verified", "USD", Decimal("60.00"), "V1", datetime(2030, 6, 1, 10, tzinfo=UTC), None, None, "B1"
                ),
            ),
        )

    def test_of_the_course_modes_api(self):
        verified = {
            "course_id": KEY,
            "mode_slug": "verified",
            "mode_display_name": "Verified Certificate",
            "min_price": 49,
            "currency": "eur",
            "expiration_datetime": "2030-06-01T00:00:00Z",
            "expiration_datetime_is_explicit": False,
            "description": None,
            "sku": "",
            "bulk_sku": None,
        }
        (seat,) = transform({"id": KEY, "modes": [verified]}).seats
        assert (seat.type, seat.currency, seat.price, seat.sku) == ("verified", "EUR", Decimal("49.00"), None)
        assert seat.upgrade_deadline == datetime(2030, 6, 1, tzinfo=UTC)

    def test_without_modes_can_be_audited_but_that_is_not_told(self):
        assert transform(modes_row(KEY)) == RunSeatsRecord(KEY, (AUDIT,), is_told=False)

    @pytest.mark.parametrize(
        ("bad", "code", "message"),
        [
            (mode(price="free"), "bad_price", "verified: price: 'free' is not an amount"),
            (mode(price=-1), "bad_price", "verified: price: '-1' is out of range"),
            (mode(currency=None), "missing", "verified: currency is missing"),
            (mode(expires="soon"), "bad_date", "verified: expires: 'soon' is not a date"),
        ],
    )
    def test_a_bad_mode_is_noted_beside_the_others(self, bad, code, message):
        record = transform(modes_row(KEY, mode("audit", 0), bad))
        assert record.seats == (AUDIT,)
        (note,) = record.notes
        assert (note.key, note.code, note.message) == (KEY, code, message)

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ("text", "not_an_object"),
            ({"modes": []}, "missing"),
            ({"id": KEY}, "missing"),
            ({"id": KEY, "modes": "verified"}, "bad_list"),
            ({"id": KEY, "modes": [mode(None)]}, "missing"),
        ],
    )
    def test_what_is_no_row(self, row, code):
        with pytest.raises(RowError) as raised:
            transform(row)
        assert raised.value.code == code


def key(number):
    return f"course-v1:LakeX+B{number:03}+1"


@pytest.fixture
def runs(lms_partner):
    course = CourseRunFactory(course__partner=lms_partner, key=key(0)).course
    return [key(0), *(CourseRunFactory(course=course, key=key(number)).key for number in range(1, 60))]


@pytest.fixture
def source(lms_partner, runs):
    return LmsModes(lms_partner)


def keys(page):
    return [row["id"] for row in page.rows]


class TestAllInOneAnswer:
    def test_it_is_dealt_out_in_pages_in_the_order_of_the_keys(self, platform, source, runs):
        platform.catalogue.modes.add(*(modes_row(each, mode()) for each in reversed(runs)))
        first, second = source.fetch_page(1), source.fetch_page(2)
        assert (first.count, first.pages, len(second.rows)) == (60, 2, 10)
        assert keys(first) + keys(second) == runs
        assert platform.request_counts() == {"token": 1, "lms_modes": 1}
        assert source.absence == ""

    def test_runs_that_are_not_listed_have_no_modes(self, platform, source):
        platform.catalogue.modes.add(modes_row(key(1), mode()))
        rows = {row["id"]: row["modes"] for row in source.fetch_page(1).rows}
        assert (rows[key(0)], rows[key(1)]) == ([], [mode()])

    def test_listed_rows_that_no_run_has_are_handed_on(self, platform, source):
        platform.catalogue.modes.add(modes_row("course-v1:Z+Z+1", mode()), {"modes": []}, {"id": 7.5})
        source.fetch_page(1)
        page = source.fetch_page(2)
        assert page.count == 63
        assert page.rows[-3:] == [modes_row("course-v1:Z+Z+1", mode()), {"modes": []}, {"id": 7.5}]
        assert [source.identity(row) for row in page.rows[-3:]] == ["course-v1:Z+Z+1", None, None]

    def test_a_key_in_other_case_is_the_same_run(self, platform, source):
        platform.catalogue.modes.add(modes_row(key(1).lower(), mode()))
        assert source.fetch_page(1).count == 60

    def test_the_first_of_repeated_rows_counts(self, platform, source):
        platform.catalogue.modes.add(modes_row(key(1), mode()), modes_row(key(1), mode("honor", 0)))
        assert source.fetch_page(1).rows[1] == modes_row(key(1), mode())
        with pytest.raises(RowError, match="'listed more than once' is not a list"):
            source.transform(source.fetch_page(2).rows[-1])

    def test_an_lms_without_any_modes_tells_nothing(self, platform, source):
        assert source.fetch_page(1).rows[0] == {"id": key(0), "modes": []}
        assert source.absence == "The platform tells no modes: runs that sell nothing count as audit."
        assert "lms_run_modes" not in platform.request_counts()

    @pytest.mark.parametrize("status", ["500", "503", "429"])
    def test_a_failure_is_no_refusal(self, platform, source, status):
        platform.fail(status, "lms_modes", times=None, retry_after=0)
        with pytest.raises(BadStatus):
            source.fetch_page(1)
        assert "lms_run_modes" not in platform.request_counts()


class TestRunByRun:
    @pytest.fixture(params=["401", "403", "404"], autouse=True)
    def refused(self, request, platform):
        platform.fail(request.param, "lms_modes", times=None)

    def test_each_run_is_asked_for_in_its_page(self, platform, source):
        platform.catalogue.modes.add(modes_row(key(1), mode("verified", 60)))
        first = source.fetch_page(1)
        assert platform.request_counts()["lms_run_modes"] == 50
        assert len(source.fetch_page(2).rows) == 10
        assert platform.request_counts()["lms_run_modes"] == 60
        (told,) = [row for row in first.rows if row["modes"]]
        assert (told["id"], told["modes"][0]["mode_slug"], told["modes"][0]["min_price"]) == (key(1), "verified", 60)
        assert source.absence == ""

    @pytest.mark.parametrize("status", ["401", "403"])
    def test_an_lms_that_refuses_that_too_is_asked_no_more(self, platform, source, status):
        platform.fail(status, "lms_run_modes", times=None)
        pages = [source.fetch_page(1), source.fetch_page(2)]
        assert [row["modes"] for page in pages for row in page.rows] == [[]] * 60
        assert platform.request_counts()["lms_run_modes"] == 1
        assert f"status {status}" in source.absence

    def test_an_lms_that_knows_no_run_of_the_first_page_does_not_have_it(self, platform, source):
        platform.fail("404", "lms_run_modes", times=None)
        assert [row["modes"] for row in source.fetch_page(1).rows] == [[]] * 50
        assert [row["modes"] for row in source.fetch_page(2).rows] == [[]] * 10
        assert platform.request_counts()["lms_run_modes"] == 50
        assert "status 404" in source.absence

    def test_a_run_that_is_not_there_stops_nobody(self, platform, source):
        platform.catalogue.modes.add(modes_row(key(1), mode()))
        platform.fail("404", f"/api/course_modes/*/{key(0)}/")
        rows = source.fetch_page(1).rows
        assert ([bool(row["modes"]) for row in rows[:3]], source.absence) == ([False, True, False], "")

    def test_a_later_refusal_fails_its_page(self, platform, source):
        source.fetch_page(1)
        platform.fail("403", "lms_run_modes")
        with pytest.raises(BadStatus):
            source.fetch_page(2)

    def test_a_failure_fails_the_page(self, platform, source):
        platform.fail("500", "lms_run_modes", times=None)
        with pytest.raises(BadStatus):
            source.fetch_page(1)

    def test_no_database_is_needed_in_the_thread(self, platform, source):
        # In a thread the tests' own database connection is out of reach.
        found = []
        thread = threading.Thread(target=lambda: found.append(source.fetch_page(1)))
        thread.start()
        thread.join()
        assert len(found[0].rows) == 50
