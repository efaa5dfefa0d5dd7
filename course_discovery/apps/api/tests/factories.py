"""Courses with all their relations filled."""

from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    AdditionalPromoAreaFactory,
    CollaboratorFactory,
    CourseEditorFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseLocationRestrictionFactory,
    CourseRunFactory,
    CourseUrlRedirectFactory,
    CourseUrlSlugFactory,
    ExpectedLearningItemFactory,
    FactFactory,
    GeoLocationFactory,
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
from course_discovery.apps.ietf_language_tags.models import LanguageTag


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
    for number in range(1, runs + 1):
        run = FullRunFactory(course, f"course-v1:{key}+{number}")
        if number == 1:
            course.canonical_course_run = run
            course.save()
    return course


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
