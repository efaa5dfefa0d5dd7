"""What editors of a course said to one another. It is kept in the partner's Salesforce, in a case of the course."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.publisher.selectors.organizations import organizations_of
from course_discovery.rest.params import QueryParams, UuidParam

NO_COURSE = "You must include a course_uuid in your query parameters."


class CommentParams(QueryParams):
    course_uuid = UuidParam(help_text="The UUID of a course.")


class CommentingUserSerializer(serializers.Serializer):
    username = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    first_name = serializers.CharField(allow_null=True)
    last_name = serializers.CharField(allow_null=True)


class CommentSerializer(serializers.Serializer):
    user = CommentingUserSerializer()
    course_run_key = serializers.CharField(allow_null=True)
    comment = serializers.CharField()
    created = serializers.CharField()


class CannotReadComments(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "Comments of this course are kept in Salesforce, which cannot be read from here."


class CommentView(APIView):
    """Comments on a course, the oldest first: for staff and for members of its organizations."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(parameters=[CommentParams], responses=CommentSerializer(many=True))
    def get(self, request: Request) -> Response:
        uuid = CommentParams.read(request)["course_uuid"]
        if uuid is None:
            return Response(NO_COURSE, status=status.HTTP_400_BAD_REQUEST)
        partner = partner_for_request(request)
        courses = Course.everything.filter_drafts(partner=partner) if partner else Course.everything.none()
        course: Any = get_object_or_404(courses, uuid=uuid)
        if not (request.user.is_staff or _offers(request.user, course)):
            raise PermissionDenied
        if not SalesforceConfiguration.objects.filter(partner=partner).exists():
            raise NotFound("This partner keeps no comments: it has no Salesforce configuration.")
        if course.salesforce_case_id:
            raise CannotReadComments
        return Response([])


def _offers(user: Any, course: Course) -> bool:
    own = organizations_of(user).order_by().values("pk")
    return course.authoring_organizations.filter(pk__in=own).exists()
