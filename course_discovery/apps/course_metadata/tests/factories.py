"""Test objects of courses and all that describes them.

Types come from the rows that every database has (`verified-audit` unless said otherwise). Official rows by default;
the Draft factories make draft rows, and `draft_version` ties a pair together.
"""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata import models
from course_discovery.apps.course_metadata.choices import (
    BulkOperationType,
    CourseRunPacing,
    CourseRunStatus,
    LearnerGoal,
    RestrictionType,
    SocialNetworkType,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag


def _language(code: str) -> LanguageTag:
    return LanguageTag.objects.get_or_create(code=code, defaults={"name": code})[0]


class _ManyToMany(factory.PostGeneration):
    """Fills a relation with what a test gives for it: `CourseFactory(subjects=[...])`."""

    def __init__(self, name):
        def fill(instance, create, given, **_kwargs):
            if create and given:
                getattr(instance, name).set(given)

        super().__init__(fill)


class ImageFactory(DjangoModelFactory):
    src = factory.Sequence(lambda n: f"https://images.example.com/{n}.jpg")
    description = "A picture"
    height = 100
    width = 200

    class Meta:
        model = models.Image


class VideoFactory(DjangoModelFactory):
    src = factory.Sequence(lambda n: f"https://videos.example.com/{n}.mp4")
    description = "A film"
    image = factory.SubFactory(ImageFactory)

    class Meta:
        model = models.Video


class PrerequisiteFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Prerequisite {n}")

    class Meta:
        model = models.Prerequisite


class ExpectedLearningItemFactory(DjangoModelFactory):
    value = factory.Sequence(lambda n: f"Learning item {n}")

    class Meta:
        model = models.ExpectedLearningItem


class JobOutlookItemFactory(DjangoModelFactory):
    value = factory.Sequence(lambda n: f"Job outlook {n}")

    class Meta:
        model = models.JobOutlookItem


class SyllabusItemFactory(DjangoModelFactory):
    value = factory.Sequence(lambda n: f"Chapter {n}")

    class Meta:
        model = models.SyllabusItem


class AdditionalPromoAreaFactory(DjangoModelFactory):
    title = "More"
    description = "More about it"

    class Meta:
        model = models.AdditionalPromoArea


class FAQFactory(DjangoModelFactory):
    question = factory.Sequence(lambda n: f"Question {n}?")
    answer = "An answer"

    class Meta:
        model = models.FAQ


class SubjectFactory(DjangoModelFactory):
    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Subject {n}")
    subtitle = "About it"
    description = "All about it"
    banner_image_url = "https://images.example.com/subject-banner.jpg"
    card_image_url = "https://images.example.com/subject-card.jpg"

    class Meta:
        model = models.Subject


class TopicFactory(DjangoModelFactory):
    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")
    subtitle = "About it"
    description = "All about it"
    long_description = "All about it, and more"
    banner_image_url = "https://images.example.com/topic-banner.jpg"

    class Meta:
        model = models.Topic


class LevelTypeFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Level {n}")
    name_t = factory.SelfAttribute("name")
    sort_value = factory.Sequence(lambda n: n)

    class Meta:
        model = models.LevelType


class SourceFactory(DjangoModelFactory):
    name = "edX"
    slug = "edx"

    class Meta:
        model = models.Source
        django_get_or_create = ("slug",)


class OrganizationFactory(DjangoModelFactory):
    partner = factory.SubFactory(PartnerFactory)
    key = factory.Sequence(lambda n: f"Org{n}x")
    name = factory.Sequence(lambda n: f"Organization {n}")
    description = "A school"
    homepage_url = factory.LazyAttribute(lambda organization: f"https://{organization.key.lower()}.example.com")

    class Meta:
        model = models.Organization


class OrganizationMappingFactory(DjangoModelFactory):
    organization = factory.SubFactory(OrganizationFactory)
    source = factory.SubFactory(SourceFactory)
    organization_external_key = factory.Sequence(lambda n: f"external-{n}")

    class Meta:
        model = models.OrganizationMapping


class PersonFactory(DjangoModelFactory):
    partner = factory.SubFactory(PartnerFactory)
    given_name = factory.Sequence(lambda n: f"Grace{n}")
    family_name = "Hopper"
    bio = "<p>A biography</p>"

    class Meta:
        model = models.Person


class PositionFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    title = "Professor"
    organization = factory.SubFactory(OrganizationFactory)

    class Meta:
        model = models.Position


class PersonSocialNetworkFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    type = SocialNetworkType.Blog
    url = factory.Sequence(lambda n: f"https://blog.example.com/{n}")

    class Meta:
        model = models.PersonSocialNetwork


class PersonAreaOfExpertiseFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    value = factory.Sequence(lambda n: f"Expertise {n}")

    class Meta:
        model = models.PersonAreaOfExpertise


class EndorsementFactory(DjangoModelFactory):
    endorser = factory.SubFactory(PersonFactory)
    quote = "Take it"

    class Meta:
        model = models.Endorsement


class CorporateEndorsementFactory(DjangoModelFactory):
    corporation_name = factory.Sequence(lambda n: f"Corporation {n}")
    statement = "We hire from it"
    image = factory.SubFactory(ImageFactory)

    class Meta:
        model = models.CorporateEndorsement
        skip_postgeneration_save = True

    individual_endorsements = _ManyToMany("individual_endorsements")


class CollaboratorFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Collaborator {n}")

    class Meta:
        model = models.Collaborator


class SeatTypeFactory(DjangoModelFactory):
    """`SeatTypeFactory(slug="verified")` gives the row of that slug, made when it is not there yet."""

    slug = "verified"
    name = factory.LazyAttribute(lambda seat_type: seat_type.slug.replace("-", " ").title())

    class Meta:
        model = models.SeatType
        django_get_or_create = ("slug",)


class ModeFactory(DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"mode-{n}")
    name = factory.LazyAttribute(lambda mode: mode.slug.title())

    class Meta:
        model = models.Mode
        django_get_or_create = ("slug",)


class TrackFactory(DjangoModelFactory):
    mode = factory.SubFactory(ModeFactory)
    seat_type = factory.SubFactory(SeatTypeFactory)

    class Meta:
        model = models.Track


class CourseRunTypeFactory(DjangoModelFactory):
    """`CourseRunTypeFactory(slug="verified-audit")` gives the seeded row; without slug, a new type without tracks."""

    slug = factory.Sequence(lambda n: f"run-type-{n}")
    name = factory.LazyAttribute(lambda run_type: run_type.slug.title())

    class Meta:
        model = models.CourseRunType
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    tracks = _ManyToMany("tracks")


class CourseTypeFactory(DjangoModelFactory):
    """`CourseTypeFactory(slug="verified-audit")` gives the seeded row; without slug, a new type without run types."""

    slug = factory.Sequence(lambda n: f"course-type-{n}")
    name = factory.LazyAttribute(lambda course_type: course_type.slug.title())

    class Meta:
        model = models.CourseType
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    entitlement_types = _ManyToMany("entitlement_types")
    course_run_types = _ManyToMany("course_run_types")
    white_listed_orgs = _ManyToMany("white_listed_orgs")


class FactFactory(DjangoModelFactory):
    heading = factory.Sequence(lambda n: f"Fact {n}")
    blurb = "<p>So it is</p>"

    class Meta:
        model = models.Fact


class CertificateInfoFactory(DjangoModelFactory):
    heading = "The certificate"
    blurb = "<p>On paper</p>"

    class Meta:
        model = models.CertificateInfo


class ProductMetaFactory(DjangoModelFactory):
    title = "A product"
    description = "What it is"

    class Meta:
        model = models.ProductMeta
        skip_postgeneration_save = True

    keywords = _ManyToMany("keywords")


class TaxiFormFactory(DjangoModelFactory):
    form_id = factory.Sequence(lambda n: f"form-{n}")
    grouping = "group"
    title = "Ask us"
    subtitle = "Now"
    post_submit_url = "https://www.example.com/thanks"

    class Meta:
        model = models.TaxiForm


class AdditionalMetadataFactory(DjangoModelFactory):
    external_url = factory.Sequence(lambda n: f"https://external.example.com/{n}")
    external_identifier = factory.Sequence(lambda n: f"external-{n}")
    certificate_info = factory.SubFactory(CertificateInfoFactory)
    product_meta = factory.SubFactory(ProductMetaFactory)
    taxi_form = factory.SubFactory(TaxiFormFactory)

    class Meta:
        model = models.AdditionalMetadata
        skip_postgeneration_save = True

    facts = _ManyToMany("facts")


class ProductValueFactory(DjangoModelFactory):
    per_lead_usa = 10
    per_lead_international = 11
    per_click_usa = 12
    per_click_international = 13

    class Meta:
        model = models.ProductValue


class GeoLocationFactory(DjangoModelFactory):
    location_name = factory.Sequence(lambda n: f"Place {n}")
    lat = factory.Sequence(lambda n: Decimal(n % 90))
    lng = factory.Sequence(lambda n: Decimal(n % 180))

    class Meta:
        model = models.GeoLocation


class CourseLocationRestrictionFactory(DjangoModelFactory):
    countries = factory.LazyFunction(lambda: ["FR", "US"])
    states = factory.LazyFunction(lambda: ["NY"])

    class Meta:
        model = models.CourseLocationRestriction


class CourseFactory(DjangoModelFactory):
    partner = factory.SubFactory(PartnerFactory)
    uuid = factory.LazyFunction(uuid.uuid4)
    key = factory.Sequence(lambda n: f"Org{n}x+C{n}")
    title = factory.Sequence(lambda n: f"Course {n}")
    short_description = "<p>In short</p>"
    full_description = "<p>At length</p>"
    outcome = "<p>What is known then</p>"
    type = factory.SubFactory(CourseTypeFactory, slug="verified-audit")
    product_source = factory.SubFactory(SourceFactory)

    class Meta:
        model = models.Course
        skip_postgeneration_save = True

    @classmethod
    def _get_manager(cls, model_class):
        return model_class.everything

    authoring_organizations = _ManyToMany("authoring_organizations")
    sponsoring_organizations = _ManyToMany("sponsoring_organizations")
    collaborators = _ManyToMany("collaborators")
    subjects = _ManyToMany("subjects")
    prerequisites = _ManyToMany("prerequisites")
    expected_learning_items = _ManyToMany("expected_learning_items")
    topics = _ManyToMany("topics")

    @factory.post_generation
    def url_slug_active(self, create, slug, **_kwargs):
        """Give the course an active slug: `CourseFactory(url_slug_active="python")`."""
        if create and slug:
            CourseUrlSlugFactory(course=self, partner=self.partner, url_slug=slug)


class DraftCourseFactory(CourseFactory):
    draft = True


class CourseEditorFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    course = factory.SubFactory(DraftCourseFactory)

    class Meta:
        model = models.CourseEditor


class CourseUrlSlugFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    partner = factory.SelfAttribute("course.partner")
    url_slug = factory.Sequence(lambda n: f"course-slug-{n}")
    is_active = True
    is_active_on_draft = factory.LazyAttribute(lambda slug: not slug.course.draft)

    class Meta:
        model = models.CourseUrlSlug


class CourseUrlRedirectFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    partner = factory.SelfAttribute("course.partner")
    value = factory.Sequence(lambda n: f"old/path/{n}")

    class Meta:
        model = models.CourseUrlRedirect


class CourseReviewFactory(DjangoModelFactory):
    course_key = factory.Sequence(lambda n: f"Org{n}x+C{n}")
    reviews_count = 10
    avg_course_rating = Decimal("4.5")
    confident_learners_percentage = Decimal("80.5")
    most_common_goal = LearnerGoal.LearnForFun
    most_common_goal_learners_percentage = Decimal("40.5")
    total_enrollments = 1000

    class Meta:
        model = models.CourseReview


class BulkOperationTaskFactory(DjangoModelFactory):
    csv_file = factory.django.FileField(filename="changes.csv", data=b"title,number\n")
    uploaded_by = factory.SubFactory(UserFactory)
    task_type = BulkOperationType.CourseCreate

    class Meta:
        model = models.BulkOperationTask


class CourseRunFactory(DjangoModelFactory):
    """A published run from 2020 to 2050, without seats; its course is of the same draft-ness."""

    draft = False
    uuid = factory.LazyFunction(uuid.uuid4)
    course = factory.SubFactory(CourseFactory, draft=factory.SelfAttribute("..draft"))
    key = factory.Sequence(lambda n: f"course-v1:Org{n}x+C{n}+1T2020")
    status = CourseRunStatus.Published
    start = datetime(2020, 1, 1, tzinfo=UTC)
    end = datetime(2050, 1, 1, tzinfo=UTC)
    enrollment_start = None
    enrollment_end = None
    pacing_type = CourseRunPacing.Self
    min_effort = 2
    max_effort = 4
    weeks_to_complete = 6
    language = factory.LazyFunction(lambda: _language("en"))
    type = factory.SubFactory(CourseRunTypeFactory, slug="verified-audit")

    class Meta:
        model = models.CourseRun
        skip_postgeneration_save = True

    @classmethod
    def _get_manager(cls, model_class):
        return model_class.everything

    staff = _ManyToMany("staff")
    tags = _ManyToMany("tags")
    transcript_languages = _ManyToMany("transcript_languages")


class DraftCourseRunFactory(CourseRunFactory):
    draft = True


class RestrictedCourseRunFactory(DjangoModelFactory):
    course_run = factory.SubFactory(CourseRunFactory)
    draft = factory.SelfAttribute("course_run.draft")
    restriction_type = RestrictionType.CustomB2BEnterprise

    class Meta:
        model = models.RestrictedCourseRun


class SeatFactory(DjangoModelFactory):
    """A verified seat for 100 USD without deadline; `type` may also be named: `SeatFactory(type__slug="audit")`."""

    course_run = factory.SubFactory(CourseRunFactory)
    draft = factory.SelfAttribute("course_run.draft")
    type = factory.SubFactory(SeatTypeFactory)
    price = Decimal("100.00")
    currency_id = "USD"
    sku = factory.Sequence(lambda n: f"SKU{n:05}")

    class Meta:
        model = models.Seat


class CourseEntitlementFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    draft = factory.SelfAttribute("course.draft")
    partner = factory.SelfAttribute("course.partner")
    mode = factory.SubFactory(SeatTypeFactory)
    price = Decimal("100.00")
    currency_id = "USD"
    sku = factory.Sequence(lambda n: f"ENT{n:05}")

    class Meta:
        model = models.CourseEntitlement
