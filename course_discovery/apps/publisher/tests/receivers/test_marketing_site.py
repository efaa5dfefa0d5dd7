"""Which changes a Drupal site is told of."""

import pytest
from django.db import transaction
from waffle.testutils import override_switch

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun, Person
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    PersonFactory,
)
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Degree, Program, ProgramType
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory, ProgramTypeFactory
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.outbound.marketing_site import PERSON_SWITCH, PROGRAM_SWITCH, RUN_SWITCH

pytestmark = pytest.mark.django_db


def noted():
    """What has been noted for the site since the last call."""
    pushes = OutboundPush.objects.filter(system="marketing_site").order_by("pk")
    found = [(push.what, push.key, push.details) for push in pushes]
    OutboundPush.objects.all().delete()
    return found


def type_named(name):
    """Some types are there from the beginning."""
    return ProgramType.objects.filter(name=name).first() or ProgramTypeFactory(name=name)


@pytest.fixture
def partner():
    return PartnerFactory(marketing_site_url_root="https://www.example.com/")


class TestRuns:
    @pytest.fixture(autouse=True)
    def switch(self):
        with override_switch(RUN_SWITCH, active=True):
            yield

    @pytest.fixture
    def run(self, partner):
        run = CourseRunFactory(course__partner=partner)
        noted()
        return CourseRun.objects.get(pk=run.pk)

    def test_that_are_new(self, partner):
        run = CourseRunFactory(course__partner=partner)
        assert noted() == [("run", run.key, None)]

    def test_whose_status_or_slug_changes(self, run):
        run.status = CourseRunStatus.Unpublished
        run.save()
        assert noted() == [("run", run.key, None)]
        run.slug = "another"
        run.save()
        assert noted() == [("run", run.key, {"same_status": True})]
        run.slug, run.status = "a-third", CourseRunStatus.Published
        run.save()
        assert noted() == [("run", run.key, None)]

    def test_that_become_fit_for_the_site(self, partner):
        run = CourseRunFactory(course__partner=partner, type=CourseRunTypeFactory(is_marketable=False))
        assert noted() == []
        run.type = CourseRunTypeFactory(is_marketable=True)
        run.save()
        assert noted() == [("run", run.key, None)]

    def test_not_of_what_the_site_does_not_show(self, run):
        run.title_override, run.enrollment_count = "New", 7
        run.save()
        run.status = CourseRunStatus.Unpublished
        run.save(update_fields=["hidden"])
        assert noted() == []

    def test_not_drafts_nor_runs_with_old_keys(self, partner):
        CourseRunFactory(course__partner=partner, draft=True)
        CourseRunFactory(course__partner=partner, key="LakeX/PY1/1T2030")
        assert noted() == []

    def test_not_without_a_marketing_site(self):
        CourseRunFactory(course__partner=PartnerFactory(marketing_site_url_root=None))
        assert noted() == []

    def test_not_while_the_switch_is_off(self, run):
        with override_switch(RUN_SWITCH, active=False):
            run.status = CourseRunStatus.Unpublished
            run.save()
        assert noted() == []

    def test_that_are_saved_unchanged_cost_nothing(self, run, django_assert_num_queries):
        with django_assert_num_queries(1):
            run.save()


class TestPrograms:
    @pytest.fixture(autouse=True)
    def switch(self):
        with override_switch(PROGRAM_SWITCH, active=True):
            yield

    @pytest.fixture
    def program(self, partner):
        program = ProgramFactory(partner=partner, type=type_named("XSeries"), marketing_slug="first")
        noted()
        return Program.objects.get(pk=program.pk)

    @pytest.mark.parametrize("name", ["XSeries", "MicroMasters", "Professional Certificate", "Masters"])
    def test_that_are_new(self, partner, name):
        program = ProgramFactory(partner=partner, type=type_named(name))
        assert noted() == [("program", str(program.uuid), None)]

    def test_of_other_types_are_left_out(self, partner):
        ProgramFactory(partner=partner, type=ProgramTypeFactory(name="Bootcamp"))
        ProgramFactory(partner=partner, type=None)
        assert noted() == []

    @pytest.mark.parametrize(
        ("column", "value", "details"),
        [
            ("title", "New", None),
            ("status", ProgramStatus.Retired, None),
            ("marketing_slug", "second", {"former_slug": "first"}),
        ],
    )
    def test_that_change(self, program, column, value, details):
        setattr(program, column, value)
        program.save()
        assert noted() == [("program", str(program.uuid), details)]

    def test_whose_type_changes(self, program):
        program.type = type_named("Masters")
        program.save()
        assert noted() == [("program", str(program.uuid), None)]

    def test_not_of_what_the_site_does_not_show(self, program):
        program.marketing_hook, program.enrollment_count = "Look", 7
        program.save()
        assert noted() == []

    def test_degrees_are_programs(self, partner):
        degree = DegreeFactory(partner=partner, type=type_named("Masters"))
        assert noted() == [("program", str(degree.uuid), None)]
        Degree.objects.get(pk=degree.pk).delete()
        assert noted() == [("deleted_program", str(degree.uuid), None)]

    def test_that_are_deleted(self, program):
        Program.objects.filter(pk=program.pk).delete()
        assert noted() == [("deleted_program", str(program.uuid), None)]

    def test_that_go_with_their_partner(self, program, partner):
        with override_switch(PERSON_SWITCH, active=True):
            PersonFactory(partner=partner)
            noted()
            partner.delete()
        assert (noted(), Program.objects.count(), Person.objects.count()) == ([], 0, 0)

    def test_not_while_the_switch_is_off(self, program):
        with override_switch(PROGRAM_SWITCH, active=False):
            program.title = "New"
            program.save()
            program.delete()
        assert noted() == []


class TestPeople:
    @pytest.fixture(autouse=True)
    def switch(self):
        with override_switch(PERSON_SWITCH, active=True):
            yield

    @pytest.fixture
    def person(self, partner):
        person = PersonFactory(partner=partner)
        noted()
        return person

    def test_that_are_new_changed_or_deleted(self, partner):
        person = PersonFactory(partner=partner)
        assert noted() == [("person", str(person.uuid), None)]
        person.published = True
        person.save()
        assert noted() == [("person", str(person.uuid), None)]
        uuid = person.uuid
        person.delete()
        assert noted() == [("deleted_person", str(uuid), None)]

    def test_not_of_what_the_site_does_not_show(self, person):
        person.bio = "<p>More</p>"
        person.save()
        assert noted() == []

    def test_not_without_a_partner_nor_a_marketing_site(self):
        PersonFactory(partner=None)
        PersonFactory(partner__marketing_site_url_root="")
        assert noted() == []

    def test_not_while_the_switch_is_off(self, person):
        with override_switch(PERSON_SWITCH, active=False):
            person.given_name = "Ada"
            person.save()
            person.delete()
        assert noted() == []


def test_changes_that_are_taken_back_are_not_noted(partner):
    """The push stands or falls with the change; what the site answers does not reach the writer."""
    course = CourseFactory(partner=partner)
    with override_switch(RUN_SWITCH, active=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            CourseRunFactory(course=course)
            raise ZeroDivisionError
        assert noted() == []
