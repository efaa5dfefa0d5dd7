from typing import Any

from drf_spectacular.utils import extend_schema_field
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
from course_discovery.apps.api.v1.serializers.nested_program import NestedProgramSerializer
from course_discovery.apps.api.v1.serializers.organization import OrganizationSerializer
from course_discovery.apps.api.v1.serializers.seat import EntitlementSerializer
from course_discovery.apps.api.v1.serializers.source import SourceSerializer
from course_discovery.apps.api.v1.serializers.subject import SubjectSerializer
from course_discovery.apps.course_metadata.selectors.skills import Skill, skill_names
from course_discovery.rest.fields import FileUrlField, UrlImageField
from course_discovery.rest.serializers import ReadSerializer

# What each key makes `load_courses` fetch, besides what it fetches for the same key of a run.
COURSE_NEEDS = {
    "course_runs": {"course_runs"},
    "course_run_keys": {"course_runs"},
    "course_run_statuses": {"course_runs"},
    "advertised_course_run_uuid": {"course_runs", "seats"},
    "entitlements": {"entitlements"},
    "owners": {"authoring_organizations"},
    "editable": {"authoring_organizations"},
    "url_slug": {"url_slug_history"},
    "url_slug_history": {"url_slug_history"},
    "marketing_url": {"url_slug_history"},
    "level_type": {"level_type"},
    "subjects": {"subjects"},
    "prerequisites": {"texts"},
    "expected_learning_items": {"texts"},
    "topics": {"texts"},
    "url_redirects": {"texts"},
    "sponsors": {"sponsoring_organizations"},
    "skill_names": {"skills"},
    "skills": {"skills"},
    "additional_metadata": {"additional_metadata"},
    "editors": {"editors"},
    "collaborators": {"collaborators"},
}


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
    """A course that `course_metadata.selectors.pages.load_courses` has loaded: of its runs, those loaded are shown.

    Context: `tracking`, the query string that marketing addresses get, "" for none; `editable_ids`, the ids of the
    courses that the caller may edit; `is_internal`, whether the caller may see who edits and watches a course.
    """

    key = serializers.CharField()
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    course_runs = CourseRunSerializer(many=True)
    entitlements = EntitlementSerializer(source="loaded_entitlements", many=True)
    owners = OrganizationSerializer(source="loaded_owners", many=True)
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
    level_type = serializers.CharField(source="level_type.translated_name", allow_null=True)
    subjects = SubjectSerializer(source="loaded_subjects", many=True)
    prerequisites = serializers.SerializerMethodField()
    prerequisites_raw = serializers.CharField(allow_null=True)
    expected_learning_items = serializers.SerializerMethodField()
    video = VideoSerializer(allow_null=True)
    sponsors = OrganizationSerializer(source="loaded_sponsors", many=True)
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
    editors = CourseEditorSerializer(
        source="loaded_editors", many=True, help_text="Shown to staff and members of a group."
    )
    collaborators = CollaboratorSerializer(source="loaded_collaborators", many=True)
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
    programs = NestedProgramSerializer(source="loaded_programs", many=True)
    course_run_keys = serializers.SerializerMethodField()
    editable = serializers.SerializerMethodField()
    advertised_course_run_uuid = serializers.SerializerMethodField()

    @extend_schema_field(PrerequisiteSerializer(many=True))
    def get_prerequisites(self, course: Any) -> list[dict[str, str]]:
        return [{"name": name} for name in course.texts.prerequisites]

    def get_expected_learning_items(self, course: Any) -> list[str]:
        return course.texts.expected_learning_items

    def get_marketing_url(self, course: Any) -> str | None:
        return tracked_url(course, self.context.get("tracking", ""))

    def get_topics(self, course: Any) -> list[str]:
        return course.texts.topics

    def get_url_slug_history(self, course: Any) -> list[str]:
        return [slug.url_slug for slug in course.url_slug_history.all()]

    def get_url_redirects(self, course: Any) -> list[str]:
        return course.texts.url_redirects

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_skill_names(self, course: Any) -> list[str]:
        return skill_names(course.loaded_skills)

    @extend_schema_field(CourseSkillSerializer(many=True))
    def get_skills(self, course: Any) -> list[Skill]:
        return course.loaded_skills

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "email"}})
    def get_watchers(self, course: Any) -> list[str]:
        return list(course.watchers or []) if self.context["is_internal"] else []

    def get_course_run_keys(self, course: Any) -> list[str]:
        return [run.key for run in course.course_runs.all()]

    def get_editable(self, course: Any) -> bool:
        return course.pk in self.context["editable_ids"]

    @extend_schema_field({"type": "string", "format": "uuid", "nullable": True})
    def get_advertised_course_run_uuid(self, course: Any) -> str | None:
        run = course.advertised_course_run
        return str(run.uuid) if run else None
