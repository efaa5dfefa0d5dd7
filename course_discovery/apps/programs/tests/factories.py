"""Test objects of programs. Relations with many rows are given by name: `ProgramFactory(courses=[...])`."""

import uuid

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    SeatTypeFactory,
    SourceFactory,
)
from course_discovery.apps.programs import models
from course_discovery.apps.programs.choices import PathwayStatus, ProgramStatus, QuickFactIcon


class _ManyToMany(factory.PostGeneration):
    """Fills a relation with what a test gives for it."""

    def __init__(self, name):
        def fill(instance, create, given, **_kwargs):
            if create and given:
                getattr(instance, name).set(given)

        super().__init__(fill)


class ProgramTypeFactory(DjangoModelFactory):
    """`ProgramTypeFactory(seat_types=["verified"])` names the applicable seat types by slug."""

    name = factory.Sequence(lambda n: f"Program Type {n}")
    name_t = factory.SelfAttribute("name")

    class Meta:
        model = models.ProgramType
        skip_postgeneration_save = True

    applicable_seat_types = _ManyToMany("applicable_seat_types")

    @factory.post_generation
    def seat_types(self, create, slugs, **_kwargs):
        if create and slugs:
            self.applicable_seat_types.set([SeatTypeFactory(slug=slug) for slug in slugs])


class ProgramFactory(DjangoModelFactory):
    """An active program without courses, of a new type that no seats count for."""

    uuid = factory.LazyFunction(uuid.uuid4)
    partner = factory.SubFactory(PartnerFactory)
    title = factory.Sequence(lambda n: f"Program {n}")
    subtitle = "A subtitle"
    type = factory.SubFactory(ProgramTypeFactory)
    status = ProgramStatus.Active
    marketing_slug = factory.Sequence(lambda n: f"program-{n}")
    overview = "All about it"
    card_image_url = "https://images.example.com/program-card.jpg"
    product_source = factory.SubFactory(SourceFactory)

    class Meta:
        model = models.Program
        skip_postgeneration_save = True

    courses = _ManyToMany("courses")
    excluded_course_runs = _ManyToMany("excluded_course_runs")
    authoring_organizations = _ManyToMany("authoring_organizations")
    credit_backing_organizations = _ManyToMany("credit_backing_organizations")
    expected_learning_items = _ManyToMany("expected_learning_items")
    faq = _ManyToMany("faq")
    instructor_ordering = _ManyToMany("instructor_ordering")
    corporate_endorsements = _ManyToMany("corporate_endorsements")
    job_outlook_items = _ManyToMany("job_outlook_items")
    individual_endorsements = _ManyToMany("individual_endorsements")
    labels = _ManyToMany("labels")


class ProgramSubscriptionFactory(DjangoModelFactory):
    program = factory.SubFactory(ProgramFactory)
    subscription_eligible = True

    class Meta:
        model = models.ProgramSubscription


class ProgramSubscriptionPriceFactory(DjangoModelFactory):
    program_subscription = factory.SubFactory(ProgramSubscriptionFactory)
    price = "39.00"
    currency_id = "USD"

    class Meta:
        model = models.ProgramSubscriptionPrice


class ProgramLocationRestrictionFactory(DjangoModelFactory):
    program = factory.SubFactory(ProgramFactory)
    countries = factory.LazyFunction(lambda: ["FR", "US"])
    states = factory.LazyFunction(lambda: ["NY"])

    class Meta:
        model = models.ProgramLocationRestriction


class RankingFactory(DjangoModelFactory):
    rank = "#1"
    description = factory.Sequence(lambda n: f"Best degree {n}")
    source = "Example News"

    class Meta:
        model = models.Ranking


class SpecializationFactory(DjangoModelFactory):
    value = factory.Sequence(lambda n: f"Specialization {n}")

    class Meta:
        model = models.Specialization


class DegreeFactory(ProgramFactory):
    apply_url = "https://apply.example.com/"
    overall_ranking = "#1 in the U.S."
    banner_border_color = "ff0000"

    class Meta:
        model = models.Degree
        skip_postgeneration_save = True

    rankings = _ManyToMany("rankings")
    specializations = _ManyToMany("specializations")


class DegreeAdditionalMetadataFactory(DjangoModelFactory):
    degree = factory.SubFactory(DegreeFactory)
    external_url = "https://external.example.com/degree"
    external_identifier = factory.Sequence(lambda n: f"degree-{n}")
    organic_url = "https://external.example.com/organic"

    class Meta:
        model = models.DegreeAdditionalMetadata


class IconTextPairingFactory(DjangoModelFactory):
    degree = factory.SubFactory(DegreeFactory)
    icon = QuickFactIcon.CLOCK
    text = "Two years"

    class Meta:
        model = models.IconTextPairing


class DegreeDeadlineFactory(DjangoModelFactory):
    degree = factory.SubFactory(DegreeFactory)
    semester = "Spring"
    name = "Early admission"
    date = "January 5"
    time = "11:59 PM"

    class Meta:
        model = models.DegreeDeadline


class DegreeCostFactory(DjangoModelFactory):
    degree = factory.SubFactory(DegreeFactory)
    description = "Tuition"
    amount = "$9,999"

    class Meta:
        model = models.DegreeCost


class CurriculumFactory(DjangoModelFactory):
    """`CurriculumFactory(courses=[...], programs=[...])` makes the memberships too."""

    uuid = factory.LazyFunction(uuid.uuid4)
    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Curriculum {n}")
    marketing_text_brief = "<p>In short</p>"
    marketing_text = "<p>At length</p>"

    class Meta:
        model = models.Curriculum
        skip_postgeneration_save = True

    @factory.post_generation
    def courses(self, create, given, **_kwargs):
        if create:
            for course in given or ():
                CurriculumCourseMembershipFactory(curriculum=self, course=course)

    @factory.post_generation
    def programs(self, create, given, **_kwargs):
        if create:
            for program in given or ():
                CurriculumProgramMembershipFactory(curriculum=self, program=program)


class CurriculumProgramMembershipFactory(DjangoModelFactory):
    program = factory.SubFactory(ProgramFactory)
    curriculum = factory.SubFactory(CurriculumFactory)

    class Meta:
        model = models.CurriculumProgramMembership


class CurriculumCourseMembershipFactory(DjangoModelFactory):
    """`CurriculumCourseMembershipFactory(course_run_exclusions=[...])` excludes runs."""

    curriculum = factory.SubFactory(CurriculumFactory)
    course = factory.SubFactory(CourseFactory)

    class Meta:
        model = models.CurriculumCourseMembership
        skip_postgeneration_save = True

    @factory.post_generation
    def course_run_exclusions(self, create, runs, **_kwargs):
        if create:
            for run in runs or ():
                CurriculumCourseRunExclusionFactory(course_membership=self, course_run=run)


class CurriculumCourseRunExclusionFactory(DjangoModelFactory):
    course_membership = factory.SubFactory(CurriculumCourseMembershipFactory)
    course_run = factory.SubFactory(CourseRunFactory)

    class Meta:
        model = models.CurriculumCourseRunExclusion


class PathwayFactory(DjangoModelFactory):
    uuid = factory.LazyFunction(uuid.uuid4)
    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Pathway {n}")
    org_name = "Example University"
    email = "credit@example.com"
    description = "Credit for programs"
    destination_url = "https://www.example.com/credit"
    status = PathwayStatus.Published

    class Meta:
        model = models.Pathway
        skip_postgeneration_save = True

    programs = _ManyToMany("programs")
