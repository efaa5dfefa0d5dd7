from course_discovery.apps.api.v1.serializers.collaborator import CollaboratorSerializer
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import Collaborator
from course_discovery.rest.pagination import CursorPagination


class CollaboratorViewSet(CachedReadViewSet):
    """CollaboratorSerializer resource."""

    queryset = Collaborator.objects.order_by("-created", "-pk")
    serializer_class = CollaboratorSerializer
    pagination_class = CursorPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"
