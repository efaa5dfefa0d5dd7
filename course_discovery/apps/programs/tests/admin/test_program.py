import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from waffle.testutils import override_switch

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    OrganizationFactory,
    SourceFactory,
)
from course_discovery.apps.programs.models import Program, ProgramLocationRestriction, ProgramType
from course_discovery.apps.programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:programs_program_add")


@pytest.fixture
def partner():
    return PartnerFactory()


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def masters():
    return ProgramType.objects.get(slug="masters")


def change_url(program):
    return reverse("admin:programs_program_change", args=[program.pk])


def picture():
    content = io.BytesIO()
    Image.new("RGB", (1440, 480)).save(content, "PNG")
    return SimpleUploadedFile("banner.png", content.getvalue(), "image/png")


def untouched(page):
    """Return what a browser sends of a form that nobody touched."""
    form = page.context["adminform"].form
    data = {}
    for field in form:
        value = field.value()
        unticked = value is False and isinstance(field.field.widget, forms.CheckboxInput)
        if value is None or unticked or isinstance(field.field, forms.FileField):
            continue
        data[field.html_name] = list(value) if isinstance(value, (list, tuple)) else value
    data |= {"labels": ""}
    return data


def add(admin, **values):
    return admin.post(ADD, {**untouched(admin.get(ADD)), **values}, follow=True)


def errors(page):
    return page.context["adminform"].form.errors


class TestAdd:
    def test_title_type_and_courses_are_enough(self, admin, partner, masters):
        organization = OrganizationFactory(partner=partner, key="AlpX")
        courses = [CourseFactory(partner=partner, authoring_organizations=[organization]) for _ in range(3)]
        chosen = [courses[2], courses[0], courses[1]]
        page = add(admin, title="Alpine Hydrology", type=masters.pk, courses=[course.pk for course in chosen])
        assert page.status_code == 200
        program = Program.objects.get()
        assert list(program.courses.all()) == chosen
        assert program.status == "active"
        assert program.partner == partner
        assert program.product_source.slug == "edx"
        assert list(program.authoring_organizations.all()) == [organization]
        assert program.marketing_slug == "masters/alpx-alpine-hydrology"
        assert program.one_click_purchase_enabled
        assert "no banner image" in page.content.decode()

    def test_even_without_the_fields_that_a_browser_would_send(self, admin, partner, masters):
        course = CourseFactory(partner=partner)
        admin.post(ADD, {"title": "Bare", "type": masters.pk, "courses": [course.pk]})
        assert Program.objects.get().status == "unpublished"

    def test_several_programs_without_page(self, admin, partner, masters):
        for title in ("One", "Two"):
            add(admin, title=title, type=masters.pk, courses=[CourseFactory(partner=partner).pk])
        assert [program.marketing_slug for program in Program.objects.all()] == ["", ""]

    def test_title_and_type_are_required(self, admin):
        assert set(errors(add(admin))) == {"title", "type"}

    def test_a_taken_slug_is_refused(self, admin, masters):
        ProgramFactory(marketing_slug="taken/slug")
        page = add(admin, title="T", type=masters.pk, marketing_slug="taken/slug")
        assert errors(page) == {"marketing_slug": ["Program with this Marketing slug already exists."]}

    def test_drafts_are_no_choice(self, admin, partner, masters):
        page = add(admin, title="T", type=masters.pk, courses=[DraftCourseFactory(partner=partner).pk])
        assert "courses" in errors(page)

    def test_where_programs_are_published_to_a_site_they_need_a_banner(self, admin, masters):
        with override_switch("publish_program_to_marketing_site", True):
            page = add(admin, title="T", type=masters.pk, status="active")
            assert errors(page) == {"__all__": ["Programs can only be activated if they have a banner image."]}
            add(admin, title="T", type=masters.pk, status="active", banner_image=picture())
        assert Program.objects.get().banner_image

    def test_chosen_authors_need_certificate_logos(self, admin, masters):
        bare = OrganizationFactory(name="Bare")
        page = add(admin, title="T", type=masters.pk, authoring_organizations=[bare.pk])
        assert errors(page) == {
            "authoring_organizations": ["Certificate logo image cannot be empty for organizations: Bare."]
        }

    def test_a_source_that_restricts_the_type_marks_the_program(self, admin, masters):
        source = SourceFactory(name="Vendor", slug="vendor")
        source.ofac_restricted_program_types.set([masters])
        add(admin, title="T", type=masters.pk, product_source=source.pk)
        program = Program.objects.get()
        assert program.has_ofac_restrictions is True
        assert program.ofac_comment == "Program type masters is OFAC restricted for Vendor"
        assert program.history.count() == 1


class TestChange:
    def test_nothing_changes_when_nothing_was_touched(self, admin, partner, masters):
        courses = [CourseFactory(partner=partner) for _ in range(3)]
        program = ProgramFactory(partner=partner, type=masters, courses=[courses[1], courses[2], courses[0]])
        before = Program.objects.values().get()
        page = admin.get(change_url(program))
        assert admin.post(change_url(program), untouched(page)).status_code == 302
        after = Program.objects.values().get()
        assert {name for name in before if before[name] != after[name]} == {"modified"}
        assert list(program.courses.all()) == [courses[1], courses[2], courses[0]]
        assert program.history.count() == 1

    def test_runs_are_shown_and_excluded(self, admin, partner, masters):
        run, other = CourseRunFactory(course__partner=partner), CourseRunFactory()
        program = ProgramFactory(partner=partner, type=masters, courses=[run.course])
        page = admin.get(change_url(program))
        assert str(run) in page.content.decode()
        assert str(other) not in page.content.decode()
        admin.post(change_url(program), {**untouched(page), "excluded_course_runs": [run.pk]})
        assert list(program.excluded_course_runs.all()) == [run]

    def test_fields_come_in_the_agreed_order(self, admin, masters):
        page = admin.get(change_url(ProgramFactory(type=masters)))
        shown = [name for fieldset in page.context["adminform"] for line in fieldset for name in line.fields]
        assert shown[:8] == [
            "uuid",
            "title",
            "subtitle",
            "marketing_hook",
            "product_source",
            "type",
            "status",
            "partner",
        ]


def test_the_list_costs_no_query_a_row(admin, masters):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(reverse("admin:programs_program_changelist"), {"q": "Prog"}).status_code == 200
        return len(queries)

    ProgramFactory(type=masters)
    count()
    few = count()
    ProgramFactory.create_batch(3, partner=PartnerFactory(), type=masters)
    assert count() == few


def test_course_choices_leave_drafts_out(admin):
    CourseFactory(title="Alps")
    DraftCourseFactory(title="Alps draft")
    answer = admin.get(
        reverse("admin:autocomplete"),
        {"term": "Alps", "app_label": "programs", "model_name": "program", "field_name": "courses"},
    )
    assert [choice["text"].split(": ")[1] for choice in answer.json()["results"]] == ["Alps"]


def test_places_are_chosen_from_lists(admin):
    program = ProgramFactory()
    url = reverse("admin:programs_programlocationrestriction_add")
    data = {"program": program.pk, "restriction_type": "blocklist", "countries": ["FR"], "states": ["NY", "CA"]}
    admin.post(url, data)
    restriction = ProgramLocationRestriction.objects.get()
    assert (restriction.countries, restriction.states) == (["FR"], ["NY", "CA"])
    assert "countries" in errors(admin.post(url, {**data, "countries": ["XX"]}))
