"""People. E-mail addresses are never shown: the field stays, always null."""

from typing import Any

from rest_framework import serializers

from course_discovery.rest.fields import FileUrlField, StdImageField
from course_discovery.rest.serializers import ReadSerializer

URL_TYPES = ("facebook", "twitter", "blog")


class PositionSerializer(ReadSerializer):
    title = serializers.CharField()
    organization_name = serializers.CharField(allow_null=True)
    organization_id = serializers.IntegerField(allow_null=True)
    organization_override = serializers.CharField(allow_null=True)
    organization_marketing_url = serializers.CharField(source="organization.marketing_url", allow_null=True)
    organization_uuid = serializers.UUIDField(source="organization.uuid", allow_null=True)
    organization_logo_image_url = FileUrlField(source="organization.logo_image")


class AreaOfExpertiseSerializer(ReadSerializer):
    id = serializers.IntegerField()
    value = serializers.CharField()


class PersonNetworkSerializer(ReadSerializer):
    id = serializers.IntegerField()
    type = serializers.CharField()
    title = serializers.CharField()
    display_title = serializers.CharField()
    url = serializers.CharField()


class PersonUrlsSerializer(serializers.Serializer):
    facebook = serializers.CharField(allow_null=True)
    twitter = serializers.CharField(allow_null=True)
    blog = serializers.CharField(allow_null=True)

    def to_representation(self, person: Any) -> dict[str, str | None]:
        """The first network of each type, in the order they were made."""
        urls: dict[str, str | None] = dict.fromkeys(URL_TYPES)
        for network in person.loaded_networks:
            if network.type in urls and urls[network.type] is None:
                urls[network.type] = network.url
        return urls


class PersonSerializer(ReadSerializer):
    uuid = serializers.UUIDField()
    salutation = serializers.CharField(allow_null=True)
    given_name = serializers.CharField()
    family_name = serializers.CharField(allow_null=True)
    bio = serializers.CharField(allow_null=True)
    slug = serializers.CharField()
    position = PositionSerializer(allow_null=True)
    areas_of_expertise = AreaOfExpertiseSerializer(source="loaded_expertise", many=True)
    profile_image = StdImageField()
    works = serializers.SerializerMethodField(help_text="Always empty.")
    urls = PersonUrlsSerializer(source="*")
    urls_detailed = PersonNetworkSerializer(source="loaded_networks", many=True)
    email = serializers.SerializerMethodField(help_text="Always null.")
    profile_image_url = FileUrlField(source="profile_image")
    major_works = serializers.CharField()
    published = serializers.BooleanField()

    def get_works(self, person: Any) -> list[str]:
        return []

    def get_email(self, person: Any) -> str | None:
        return None
