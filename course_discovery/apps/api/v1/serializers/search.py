"""What search endpoints show of a hit: mostly what the index holds, for courses their runs as they are now."""

import json
from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.learner_pathway import LearnerPathwayStepSerializer
from course_discovery.apps.api.v1.serializers.organization import OrganizationSerializer
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.rest.fields import StdImageField
from course_discovery.rest.serializers import isoformat


@extend_schema_field(OpenApiTypes.DATETIME)
class SecondsField(serializers.Field):
    """A moment in UTC without fractions of seconds, from a datetime or from the index's ISO 8601 text."""

    def to_representation(self, value: datetime | str) -> str:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _texts(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **kwargs)


class SkillSerializer(serializers.Serializer):
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.DictField(allow_null=True)
    subcategory = serializers.DictField(allow_null=True)


class CourseRunHitSerializer(serializers.Serializer):
    """A course run that was found."""

    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()
    authoring_organization_uuids = _texts()
    availability = serializers.CharField()
    end = SecondsField(allow_null=True)
    enrollment_end = SecondsField(allow_null=True)
    enrollment_start = SecondsField(allow_null=True)
    first_enrollable_paid_seat_sku = serializers.CharField(allow_null=True)
    first_enrollable_paid_seat_price = serializers.IntegerField(allow_null=True)
    full_description = serializers.CharField(allow_null=True)
    go_live_date = serializers.CharField(allow_null=True)
    has_enrollable_seats = serializers.BooleanField()
    image_url = serializers.CharField(allow_null=True)
    is_enrollable = serializers.BooleanField()
    key = serializers.CharField()
    language = serializers.CharField(allow_null=True)
    level_type = serializers.CharField(allow_null=True)
    logo_image_urls = _texts()
    marketing_url = serializers.CharField(allow_null=True)
    max_effort = serializers.IntegerField(allow_null=True)
    min_effort = serializers.IntegerField(allow_null=True)
    mobile_available = serializers.BooleanField()
    number = serializers.CharField(allow_null=True)
    org = serializers.CharField(allow_null=True)
    pacing_type = serializers.CharField(allow_null=True)
    partner = serializers.CharField()
    program_types = _texts()
    published = serializers.BooleanField()
    seat_types = _texts()
    skill_names = _texts()
    skills = SkillSerializer(many=True)
    short_description = serializers.CharField(allow_null=True)
    staff_uuids = _texts()
    start = SecondsField(allow_null=True)
    subject_uuids = _texts()
    title = serializers.CharField(allow_null=True)
    transcript_languages = _texts()
    type = serializers.CharField(allow_null=True)
    weeks_to_complete = serializers.IntegerField(allow_null=True)
    restriction_type = serializers.CharField(allow_null=True)
    fixed_price_usd = serializers.FloatField(allow_null=True)


class CourseHitRunSerializer(serializers.Serializer):
    """A run of a course that was found; `staff` and `content_language` only with `detail_fields`."""

    key = serializers.CharField()
    enrollment_start = SecondsField(allow_null=True)
    enrollment_end = SecondsField(allow_null=True)
    go_live_date = serializers.SerializerMethodField()
    start = SecondsField(allow_null=True)
    end = SecondsField(allow_null=True)
    modified = SecondsField()
    availability = serializers.CharField()
    status = serializers.CharField()
    pacing_type = serializers.CharField(allow_null=True)
    enrollment_mode = serializers.CharField(source="type_legacy", allow_null=True)
    min_effort = serializers.IntegerField(allow_null=True)
    max_effort = serializers.IntegerField(allow_null=True)
    weeks_to_complete = serializers.IntegerField(allow_null=True)
    estimated_hours = serializers.FloatField()
    first_enrollable_paid_seat_price = serializers.SerializerMethodField(help_text="0 when nothing is sold.")
    is_enrollable = serializers.BooleanField()
    restriction_type = serializers.CharField(allow_null=True)
    fixed_price_usd = serializers.FloatField(allow_null=True)
    staff = PersonSerializer(many=True, required=False)
    content_language = serializers.CharField(source="language_id", allow_null=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        return _without_details(super().get_fields(), ("staff", "content_language"), self.context)

    def get_go_live_date(self, run: Any) -> str | None:
        return isoformat(run.go_live_date) if run.go_live_date else None

    def get_first_enrollable_paid_seat_price(self, run: Any) -> float:
        return run.first_enrollable_paid_seat_price or 0.0


class CourseHitSerializer(serializers.Serializer):
    """A course that was found; `outcome`, `level_type` and `modified` only with `detail_fields`."""

    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()
    full_description = serializers.CharField(allow_null=True)
    key = serializers.CharField()
    short_description = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    card_image_url = serializers.CharField(allow_null=True)
    image_url = serializers.CharField(allow_null=True)
    course_runs = CourseHitRunSerializer(many=True)
    uuid = serializers.CharField()
    seat_types = _texts()
    skill_names = _texts()
    skills = SkillSerializer(many=True)
    end_date = SecondsField(allow_null=True)
    course_ends = serializers.CharField()
    subjects = _texts()
    languages = _texts()
    organizations = _texts()
    outcome = serializers.CharField(allow_null=True, required=False)
    level_type = serializers.CharField(allow_null=True, required=False)
    modified = serializers.CharField(required=False)
    course_type = serializers.CharField(allow_null=True)
    course_length = serializers.CharField()
    enterprise_subscription_inclusion = serializers.BooleanField(allow_null=True)
    external_course_marketing_type = serializers.CharField(allow_null=True)
    product_source = serializers.CharField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        return _without_details(super().get_fields(), ("outcome", "level_type", "modified"), self.context)


def _without_details(
    fields: dict[str, serializers.Field], details: tuple[str, ...], context: dict[str, Any]
) -> dict[str, serializers.Field]:
    """Leave the details out unless the request asked for them; the schema, which has no request, shows them."""
    if context.get("detail_fields", True):
        return fields
    return {name: declared for name, declared in fields.items() if name not in details}


class ProgramHitSerializer(serializers.Serializer):
    """A program that was found."""

    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()
    card_image_url = serializers.CharField(allow_null=True)
    language = _texts()
    marketing_url = serializers.CharField(allow_null=True)
    partner = serializers.CharField()
    published = serializers.BooleanField()
    status = serializers.CharField()
    subtitle = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField(allow_null=True)
    uuid = serializers.CharField()
    authoring_organization_uuids = _texts()
    authoring_organizations = serializers.SerializerMethodField()
    hidden = serializers.BooleanField()
    is_program_eligible_for_one_click_purchase = serializers.BooleanField()
    max_hours_effort_per_week = serializers.IntegerField(allow_null=True)
    min_hours_effort_per_week = serializers.IntegerField(allow_null=True)
    staff_uuids = _texts()
    subject_uuids = _texts()
    skill_names = _texts()
    skills = SkillSerializer(many=True)
    weeks_to_complete_max = serializers.IntegerField(allow_null=True)
    weeks_to_complete_min = serializers.IntegerField(allow_null=True)
    search_card_display = serializers.ListField(
        child=serializers.CharField(allow_null=True), help_text="Of a degree: ranking, cost and courses."
    )
    is_2u_degree_program = serializers.BooleanField()
    excluded_from_search = serializers.BooleanField(allow_null=True)
    excluded_from_seo = serializers.BooleanField(allow_null=True)

    @extend_schema_field(OrganizationSerializer(many=True))
    def get_authoring_organizations(self, source: dict[str, Any]) -> list[dict[str, Any]]:
        return [json.loads(body) for body in source["authoring_organization_bodies"]]


class PersonHitSerializer(serializers.Serializer):
    """A person who was found."""

    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()
    uuid = serializers.CharField()
    salutation = serializers.CharField(allow_null=True)
    full_name = serializers.CharField()
    bio = serializers.CharField(allow_null=True)
    bio_language = serializers.CharField(allow_null=True)
    profile_image_url = serializers.CharField(source="get_profile_image_url", allow_null=True)
    position = serializers.ListField(
        child=serializers.CharField(allow_null=True), help_text="Title, and where, or nothing at all."
    )
    organizations = _texts(help_text="Keys of the organizations whose runs they teach in, one for each run.")
    partner = serializers.CharField()


class LearnerPathwayHitSerializer(serializers.Serializer):
    """A learner pathway that was found, with its images and steps as they are now."""

    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()
    uuid = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    banner_image = StdImageField()
    card_image = StdImageField()
    overview = serializers.CharField()
    published = serializers.BooleanField()
    skills = SkillSerializer(many=True)
    skill_names = _texts()
    partner = serializers.CharField()
    steps = LearnerPathwayStepSerializer(many=True)
    visible_via_association = serializers.BooleanField()
    created = SecondsField()


# By the document's content type.
HIT_SERIALIZERS: dict[str, type[serializers.Serializer]] = {
    "course": CourseHitSerializer,
    "courserun": CourseRunHitSerializer,
    "learnerpathway": LearnerPathwayHitSerializer,
    "person": PersonHitSerializer,
    "program": ProgramHitSerializer,
}


class LimitedHitSerializer(serializers.Serializer):
    """What identifies something that was found, as far as its type has it."""

    partner = serializers.CharField()
    authoring_organization_uuids = _texts(required=False)
    subject_uuids = _texts(required=False)
    uuid = serializers.CharField()
    key = serializers.CharField(required=False)
    aggregation_key = serializers.CharField()
    content_type = serializers.CharField()


class FacetValueSerializer(serializers.Serializer):
    text = serializers.JSONField(help_text="The value: a text or a number; booleans are 1 and 0.")
    count = serializers.IntegerField()
    narrow_url = serializers.URLField()


class QueryFacetSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    narrow_url = serializers.URLField()


class TypeaheadRunSerializer(serializers.Serializer):
    orgs = _texts(help_text="Keys of the authoring organizations.")
    title = serializers.CharField(allow_null=True)
    marketing_url = serializers.CharField(allow_null=True)
    key = serializers.CharField()


class TypeaheadProgramSerializer(serializers.Serializer):
    orgs = _texts(help_text="Keys of the authoring organizations.")
    title = serializers.CharField()
    marketing_url = serializers.CharField(allow_null=True)
    uuid = serializers.CharField()
    type = serializers.CharField()
    is_2u_degree_program = serializers.BooleanField()


class TypeaheadSerializer(serializers.Serializer):
    course_runs = TypeaheadRunSerializer(many=True)
    programs = TypeaheadProgramSerializer(many=True)
