from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from freezegun import freeze_time
from PIL import Image as PillowImage

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseTypeFactory,
    CourseUrlSlugFactory,
    DraftCourseFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SourceFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def png(width, height):
    content = BytesIO()
    PillowImage.new("RGB", (width, height)).save(content, "PNG")
    return SimpleUploadedFile("x.PNG", content.getvalue(), "image/png")


class TestImages:
    def test_small_variation_is_shown(self):
        course = CourseFactory(image=png(2000, 1000))
        assert course.image.name.startswith(f"media/course/image/{course.uuid}-")
        assert course.image_url.endswith(".small.png")
        assert course.original_image_url.endswith(".png")
        course = Course.objects.get(pk=course.pk)
        with PillowImage.open(course.image.small) as small, PillowImage.open(course.image.original) as original:
            # Fitted into 378x225 and 1134x675 without being cropped.
            assert small.size == (378, 189)
            assert original.size == (1134, 567)

    def test_without_upload_the_card_image_is_shown(self):
        course = CourseFactory(card_image_url="https://images.example.com/card.jpg")
        assert course.image_url == "https://images.example.com/card.jpg"
        assert course.original_image_url is None
        assert CourseFactory().image_url is None


class TestSlugs:
    def test_active_slug(self):
        course = CourseFactory()
        CourseUrlSlugFactory(course=course, url_slug="old", is_active=False, is_active_on_draft=False)
        assert course.active_url_slug is None
        assert course.marketing_url is None
        assert course.preview_url is None
        CourseUrlSlugFactory(course=course, url_slug="new")
        assert course.active_url_slug == "new"
        assert course.url_path == "course/new"
        assert course.marketing_url == f"{course.partner.marketing_site_url_root}course/new"

    def test_draft_has_the_slug_of_its_official_row_unless_it_has_its_own(self):
        draft = DraftCourseFactory()
        official = CourseFactory(partner=draft.partner, draft_version=draft)
        CourseUrlSlugFactory(course=official, url_slug="public")
        assert draft.active_url_slug == "public"
        CourseUrlSlugFactory(course=draft, url_slug="proposed")
        assert draft.active_url_slug == "proposed"
        assert official.active_url_slug == "public"

    def test_slug_of_another_partner_is_refused(self):
        course = CourseFactory()
        with pytest.raises(ValidationError) as error:
            CourseUrlSlugFactory(course=course, partner=CourseFactory().partner, url_slug="x")
        assert "do not match when attempting to save url slug x" in error.value.message_dict["partner"][0]

    def test_slug_is_made_of_the_title_and_unique(self):
        first = CourseFactory(title="A/B Testing & more")
        second = CourseFactory(title="A/B testing: more", partner=first.partner)
        assert CourseUrlSlugFactory(course=first, url_slug="").url_slug == "a/b-testing-more"
        assert CourseUrlSlugFactory(course=second, url_slug="").url_slug == "a/b-testing-more-2"

    def test_slugs_with_slashes_pass_forms_and_others_do_not(self):
        slug = CourseUrlSlugFactory(url_slug="learn/python/x")
        slug.full_clean()
        slug.url_slug = "learn python"
        with pytest.raises(ValidationError, match="Enter a valid “slug” consisting of letters, numbers, slashes"):
            slug.full_clean()


class TestKinds:
    @pytest.mark.parametrize("slug", ["executive-education-2u", "bootcamp-2u"])
    def test_external(self, slug):
        course = CourseFactory(type=CourseTypeFactory(slug=slug))
        assert course.is_external_course is True
        assert course.is_open_course is False

    def test_open(self):
        assert CourseFactory().is_open_course is True
        assert CourseFactory(product_source=SourceFactory(slug="other")).is_open_course is False
        assert CourseFactory(product_source=None).is_open_course is False
        assert CourseFactory(type=None).is_external_course is False


@freeze_time(NOW)
class TestRuns:
    def test_active_runs_have_an_end_to_come(self):
        course = CourseFactory()
        CourseRunFactory(course=course, end=None)
        CourseRunFactory(course=course, end=NOW - DAY)
        CourseRunFactory(course=course, end=NOW + DAY, enrollment_end=NOW)
        active = CourseRunFactory(course=course, end=NOW + DAY)
        assert course.active_course_runs == [active]

    def test_price_is_that_of_the_first_active_run_by_key(self):
        course = CourseFactory()
        later = CourseRunFactory(course=course, key="course-v1:O+C+b")
        earlier = CourseRunFactory(course=course, key="course-v1:O+C+A")
        ended = CourseRunFactory(course=course, key="course-v1:O+C+0", end=NOW - DAY)
        SeatFactory(course_run=later, price=10)
        SeatFactory(course_run=ended, price=30)
        assert course.first_enrollable_paid_seat_price == 10
        SeatFactory(course_run=earlier, price=20)
        assert Course.objects.get(pk=course.pk).first_enrollable_paid_seat_price == 20

    def test_languages(self):
        course = CourseFactory()
        english, chinese = (LanguageTag.objects.get(code=code) for code in ("en-us", "zh-Hans"))
        CourseRunFactory(course=course, language=english)
        CourseRunFactory(course=course, language=chinese, end=NOW - DAY)
        CourseRunFactory(course=course, language=None)
        restricted = CourseRunFactory(course=course, language=LanguageTag.objects.get(code="fr"))
        RestrictedCourseRunFactory(course_run=restricted)
        assert course.languages() == ["English", "Chinese - Simplified", "French"]
        assert course.languages(exclude_inactive_runs=True) == []
        assert course.languages_codes() == "en-us, zh-Hans"
        assert course.languages_codes(exclude_inactive_runs=True) == "en-us"

    def test_advertised_run_must_be_marketable(self):
        course = CourseFactory()
        CourseRunFactory(course=course, start=NOW - DAY)
        marketable = CourseRunFactory(course=course, start=NOW - 9 * DAY)
        SeatFactory(course_run=marketable)
        assert course.advertised_course_run == marketable
        assert course.has_marketable_run is True
        assert course.is_active is True

    def test_draft_has_no_advertised_run(self):
        course = DraftCourseFactory()
        SeatFactory(course_run=CourseRunFactory(course=course, draft=True))
        assert course.advertised_course_run is None

    def test_statuses_and_ends(self):
        course = CourseFactory()
        CourseRunFactory(course=course, end=NOW - DAY)
        CourseRunFactory(course=course, end=NOW - DAY, status="unpublished")
        assert course.course_run_statuses == ["archived", "published"]
        assert course.end_date == NOW - DAY
        assert course.course_ends == "Past"


class TestTimestamps:
    def test_draft_edits_are_stamped(self):
        with freeze_time(NOW):
            draft = DraftCourseFactory()
        with freeze_time(NOW + DAY):
            draft.save()
            assert draft.data_modified_timestamp == NOW
            draft.title = "Other"
            draft.save()
        draft.refresh_from_db()
        assert draft.data_modified_timestamp == NOW + DAY

    def test_official_rows_take_the_stamp_of_their_draft(self):
        with freeze_time(NOW):
            course = CourseFactory()
        course.title = "Other"
        course.save()
        assert course.data_modified_timestamp == NOW


class TestHistory:
    def test_only_changes_leave_rows(self):
        course = CourseFactory()
        assert [row.history_type for row in course.history.all()] == ["+"]
        Course.objects.get(pk=course.pk).save()
        course.save()
        assert course.history.count() == 1
        course.title = "Other"
        course.save()
        assert [(row.history_type, row.title == "Other") for row in course.history.all()] == [("~", True), ("+", False)]
        assert not hasattr(course.history.first(), "url_slug")

    def test_changes_are_known_until_they_are_saved(self):
        course = Course.objects.get(pk=CourseFactory(title="Before").pk)
        assert not course.has_changed
        course.title, course.watchers = "After", [*course.watchers, "a@example.com"]
        assert course.changes() == {"title": "Before", "watchers": []}
        course.save(update_fields=["title"])
        assert course.changes() == {"watchers": []}
        course.refresh_from_db()
        assert not course.has_changed
        assert Course(title="New").has_changed is False


def test_watchers_are_kept():
    course = CourseFactory(watchers=["a@example.com", "b@example.com"])
    assert Course.objects.get(pk=course.pk).watchers == ["a@example.com", "b@example.com"]


def test_subscription_inclusion():
    included, excluded = (OrganizationFactory(enterprise_subscription_inclusion=value) for value in (True, False))
    course = CourseFactory(authoring_organizations=[included])
    assert course.computed_subscription_inclusion() is True
    assert course.computed_subscription_inclusion([included, excluded]) is False
    course.enterprise_subscription_opt_out = True
    assert course.computed_subscription_inclusion() is False
