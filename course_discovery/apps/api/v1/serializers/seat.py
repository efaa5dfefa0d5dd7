from typing import Any

from rest_framework import serializers

from course_discovery.rest.serializers import ReadSerializer


class SeatSerializer(ReadSerializer):
    # The foreign keys hold the slug and the code themselves.
    type = serializers.CharField(source="type_id")
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    currency = serializers.CharField(source="currency_id")
    upgrade_deadline = serializers.DateTimeField(allow_null=True)
    upgrade_deadline_override = serializers.DateTimeField(allow_null=True)
    credit_provider = serializers.CharField(allow_null=True)
    credit_hours = serializers.IntegerField(allow_null=True)
    sku = serializers.CharField(allow_null=True)
    bulk_sku = serializers.CharField(allow_null=True)


class EntitlementSerializer(ReadSerializer):
    mode = serializers.CharField(source="mode.slug")
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    currency = serializers.CharField(source="currency_id")
    sku = serializers.CharField(allow_null=True)
    expires = serializers.SerializerMethodField(help_text="Always null.")

    def get_expires(self, entitlement: Any) -> str | None:
        return None
