from course_discovery.apps.api.v1.serializers.source import SourceSerializer
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import Source
from course_discovery.rest.pagination import PageNumberPagination


class SourceViewSet(CachedReadViewSet):
    """Source resource."""

    queryset = Source.objects.order_by("pk")
    serializer_class = SourceSerializer
    pagination_class = PageNumberPagination
    lookup_field = "slug"
