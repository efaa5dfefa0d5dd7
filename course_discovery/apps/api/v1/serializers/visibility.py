"""Why a course, a course run or a program is shown, or is not."""

from rest_framework import serializers

from course_discovery.apps.visibility.rules.verdict import Verdict


class VerdictSerializer(serializers.Serializer):
    rule = serializers.CharField()
    shown = serializers.BooleanField(allow_null=True, help_text="Null while the search engine does not answer.")
    value = serializers.SerializerMethodField(help_text="What decided.")
    reason = serializers.CharField(help_text="What that means, and what to do.")
    warning = serializers.BooleanField(help_text="It hides nothing, but somebody should see to it.")

    def get_value(self, verdict: Verdict) -> str | int | bool | None:
        return verdict.value


class PlaceSerializer(serializers.Serializer):
    name = serializers.CharField()
    address = serializers.CharField(help_text="What to ask of the API in order to see for oneself.")
    shown = serializers.BooleanField(allow_null=True)
    hidden_by = serializers.ListField(child=serializers.CharField(), help_text="The rules that are against it.")
    verdicts = VerdictSerializer(many=True)


class VisibilityInProgramSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    title = serializers.CharField()
    places = PlaceSerializer(many=True)


class VisibilityInCatalogSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    places = PlaceSerializer(many=True)


class VisibilitySerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["course", "course_run", "program"])
    key = serializers.CharField(allow_null=True)
    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    partner = serializers.CharField(allow_null=True, help_text="Short code of the partner it belongs to.")
    asked = serializers.CharField(allow_null=True, help_text="Short code of the partner whose catalogue is asked.")
    places = PlaceSerializer(many=True)
    programs = VisibilityInProgramSerializer(many=True)
    catalogs_count = serializers.IntegerField(help_text="How many catalogs the caller may read.")
    catalogs = VisibilityInCatalogSerializer(many=True)
