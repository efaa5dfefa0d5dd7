from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseUrlSlug
from course_discovery.apps.course_metadata.services.officialisation import officialise_course
from course_discovery.apps.course_metadata.services.url_slugs import SlugInUse, set_active_url_slug
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseUrlSlugFactory,
    DraftCourseFactory,
)

pytestmark = pytest.mark.django_db


def flags():
    """All slugs as {slug: (of a draft, active, active on draft)}."""
    return {
        row.url_slug: (row.course.draft, row.is_active, row.is_active_on_draft)
        for row in CourseUrlSlug.objects.select_related("course")
    }


def test_life_of_a_slug():
    draft = DraftCourseFactory()
    set_active_url_slug(draft, "a")
    assert flags() == {"a": (True, True, False)}

    official = officialise_course(draft)
    assert flags() == {"a": (False, True, True)}

    draft = Course.everything.get(pk=draft.pk)
    set_active_url_slug(draft, "b")
    assert flags() == {"a": (False, True, False), "b": (True, True, False)}
    assert (official.active_url_slug, draft.active_url_slug) == ("a", "b")

    officialise_course(draft)
    assert flags() == {"a": (False, False, False), "b": (False, True, True)}

    draft = Course.everything.get(pk=draft.pk)
    set_active_url_slug(draft, "a")
    assert flags() == {"a": (False, False, True), "b": (False, True, False)}
    assert draft.active_url_slug == "a"

    set_active_url_slug(draft, "c")
    set_active_url_slug(draft, "d")
    # A slug that was never public is free again.
    assert flags() == {"a": (False, False, False), "b": (False, True, False), "d": (True, True, False)}
    set_active_url_slug(draft, "b")
    assert flags() == {"a": (False, False, False), "b": (False, True, True)}


def test_empty_slug_is_made_of_the_title():
    first, second = DraftCourseFactory(title="Python"), None
    second = DraftCourseFactory(title="Python", partner=first.partner)
    assert set_active_url_slug(first) == "python"
    assert set_active_url_slug(second) == "python-2"


@pytest.mark.parametrize("slug", ["taken", "TAKEN", "old"])
def test_slug_of_another_course_is_refused(slug):
    owner = CourseFactory()
    CourseUrlSlugFactory(course=owner, url_slug="taken")
    CourseUrlSlugFactory(course=owner, url_slug="old", is_active=False)
    course = CourseFactory(partner=owner.partner)
    with pytest.raises(SlugInUse, match=f"This slug {slug} is already in use with another course"):
        set_active_url_slug(course, slug)
    assert set_active_url_slug(CourseFactory(), slug) == slug


def test_loaded_slugs_are_forgotten():
    course = Course.objects.prefetch_related("url_slug_history").get(pk=CourseFactory(url_slug_active="a").pk)
    set_active_url_slug(course, "b")
    assert course.active_url_slug == "b"


def test_only_changes_are_stamped():
    stamp = datetime(2020, 1, 1, tzinfo=UTC)
    draft = DraftCourseFactory()
    set_active_url_slug(draft, "a")
    official = officialise_course(draft)

    def stamps():
        return set(Course.everything.values_list("data_modified_timestamp", flat=True))

    Course.everything.update(data_modified_timestamp=stamp)
    with freeze_time("2026-01-01"):
        set_active_url_slug(Course.everything.get(pk=draft.pk), "a")
        set_active_url_slug(official, "a")
        assert stamps() == {stamp}
        set_active_url_slug(Course.everything.get(pk=draft.pk), "b")
        assert stamps() == {datetime(2026, 1, 1, tzinfo=UTC)}
