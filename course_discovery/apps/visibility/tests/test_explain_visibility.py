from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def told(key, *arguments):
    output = StringIO()
    call_command("explain_visibility", str(key), *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def run(search_index):
    partner = PartnerFactory(short_code="edx")
    made = CourseRunFactory(key="course-v1:X+1+1", course=CourseFactory(key="X+1", partner=partner), hidden=True)
    SeatFactory(course_run=made)
    ProgramFactory(partner=partner, courses=[made.course], title="Deep [sea]")
    CatalogFactory(query="key:X*")
    search_index()
    return made


def rows_of(text, place):
    """Return the lines of one place, of which the first names it."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line[2:].startswith(place))
    last = next(number for number, line in enumerate(lines[first:], first) if line.startswith(("├", "└")))
    return "\n".join(lines[first:last])


def test_every_place_is_told_with_its_rules(run):
    text = told(run.key)
    assert "course_run course-v1:X+1+1" in text
    assert "catalogue of partner edx" in text
    assert "│ yes" in rows_of(text, "list")
    unhidden = rows_of(text, "unhidden")
    assert "│ NO" in unhidden
    assert "hidden" in unhidden
    assert "│ True" in unhidden
    assert "fresh" in rows_of(text, "search")
    assert "program Deep [sea]" in text
    assert "catalog" in text
    assert "key:X*" in text


@pytest.mark.parametrize("name", ["key", "uuid"])
def test_keys_and_uuids_will_do(run, name):
    assert "course_run course-v1:X+1+1" in told(getattr(run, name))
    assert "course X+1:" in told(getattr(run.course, name))


def test_programs_by_uuid(run):
    program = run.course.programs.get()
    assert f"program {program.uuid}: Deep [sea]" in told(program.uuid)


def test_drafts_are_explained(db):
    draft = DraftCourseRunFactory(key="course-v1:D+1+1")
    text = told(draft.key)
    assert "There is only a draft" in " ".join(rows_of(text, "list").split())


def test_another_partner_may_ask(run):
    PartnerFactory(short_code="acme")
    text = told(run.key, "--partner", "ACME")
    assert "catalogue of partner acme" in text
    assert "│ NO" in rows_of(text, "list")


def test_only_what_is_against_it(run):
    text = told(run.key, "--against")
    assert "It is hidden." in text
    assert "It is published." not in text


def test_catalogs_come_in_portions(run):
    CatalogFactory.create_batch(3, query="*")
    assert "2 other catalogs were not looked at" in told(run.key, "--catalogs", "2", "--catalogs-from", "1")


def test_what_is_unknown_is_said(db):
    with pytest.raises(CommandError, match="No course and no course run has the key or UUID “Nobody”"):
        told("Nobody")
    PartnerFactory(short_code="edx")
    with pytest.raises(CommandError, match="There are: edx"):
        told("Nobody", "--partner", "none")
    with pytest.raises(CommandError, match="not negative"):
        told("Nobody", "--catalogs", "-1")
