from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import CourseRun, CourseUrlSlug
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseUrlSlugFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
)
from course_discovery.apps.publisher.services.publication import publish_run, unpublish_inactive_runs
from course_discovery.lib.slugs import SettledSlug

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PAST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def course():
    return CourseFactory(partner=PartnerFactory(marketing_site_url_root="https://www.example.com"), key="UniX+PY1")


def pair(course, status="published", **given):
    draft_course = course.draft_version or DraftCourseFactory(partner=course.partner, key=course.key, uuid=course.uuid)
    course.draft_version = draft_course
    course.save()
    draft = DraftCourseRunFactory(course=draft_course, status=status, **given)
    return CourseRunFactory(
        course=course,
        key=draft.key,
        uuid=draft.uuid,
        draft_version=draft,
        status=status,
        slug=SettledSlug(draft.slug),
        **given,
    )


def statuses(run):
    return dict(CourseRun.everything.filter(key=run.key).values_list("draft", "status"))


@freeze_time(NOW)
def test_both_rows_are_published_and_the_run_slug_leads_to_the_course(course):
    run = pair(course, "reviewed")
    publish_run(run)
    assert statuses(run) == {True: "published", False: "published"}
    assert set(CourseRun.everything.filter(key=run.key).values_list("announcement", flat=True)) == {NOW}
    slug = CourseUrlSlug.objects.get(course=course)
    assert (slug.url_slug, slug.is_active, slug.is_active_on_draft) == (run.slug, False, False)
    publish_run(run)
    assert CourseUrlSlug.objects.filter(course=course).count() == 1


def test_a_slug_of_another_course_stays_there(course):
    run = pair(course, "reviewed")
    other = CourseUrlSlugFactory(course=CourseFactory(partner=course.partner), url_slug=run.slug)
    publish_run(run)
    assert CourseUrlSlug.objects.get(url_slug=run.slug) == other


def test_drafts_are_not_published(course):
    with pytest.raises(ValueError, match="only official runs are published"):
        publish_run(pair(course, "reviewed").draft_version)


@freeze_time(NOW)
def test_runs_that_are_over_make_room_for_one_that_is_open(course):
    over = pair(course, enrollment_end=PAST)
    assert unpublish_inactive_runs(course) is False
    assert statuses(over) == {True: "published", False: "published"}
    publish_run(opening := pair(course, "reviewed"))
    assert statuses(over) == {True: "unpublished", False: "unpublished"}
    assert statuses(opening) == {True: "published", False: "published"}


@freeze_time(NOW)
def test_without_marketing_site_nothing_is_unpublished(course):
    course.partner.marketing_site_url_root = None
    over = pair(course, enrollment_end=PAST)
    pair(course)
    assert unpublish_inactive_runs(course) is False
    assert statuses(over) == {True: "published", False: "published"}
