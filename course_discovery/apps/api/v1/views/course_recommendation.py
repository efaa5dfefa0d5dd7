from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import get_object_or_404
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from course_discovery.apps.api.v1.serializers.course_recommendation import CourseRecommendationSerializer
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.programs.selectors.recommendations import recommended_courses
from course_discovery.rest.params import CsvParam, FlagParam, QueryParams
from course_discovery.rest.serializers import SparseFields


class CourseRecommendationParams(QueryParams):
    exclude_utm = FlagParam(help_text="Marketing URLs without tracking parameters.")
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")
    fields = CsvParam(help_text="Names of the keys to show, of the answer and of the courses in it.")
    omit = CsvParam(help_text="Names of the keys to leave out, of the answer and of the courses in it.")


class CourseRecommendationViewSet(CachedReadViewSet):
    """CourseRecommendation resource: what else to look at after a course."""

    permission_classes = (IsAuthenticated,)
    params_class = CourseRecommendationParams
    queryset = Course.objects.all()
    serializer_class = CourseRecommendationSerializer
    lookup_field = "key"
    lookup_value_regex = "[^/+]+[/+][^/+]+"

    def get_object(self) -> Course:
        """The official course of this key, of the request's partner if that has one."""
        partner = self.partner.pk if self.partner else 0
        foreign = Case(When(partner=partner, then=Value(0)), default=Value(1), output_field=IntegerField())
        course: Any = get_object_or_404(Course.objects.filter(key=self.kwargs["key"]).order_by(foreign, "pk")[:1])
        course.recommended_courses = recommended_courses(course, self.params["include_restricted"] or ())
        return course

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context() | {"sparse": SparseFields.read(self.request)}
        user = self.request.user
        if user.is_authenticated and self.request.method in SAFE_METHODS and not self.params["exclude_utm"]:
            context["tracking"] = tracking_query(self.request)
        return context
