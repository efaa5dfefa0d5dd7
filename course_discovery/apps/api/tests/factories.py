"""Courses and programs with all their relations filled."""

from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    AdditionalPromoAreaFactory,
    CollaboratorFactory,
    CorporateEndorsementFactory,
    CourseEditorFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseLocationRestrictionFactory,
    CourseRunFactory,
    CourseUrlRedirectFactory,
    CourseUrlSlugFactory,
    EndorsementFactory,
    ExpectedLearningItemFactory,
    FactFactory,
    FAQFactory,
    GeoLocationFactory,
    JobOutlookItemFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonAreaOfExpertiseFactory,
    PersonFactory,
    PersonSocialNetworkFactory,
    PositionFactory,
    PrerequisiteFactory,
    ProductValueFactory,
    SeatFactory,
    SubjectFactory,
    VideoFactory,
)
from course_discovery.apps.course_metadata.tests.skill_factories import CourseSkillsFactory
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.tests.factories import (
    CurriculumFactory,
    DegreeAdditionalMetadataFactory,
    DegreeCostFactory,
    DegreeDeadlineFactory,
    DegreeFactory,
    IconTextPairingFactory,
    ProgramFactory,
    ProgramLocationRestrictionFactory,
    ProgramSubscriptionFactory,
    ProgramSubscriptionPriceFactory,
    ProgramTypeFactory,
    RankingFactory,
    SpecializationFactory,
)


def FullCourseFactory(partner, key, *, authoring_organizations=None, runs=2, **values):
    """A course with something in every relation and `runs` full runs, `course-v1:KEY+1`, `+2`, ..."""
    organizations = authoring_organizations or [OrganizationFactory(partner=partner)]
    for organization in organizations:
        organization.tags.add("charter")
    course = CourseFactory(
        **{
            "partner": partner,
            "key": key,
            "authoring_organizations": organizations,
            "sponsoring_organizations": [OrganizationFactory(partner=partner)],
            "subjects": [SubjectFactory(partner=partner)],
            "prerequisites": [PrerequisiteFactory()],
            "expected_learning_items": [ExpectedLearningItemFactory()],
            "topics": ["geology"],
            "collaborators": [CollaboratorFactory()],
            "level_type": LevelTypeFactory(),
            "video": VideoFactory(),
            "extra_description": AdditionalPromoAreaFactory(),
            "additional_metadata": AdditionalMetadataFactory(facts=[FactFactory()]),
            "geolocation": GeoLocationFactory(),
            "location_restriction": CourseLocationRestrictionFactory(),
            "in_year_value": ProductValueFactory(),
            **values,
        }
    )
    course.additional_metadata.product_meta.keywords.add("rivers")
    slug = key.lower().replace("+", "-")
    CourseUrlSlugFactory(course=course, url_slug=slug)
    CourseUrlRedirectFactory(course=course, value=f"old/{slug}")
    CourseEntitlementFactory(course=course)
    CourseEditorFactory(course=course)
    CourseSkillsFactory(course_key=key, skill__name=f"Skill of {key}", skill__description="What it is")
    for number in range(1, runs + 1):
        run = FullRunFactory(course, f"course-v1:{key}+{number}")
        if number == 1:
            course.canonical_course_run = run
            course.save()
    return course


def FullProgramFactory(partner, course, **values):
    """A degree with something in every relation, and a curriculum of the course and of another program."""
    person = PositionFactory(
        person=PersonFactory(partner=partner), organization=OrganizationFactory(partner=partner)
    ).person
    endorsement = EndorsementFactory(endorser=person)
    degree = DegreeFactory(
        **{
            "partner": partner,
            "type": ProgramTypeFactory(seat_types=["verified"]),
            "courses": [course],
            "authoring_organizations": [OrganizationFactory(partner=partner)],
            "credit_backing_organizations": [OrganizationFactory(partner=partner)],
            "expected_learning_items": [ExpectedLearningItemFactory()],
            "faq": [FAQFactory()],
            "job_outlook_items": [JobOutlookItemFactory()],
            "instructor_ordering": [person],
            "individual_endorsements": [endorsement],
            "corporate_endorsements": [CorporateEndorsementFactory(individual_endorsements=[endorsement])],
            "rankings": [RankingFactory()],
            "specializations": [SpecializationFactory()],
            "labels": ["popular"],
            "excluded_course_runs": [FullRunFactory(course, f"course-v1:{course.key}+excluded")],
            "primary_subject_override": SubjectFactory(partner=partner),
            "level_type_override": LevelTypeFactory(),
            "geolocation": GeoLocationFactory(),
            "in_year_value": ProductValueFactory(),
            "video": VideoFactory(),
            **values,
        }
    )
    for of_degree in (
        DegreeCostFactory,
        DegreeDeadlineFactory,
        IconTextPairingFactory,
        DegreeAdditionalMetadataFactory,
    ):
        of_degree(degree=degree)
    ProgramSubscriptionPriceFactory(program_subscription=ProgramSubscriptionFactory(program=degree))
    ProgramLocationRestrictionFactory(program=degree)
    # Of another partner, so that no page of the list has it already.
    CurriculumFactory(program=degree, courses=[course], programs=[ProgramFactory(courses=[course])])
    return degree


def FullRunFactory(course, key, **values):
    """A run with seats, staff and languages."""
    english, _created = LanguageTag.objects.get_or_create(code="en", defaults={"name": "English"})
    person = PersonFactory(partner=course.partner)
    PositionFactory(person=person, organization=OrganizationFactory(partner=course.partner))
    PersonSocialNetworkFactory(person=person)
    PersonAreaOfExpertiseFactory(person=person)
    run = CourseRunFactory(
        **{
            "course": course,
            "key": key,
            "draft": course.draft,
            "staff": [person],
            "transcript_languages": [english],
            "video": VideoFactory(),
            **values,
        }
    )
    SeatFactory(course_run=run, type__slug="audit", price=0)
    SeatFactory(course_run=run, type__slug="verified", price=49)
    return run
