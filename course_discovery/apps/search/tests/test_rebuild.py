import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS, CourseDocument, CourseRunDocument
from course_discovery.apps.search.services.indexing import refresh_courses
from course_discovery.apps.search.services.rebuild import rebuild_indexes
from course_discovery.apps.search.tests.engine import search_index  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

COURSE, RUN = "test_course", "test_course_run"
EMPTY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    """Each test moves time on by itself; the empty indexes are from before."""
    with freeze_time(EMPTY) as clock:
        yield clock


def searched(alias):
    return client().count(index=alias)["count"]


def test_an_index_is_named_after_its_alias_and_the_time_of_its_making(frozen):
    frozen.move_to("2016-06-21")
    call_command("update_index", stdout=mock.MagicMock())
    for alias in (COURSE, RUN):
        physical = f"{alias}_20160621_000000"
        assert client().indices.get_alias(name=alias) == {physical: {"aliases": {alias: {}}}}


def test_two_builds_in_one_second_have_different_names():
    first = rebuild_indexes([CourseDocument])
    second = rebuild_indexes([CourseDocument])
    assert first[0].physical != second[0].physical


def test_the_first_build_of_an_empty_alias_just_works(capsys):
    CourseRunFactory()
    call_command("update_index")
    assert (searched(COURSE), searched(RUN)) == (1, 1)
    assert re.search(r"Indexed 1 'Course' objects into 'test_course_\d{8}_\d{6}'", capsys.readouterr().out)


def test_a_build_that_loses_too_much_is_refused_whole_and_thrown_away():
    runs = [CourseRunFactory() for _ in range(10)]
    call_command("update_index", stdout=mock.MagicMock())
    before = set(client().indices.get(index="*"))
    runs[0].delete()
    with pytest.raises(CommandError) as refused:
        call_command("update_index", stdout=mock.MagicMock())
    assert re.fullmatch(
        r"Sanity check failed for the new index\(es\): \{'test_course_run_\d{8}_\d{6}': 'The previous index contained "
        r"\[10\] records. The new index contains \[9\] records, a \[10.00%\] change.'\}",
        str(refused.value),
    )
    assert searched(RUN) == 10
    assert set(client().indices.get(index="*")) == before


def test_the_change_limit_can_be_disabled():
    runs = [CourseRunFactory() for _ in range(2)]
    call_command("update_index", stdout=mock.MagicMock())
    runs[0].delete()
    call_command("update_index", disable_change_limit=True, stdout=mock.MagicMock())
    assert searched(RUN) == 1


def test_a_small_change_passes(settings):
    settings.INDEX_SIZE_CHANGE_THRESHOLD = 0.5
    for _ in range(3):
        CourseFactory()
    rebuild_indexes([CourseDocument])
    CourseFactory()
    rebuild_indexes([CourseDocument])
    assert searched(COURSE) == 4


def test_only_the_named_models_are_built():
    CourseRunFactory()
    call_command("update_index", models=["course_metadata.Course"], stdout=mock.MagicMock())
    assert (searched(COURSE), searched(RUN)) == (1, 0)


def test_a_model_without_documents_is_refused():
    with pytest.raises(CommandError, match="No model or app named core"):
        call_command("update_index", models=["core"])


def test_an_error_in_the_middle_leaves_the_old_indexes_answering():
    CourseFactory()
    rebuild_indexes(DOCUMENTS.values())
    before = set(client().indices.get(index="*"))
    CourseFactory()
    with mock.patch.object(CourseRunDocument, "get_queryset", side_effect=RuntimeError), pytest.raises(RuntimeError):
        rebuild_indexes(DOCUMENTS.values())
    assert searched(COURSE) == 1
    assert set(client().indices.get(index="*")) == before


def test_a_killed_build_leaves_the_old_index_answering_and_is_cleared_away_by_the_next(frozen):
    CourseFactory()
    rebuild_indexes([CourseDocument])
    # What a process killed while filling leaves behind.
    abandoned = indexes.create_index(CourseDocument)
    assert searched(COURSE) == 1
    frozen.tick(timedelta(hours=1))
    rebuild_indexes([CourseDocument])
    assert abandoned not in client().indices.get(index="*")
    assert searched(COURSE) == 1


def test_what_changes_during_a_build_is_in_the_new_index():
    course = CourseFactory()
    rebuild_indexes([CourseDocument])

    def change_meanwhile(*_):
        late = CourseFactory()
        refresh_courses([late.pk])

    rebuild_indexes([CourseDocument], check_change_limit=False, on_progress=change_meanwhile)
    assert searched(COURSE) == 2
    assert course.pk


def test_old_indexes_are_pruned_oldest_first_but_never_the_one_in_use(settings, frozen):
    settings.ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT = 2
    for _ in range(5):
        frozen.tick(timedelta(days=1))
        rebuild_indexes([CourseDocument])
    assert indexes.physical_indexes(COURSE) == [
        "test_course_20260604_000000",
        "test_course_20260605_000000",
        "test_course_20260606_000000",
    ]
    assert indexes.current_index(COURSE) == "test_course_20260606_000000"


def test_remove_unused_indexes_prunes_once(settings, frozen):
    for _ in range(3):
        frozen.tick(timedelta(days=1))
        rebuild_indexes(DOCUMENTS.values())
    settings.ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT = 1
    call_command("remove_unused_indexes")
    once = set(client().indices.get(index="*"))
    call_command("remove_unused_indexes")
    assert len(indexes.physical_indexes(COURSE)) == len(indexes.physical_indexes(RUN)) == 2
    assert set(client().indices.get(index="*")) == once


def test_install_es_indexes_makes_what_is_missing_and_leaves_the_rest():
    kept = indexes.current_index(COURSE)
    client().indices.delete(index=indexes.current_index(RUN))
    call_command("install_es_indexes")
    assert indexes.current_index(COURSE) == kept
    assert searched(RUN) == 0
