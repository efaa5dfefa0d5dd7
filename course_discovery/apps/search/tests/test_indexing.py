from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.services.indexing import refresh_courses
from course_discovery.apps.search.tests.engine import alias_for, delete_all_indexes, index_names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

COURSE, RUN = alias_for("course"), alias_for("course_run")


def indexed(alias):
    hits = client().search(index=alias, query={"match_all": {}}, size=100)["hits"]["hits"]
    return {hit["_source"]["pk"]: hit["_source"] for hit in hits}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What a `with committed():` block writes counts as committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def run(committed):
    with committed():
        return CourseRunFactory(course__title="Reefs", title_override=None)


def test_nothing_is_indexed_before_the_commit():
    CourseRunFactory()
    assert indexed(COURSE) == indexed(RUN) == {}


def test_new_rows_are_indexed_after_the_commit(run):
    assert list(indexed(COURSE)) == [run.course.pk]
    assert list(indexed(RUN)) == [run.pk]


def test_a_run_refreshes_its_course(run, committed):
    with committed():
        run.status = "unpublished"
        run.save()
    assert indexed(COURSE)[run.course.pk]["status"] == ["unpublished"]
    assert indexed(RUN)[run.pk]["published"] is False


def test_a_course_refreshes_its_runs(run, committed):
    with committed():
        run.course.title = "Corals"
        run.course.save()
    assert indexed(COURSE)[run.course.pk]["title"] == indexed(RUN)[run.pk]["title"] == "Corals"


def test_a_seat_refreshes_run_and_course(run, committed):
    with committed():
        seat = SeatFactory(course_run=run)
    assert indexed(RUN)[run.pk]["type"] == "verified"
    assert indexed(COURSE)[run.course.pk]["seat_types"] == ["verified"]
    with committed():
        seat.delete()
    assert indexed(RUN)[run.pk]["type"] is None


def test_names_that_documents_show_refresh_them(run, committed):
    organization, subject, level = OrganizationFactory(key="OrgX", name="Old"), SubjectFactory(), LevelTypeFactory()
    with committed():
        run.course.authoring_organizations.add(organization)
        run.course.subjects.add(subject)
        run.course.level_type = level
        run.course.save()
    with committed():
        organization.name = "New"
        organization.save()
        subject.name = "Coral studies"
        subject.save()
        level.name = "Hard"
        level.save()
    for source in (indexed(COURSE)[run.course.pk], indexed(RUN)[run.pk]):
        assert source["organizations"] == ["OrgX: New"]
        assert source["subjects"] == ["Coral studies"]
        assert source["level_type"] == "Hard"


def test_a_deleted_organization_leaves_the_documents(run, committed):
    organization = OrganizationFactory()
    with committed():
        run.course.authoring_organizations.add(organization)
    with committed():
        organization.delete()
    assert indexed(COURSE)[run.course.pk]["organizations"] == []


def test_a_run_that_moves_to_another_course_leaves_the_old_one(run, committed):
    old = run.course
    with committed():
        new = CourseFactory()
    with committed():
        run.course = new
        run.save()
    assert indexed(COURSE)[old.pk]["course_runs"] == []
    assert indexed(COURSE)[new.pk]["course_runs"] == [run.key]
    with committed():
        CourseRun.objects.filter(pk=run.pk).update(course=old)
        catalogue_changed.send(sender=CourseRun, model=CourseRun, pks=[run.pk])
    assert indexed(COURSE)[new.pk]["course_runs"] == []
    assert indexed(COURSE)[old.pk]["course_runs"] == [run.key]


def test_a_restriction_refreshes_its_run(run, committed):
    with committed():
        RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
    assert indexed(RUN)[run.pk]["restriction_type"] == "custom-b2c"


def test_deleted_rows_leave_the_index(run, committed):
    with committed():
        other = CourseRunFactory(course=run.course)
    with committed():
        other.delete()
    assert list(indexed(RUN)) == [run.pk]
    assert indexed(COURSE)[run.course.pk]["course_runs"] == [run.key]
    with committed():
        run.course.delete()
    assert indexed(COURSE) == indexed(RUN) == {}


def test_drafts_are_never_indexed(committed):
    with committed():
        draft = DraftCourseRunFactory(course=DraftCourseFactory(subjects=[SubjectFactory()]))
        draft.staff.clear()
        SeatFactory(course_run=draft)
    assert indexed(COURSE) == indexed(RUN) == {}


def test_a_run_that_becomes_unmarketable_leaves_the_index(run, committed):
    with committed():
        run.type = CourseRunTypeFactory(slug="inner", is_marketable=False)
        run.save()
    assert indexed(RUN) == {}
    assert indexed(COURSE)[run.course.pk]["course_runs"] == []


def test_a_run_type_that_becomes_unmarketable_takes_its_runs_along(run, committed):
    with committed():
        run.type.is_marketable = False
        run.type.save()
    assert indexed(RUN) == {}


def test_a_course_of_a_type_that_retires_leaves_the_index(run, committed, settings):
    settings.RETIRED_COURSE_TYPES = ["gone"]
    with committed():
        run.course.type = CourseTypeFactory(slug="gone")
        run.course.save()
    assert indexed(COURSE) == {}


def test_bulk_writes_that_tell_of_themselves_are_indexed(run, committed):
    with committed():
        Course.objects.filter(pk=run.course.pk).update(title="In bulk")
        catalogue_changed.send(sender=Course, model=Course, pks=[run.course.pk])
        CourseRun.objects.filter(pk=run.pk).update(mobile_available=True)
        catalogue_changed.send(sender=CourseRun, model=CourseRun, pks=[run.pk])
    assert indexed(COURSE)[run.course.pk]["title"] == "In bulk"
    assert indexed(RUN)[run.pk]["mobile_available"] is True


def test_a_rolled_back_write_is_not_indexed(run, committed):
    with committed():
        try:
            with transaction.atomic():
                run.course.title = "Never"
                run.course.save()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        run.hidden = True
        run.course.title = "Reefs"
        run.save()
    assert indexed(COURSE)[run.course.pk]["title"] == "Reefs"
    assert indexed(RUN)[run.pk]["hidden"] is True


def test_one_transaction_indexes_once(committed):
    with mock.patch("course_discovery.apps.search.receivers.refresh_changed_task.delay") as task, committed():
        course = CourseFactory()
        for _ in range(3):
            SeatFactory(course_run=CourseRunFactory(course=course))
    task.assert_called_once()
    changed, rows = task.call_args.args
    assert changed["course_metadata.course"] == [course.pk]
    assert len(changed["course_metadata.seat"]) == 3
    assert rows == {}


def test_a_failing_index_does_not_break_the_write(committed, caplog):
    broken = mock.patch(
        "course_discovery.apps.search.services.indexing.bulk", side_effect=ConnectionError("engine gone")
    )
    with broken, committed():
        course = CourseFactory()
    assert Course.objects.filter(pk=course.pk).exists()
    assert "engine gone" in caplog.text


def test_a_failing_queue_does_not_break_the_write(committed, caplog):
    with (
        mock.patch(
            "course_discovery.apps.search.receivers.refresh_changed_task.delay", side_effect=OSError("no broker")
        ),
        committed(),
    ):
        course = CourseFactory()
    assert Course.objects.filter(pk=course.pk).exists()
    assert "The index was not brought up to date" in caplog.text


def test_without_an_index_nothing_is_written_and_none_appears(committed):
    delete_all_indexes()
    with committed():
        CourseRunFactory()
    assert index_names() == set()


def test_more_courses_cost_no_more_queries():
    def cost(courses):
        with CaptureQueriesContext(connection) as queries:
            refresh_courses(courses)
        return len(queries)

    runs = [CourseRunFactory() for _ in range(6)]
    courses = [run.course.pk for run in runs]
    # One query for the courses, one for their runs, and one for each kind of thing they show; again after the writing.
    assert cost(courses[:1]) == cost(courses) <= 26
