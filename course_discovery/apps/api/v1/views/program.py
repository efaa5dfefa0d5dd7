from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.apps.api.v1.filters.program import ProgramParams, filter_programs, order_programs, shown_runs
from course_discovery.apps.api.v1.permissions import StaffWriting
from course_discovery.apps.api.v1.search_hits import programs_matching
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.serializers.program import (
    EXTENDED_PROGRAM_NEEDS,
    FULL_PROGRAM_NEEDS,
    PROGRAM_NEEDS,
    PROGRAM_NEEDS_OF_COURSES,
    CardImageSerializer,
    ExtendedProgramSerializer,
    MinimalProgramSerializer,
    ProgramSerializer,
)
from course_discovery.apps.api.v1.serializers.program_course import needed_of_courses
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.selectors.skills import skills_of_programs
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.selectors.pages import load_programs, with_program_joins
from course_discovery.apps.programs.services.card_image import BadImage, replace_card_image
from course_discovery.rest.caching import cached_response
from course_discovery.rest.pagination import ProxiedPagination
from course_discovery.rest.params import QueryParams
from course_discovery.rest.ranked import RankedRows
from course_discovery.rest.serializers import SparseFields

BAD_IMAGE = "Bad image data in request"


class ShowsPrograms(CachedReadViewSet):
    """What views that show whole programs share."""

    @cached_property
    def sparse(self) -> SparseFields:
        return SparseFields.read(self.request)

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context() | {"sparse": self.sparse}
        user = self.request.user
        if user.is_authenticated and self.request.method in SAFE_METHODS and not self.params["exclude_utm"]:
            context["tracking"] = tracking_query(self.request)
        return context


class ProgramViewSet(ShowsPrograms):
    """Program resource."""

    params_class = ProgramParams
    queryset = Program.objects.all()
    serializer_class = ProgramSerializer
    pagination_class = ProxiedPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    @property
    def is_list(self) -> bool:
        return self.lookup_field not in self.kwargs

    def selected(self) -> QuerySet[Program]:
        return filter_programs(self.of_partner(Program.objects.all()), self.params)

    def filter_queryset(self, queryset: QuerySet[Program]) -> Any:
        """One program is found whosever partner's it is."""
        if not self.is_list:
            return with_program_joins(filter_programs(queryset, self.params))
        programs = with_program_joins(order_programs(self.selected(), self.params["ordering"]))
        if self.params["q"] and self.partner:
            return programs_matching(self.params["q"], programs, self.partner)
        return RankedRows.in_their_order(programs)

    def get_serializer_class(self) -> Any:
        if self.action == "update_card_image" or self.params_class is QueryParams:
            return CardImageSerializer
        if not self.is_list:
            return ProgramSerializer
        return ExtendedProgramSerializer if self.params["extended"] else MinimalProgramSerializer

    def load(self, rows: list[Any]) -> None:
        needs = PROGRAM_NEEDS
        if not self.is_list:
            needs = FULL_PROGRAM_NEEDS
        elif self.params["extended"]:
            needs = EXTENDED_PROGRAM_NEEDS
        full_runs = self.params["use_full_course_serializer"]
        of_courses = needed_of_courses(self.sparse, shown_runs(self.params), full_runs=full_runs)
        of_courses |= self.sparse.needs(PROGRAM_NEEDS_OF_COURSES)
        load_programs(rows, self.params["include_restricted"] or (), self.sparse.needs(needs), of_courses)
        if not self.is_list:
            skills = skills_of_programs([program.uuid for program in rows])
            for program in rows:
                program.loaded_skills = skills[program.uuid]

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        if self.request.method in SAFE_METHODS:
            context["full_runs"] = self.params["use_full_course_serializer"]
            context["shown_runs"] = shown_runs(self.params)
        return context

    @extend_schema(parameters=[], request=CardImageSerializer, responses={200: str, 400: str})
    @action(detail=True, methods=["post"], permission_classes=(StaffWriting,), params_class=QueryParams)
    def update_card_image(self, request: Request, uuid: str) -> Response:
        """Stores the card image; both answers are plain texts."""
        program = get_object_or_404(Program, uuid=uuid)
        image = request.data.get("image") if isinstance(request.data, Mapping) else None
        try:
            replace_card_image(program, image)
        except BadImage:
            return Response(BAD_IMAGE, status=HTTPStatus.BAD_REQUEST)
        return Response(f"Successfully updated program card image for program {program.uuid}: {program.title}")

    @cached_response
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not self.params["uuids_only"]:
            return super().list(request, *args, **kwargs)
        programs = order_programs(self.selected(), self.params["ordering"], default="created")
        return Response([str(uuid) for uuid in programs.values_list("uuid", flat=True)])
