from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from course_discovery.apps.api.v1.serializers.taxonomy import RecommendationsSerializer
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.taxonomy_support.selectors.recommendations import recommendations_for


class StrangerThrottle(AnonRateThrottle):
    """How often an address may ask without an account."""

    scope = "taxonomy_recommendations_without_account"
    rate = "10/hour"


class TaxonomyRecommendationsView(APIView):
    """Courses that resemble a course in skills and subjects."""

    permission_classes = (IsAuthenticated,)

    def check_permissions(self, request: Request) -> None:
        """Requests without an account count although they are refused."""
        throttle = StrangerThrottle()
        if not throttle.allow_request(request, self):
            self.throttled(request, throttle.wait())
        super().check_permissions(request)

    @extend_schema(responses=RecommendationsSerializer)
    def get(self, request: Request, course_key: str) -> Response:
        course = get_object_or_404(Course, key=course_key, partner=partner_for_request(request))
        return Response(RecommendationsSerializer(recommendations_for(course)).data)
