from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CorporateEndorsementFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    EndorsementFactory,
    ExpectedLearningItemFactory,
    FAQFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SeatTypeFactory,
    SubjectFactory,
)
from course_discovery.apps.programs.models import Pathway, Program
from course_discovery.apps.programs.selectors.pages import (
    FULL_PROGRAM,
    counting_runs,
    load_pathways,
    load_programs,
    with_program_joins,
)
from course_discovery.apps.programs.tests.factories import (
    CurriculumFactory,
    DegreeAdditionalMetadataFactory,
    DegreeCostFactory,
    DegreeDeadlineFactory,
    DegreeFactory,
    IconTextPairingFactory,
    PathwayFactory,
    ProgramFactory,
    ProgramSubscriptionFactory,
    ProgramSubscriptionPriceFactory,
    ProgramTypeFactory,
    RankingFactory,
    SpecializationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return PartnerFactory()


def make_course(partner, **attributes):
    subject = SubjectFactory(partner=partner)
    course = CourseFactory(
        partner=partner,
        subjects=[subject],
        topics=["maths"],
        authoring_organizations=[OrganizationFactory(partner=partner)],
        **attributes,
    )
    run = CourseRunFactory(course=course, staff=[PersonFactory(partner=partner)], transcript_languages=[])
    SeatFactory(course_run=run)
    CourseEntitlementFactory(course=course, mode=SeatTypeFactory(slug="verified"))
    course.canonical_course_run = run
    course.save()
    return course


def make_degree(partner, below=()):
    person = PositionFactory(person__partner=partner).person
    endorsement = EndorsementFactory(endorser=person)
    degree = DegreeFactory(
        partner=partner,
        type=ProgramTypeFactory(seat_types=["verified"]),
        courses=[make_course(partner), make_course(partner)],
        authoring_organizations=[OrganizationFactory(partner=partner)],
        credit_backing_organizations=[OrganizationFactory(partner=partner)],
        expected_learning_items=[ExpectedLearningItemFactory()],
        faq=[FAQFactory()],
        instructor_ordering=[person],
        individual_endorsements=[endorsement],
        corporate_endorsements=[CorporateEndorsementFactory(individual_endorsements=[endorsement])],
        rankings=[RankingFactory()],
        specializations=[SpecializationFactory()],
        labels=["popular"],
        primary_subject_override=SubjectFactory(partner=partner),
    )
    for child in (DegreeCostFactory, DegreeDeadlineFactory, IconTextPairingFactory, DegreeAdditionalMetadataFactory):
        child(degree=degree)
    ProgramSubscriptionPriceFactory(program_subscription=ProgramSubscriptionFactory(program=degree))
    CurriculumFactory(program=degree, courses=[make_course(partner)], programs=below)
    return degree


def show(program, full=True):
    """Look at all that a page of the program shows."""
    shown = [program.type.name_t, program.marketing_url, program.course_run_statuses]
    shown += [run.is_marketable for course in program.ordered_courses for run in program.runs_of(course)]
    shown += [program.is_program_eligible_for_one_click_purchase, list(program.labels.all()), program.taxi_form]
    shown += [organization.marketing_url for organization in program.authoring_organizations.all()]
    shown += [course.loaded_owners for course in program.courses.all()]
    if subscription := getattr(program, "subscription", None):
        shown += subscription.prices.all()
    if degree := program.degree_row:
        for name in ("costs", "deadlines", "quick_facts", "rankings", "specializations"):
            shown += getattr(degree, name).all()
        shown += [program.is_2u_degree_program, degree.additional_metadata.external_url]
    if full:
        shown += [program.price_ranges, program.subjects, program.topics, program.staff, program.languages]
        shown += [program.transcript_languages, program.weeks_to_complete_min, program.active_subjects]
        shown += [subject.name for subject in program.active_subjects]
        for name in ("faq", "expected_learning_items", "job_outlook_items", "credit_backing_organizations"):
            shown += getattr(program, name).all()
        shown += [person.position.organization.marketing_url for person in program.instructor_ordering.all()]
        for corporation in program.corporate_endorsements.all():
            shown += [corporation.image, [each.endorser for each in corporation.individual_endorsements.all()]]
        shown += [organization.loaded_tags for organization in program.authoring_organizations.all()]
        shown += [getattr(program, "location_restriction", None), program.geolocation, program.video]
    for curriculum in program.curricula.all():
        for membership in curriculum.course_memberships:
            shown += [run.is_marketable for run in membership.course_runs]
            shown += membership.course.entitlements.all()
        for membership in curriculum.program_memberships:
            shown += show(membership.program, full=False)
    return shown


def loaded(full=True):
    programs = list(with_program_joins(Program.objects.order_by("pk")))
    if full:
        load_programs(programs, needed=FULL_PROGRAM)
    else:
        load_programs(programs)
    return programs


@pytest.mark.parametrize("full", [False, True])
def test_more_programs_cost_no_more_queries(partner, full, django_assert_num_queries):
    def count():
        with CaptureQueriesContext(connection) as queries:
            for program in loaded(full):
                show(program, full)
        return len(queries)

    def make():
        make_degree(partner, below=[ProgramFactory(partner=partner, courses=[make_course(partner)])])

    make()
    count()  # fills the cache of content types
    few = count()
    make()
    make()
    assert count() == few
    # What a page shows was loaded before: looking at it costs nothing.
    programs = loaded(full)
    with django_assert_num_queries(0):
        for program in programs:
            assert show(program, full)


def test_programs_of_several_levels(partner, django_assert_num_queries):
    bottom = ProgramFactory(partner=partner, title="Bottom", courses=[make_course(partner)])
    middle = ProgramFactory(partner=partner, title="Middle")
    CurriculumFactory(program=middle, programs=[bottom])
    top = ProgramFactory(partner=partner, title="Top")
    CurriculumFactory(program=top, programs=[middle, bottom])
    programs = list(with_program_joins(Program.objects.filter(pk=top.pk)))
    load_programs(programs)
    with django_assert_num_queries(0):
        show(programs[0], full=False)
        members = [each.program for each in programs[0].curricula.all()[0].program_memberships]
        assert [program.title for program in members] == ["Middle", "Bottom"]
        below = members[0].curricula.all()[0].program_memberships[0].program
        assert below is members[1]
        assert len(below.courses.all()) == 1


class TestCountingRuns:
    def test_restricted_runs_count_only_when_named(self, partner):
        run = CourseRunFactory()
        restricted = RestrictedCourseRunFactory(restriction_type="custom-b2c").course_run
        assert set(counting_runs()) == {run}
        assert set(counting_runs(["custom-b2c"])) == {run, restricted}

    def test_drafts_never_count(self):
        CourseRunFactory(draft=True)
        assert not counting_runs()

    def test_hidden_runs_count(self):
        hidden = CourseRunFactory(hidden=True)
        assert set(counting_runs()) == {hidden}

    def test_restricted_runs_are_missing_below_programs_and_curricula(self, partner):
        course = make_course(partner)
        restricted = RestrictedCourseRunFactory(course_run__course=course, restriction_type="custom-b2c").course_run
        CurriculumFactory(program=ProgramFactory(partner=partner, courses=[course]), courses=[course])
        (program,) = loaded()
        assert restricted not in program.course_runs
        assert restricted not in program.curricula.all()[0].course_memberships[0].course_runs
        (program,) = with_program_joins(Program.objects.all())
        load_programs([program], ["custom-b2c"])
        assert restricted in program.course_runs
        assert restricted in program.curricula.all()[0].course_memberships[0].course_runs


def test_prices_are_those_of_the_canonical_run_whatever_runs_count(partner):
    course = CourseFactory(partner=partner)
    canonical = RestrictedCourseRunFactory(course_run__course=course, restriction_type="custom-b2c").course_run
    SeatFactory(course_run=canonical, price=Decimal("40.00"))
    SeatFactory(course_run__course=course, price=Decimal("90.00"))
    course.canonical_course_run = canonical
    course.save()
    ProgramFactory(partner=partner, type=ProgramTypeFactory(seat_types=["verified"]), courses=[course])
    (program,) = loaded()
    assert [(each.currency, each.min, each.max, each.total) for each in program.price_ranges] == [("USD", 40, 40, 40)]


def test_pathways(partner, django_assert_num_queries):
    second, first = ProgramFactory(partner=partner), make_degree(partner)
    PathwayFactory(partner=partner, programs=[first, second])
    pathways = list(Pathway.objects.all())
    load_pathways(pathways)
    with django_assert_num_queries(0):
        assert [program.pk for program in pathways[0].programs.all()] == [first.pk, second.pk]
        assert pathways[0].course_run_statuses == ["published"]
        for program in pathways[0].programs.all():
            show(program, full=False)


def test_programs_and_courses_of_different_partners(partner):
    other = PartnerFactory()
    ProgramFactory(partner=partner, courses=[make_course(other), make_course(partner)])
    (program,) = loaded()
    assert [course.partner.pk for course in program.courses.all()] == [other.pk, partner.pk]
