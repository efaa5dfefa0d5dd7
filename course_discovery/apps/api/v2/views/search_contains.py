"""Version 2 of the containment check, which once differed."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from course_discovery.apps.api.v1.views import search_contains


@extend_schema_view(get=extend_schema(operation_id="v2_catalog_query_contains_retrieve"))
class QueryContainsView(search_contains.QueryContainsView):
    """Tells of each given run and course whether it matches the query, within the partner of the request's host."""
