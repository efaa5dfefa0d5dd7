"""What a degree has beyond its program."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from rest_framework import serializers

from course_discovery.rest.fields import AbsoluteFileUrlField, StdImageField
from course_discovery.rest.serializers import ReadSerializer


class DegreeCostSerializer(ReadSerializer):
    description = serializers.CharField()
    amount = serializers.CharField()


class DegreeDeadlineSerializer(ReadSerializer):
    semester = serializers.CharField()
    name = serializers.CharField()
    date = serializers.CharField()
    time = serializers.CharField()


class IconTextPairingSerializer(ReadSerializer):
    text = serializers.CharField()
    icon = serializers.CharField()


class RankingSerializer(ReadSerializer):
    rank = serializers.CharField()
    description = serializers.CharField()
    source = serializers.CharField()


class DegreeAdditionalMetadataSerializer(ReadSerializer):
    external_identifier = serializers.CharField()
    external_url = serializers.URLField()
    organic_url = serializers.URLField()


class DegreeSerializer(ReadSerializer):
    application_requirements = serializers.CharField()
    apply_url = serializers.CharField()
    banner_border_color = serializers.CharField()
    campus_image = AbsoluteFileUrlField()
    title_background_image = AbsoluteFileUrlField()
    costs = DegreeCostSerializer(many=True)
    deadlines = DegreeDeadlineSerializer(many=True)
    lead_capture_list_name = serializers.CharField()
    quick_facts = IconTextPairingSerializer(many=True)
    overall_ranking = serializers.CharField()
    prerequisite_coursework = serializers.CharField()
    rankings = RankingSerializer(many=True)
    lead_capture_image = StdImageField()
    micromasters_path = serializers.SerializerMethodField()
    micromasters_url = serializers.URLField(allow_null=True)
    micromasters_long_title = serializers.CharField(allow_null=True)
    micromasters_long_description = serializers.CharField(allow_null=True)
    micromasters_background_image = StdImageField()
    micromasters_org_name_override = serializers.CharField(allow_null=True)
    costs_fine_print = serializers.CharField(allow_null=True)
    deadlines_fine_print = serializers.CharField(allow_null=True)
    hubspot_lead_capture_form_id = serializers.CharField(allow_null=True)
    additional_metadata = DegreeAdditionalMetadataSerializer(allow_null=True)
    specializations = serializers.SerializerMethodField()
    program_duration_override = serializers.CharField(allow_null=True)
    display_on_org_page = serializers.BooleanField()
    excluded_from_search = serializers.BooleanField(allow_null=True)
    excluded_from_seo = serializers.BooleanField(allow_null=True)

    def get_micromasters_path(self, degree: Any) -> str | None:
        """The address without scheme and host, as the marketing site links to its own pages."""
        if degree.micromasters_url is None:
            return None
        parts = urlsplit(degree.micromasters_url)
        if parts.scheme not in ("http", "https"):
            return degree.micromasters_url
        return urlunsplit(parts._replace(scheme="", netloc=""))

    def get_specializations(self, degree: Any) -> list[str]:
        return [specialization.value for specialization in degree.specializations.all()]
