from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.core.services.usernames import Replacement, replace_usernames
from course_discovery.rest.authentication import JwtAuthentication

BAD_SHAPE = ["Request data does not match schema"]


class UsernamesMappingSerializer(serializers.Serializer):
    username_mappings = serializers.ListField(child=serializers.DictField(), help_text="Objects of one pair, old: new.")


class ReplacedUsernamesSerializer(serializers.Serializer):
    successful_replacements = serializers.ListField(child=serializers.DictField())
    failed_replacements = serializers.ListField(child=serializers.DictField())


class IsReplacementWorker(IsAuthenticated):
    """For the account that the platform replaces names with; while none is named, for nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        worker = settings.USERNAME_REPLACEMENT_WORKER
        return super().has_permission(request, view) and bool(worker) and request.user.get_username() == worker


class ReplaceUsernamesView(APIView):
    """Gives accounts other names, as the platform tells them when it retires an account."""

    # A password or a session is not enough.
    authentication_classes = (JwtAuthentication,)
    permission_classes = (IsReplacementWorker,)

    @extend_schema(request=UsernamesMappingSerializer, responses=ReplacedUsernamesSerializer)
    def post(self, request: Request) -> Response:
        wanted = _pairs(request.data)
        if wanted is None:
            return Response(BAD_SHAPE, status=status.HTTP_400_BAD_REQUEST)
        done, failed = replace_usernames(wanted)
        return Response(
            {
                "successful_replacements": [{old: new} for old, new in done],
                "failed_replacements": [{old: new} for old, new in failed],
            }
        )


def _pairs(body: Any) -> list[Replacement] | None:
    """The pairs of a body in their order; None if it has another shape."""
    mappings = body.get("username_mappings") if isinstance(body, dict) else None
    if not isinstance(mappings, list) or not all(isinstance(one, dict) and len(one) == 1 for one in mappings):
        return None
    return [Replacement(old, new) for one in mappings for old, new in one.items()]
