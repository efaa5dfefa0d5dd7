import pytest
from django.core.cache import cache

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, SubjectFactory
from course_discovery.rest import data_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def bumped(django_capture_on_commit_callbacks):
    """Tell whether a change makes cached responses stale once it is committed."""

    def changes(change):
        cache.set(data_version.KEY, 1.0, timeout=None)
        with django_capture_on_commit_callbacks(execute=True):
            change()
            assert cache.get(data_version.KEY) == 1.0
        return cache.get(data_version.KEY) != 1.0

    return changes


def test_changes_of_the_catalogue_make_responses_stale(bumped):
    course, subject = CourseFactory(), SubjectFactory()
    assert bumped(course.save)
    assert bumped(lambda: course.subjects.add(subject))
    assert bumped(lambda: course.topics.add("tag"))
    assert bumped(course.delete)


def test_bulk_changes_and_reads_do_not(bumped):
    CourseFactory()
    assert not bumped(lambda: Course.objects.update(title="Other"))
    assert not bumped(lambda: list(Course.objects.all()))
