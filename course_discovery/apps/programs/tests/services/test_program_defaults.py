import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, OrganizationFactory, SourceFactory
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.services.program_defaults import adopt_authors, mark_restricted, settle
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

pytestmark = pytest.mark.django_db


class TestSettle:
    def test_the_courses_decide(self):
        partner, vendor = PartnerFactory(), SourceFactory(name="Vendor", slug="vendor")
        courses = CourseFactory.create_batch(2, partner=partner, product_source=vendor)
        program = Program(title="T")
        settle(program, courses, PartnerFactory())
        assert (program.partner, program.product_source) == (partner, vendor)

    def test_courses_of_different_sources_give_the_default_one(self):
        default = SourceFactory()
        courses = [CourseFactory(product_source=SourceFactory(slug=slug)) for slug in ("vendor", "other")]
        program = Program(title="T")
        settle(program, courses, None)
        assert program.product_source == default

    def test_without_courses(self):
        partner = PartnerFactory()
        program = Program(title="T")
        settle(program, [], partner)
        assert (program.partner, program.product_source) == (partner, None)

    def test_what_is_set_stays(self):
        partner, vendor = PartnerFactory(), SourceFactory(slug="vendor")
        program = Program(title="T", partner=partner, product_source=vendor)
        settle(program, [CourseFactory()], None)
        assert (program.partner, program.product_source) == (partner, vendor)


def test_only_types_that_the_source_restricts_are_marked():
    restricted, free = ProgramTypeFactory(), ProgramTypeFactory()
    source = SourceFactory(name="Vendor", slug="vendor")
    source.ofac_restricted_program_types.set([restricted])
    marked, unmarked = (Program(title="T", type=each, product_source=source) for each in (restricted, free))
    mark_restricted(marked)
    mark_restricted(unmarked)
    assert marked.has_ofac_restrictions is True
    assert marked.ofac_comment == f"Program type {restricted.slug} is OFAC restricted for Vendor"
    assert (unmarked.has_ofac_restrictions, unmarked.ofac_comment) == (None, "")


def test_authors_of_the_courses_in_order():
    first, second, third = OrganizationFactory.create_batch(3)
    courses = [CourseFactory(authoring_organizations=[second, first]), CourseFactory(authoring_organizations=[third])]
    program = ProgramFactory(courses=[courses[1], courses[0]])
    assert adopt_authors(program)
    assert list(program.authoring_organizations.all()) == [third, second, first]
    assert not adopt_authors(program)


def test_courses_without_authors():
    program = ProgramFactory(courses=[CourseFactory()])
    assert not adopt_authors(program)
