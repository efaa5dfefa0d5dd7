"""What editors of a course said to one another. It is kept in the partner's Salesforce, in a case of the course."""

import logging
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.publisher.selectors.organizations import organizations_of
from course_discovery.apps.publisher.services.comments import comments_of
from course_discovery.apps.publisher.services.outbound.salesforce import SalesforceNotConfiguredException
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.optional import NotAvailable
from course_discovery.rest.params import QueryParams, UuidParam

logger = logging.getLogger(__name__)

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
    default_detail = (
        "The comments are kept in Salesforce, which cannot be read just now. Try again in a few minutes; if it stays "
        "so, an administrator has to look at the partner's Salesforce configuration."
    )


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
        try:
            comments = comments_of(course)
        except SalesforceNotConfiguredException as error:
            raise NotFound("This partner keeps no comments: it has no Salesforce configuration.") from error
        except (PlatformError, NotAvailable) as error:
            logger.warning("The comments of course %s cannot be read: %s", course.key, error)
            raise CannotReadComments(str(error) if isinstance(error, NotAvailable) else None) from error
        return Response(CommentSerializer(comments, many=True).data)


def _offers(user: Any, course: Course) -> bool:
    own = organizations_of(user).order_by().values("pk")
    return course.authoring_organizations.filter(pk__in=own).exists()
