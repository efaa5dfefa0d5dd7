"""Programs with all they consist of, to be loaded into another installation."""

from http import HTTPStatus
from uuid import UUID

from django.core import serializers
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.views import APIView

from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.selectors.fixture import rows_of_programs

AT_MOST = 10
NO_UUIDS = 'Must provide comma-separated list of valid UUIDs in "programs" query parameter.'
TOO_MANY = f"Too many programs requested, only {AT_MOST} allowed."


class ProgramFixtureView(APIView):
    """Returns a Django fixture of at most ten programs of any partner. Failures are plain text."""

    permission_classes = (IsAdminUser,)

    @extend_schema(
        operation_id="extensions_program_fixture",
        parameters=[OpenApiParameter("programs", str, required=True, description="Program UUIDs, comma-separated.")],
        responses={(200, "text/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        try:
            uuids = {UUID(text) for text in request.query_params.get("programs", "").split(",")}
        except ValueError:
            return _text(HTTPStatus.NOT_FOUND, NO_UUIDS)
        if len(uuids) > AT_MOST:
            return _text(HTTPStatus.UNPROCESSABLE_ENTITY, TOO_MANY)
        programs = list(Program.objects.filter(uuid__in=uuids).order_by("pk"))
        if unknown := sorted(str(uuid) for uuid in uuids - {program.uuid for program in programs}):
            return _text(HTTPStatus.NOT_FOUND, f"Could not load programs from UUIDs: [{','.join(unknown)}]")
        fixture = serializers.serialize("json", rows_of_programs(programs))
        return HttpResponse(fixture, content_type="text/json")


def _text(status: HTTPStatus, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")
