from typing import Any

from django.db.models import QuerySet

from course_discovery.rest.params import CsvParam, QueryParams, TimestampParam, UuidCsvParam


class OrganizationParams(QueryParams):
    tags = CsvParam(help_text="Organizations with any of these tags, comma-separated.")
    uuids = UuidCsvParam(help_text="Organization UUIDs, comma-separated.")
    timestamp = TimestampParam(help_text="Organizations whose data changed at or after this time.")


def filter_organizations(organizations: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The organizations that meet every given parameter, each once."""
    if params["tags"]:
        tagged = organizations.model._base_manager.filter(tags__name__in=params["tags"])
        organizations = organizations.filter(pk__in=tagged.values("pk"))
    if params["uuids"]:
        organizations = organizations.filter(uuid__in=params["uuids"])
    if params["timestamp"]:
        organizations = organizations.filter(data_modified_timestamp__gte=params["timestamp"])
    return organizations
