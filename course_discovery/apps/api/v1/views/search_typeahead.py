"""Suggestions while somebody types."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.api.v1.filters.search import request_params
from course_discovery.apps.api.v1.search_hits import engine_errors_as_answers
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.apps.api.v1.serializers.search import TypeaheadSerializer
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.course_metadata.models import Person
from course_discovery.apps.course_metadata.selectors.pages import people
from course_discovery.apps.search.queries.requests import include_restricted
from course_discovery.apps.search.selectors.typeahead import suggested_course_runs, suggested_people, suggested_programs

NO_WORDS = "The 'q' querystring parameter is required for searching."


def _words(request: Request) -> str:
    words = request.query_params.get("q")
    if not words:
        raise ValidationError([NO_WORDS])
    return words


class TypeaheadView(APIView):
    """Up to three course runs of different courses, and three programs, whose names begin with what was typed."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="search_typeahead",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, required=True, description="What was typed."),
            OpenApiParameter(
                "include_restricted", OpenApiTypes.STR, description="Comma-separated types of restricted runs to show."
            ),
        ],
        responses=TypeaheadSerializer,
    )
    def get(self, request: Request) -> Response:
        words, partner = _words(request), partner_for_request(request)
        opened = include_restricted(request_params(request))
        with engine_errors_as_answers():
            code = partner.short_code if partner else ""
            runs = suggested_course_runs(words, partner=code, include_restricted=opened)
            programs = suggested_programs(words, partner=code)
        return Response({"course_runs": runs, "programs": programs})


class PersonTypeaheadView(APIView):
    """The people whose name contains every word that was typed."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="search_person_typeahead",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, required=True, description="Words, or a person's UUID."),
            OpenApiParameter(
                "org", OpenApiTypes.STR, many=True, description="Key of an organization whose courses they teach in."
            ),
        ],
        responses=PersonSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        words, partner = _words(request), partner_for_request(request)
        of_partner = Person.objects.filter(partner=partner) if partner else Person.objects.none()
        found = suggested_people(words, of_partner.order_by("pk"), request.query_params.getlist("org"))
        shown = people(found).prefetch_related("position__organization__partner")
        return Response(PersonSerializer(shown, many=True, context={"request": request}).data)
