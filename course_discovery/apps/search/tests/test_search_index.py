"""Our search_index command, which takes the place of the library's of the same name."""

from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command, get_commands

from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

COURSE, RUN = alias_for("course"), alias_for("course_run")


def run(*options):
    output = StringIO()
    call_command("search_index", *options, stdout=output)
    return output.getvalue().splitlines()


def searched(alias):
    return client().count(index=alias)["count"]


def test_it_is_ours():
    assert get_commands()["search_index"] == "course_discovery.apps.search"


def test_something_must_be_asked_for():
    with pytest.raises(CommandError) as refused:
        run()
    assert str(refused.value) == (
        "No action specified. Must be one of '--create','--populate', '--delete' or '--rebuild' ."
    )


def test_create_makes_new_indexes_even_where_there_are_some():
    before = indexes.current_index(COURSE)
    said = run("--create", "--models", "course_metadata.course")
    now = indexes.current_index(COURSE)
    assert now != before
    assert said == [f'Creating index "{now}".', f'Set alias "{COURSE}" for index "{now}".']


def test_populate_fills_what_is_searched():
    CourseRunFactory()
    assert run("--populate") == [
        "Indexing 1 'Course' objects ",
        "Indexing 1 'CourseRun' objects ",
        "Indexing 0 'LearnerPathway' objects ",
        "Indexing 0 'Person' objects ",
        "Indexing 0 'Program' objects ",
    ]
    assert (searched(COURSE), searched(RUN)) == (1, 1)


@pytest.mark.parametrize(("answer", "deleted"), [("y", True), ("Y", True), ("n", False), ("", False), ("yes", False)])
def test_delete_asks_first(answer, deleted):
    physical = indexes.current_index(COURSE)
    with mock.patch("builtins.input", return_value=answer) as asked:
        said = run("--delete", "--models", "course_metadata.course")
    asked.assert_called_once_with(f"Are you sure you want to delete the '{COURSE}' indexes? [y/N]: ")
    assert said == ([f"Deleting index '{physical}'"] if deleted else ["Aborted"])
    assert (indexes.current_index(COURSE) is None) == deleted


def test_rebuild_deletes_creates_and_fills_without_asking_when_forced():
    CourseRunFactory()
    before = indexes.current_index(COURSE)
    run("--rebuild", "-f")
    assert before not in indexes.physical_indexes(COURSE) or indexes.current_index(COURSE) == before
    assert (searched(COURSE), searched(RUN)) == (1, 1)
    assert run("--rebuild", "-f", "-u", "default", "--parallel", "--disable-change-limit")


def test_an_answer_of_no_stops_a_rebuild():
    CourseRunFactory()
    with mock.patch("builtins.input", return_value="n"):
        assert run("--rebuild") == ["Aborted"]
    assert searched(COURSE) == 0


def test_an_alias_without_an_index_cannot_be_filled():
    run("--delete", "-f")
    with pytest.raises(CommandError, match=f"'{COURSE}' has no index; --create makes one."):
        run("--populate")
    # What is not there is passed over.
    assert run("--delete", "-f") == []
