import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.programs.models import Curriculum, CurriculumCourseMembership, CurriculumProgramMembership
from course_discovery.apps.programs.tests.factories import CurriculumFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_a_taken_external_key_is_an_error_of_the_form(admin):
    first, second = (CourseRunFactory(external_key="ext-1") for _ in range(2))
    curriculum = CurriculumFactory(courses=[first.course])
    url = reverse("admin:programs_curriculumcoursemembership_add")
    management = {
        "curriculumcourserunexclusion_set-TOTAL_FORMS": 0,
        "curriculumcourserunexclusion_set-INITIAL_FORMS": 0,
    }
    data = {"curriculum": curriculum.pk, "course": second.course.pk, "is_active": "on", **management}
    page = admin.post(url, data)
    assert page.context["adminform"].form.non_field_errors() == [
        f"Duplicate external_key found:  [ external_key=ext-1 course_run={first} course={first.course} ]"
    ]
    assert CurriculumCourseMembership.objects.count() == 1


def test_a_circle_is_an_error_of_the_form(admin):
    program = ProgramFactory()
    curriculum = CurriculumFactory(program=program)
    url = reverse("admin:programs_curriculumprogrammembership_add")
    page = admin.post(url, {"curriculum": curriculum.pk, "program": program.pk, "is_active": "on"})
    assert page.context["adminform"].form.non_field_errors() == [
        f"Circular ref error. Program [{program}] already contains Curriculum [{curriculum}]"
    ]
    assert not CurriculumProgramMembership.objects.exists()


def test_a_run_with_a_taken_external_key_is_an_error_of_its_form(admin):
    first, second = CourseRunFactory(external_key="ext-1"), CourseRunFactory(external_key="ext-2")
    CurriculumFactory(courses=[first.course, second.course])
    url = reverse("admin:course_metadata_courserun_change", args=[second.pk])
    form = admin.get(url).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None and name in form.fields}
    data |= {"external_key": "ext-1", "tags": "", "staff": "", "ofac_comment": ""}
    for inline in ("seats", "restricted_run"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    page = admin.post(url, data)
    assert "Duplicate external_key found:" in page.context["adminform"].form.non_field_errors()[0]


def curriculum_form(program, *, courses=(), programs=()):
    data = {"program": program.pk, "name": "Core", "is_active": "on", "marketing_text": "All about it"}
    for prefix, field, rows in (
        ("curriculumprogrammembership_set", "program", programs),
        ("curriculumcoursemembership_set", "course", courses),
    ):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        data |= {f"{prefix}-{number}-{field}": row.pk for number, row in enumerate(rows)}
    return data


@pytest.mark.parametrize("kind", ["circle", "external keys"])
def test_what_shows_only_once_the_rows_are_saved_together_is_said_too(admin, kind):
    program = ProgramFactory()
    runs = [CourseRunFactory(external_key="ext-1") for _ in range(2)]
    members = {"programs": [program]} if kind == "circle" else {"courses": [run.course for run in runs]}
    page = admin.post(reverse("admin:programs_curriculum_add"), curriculum_form(program, **members), follow=True)
    reason = "Circular ref error." if kind == "circle" else "Duplicate external_key found:"
    assert reason in page.content.decode()
    assert not Curriculum.objects.exists()
