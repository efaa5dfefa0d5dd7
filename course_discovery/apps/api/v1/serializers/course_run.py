from typing import Any

from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.marketing import tracked_url
from course_discovery.apps.api.v1.serializers.media import VideoSerializer
from course_discovery.apps.api.v1.serializers.nested_program import NestedProgramSerializer
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.apps.api.v1.serializers.seat import SeatSerializer
from course_discovery.rest.fields import UrlImageField
from course_discovery.rest.serializers import ReadSerializer

# What each key makes `load_course_runs` fetch.
RUN_NEEDS = {
    "seats": {"seats"},
    "type": {"seats"},
    "is_marketable": {"seats"},
    "is_marketable_external": {"seats"},
    "first_enrollable_paid_seat_price": {"seats"},
    "level_type": {"level_type"},
    "staff": {"staff"},
    "content_language_search_facet_name": {"language"},
    "transcript_languages": {"transcript_languages"},
    "transcript_languages_search_facet_names": {"transcript_languages"},
}


class MinimalCourseRunSerializer(ReadSerializer):
    """`context["tracking"]` is the query string that marketing addresses get, "" for none."""

    sparse_when_nested = True

    key = serializers.CharField()
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    external_key = serializers.CharField(allow_null=True)
    fixed_price_usd = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    image = UrlImageField(source="image_url")
    short_description = serializers.CharField(allow_null=True)
    marketing_url = serializers.SerializerMethodField()
    seats = SeatSerializer(many=True)
    start = serializers.DateTimeField(allow_null=True)
    end = serializers.DateTimeField(allow_null=True)
    go_live_date = serializers.DateTimeField(allow_null=True)
    enrollment_start = serializers.DateTimeField(allow_null=True)
    enrollment_end = serializers.DateTimeField(allow_null=True)
    weeks_to_complete = serializers.IntegerField(allow_null=True)
    pacing_type = serializers.CharField(allow_null=True)
    type = serializers.CharField(source="type_legacy", allow_null=True)
    restriction_type = serializers.CharField(allow_null=True)
    run_type = serializers.UUIDField(source="type.uuid")
    status = serializers.CharField()
    is_enrollable = serializers.BooleanField()
    is_marketable = serializers.BooleanField()
    is_marketable_external = serializers.BooleanField()
    availability = serializers.CharField(help_text="Archived, Current, Starting Soon or Upcoming in every language.")
    variant_id = serializers.UUIDField(allow_null=True)

    def get_marketing_url(self, run: Any) -> str | None:
        return tracked_url(run, self.context.get("tracking", ""))


class CourseRunSerializer(MinimalCourseRunSerializer):
    """A run as courses hold it."""

    course = serializers.CharField(source="course.key")
    full_description = serializers.CharField(allow_null=True)
    announcement = serializers.DateTimeField(allow_null=True)
    video = VideoSerializer(source="get_video", allow_null=True)
    content_language = serializers.CharField(source="language_id", allow_null=True)
    license = serializers.CharField()
    outcome = serializers.CharField(allow_null=True)
    transcript_languages = serializers.SerializerMethodField()
    instructors = serializers.SerializerMethodField(help_text="Always empty.")
    staff = PersonSerializer(source="loaded_staff", many=True)
    min_effort = serializers.IntegerField(allow_null=True)
    max_effort = serializers.IntegerField(allow_null=True)
    modified = serializers.DateTimeField()
    level_type = serializers.CharField(source="course.level_type.translated_name", allow_null=True)
    mobile_available = serializers.BooleanField()
    hidden = serializers.BooleanField()
    reporting_type = serializers.CharField()
    eligible_for_financial_aid = serializers.BooleanField()
    first_enrollable_paid_seat_price = serializers.IntegerField(allow_null=True)
    has_ofac_restrictions = serializers.BooleanField(allow_null=True)
    ofac_comment = serializers.CharField()
    enrollment_count = serializers.IntegerField(allow_null=True)
    recent_enrollment_count = serializers.IntegerField(allow_null=True)
    expected_program_type = serializers.CharField(source="expected_program_type.slug", allow_null=True)
    expected_program_name = serializers.CharField()
    course_uuid = serializers.UUIDField(source="course.uuid")
    estimated_hours = serializers.FloatField()
    content_language_search_facet_name = serializers.SerializerMethodField()
    enterprise_subscription_inclusion = serializers.BooleanField()
    transcript_languages_search_facet_names = serializers.SerializerMethodField()
    ai_languages = serializers.JSONField(allow_null=True)

    def get_transcript_languages(self, run: Any) -> list[str]:
        return [language.code for language in run.loaded_transcripts]

    def get_instructors(self, run: Any) -> list[str]:
        return []

    def get_content_language_search_facet_name(self, run: Any) -> str | None:
        return run.language.translated_display_name if run.language else None

    def get_transcript_languages_search_facet_names(self, run: Any) -> list[str]:
        return [language.display_name for language in run.loaded_transcripts]


class CourseRunWithProgramsSerializer(CourseRunSerializer):
    """A run by itself: with the programs of its course."""

    programs = NestedProgramSerializer(source="loaded_programs", many=True)
