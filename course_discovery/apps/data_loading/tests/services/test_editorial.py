import json

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, LevelType, Person, Subject
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory, OrganizationFactory
from course_discovery.apps.data_loading.services.editorial import apply_editorial

pytestmark = pytest.mark.django_db

CONTENT = {
    "subjects": [{"slug": "botany", "name": "Botany", "description": "Plants."}, {"slug": "law", "name": "Law"}],
    "levels": [{"name": "Advanced", "sort_value": 3}],
    "organizations": [
        {"key": "FernX", "name": "Fern School", "description": "Ferns.", "homepage": "https://f.example/"}
    ],
    "people": [
        {
            "slug": "ada-fern",
            "given_name": "Ada",
            "family_name": "Fern",
            "bio": "<p>Grows.</p>",
            "position": "Gardener",
            "organization_key": "FernX",
        }
    ],
    "courses": [
        {
            "course_key": "FernX+BOT1",
            "title": "Ferns",
            "level": "Advanced",
            "subjects": ["law", "botany"],
            "language": "es",
            "transcript_languages": ["es", "en"],
            "topics": ["Spores", "spores", "Shade"],
            "staff": ["ada-fern"],
            "full_description": "<p>All about ferns.</p>",
            "min_effort": 2,
            "max_effort": 4,
            "weeks_to_complete": 6,
        },
        {"course_key": "FernX+NONE"},
    ],
}


@pytest.fixture
def run():
    partner = PartnerFactory()
    OrganizationFactory(partner=partner, key="FernX", name="")
    course = CourseFactory(partner=partner, key="FernX+BOT1", title="From the LMS", level_type=None)
    return CourseRunFactory(course=course, short_description_override="From the LMS", min_effort=None)


def test_writes_what_editors_add(run):
    outcome = apply_editorial(run.course.partner, CONTENT)
    course, run = Course.objects.get(), CourseRun.objects.get()
    assert (outcome.courses, outcome.course_runs, outcome.unknown_courses) == (1, 1, ("FernX+NONE",))
    assert (course.title, course.level_type.name, course.full_description) == (
        "Ferns",
        "Advanced",
        "<p>All about ferns.</p>",
    )
    assert [subject.slug for subject in course.subjects.all()] == ["law", "botany"]
    assert sorted(course.topics.names()) == ["Shade", "Spores"]
    assert (run.language_id, run.min_effort, run.max_effort, run.weeks_to_complete) == ("es", 2, 4, 6)
    assert run.short_description_override is None
    assert {tag.code for tag in run.transcript_languages.all()} == {"en", "es"}
    (teacher,) = run.staff.all()
    assert (teacher.full_name, str(teacher.position)) == ("Ada Fern", "Gardener at Fern School")


def test_a_second_time_makes_nothing_anew(run):
    apply_editorial(run.course.partner, CONTENT)
    history = Course.history.count()
    apply_editorial(run.course.partner, CONTENT)
    assert (Subject.objects.count(), LevelType.objects.filter(name="Advanced").count(), Person.objects.count()) == (
        2,
        1,
        1,
    )
    assert Course.objects.get().subjects.count() == 2
    assert Course.history.count() == history


def test_a_course_of_another_partner_is_not_touched(run):
    apply_editorial(PartnerFactory(), CONTENT)
    assert Course.objects.get().title == "From the LMS"


def test_the_command_says_what_was_done_and_what_is_not_there(run, tmp_path, capsys):
    path = tmp_path / "content.json"
    path.write_text(json.dumps(CONTENT))
    call_command("load_editorial", str(path), partner_code=run.course.partner.short_code)
    printed = capsys.readouterr()
    assert "1 courses and 1 runs" in printed.out
    assert "There is no course FernX+NONE." in printed.err


@pytest.mark.parametrize("text", ["{", None])
def test_a_file_that_cannot_be_read_is_named(run, tmp_path, text):
    path = tmp_path / "content.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match="content.json cannot be read"):
        call_command("load_editorial", str(path), partner_code=run.course.partner.short_code)


def test_an_unknown_partner_is_named(tmp_path):
    with pytest.raises(CommandError, match="nobody"):
        call_command("load_editorial", str(tmp_path / "content.json"), partner_code="nobody")
