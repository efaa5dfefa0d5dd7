from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    DraftCourseRunFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    VideoFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("name", ["title", "short_description", "full_description", "outcome"])
def test_texts_are_the_course_s_until_overridden(name):
    run = CourseRunFactory()
    of_course = getattr(run.course, name)
    assert getattr(run, name) == of_course
    setattr(run, name, "Own")
    assert getattr(run, name) == "Own"
    assert getattr(run, f"{name}_override") == "Own"
    setattr(run, name, "")
    assert getattr(run, f"{name}_override") is None
    assert getattr(run, name) == of_course


def test_video_is_the_course_s_until_overridden():
    run = CourseRunFactory(course__video=VideoFactory())
    assert run.get_video == run.course.video
    run.video = VideoFactory()
    assert run.get_video == run.video


def test_slug_is_made_of_title_and_key_whatever_is_given():
    course = CourseFactory(title="Intro: Python")
    run = CourseRunFactory(course=course, key="course-v1:Org+C1+1T2026", slug="given")
    assert run.slug == "intro-python-course-v1-org-c1-1t2026"
    draft = DraftCourseRunFactory(course=course, key=run.key)
    assert draft.slug == "intro-python-course-v1-org-c1-1t2026-2"
    run.title = "Other"
    run.save()
    assert run.slug == "intro-python-course-v1-org-c1-1t2026"
    run.slug = ""
    run.save()
    assert run.slug == "other-course-v1-org-c1-1t2026"


def test_restriction():
    run = CourseRunFactory()
    assert (run.restriction_type, run.is_restricted) == (None, False)
    RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
    assert (run.restriction_type, run.is_restricted) == ("custom-b2c", True)


@freeze_time(NOW)
class TestMarketing:
    def test_marketable(self):
        run = CourseRunFactory()
        assert run.is_marketable is False
        SeatFactory(course_run=run)
        run = CourseRun.objects.get(pk=run.pk)
        assert run.is_marketable is True
        assert run.is_marketable_external is True
        assert run.marketing_url == f"{run.course.partner.marketing_site_url_root}course/{run.slug}"

    @pytest.mark.parametrize(
        "given",
        [
            {"status": "reviewed"},
            {"key": "Org/C/R"},
            {"type__slug": "empty"},
            {"draft": True},
        ],
    )
    def test_not_marketable(self, given):
        run = CourseRunFactory(**given)
        SeatFactory(course_run=run)
        assert run.is_marketable is False
        assert run.is_active is False

    def test_run_of_an_unmarketable_type_has_no_url(self):
        assert CourseRunFactory(type=CourseRunTypeFactory(slug="empty")).marketing_url is None
        assert CourseRunFactory(type=None).marketing_url is None

    def test_coming_executive_education(self):
        run = CourseRunFactory(
            course__type__slug="executive-education-2u",
            status="reviewed",
            start=NOW + DAY,
            go_live_date=NOW + DAY,
        )
        assert run.is_marketable_external is True
        run.go_live_date = None
        assert run.is_marketable_external is False

    def test_active(self):
        run = CourseRunFactory(end=NOW + DAY)
        SeatFactory(course_run=run)
        assert run.is_active is True
        run.enrollment_end = NOW - DAY
        assert run.is_active is False


@freeze_time(NOW)
class TestSeats:
    def test_prices_and_types(self):
        run = CourseRunFactory(end=NOW + 30 * DAY)
        SeatFactory(course_run=run, type__slug="audit", price=0)
        SeatFactory(course_run=run, type__slug="verified", price="99.50", sku="V", upgrade_deadline=NOW + 20 * DAY)
        assert run.seat_types == ["audit", "verified"]
        assert run.type_legacy == "verified"
        assert run.has_enrollable_paid_seats is True
        assert run.first_enrollable_paid_seat_price == 99
        assert run.first_enrollable_paid_seat_sku == "V"
        assert run.paid_seat_enrollment_end == NOW + 20 * DAY
        assert run.is_upgradeable is True
        assert [seat.type for seat in run.enrollable_seats()] == ["audit", "verified"]
        assert run.has_enrollable_seats is True

    def test_override_of_the_deadline_counts(self):
        seat = SeatFactory(upgrade_deadline=NOW - DAY)
        assert seat.course_run.is_upgradeable is False
        seat.upgrade_deadline_override = NOW + DAY
        seat.save()
        assert CourseRun.objects.get(pk=seat.course_run_id).is_upgradeable is True
        assert seat.upgrade_deadline == NOW + DAY

    def test_without_seats(self):
        run = CourseRunFactory()
        assert run.first_enrollable_paid_seat_price is None
        assert run.first_enrollable_paid_seat_sku is None
        assert run.type_legacy is None
        assert run.is_upgradeable is False


def test_external_availability():
    run = CourseRunFactory()
    assert run.external_course_availability == "Archived"
    run.course.additional_metadata = AdditionalMetadataFactory()
    assert run.external_course_availability == "Current"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": NOW, "end": NOW - DAY}, "start"),
        ({"min_effort": 3, "max_effort": 3}, "min_effort"),
        ({"ai_languages": {"nonsense": []}}, "ai_languages"),
        ({"short_description_override": "<h1>x</h1>"}, "short_description_override"),
        ({"status": "nonsense"}, "status"),
    ],
)
def test_forms_refuse(values, field):
    run = CourseRunFactory()
    for name, value in values.items():
        setattr(run, name, value)
    with pytest.raises(ValidationError) as error:
        run.full_clean()
    assert list(error.value.message_dict) == [field]


def test_list_properties_cost_no_query_a_row(django_assert_num_queries):
    for _ in range(3):
        SeatFactory(course_run=CourseRunFactory())
    runs = CourseRun.objects.select_related("course__partner", "course__type", "type").prefetch_related("seats")
    with django_assert_num_queries(2):
        for run in runs:
            assert run.is_marketable
            assert run.is_upgradeable
            assert run.availability
            assert run.first_enrollable_paid_seat_price == 100
