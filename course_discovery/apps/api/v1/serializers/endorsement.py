from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.media import ImageSerializer
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.rest.serializers import ReadSerializer


class EndorsementSerializer(ReadSerializer):
    endorser = PersonSerializer()
    quote = serializers.CharField()


class CorporateEndorsementSerializer(ReadSerializer):
    corporation_name = serializers.CharField()
    statement = serializers.CharField(allow_null=True)
    image = ImageSerializer(allow_null=True)
    individual_endorsements = EndorsementSerializer(many=True)
