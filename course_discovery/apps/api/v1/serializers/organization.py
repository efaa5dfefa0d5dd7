from rest_framework import serializers

from course_discovery.rest.fields import FileUrlField
from course_discovery.rest.serializers import ReadSerializer


class MinimalOrganizationSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    key = serializers.CharField()
    name = serializers.CharField()
    auto_generate_course_run_keys = serializers.BooleanField()
    certificate_logo_image_url = FileUrlField(source="certificate_logo_image")
    logo_image_url = FileUrlField(source="logo_image")
    organization_hex_color = serializers.CharField(allow_null=True)
    data_modified_timestamp = serializers.DateTimeField(allow_null=True)


class OrganizationSerializer(MinimalOrganizationSerializer):
    description = serializers.CharField(allow_null=True)
    description_es = serializers.CharField()
    homepage_url = serializers.URLField(allow_null=True)
    tags = serializers.ListField(source="loaded_tags", child=serializers.CharField())
    marketing_url = serializers.CharField(allow_null=True)
    slug = serializers.SlugField()
    banner_image_url = FileUrlField(source="banner_image")
    enterprise_subscription_inclusion = serializers.BooleanField()
