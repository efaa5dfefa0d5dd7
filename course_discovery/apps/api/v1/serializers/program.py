"""Programs that `programs.selectors.pages.load_programs` has loaded, and their curricula, which show programs again."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.additional_metadata import (
    GeoLocationSerializer,
    LocationRestrictionSerializer,
    ProductValueSerializer,
    TaxiFormSerializer,
)
from course_discovery.apps.api.v1.serializers.course import CourseSkillSerializer
from course_discovery.apps.api.v1.serializers.degree import DegreeSerializer
from course_discovery.apps.api.v1.serializers.endorsement import CorporateEndorsementSerializer, EndorsementSerializer
from course_discovery.apps.api.v1.serializers.level_type import LevelTypeSerializer
from course_discovery.apps.api.v1.serializers.media import VideoSerializer
from course_discovery.apps.api.v1.serializers.organization import MinimalOrganizationSerializer, OrganizationSerializer
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.apps.api.v1.serializers.program_course import ProgramCourseSerializer, ShownCourse, ShowsCourses
from course_discovery.apps.api.v1.serializers.program_type import ProgramTypeAttrsSerializer
from course_discovery.apps.api.v1.serializers.source import SourceSerializer
from course_discovery.apps.api.v1.serializers.subject import SubjectSerializer
from course_discovery.apps.course_metadata.selectors.skills import Skill, skill_names
from course_discovery.apps.programs.rules.program import RunDates, by_start
from course_discovery.rest.fields import StdImageField
from course_discovery.rest.serializers import ReadSerializer

# What each key makes `load_programs` fetch.
PROGRAM_NEEDS = {
    "type": {"type"},
    "courses": {"courses"},
    "authoring_organizations": {"authoring_organizations"},
    "is_program_eligible_for_one_click_purchase": {"courses", "type"},
    "degree": {"degree"},
    "curricula": {"curricula", "courses"},
    "primary_subject_override": {"overrides"},
    "level_type_override": {"overrides"},
    "labels": {"labels"},
    "course_run_statuses": {"courses"},
    "subscription": {"subscription"},
    "subscription_eligible": {"subscription"},
    "subscription_prices": {"subscription"},
}
EXTENDED_PROGRAM_NEEDS = PROGRAM_NEEDS | {
    "expected_learning_items": {"expected_learning_items"},
    "price_ranges": {"courses", "prices", "type"},
}
FULL_PROGRAM_NEEDS = EXTENDED_PROGRAM_NEEDS | {
    "authoring_organizations": {"authoring_organizations", "organization_tags"},
    "weeks_to_complete_min": {"courses"},
    "weeks_to_complete_max": {"courses"},
    "faq": {"faq"},
    "credit_backing_organizations": {"credit_backing_organizations", "organization_tags"},
    "corporate_endorsements": {"corporate_endorsements"},
    "job_outlook_items": {"job_outlook_items"},
    "individual_endorsements": {"individual_endorsements"},
    "languages": {"courses", "languages"},
    "transcript_languages": {"courses", "languages"},
    "subjects": {"courses", "subjects"},
    "staff": {"courses", "staff"},
    "applicable_seat_types": {"type"},
    "instructor_ordering": {"instructor_ordering"},
    "topics": {"courses", "topics"},
}
# What the same keys make it fetch of the courses, whether these are shown or not.
PROGRAM_NEEDS_OF_COURSES = {
    "is_program_eligible_for_one_click_purchase": {"entitlements", "seats"},
    "price_ranges": {"entitlements"},
}


class CardImageSerializer(serializers.Serializer):
    image = serializers.CharField(write_only=True, help_text="A data URL: `data:image/png;base64,...`.")


class SubscriptionPriceSerializer(ReadSerializer):
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    currency = serializers.CharField(source="currency_id")


class PriceRangeSerializer(ReadSerializer):
    """JSON numbers, unlike other prices."""

    currency = serializers.CharField()
    min = serializers.SerializerMethodField()
    max = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    def get_min(self, price_range: Any) -> float:
        return float(price_range.min)

    def get_max(self, price_range: Any) -> float:
        return float(price_range.max)

    def get_total(self, price_range: Any) -> float:
        return float(price_range.total)


class FaqSerializer(ReadSerializer):
    question = serializers.CharField()
    answer = serializers.CharField()


class CurriculumSerializer(ReadSerializer, ShowsCourses):
    """Inactive curricula and memberships are shown like others."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    marketing_text = serializers.CharField(allow_null=True)
    marketing_text_brief = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField()
    courses = serializers.SerializerMethodField()
    programs = serializers.SerializerMethodField(help_text="As programs in lists are.")

    @extend_schema_field(ProgramCourseSerializer(many=True))
    def get_courses(self, curriculum: Any) -> list[dict[str, Any]]:
        choose = self.shown_runs.in_curriculum
        memberships = curriculum.course_memberships
        return self.courses_shown([ShownCourse(each.course, choose(each.course_runs)) for each in memberships])

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_programs(self, curriculum: Any) -> list[dict[str, Any]]:
        return [self.member_program.to_representation(each.program) for each in curriculum.program_memberships]

    @cached_property
    def member_program(self) -> Any:
        # Programs show curricula, which show programs.
        return MinimalProgramSerializer(context=self.context)


class MinimalProgramSerializer(ReadSerializer, ShowsCourses):
    """A program of a list. Context: `tracking`, `full_runs` and `shown_runs`, as for its courses and their runs."""

    uuid = serializers.UUIDField()
    title = serializers.CharField()
    subtitle = serializers.CharField()
    type = serializers.SerializerMethodField(help_text="The name in the active language.")
    type_attrs = ProgramTypeAttrsSerializer(source="type", allow_null=True)
    status = serializers.CharField()
    marketing_slug = serializers.CharField()
    marketing_url = serializers.CharField(allow_null=True)
    banner_image = StdImageField()
    hidden = serializers.BooleanField()
    courses = serializers.SerializerMethodField()
    authoring_organizations = MinimalOrganizationSerializer(many=True)
    card_image_url = serializers.CharField(source="card_image_link", allow_null=True)
    is_program_eligible_for_one_click_purchase = serializers.BooleanField()
    degree = DegreeSerializer(source="degree_row", allow_null=True)
    curricula = CurriculumSerializer(many=True)
    marketing_hook = serializers.CharField()
    total_hours_of_effort = serializers.IntegerField(allow_null=True)
    recent_enrollment_count = serializers.IntegerField(allow_null=True)
    organization_short_code_override = serializers.CharField()
    organization_logo_override_url = serializers.CharField(allow_null=True)
    primary_subject_override = SubjectSerializer(allow_null=True)
    level_type_override = LevelTypeSerializer(allow_null=True)
    language_override = serializers.CharField(source="language_override_id", allow_null=True)
    labels = serializers.SerializerMethodField()
    taxi_form = TaxiFormSerializer(allow_null=True)
    program_duration_override = serializers.CharField(allow_null=True)
    data_modified_timestamp = serializers.DateTimeField(allow_null=True)
    excluded_from_search = serializers.BooleanField(allow_null=True)
    excluded_from_seo = serializers.BooleanField(allow_null=True)
    has_ofac_restrictions = serializers.BooleanField(allow_null=True)
    ofac_comment = serializers.CharField()
    course_run_statuses = serializers.ListField(child=serializers.CharField())
    subscription_eligible = serializers.SerializerMethodField()
    subscription_prices = serializers.SerializerMethodField()

    def get_type(self, program: Any) -> str | None:
        return str(program.type) if program.type else None

    @extend_schema_field(ProgramCourseSerializer(many=True))
    def get_courses(self, program: Any) -> list[dict[str, Any]]:
        choose = self.shown_runs.in_program
        courses = [ShownCourse(course, choose(program.runs_of(course))) for course in program.ordered_courses]
        if self.shown_runs.open_only and program.order_courses_by_start_date:
            courses = by_start(
                (course, [RunDates(run.start, run.enrollment_start) for run in course.course_runs])
                for course in courses
            )
        return self.courses_shown(courses)

    def get_labels(self, program: Any) -> list[str]:
        return [label.name for label in program.labels.all()]

    def get_subscription_eligible(self, program: Any) -> bool | None:
        subscription = self._subscription(program, "subscription_eligible")
        return subscription.subscription_eligible if subscription else None

    @extend_schema_field(SubscriptionPriceSerializer(many=True))
    def get_subscription_prices(self, program: Any) -> list[dict[str, Any]]:
        subscription = self._subscription(program, "subscription_prices")
        return SubscriptionPriceSerializer(subscription.prices.all(), many=True).data if subscription else []

    def _subscription(self, program: Any, key: str) -> Any:
        sparse = self.context.get("sparse")
        kept = sparse is None or sparse.keeps("subscription") or sparse.keeps(key)
        return getattr(program, "subscription", None) if kept else None

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The subscription is there, and last, whatever `fields` and `omit` say, but then it is an empty one."""
        shown = super().to_representation(instance)
        others = {name: value for name, value in shown.items() if not name.startswith("subscription_")}
        return others | {
            "subscription_eligible": self.get_subscription_eligible(instance),
            "subscription_prices": self.get_subscription_prices(instance),
        }


class ExtendedProgramSerializer(MinimalProgramSerializer):
    """A program of an extended list."""

    expected_learning_items = serializers.SerializerMethodField()
    price_ranges = PriceRangeSerializer(many=True)

    def get_expected_learning_items(self, program: Any) -> list[str]:
        return [item.value for item in program.expected_learning_items.all()]


class ProgramSerializer(MinimalProgramSerializer):
    """A program by itself, what an extended list has among it; `loaded_skills` must have been set on it."""

    authoring_organizations = OrganizationSerializer(many=True)
    overview = serializers.CharField(allow_null=True)
    weeks_to_complete = serializers.IntegerField(allow_null=True)
    weeks_to_complete_min = serializers.IntegerField(allow_null=True)
    weeks_to_complete_max = serializers.IntegerField(allow_null=True)
    min_hours_effort_per_week = serializers.IntegerField(allow_null=True)
    max_hours_effort_per_week = serializers.IntegerField(allow_null=True)
    video = VideoSerializer(allow_null=True)
    expected_learning_items = serializers.SerializerMethodField()
    faq = FaqSerializer(many=True)
    credit_backing_organizations = OrganizationSerializer(many=True)
    corporate_endorsements = CorporateEndorsementSerializer(many=True)
    job_outlook_items = serializers.SerializerMethodField()
    individual_endorsements = EndorsementSerializer(many=True)
    languages = serializers.SerializerMethodField()
    transcript_languages = serializers.SerializerMethodField()
    subjects = SubjectSerializer(many=True)
    price_ranges = PriceRangeSerializer(many=True)
    staff = PersonSerializer(many=True)
    credit_redemption_overview = serializers.CharField(allow_null=True)
    applicable_seat_types = serializers.SerializerMethodField()
    instructor_ordering = PersonSerializer(many=True)
    enrollment_count = serializers.IntegerField(allow_null=True)
    topics = serializers.SerializerMethodField()
    credit_value = serializers.IntegerField()
    enterprise_subscription_inclusion = serializers.BooleanField()
    geolocation = GeoLocationSerializer(allow_null=True)
    location_restriction = LocationRestrictionSerializer(allow_null=True)
    is_2u_degree_program = serializers.BooleanField()
    in_year_value = ProductValueSerializer(allow_null=True)
    skill_names = serializers.SerializerMethodField()
    skills = serializers.SerializerMethodField()
    product_source = SourceSerializer(allow_null=True)

    def get_expected_learning_items(self, program: Any) -> list[str]:
        return [item.value for item in program.expected_learning_items.all()]

    def get_job_outlook_items(self, program: Any) -> list[str]:
        return [item.value for item in program.job_outlook_items.all()]

    def get_languages(self, program: Any) -> list[str]:
        return [language.code for language in program.languages]

    def get_transcript_languages(self, program: Any) -> list[str]:
        return [language.code for language in program.transcript_languages]

    def get_applicable_seat_types(self, program: Any) -> list[str]:
        return [seat_type.slug for seat_type in program.applicable_seat_types]

    def get_topics(self, program: Any) -> list[str]:
        return [topic.name for topic in program.topics]

    def get_skill_names(self, program: Any) -> list[str]:
        return skill_names(program.loaded_skills)

    @extend_schema_field(CourseSkillSerializer(many=True))
    def get_skills(self, program: Any) -> list[Skill]:
        return program.loaded_skills
