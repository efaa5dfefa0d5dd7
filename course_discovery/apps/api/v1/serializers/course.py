from typing import Any

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.additional_metadata import (
    AdditionalMetadataSerializer,
    GeoLocationSerializer,
    LocationRestrictionSerializer,
    ProductValueSerializer,
)
from course_discovery.apps.api.v1.serializers.collaborator import CollaboratorSerializer
from course_discovery.apps.api.v1.serializers.course_editor import CourseEditorSerializer
from course_discovery.apps.api.v1.serializers.course_run import CourseRunSerializer
from course_discovery.apps.api.v1.serializers.marketing import tracked_url
from course_discovery.apps.api.v1.serializers.media import VideoSerializer
from course_discovery.apps.api.v1.serializers.organization import OrganizationSerializer
from course_discovery.apps.api.v1.serializers.program import NestedProgramSerializer
from course_discovery.apps.api.v1.serializers.seat import EntitlementSerializer
from course_discovery.apps.api.v1.serializers.source import SourceSerializer
from course_discovery.apps.api.v1.serializers.subject import SubjectSerializer
from course_discovery.rest.fields import FileUrlField, UrlImageField
from course_discovery.rest.serializers import ReadSerializer


class PrerequisiteSerializer(ReadSerializer):
    name = serializers.CharField()


class ExtraDescriptionSerializer(ReadSerializer):
    title = serializers.CharField(allow_null=True)
    description = serializers.CharField(allow_null=True)


class CourseSkillCategorySerializer(serializers.Serializer):
    name = serializers.CharField()


class CourseSkillSubcategorySerializer(serializers.Serializer):
    name = serializers.CharField()
    category = CourseSkillCategorySerializer()


class CourseSkillSerializer(serializers.Serializer):
    name = serializers.CharField()
    description = serializers.CharField()
    category = CourseSkillCategorySerializer(allow_null=True)
    subcategory = CourseSkillSubcategorySerializer(allow_null=True)


class CourseSerializer(ReadSerializer):
    """A course with its runs. The runs shown, and all that is derived from them, are those of the row's prefetch.

    Context: `tracking`, the query string that marketing addresses get, "" for none; `editable_ids`, the ids of the
    courses that the caller may edit; `may_see_editors`, whether the addresses of editors and watchers are shown to him.
    """

    key = serializers.CharField()
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    course_runs = CourseRunSerializer(many=True)
    entitlements = EntitlementSerializer(many=True)
    owners = OrganizationSerializer(source="authoring_organizations", many=True)
    image = UrlImageField(source="image_url")
    short_description = serializers.CharField(allow_null=True)
    type = serializers.UUIDField(source="type.uuid")
    url_slug = serializers.CharField(source="active_url_slug", allow_null=True)
    course_type = serializers.CharField(source="type.slug")
    enterprise_subscription_inclusion = serializers.BooleanField(allow_null=True)
    excluded_from_seo = serializers.BooleanField(allow_null=True)
    excluded_from_search = serializers.BooleanField(allow_null=True)
    course_run_statuses = serializers.ListField(child=serializers.CharField())
    full_description = serializers.CharField(allow_null=True)
    level_type = serializers.CharField(source="level_type.name_t", allow_null=True)
    subjects = SubjectSerializer(many=True)
    prerequisites = PrerequisiteSerializer(many=True)
    prerequisites_raw = serializers.CharField(allow_null=True)
    expected_learning_items = serializers.SerializerMethodField()
    video = VideoSerializer(allow_null=True)
    sponsors = OrganizationSerializer(source="sponsoring_organizations", many=True)
    modified = serializers.DateTimeField()
    marketing_url = serializers.SerializerMethodField()
    syllabus_raw = serializers.CharField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    original_image = UrlImageField(source="original_image_url")
    card_image_url = serializers.URLField(allow_null=True)
    canonical_course_run_key = serializers.CharField(source="canonical_course_run.key", allow_null=True)
    extra_description = ExtraDescriptionSerializer(allow_null=True)
    additional_information = serializers.CharField(allow_null=True)
    additional_metadata = AdditionalMetadataSerializer(allow_null=True)
    faq = serializers.CharField(allow_null=True)
    learner_testimonials = serializers.CharField(allow_null=True)
    enrollment_count = serializers.IntegerField(allow_null=True)
    recent_enrollment_count = serializers.IntegerField(allow_null=True)
    topics = serializers.SerializerMethodField()
    key_for_reruns = serializers.CharField()
    url_slug_history = serializers.SerializerMethodField()
    url_redirects = serializers.SerializerMethodField()
    editors = serializers.SerializerMethodField()
    collaborators = CollaboratorSerializer(many=True)
    skill_names = serializers.SerializerMethodField()
    skills = serializers.SerializerMethodField()
    organization_short_code_override = serializers.CharField()
    organization_logo_override_url = FileUrlField(source="organization_logo_override")
    geolocation = GeoLocationSerializer(allow_null=True)
    location_restriction = LocationRestrictionSerializer(allow_null=True)
    in_year_value = ProductValueSerializer(allow_null=True)
    product_source = SourceSerializer(allow_null=True)
    data_modified_timestamp = serializers.DateTimeField(allow_null=True)
    watchers = serializers.SerializerMethodField()
    programs = serializers.SerializerMethodField()
    course_run_keys = serializers.SerializerMethodField()
    editable = serializers.SerializerMethodField()
    advertised_course_run_uuid = serializers.SerializerMethodField()
