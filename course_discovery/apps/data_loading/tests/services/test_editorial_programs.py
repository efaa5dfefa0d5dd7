"""Programs, pathways, extras and skills of a demo catalogue, applied to courses of the same keys."""

import pytest
from taxonomy.models import CourseSkills, ProgramSkill, Skill

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseReview
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, OrganizationFactory
from course_discovery.apps.data_loading.services.editorial import apply_editorial
from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.programs.models import Degree, Pathway, Program, ProgramType
from course_discovery.sandbox import DemoCatalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    return DemoCatalogue(20).enrichment()


@pytest.fixture
def partner(content):
    partner = PartnerFactory()
    for organization in content["organizations"]:
        OrganizationFactory(partner=partner, key=organization["key"])
    for key in DemoCatalogue(20).course_keys:
        CourseFactory(partner=partner, key=key)
    return partner


def test_a_degree_has_its_courses_its_curriculum_and_all_that_is_told_of_it(partner, content):
    assert apply_editorial(partner, content).programs == len(content["programs"]) == Program.objects.count()
    row = next(row for row in content["programs"] if row["title"] == "Bachelor of Psychology")
    degree = Degree.objects.get(uuid=row["uuid"])
    assert (degree.partner, degree.type.slug, degree.status) == (partner, "bachelors", "active")
    assert [course.key for course in degree.courses.all()] == row["courses"]
    assert [one.key for one in degree.authoring_organizations.all()] == row["organizations"]
    (curriculum,) = degree.curricula.all()
    assert {course.key for course in curriculum.course_curriculum.all()} == set(row["courses"])
    assert [member.type.slug for member in curriculum.program_curriculum.all()] == ["micromasters"]
    assert [cost.amount for cost in degree.costs.all()] == ["$14,200", "$300"]
    assert degree.additional_metadata.external_url == "https://degrees.example/"
    assert (degree.banner_image.width, degree.banner_image.height) == (1440, 480)
    assert {str(pathway.pathway_type) for pathway in Pathway.objects.all()} == {"credit", "industry"}


def test_types_that_are_there_stay_and_others_are_made(partner, content):
    masters = ProgramType.objects.get(slug="masters")
    apply_editorial(partner, content)
    assert ProgramType.objects.get(slug="masters").pk == masters.pk
    certificate = ProgramType.objects.get(slug="certificate")
    assert {seat_type.slug for seat_type in certificate.applicable_seat_types.all()} == {"verified", "professional"}


def test_a_second_time_makes_nothing_anew(partner, content):
    apply_editorial(partner, content)
    counted = (Program, Degree, Pathway, LearnerPathway, CourseReview, Skill, CourseSkills, ProgramSkill)
    before = [model.objects.count() for model in counted]
    assert apply_editorial(partner, content).programs == 0
    assert [model.objects.count() for model in counted] == before
    assert all(before)


def test_some_courses_have_all_that_a_course_can_have(partner, content):
    apply_editorial(partner, content)
    row = content["showcase"][1]
    course = Course.objects.get(key=row["course_key"])
    assert course.video.src == row["video"]["src"]
    assert course.geolocation.location_name == "Rioseco"
    assert [one.key for one in course.sponsoring_organizations.all()] == row["sponsors"]
    assert course.additional_metadata.product_meta.title == row["additional_metadata"]["product_meta"]["title"]
    assert CourseReview.objects.get(course_key=course.key).reviews_count == 13
    assert Course.objects.exclude(video=None).count() == 2


def test_skills_of_courses_have_the_category_of_their_subject(partner, content):
    apply_editorial(partner, content)
    row = content["courses"][0]
    found = CourseSkills.objects.filter(course_key=row["course_key"]).select_related("skill__category")
    assert [one.skill.name for one in found.order_by("pk")] == row["skills"]
    assert found[0].skill.category.name.lower() == row["subjects"][0].replace("-", " ")
