import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch
from elasticsearch.client import IndicesClient
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory
from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS, CourseDocument, CourseRunDocument
from course_discovery.apps.search.errors import RebuildOvertaken
from course_discovery.apps.search.indexes import definition
from course_discovery.apps.search.models import ChangeDuringBuild
from course_discovery.apps.search.services.indexing import refresh_courses
from course_discovery.apps.search.services.rebuild import rebuild_indexes
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tasks import rebuild_indexes_task
from course_discovery.apps.search.tests.engine import alias_for, index_names
from course_discovery.rest import data_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

COURSE, RUN = alias_for("course"), alias_for("course_run")
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
    assert re.search(rf"Indexed 1 'Course' objects into '{COURSE}_\d{{8}}_\d{{6}}'", capsys.readouterr().out)


def test_a_build_that_loses_too_much_is_refused_whole_and_thrown_away():
    runs = [CourseRunFactory() for _ in range(10)]
    call_command("update_index", stdout=mock.MagicMock())
    before = index_names()
    runs[0].delete()
    with pytest.raises(CommandError) as refused:
        call_command("update_index", stdout=mock.MagicMock())
    assert re.fullmatch(
        rf"Sanity check failed for the new index\(es\): \{{'{RUN}_\d{{8}}_\d{{6}}': 'The previous index contained "
        r"\[10\] records. The new index contains \[9\] records, a \[10.00%\] change.'\}",
        str(refused.value),
    )
    assert searched(RUN) == 10
    assert index_names() == before


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
    before = index_names()
    CourseFactory()
    with mock.patch.object(CourseRunDocument, "get_queryset", side_effect=RuntimeError), pytest.raises(RuntimeError):
        rebuild_indexes(DOCUMENTS.values())
    assert searched(COURSE) == 1
    assert index_names() == before


def test_a_killed_build_leaves_the_old_index_answering_and_is_cleared_away_by_the_next(frozen):
    CourseFactory()
    rebuild_indexes([CourseDocument])
    # What a process killed while filling leaves behind.
    abandoned = indexes.create_index(CourseDocument)
    assert searched(COURSE) == 1
    frozen.tick(timedelta(hours=1))
    rebuild_indexes([CourseDocument])
    assert abandoned not in index_names()
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
        f"{COURSE}_20260604_000000",
        f"{COURSE}_20260605_000000",
        f"{COURSE}_20260606_000000",
    ]
    assert indexes.current_index(COURSE) == f"{COURSE}_20260606_000000"


def test_remove_unused_indexes_prunes_once(settings, frozen):
    for _ in range(3):
        frozen.tick(timedelta(days=1))
        rebuild_indexes(DOCUMENTS.values())
    settings.ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT = 1
    call_command("remove_unused_indexes")
    once = index_names()
    call_command("remove_unused_indexes")
    assert len(indexes.physical_indexes(COURSE)) == len(indexes.physical_indexes(RUN)) == 2
    assert index_names() == once


def test_install_es_indexes_makes_what_is_missing_and_leaves_the_rest():
    kept = indexes.current_index(COURSE)
    client().indices.delete(index=indexes.current_index(RUN))
    call_command("install_es_indexes")
    assert indexes.current_index(COURSE) == kept
    assert searched(RUN) == 0


class TestChangesMeanwhile:
    """Rows that change while an index is built, at the worst moment: they have been read and are not yet written."""

    @pytest.fixture
    def held_back(self):
        """Let `change` happen when all rows have been read and none is written."""

        def rebuild(change):
            batches = CourseDocument.batches

            def read_all_then_change(document):
                read = list(batches(document))
                change()
                return iter(read)

            with mock.patch.object(CourseDocument, "batches", read_all_then_change):
                rebuild_indexes([CourseDocument], check_change_limit=False)

        return rebuild

    def test_a_changed_row_is_not_stale(self, held_back):
        course = CourseFactory(title="Old")

        def change():
            Course.objects.filter(pk=course.pk).update(title="New")
            refresh_courses([course.pk])

        held_back(change)
        assert client().get(index=COURSE, id=str(course.pk))["_source"]["title"] == "New"
        assert verify_indexes().drift == 0

    def test_a_deleted_row_does_not_come_back(self, held_back):
        course = CourseFactory()
        pk = course.pk

        def change():
            Course.objects.filter(pk=pk).delete()
            refresh_courses([pk])

        held_back(change)
        assert searched(COURSE) == 0

    def test_a_deleted_run_does_not_come_back(self):
        run = CourseRunFactory()
        pk, course_id = run.pk, run.course_id
        batches = CourseRunDocument.batches

        def read_all_then_delete(document):
            read = list(batches(document))
            CourseRun.objects.filter(pk=pk).delete()
            refresh_courses([course_id], [pk])
            return iter(read)

        with mock.patch.object(CourseRunDocument, "batches", read_all_then_delete):
            rebuild_indexes(DOCUMENTS.values(), check_change_limit=False)
        assert (searched(COURSE), searched(RUN)) == (1, 0)

    def test_both_indexes_have_the_change_at_once(self):
        course = CourseFactory(title="Old")
        rebuild_indexes([CourseDocument])
        seen = []

        def change(physical, *_):
            Course.objects.filter(pk=course.pk).update(title="New")
            refresh_courses([course.pk])
            for index in (COURSE, physical):
                seen.append(client().get(index=index, id=str(course.pk))["_source"]["title"])

        rebuild_indexes([CourseDocument], on_progress=change)
        assert seen == ["New", "New"]

    def test_without_a_build_nothing_is_noted(self):
        course = CourseFactory()
        refresh_courses([course.pk])
        assert not ChangeDuringBuild.objects.exists()

    def test_notes_of_a_killed_build_do_no_harm(self):
        course = CourseFactory()
        indexes.create_index(CourseDocument)
        refresh_courses([course.pk])
        assert ChangeDuringBuild.objects.count() == 1
        rebuild_indexes([CourseDocument])
        assert not ChangeDuringBuild.objects.exists()
        assert searched(COURSE) == 1

    def test_a_rebuild_that_another_one_overtook_gives_way(self):
        CourseFactory()
        others = []

        def begin_another(*_):
            if not others:
                others.append(None)
                others[0] = rebuild_indexes([CourseDocument])[0].physical

        with pytest.raises(RebuildOvertaken):
            rebuild_indexes([CourseDocument], on_progress=begin_another)
        assert indexes.current_index(COURSE) == others[0]
        assert searched(COURSE) == 1
        assert client().indices.get_mapping(index=COURSE)[others[0]]["mappings"]["_meta"]


def test_bulk_requests_are_limited_by_number_and_by_bytes(settings):
    for _ in range(5):
        CourseFactory(full_description="x" * 1000)
    sizes = []
    send = Elasticsearch.bulk

    def recorded(engine, *args, **kwargs):
        sizes.append(len(kwargs["operations"]) // 2)
        return send(engine, *args, **kwargs)

    with mock.patch.object(Elasticsearch, "bulk", recorded):
        settings.SEARCH_BULK_ACTIONS = 2
        rebuild_indexes([CourseDocument])
        assert sizes == [2, 2, 1]
        sizes.clear()
        settings.SEARCH_BULK_BYTES = 100
        rebuild_indexes([CourseDocument])
        assert sizes == [1, 1, 1, 1, 1]


def test_progress_counts_every_document():
    for _ in range(3):
        CourseFactory()
    told = []
    (build,) = rebuild_indexes([CourseDocument], on_progress=lambda *progress: told.append(progress))
    assert told == [(build.physical, number, 3) for number in (1, 2, 3)]


def test_the_task_rebuilds_all():
    CourseRunFactory()
    rebuild_indexes_task.delay()
    assert (searched(COURSE), searched(RUN)) == (1, 1)


def test_cached_lists_end_with_the_index_they_were_made_from(frozen):
    before = data_version.current()
    frozen.tick()
    rebuild_indexes([CourseDocument])
    assert data_version.current() > before


class TestChangedMapping:
    @pytest.fixture
    def with_another_field(self):
        changed = {**definition(CourseDocument)}
        properties = {**changed["mappings"]["properties"], "colour": {"type": "keyword"}}
        other = {"mappings": {**changed["mappings"], "properties": properties}, "settings": changed["settings"]}
        whole = mock.patch.object(type(CourseDocument._index), "to_dict", return_value=other)
        with whole:
            yield

    def test_a_fresh_index_is_up_to_date(self):
        rebuild_indexes([CourseDocument])
        assert not indexes.is_outdated(CourseDocument)

    def test_a_changed_mapping_is_noticed_and_said(self, with_another_field, caplog, capsys):
        assert indexes.is_outdated(CourseDocument)
        call_command("install_es_indexes")
        assert f"The index of [{COURSE}] was made for another mapping: run update_index." in caplog.text
        call_command("update_index", models=["course_metadata.course"])
        assert f"The index of '{COURSE}' was made for another mapping." in capsys.readouterr().out
        assert not indexes.is_outdated(CourseDocument)

    def test_changed_synonyms_are_noticed(self):
        analysis = {"filter": {"synonym_tokenfilter": {"type": "synonym", "synonyms": ["a, b"]}}}
        other = {**definition(CourseDocument), "settings": {"analysis": analysis}}
        with mock.patch.object(type(CourseDocument._index), "to_dict", return_value=other):
            assert indexes.is_outdated(CourseDocument)

    def test_an_index_of_somebody_else_is_outdated(self):
        physical = indexes.current_index(COURSE)
        client().indices.delete(index=physical)
        client().indices.create(index=physical, aliases={COURSE: {}})
        assert indexes.is_outdated(CourseDocument)


class TestOptions:
    def test_the_backend_may_be_named(self):
        CourseFactory()
        call_command("update_index", using=["default"], stdout=mock.MagicMock())
        assert searched(COURSE) == 1
        with pytest.raises(CommandError, match=r"Specified backend \[other\] is not supported."):
            call_command("update_index", using=["default", "other"])

    def test_options_of_older_scripts_are_accepted(self):
        call_command("update_index", "--parallel", "--refresh", "--no-count", stdout=mock.MagicMock())


def test_a_rebuild_makes_documents_visible_once_at_its_end(settings):
    settings.SEARCH_BULK_ACTIONS = 1
    for _ in range(3):
        CourseFactory()
    options = []
    send = Elasticsearch.bulk

    def recorded(engine, *args, **kwargs):
        options.append(kwargs.get("refresh"))
        return send(engine, *args, **kwargs)

    refreshed = mock.patch.object(indexes, "refresh", wraps=indexes.refresh)
    with mock.patch.object(Elasticsearch, "bulk", recorded), refreshed as refresh:
        (build,) = rebuild_indexes([CourseDocument])
    assert options == [None, None, None]
    refresh.assert_called_once_with([build.physical])


def test_a_rebuild_amid_changes_fails_no_search_and_loses_no_document(settings):
    settings.SEARCH_BULK_ACTIONS = 5
    runs = [CourseRunFactory() for _ in range(20)]
    rebuild_indexes(DOCUMENTS.values())
    waiting = [(run.pk, run.course_id) for run in runs]
    answers = []

    def live(physical, done, total):
        if done % 2:
            made = CourseRunFactory()
            refresh_courses([made.course_id])
        elif waiting:
            # The last ones first: the rebuild has not come to them yet, or has read them already.
            pk, course_id = waiting.pop()
            CourseRun.objects.filter(pk=pk).delete()
            refresh_courses([course_id], [pk])
        answers.append((searched(RUN), CourseRun.objects.count()))

    rebuild_indexes(DOCUMENTS.values(), check_change_limit=False, on_progress=live)
    assert len(answers) >= 40
    assert all(found == there for found, there in answers)
    assert verify_indexes().drift == 0
    assert searched(RUN) == CourseRun.objects.count()


def test_a_build_that_takes_its_place_while_writers_look_is_not_overlooked(monkeypatch):
    built = indexes.create_index(CourseDocument)
    ask = IndicesClient.get_alias

    def ask_and_see_it_take_its_place(self, **what):
        monkeypatch.setattr(IndicesClient, "get_alias", ask)
        answer = self.get_alias(**what)
        indexes.point_aliases({COURSE: built})
        return answer

    monkeypatch.setattr(IndicesClient, "get_alias", ask_and_see_it_take_its_place)
    assert built in indexes.write_targets([COURSE, RUN])[COURSE]
