from typing import Any

from django.core.exceptions import ValidationError as ModelError
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.services.catalogs import create_catalog, existing_accounts, update_catalog


class ViewersField(serializers.ListField):
    """User names: a list, or one text with commas between them."""

    child = serializers.CharField(allow_blank=True)

    def get_value(self, dictionary: Any) -> Any:
        if hasattr(dictionary, "getlist") and self.field_name in dictionary:
            return ",".join(dictionary.getlist(self.field_name))
        return super().get_value(dictionary)

    def to_internal_value(self, data: Any) -> list[str]:
        names = super().to_internal_value(data.split(",") if isinstance(data, str) else data)
        return [name.strip() for name in names if name.strip()]


class CatalogSerializer(serializers.Serializer):
    """A catalog on which `courses_count` and `viewers` (user names) have been set; written through the services."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=255)
    query = serializers.CharField(help_text="Query string over the index of courses.")
    courses_count = serializers.IntegerField(read_only=True)
    viewers = ViewersField(
        required=False,
        allow_null=True,
        help_text="Accounts with a permission on this very catalog. A new catalog makes those that do not exist.",
    )

    def validate_viewers(self, names: list[str] | None) -> list[str] | None:
        if names is None and self.instance is not None:
            raise ValidationError("This field may not be null.", code="null")
        return names

    def create(self, validated_data: dict[str, Any]) -> Catalog:
        try:
            return create_catalog(**validated_data | {"viewers": validated_data.get("viewers") or ()})
        except ModelError as error:
            raise ValidationError(error.message_dict) from error

    def update(self, instance: Catalog, validated_data: dict[str, Any]) -> Catalog:
        names = validated_data.pop("viewers", None)
        try:
            update_catalog(instance, validated_data, None if names is None else existing_accounts(names))
        except ModelError as error:
            raise ValidationError(error.message_dict) from error
        return instance
