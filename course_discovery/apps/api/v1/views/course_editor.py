from typing import Any

from django.db.models import QuerySet
from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly

from course_discovery.apps.api.v1.serializers.course_editor import CourseEditorSerializer
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.course_metadata.models import CourseEditor
from course_discovery.apps.publisher.selectors.editing import visible_editors
from course_discovery.rest.pagination import CursorPagination
from course_discovery.rest.params import QueryParams, UuidParam


class CourseEditorParams(QueryParams):
    course = UuidParam(help_text="The UUID of a course.")


class CourseEditorViewSet(ReadViewSet):
    """CourseEditor resource. Everybody may ask; outside of the organizations' groups there is nothing to see."""

    permission_classes = (DjangoModelPermissionsOrAnonReadOnly,)
    params_class = CourseEditorParams
    queryset = CourseEditor.objects.select_related("user", "course").order_by("-created", "-pk")
    serializer_class = CourseEditorSerializer
    pagination_class = CursorPagination
    lookup_value_regex = "[0-9]{1,9}"

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Draft and official row of a course have one UUID."""
        editors = visible_editors(self.request.user, queryset)
        return editors.filter(course__uuid=self.params["course"]) if self.params["course"] else editors
