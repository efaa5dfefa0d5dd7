"""Two tasks at the same course: the one that has read the older state writes last."""

from unittest import mock

import pytest

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.services import indexing
from course_discovery.apps.search.services.indexing import refresh_courses
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


@pytest.fixture
def run():
    run = CourseRunFactory(course__title="Old", title_override=None)
    refresh_courses([run.course_id])
    return run


def overtaken(course_id, change):
    """Index the course by a task that is held up between reading and writing, while `change` comes and is indexed."""
    held_up = [True]
    read = indexing.documents_of

    def read_and_wait(course_ids):
        documents = read(course_ids)
        if held_up:
            held_up.clear()
            change()
        return documents

    with mock.patch.object(indexing, "documents_of", read_and_wait):
        refresh_courses([course_id])


def found(name):
    hits = client().search(index=alias_for(name), query={"match_all": {}}, size=100)["hits"]["hits"]
    return {hit["_source"]["pk"]: hit["_source"] for hit in hits}


def test_the_newer_state_stays(run):
    def change():
        Course.objects.filter(pk=run.course_id).update(title="New")
        refresh_courses([run.course_id])

    overtaken(run.course_id, change)
    assert found("course")[run.course_id]["title"] == found("course_run")[run.pk]["title"] == "New"


def test_a_deleted_course_stays_deleted(run):
    course_id, pk = run.course_id, run.pk

    def change():
        Course.objects.filter(pk=course_id).delete()
        refresh_courses([course_id], [pk])

    overtaken(course_id, change)
    assert found("course") == found("course_run") == {}


def test_a_deleted_run_stays_deleted(run):
    pk = run.pk

    def change():
        CourseRun.objects.filter(pk=pk).delete()
        refresh_courses([run.course_id], [pk])

    overtaken(run.course_id, change)
    assert found("course_run") == {}
    assert found("course")[run.course_id]["course_runs"] == []


def test_a_run_that_moves_keeps_the_document_of_its_new_course(run):
    other = CourseFactory(title="Other")

    def change():
        CourseRun.objects.filter(pk=run.pk).update(course=other)
        refresh_courses([run.course_id, other.pk])

    overtaken(run.course_id, change)
    assert found("course_run")[run.pk]["course_key"] == other.key
    assert found("course")[run.course_id]["course_runs"] == []
    assert found("course")[other.pk]["course_runs"] == [run.key]


def test_several_changes_while_the_task_is_held_up(run):
    titles = iter(["Newer", "Newest"])
    read = indexing.documents_of

    def read_and_change(course_ids):
        documents = read(course_ids)
        if title := next(titles, None):
            Course.objects.filter(pk=run.course_id).update(title=title)
        return documents

    with mock.patch.object(indexing, "documents_of", read_and_change):
        refresh_courses([run.course_id])
    assert found("course")[run.course_id]["title"] == "Newest"
    assert verify_indexes().drift == 0


def test_nothing_is_written_twice_without_need(run):
    with mock.patch.object(indexing, "bulk", wraps=indexing.bulk) as bulk:
        refresh_courses([run.course_id])
    bulk.assert_called_once()
