from course_discovery.apps.api.v1.serializers.course_review import CourseReviewSerializer
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import CourseReview
from course_discovery.rest.pagination import PageNumberPagination


class CourseReviewViewSet(CachedReadViewSet):
    """CourseReview resource: what learners say, of courses of all partners."""

    queryset = CourseReview.objects.order_by("course_key")
    serializer_class = CourseReviewSerializer
    pagination_class = PageNumberPagination
    lookup_field = "course_key"
    # Keys may hold dots.
    lookup_value_regex = "[^/]+"
