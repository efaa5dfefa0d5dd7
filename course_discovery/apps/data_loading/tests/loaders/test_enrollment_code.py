"""Enrollment codes against the database."""

import pytest

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Seat
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, DraftCourseRunFactory, SeatFactory
from course_discovery.apps.data_loading.loaders.base import Listing
from course_discovery.apps.data_loading.loaders.enrollment_code import EnrollmentCodeLoader
from course_discovery.apps.data_loading.sources.ecommerce import EcommerceEnrollmentCodes
from course_discovery.apps.data_loading.tests.rows import code_row

KEY = "course-v1:LakeX+BOT1+1T2030"
PROOF = Listing(is_proof=True, allow_large_deletes=False)


def record(sku="BULK1", key=KEY, seat_type="verified"):
    source = EcommerceEnrollmentCodes(Partner(ecommerce_api_url="http://shop.example.com"))
    return source.transform(code_row(sku, key, seat_type))


@pytest.fixture
def run(reference):
    return CourseRunFactory(course__partner=reference.partner, key=KEY)


@pytest.fixture
def loader(reference):
    return EnrollmentCodeLoader(reference)


def test_the_seats_of_both_rows_get_it_and_are_then_left_alone(loader, run):
    draft = DraftCourseRunFactory(course__partner=run.course.partner, key=KEY)
    SeatFactory(course_run=run)
    SeatFactory(course_run=draft)
    SeatFactory(course_run=run, type__slug="audit")
    assert loader.load([record()]).updated == 1
    assert set(Seat.everything.values_list("type", "draft", "bulk_sku")) == {
        ("verified", False, "BULK1"),
        ("verified", True, "BULK1"),
        ("audit", False, None),
    }
    again = loader.load([record()])
    assert (again.unchanged, again.written) == (1, {})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"key": "course-v1:No+No+No"}, "Could not find course run course-v1:No+No+No while loading enrollment code"),
        ({"seat_type": "professional"}, "Could not find seat type professional while loading enrollment code"),
    ],
)
def test_what_it_buys_may_be_unknown(loader, run, values, message):
    SeatFactory(course_run=run)
    outcome = loader.load([record(**values)])
    assert outcome.skipped == 1
    assert outcome.notes[0].message.startswith(message)


def test_a_gone_sku_is_cleared_when_the_listing_is_proof_of_it(loader, run):
    gone, listed = (
        SeatFactory(course_run=run, bulk_sku="GONE"),
        SeatFactory(course_run=CourseRunFactory(course=run.course)),
    )
    listed.bulk_sku = "SPARED"
    listed.save()
    loader.spare("SPARED")
    loader.finish(Listing(is_proof=False, allow_large_deletes=True))
    gone.refresh_from_db()
    assert gone.bulk_sku == "GONE"
    loader.finish(PROOF)
    gone.refresh_from_db()
    listed.refresh_from_db()
    assert (gone.bulk_sku, listed.bulk_sku) == (None, "SPARED")
