import pytest

from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.services.marketing_slugs import assign_marketing_slug
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def xseries():
    return ProgramTypeFactory(name="XSeries")


def test_a_taken_slug_gets_a_number(xseries):
    organization = OrganizationFactory(key="AlpX")
    programs = [
        ProgramFactory(type=xseries, title="Alps", marketing_slug="", authoring_organizations=[organization])
        for _ in range(3)
    ]
    slugs = [Program.objects.get(pk=program.pk).marketing_slug for program in programs]
    assert slugs == ["xseries/alpx-alps", "xseries/alpx-alps-2", "xseries/alpx-alps-3"]


def test_a_slug_with_directories_is_kept(xseries):
    program = ProgramFactory(type=xseries, marketing_slug="some/where", authoring_organizations=[OrganizationFactory()])
    assert not assign_marketing_slug(program)
    assert program.marketing_slug == "some/where"


def test_without_type_or_author_there_is_nothing_to_make_it_of(xseries):
    assert not assign_marketing_slug(ProgramFactory(type=xseries, marketing_slug=""))
    program = ProgramFactory(type=None, marketing_slug="", authoring_organizations=[OrganizationFactory()])
    assert not assign_marketing_slug(program)
    assert program.marketing_slug == ""
