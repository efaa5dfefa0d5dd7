"""What external products carry beyond a course, and the small objects of every course."""

from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class BlockSerializer(ReadSerializer):
    """A fact, or the words about a certificate."""

    heading = serializers.CharField()
    blurb = serializers.CharField(allow_null=True)


class ProductMetaSerializer(ReadSerializer):
    title = serializers.CharField(allow_null=True)
    description = serializers.CharField(allow_null=True)
    keywords = serializers.ListField(source="loaded_keywords", child=serializers.CharField())


class TaxiFormSerializer(ReadSerializer):
    form_id = serializers.CharField()
    grouping = serializers.CharField()
    title = serializers.CharField(allow_null=True)
    subtitle = serializers.CharField(allow_null=True)
    post_submit_url = serializers.URLField(allow_null=True)


class AdditionalMetadataSerializer(ReadSerializer):
    external_identifier = serializers.CharField()
    external_url = serializers.URLField()
    lead_capture_form_url = serializers.URLField()
    facts = BlockSerializer(many=True)
    certificate_info = BlockSerializer(allow_null=True)
    organic_url = serializers.URLField()
    start_date = serializers.DateTimeField(allow_null=True)
    end_date = serializers.DateTimeField(allow_null=True)
    registration_deadline = serializers.DateTimeField(allow_null=True)
    variant_id = serializers.UUIDField(allow_null=True)
    course_term_override = serializers.CharField(allow_null=True)
    product_status = serializers.CharField()
    product_meta = ProductMetaSerializer(allow_null=True)
    external_course_marketing_type = serializers.CharField(allow_null=True)
    display_on_org_page = serializers.BooleanField()
    taxi_form = TaxiFormSerializer(allow_null=True)


class GeoLocationSerializer(ReadSerializer):
    lat = serializers.DecimalField(max_digits=14, decimal_places=11, allow_null=True)
    lng = serializers.DecimalField(max_digits=14, decimal_places=11, allow_null=True)
    location_name = serializers.CharField(allow_null=True)


class LocationRestrictionSerializer(ReadSerializer):
    restriction_type = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField(), allow_null=True)
    states = serializers.ListField(child=serializers.CharField(), allow_null=True)


class ProductValueSerializer(ReadSerializer):
    per_click_international = serializers.IntegerField(allow_null=True)
    per_click_usa = serializers.IntegerField(allow_null=True)
    per_lead_international = serializers.IntegerField(allow_null=True)
    per_lead_usa = serializers.IntegerField(allow_null=True)
