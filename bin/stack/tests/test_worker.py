"""Changes reach the index through the queue, written by a worker in another process."""

import pytest
from django.db import transaction

from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.search.selectors.matching import course_ids_matching

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def found(words):
    return course_ids_matching(f"title:({words})", partner=None)


@pytest.fixture
def course(worker, search_index):
    with transaction.atomic():
        run = CourseRunFactory(course__title="Coral reefs", title_override=None)
    worker(lambda: found("reefs") == {run.course.pk})
    return run.course


def test_a_change_is_found_under_its_new_words(course, worker):
    with transaction.atomic():
        course.title = "Kelp forests"
        course.save()
    worker(lambda: found("kelp") == {course.pk} and found("reefs") == set())


def test_a_deleted_course_is_found_no_more(course, worker):
    with transaction.atomic():
        course.delete()
    worker(lambda: found("reefs") == set())


def test_what_is_rolled_back_is_never_indexed(course, worker):
    with transaction.atomic():
        course.title = "Kelp forests"
        course.save()
        transaction.set_rollback(True)
    # The queue keeps the order: once this one is through, the other would have been.
    with transaction.atomic():
        other = CourseRunFactory(course__title="Tide pools", title_override=None).course
    worker(lambda: found("pools") == {other.pk})
    assert found("kelp") == set()
    assert found("reefs") == {course.pk}
