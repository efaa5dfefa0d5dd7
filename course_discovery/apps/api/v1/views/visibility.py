"""Why a course, a course run or a program is shown, or is not: for those who make the catalogue."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.api.v1.permissions import CatalogueMaking
from course_discovery.apps.api.v1.serializers.visibility import VisibilitySerializer
from course_discovery.apps.catalogs.selectors.catalogs import visible_catalogs
from course_discovery.apps.core.models import Partner, User
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.apps.publisher.selectors.editing import (
    editable_course_runs,
    editable_courses,
    editable_programs,
)
from course_discovery.apps.visibility.selectors import subjects
from course_discovery.apps.visibility.selectors.explanations import CATALOGS_SHOWN, CatalogChoice, explain
from course_discovery.apps.visibility.selectors.subjects import Rows
from course_discovery.rest.params import QueryParams

MOST_CATALOGS = 200
LARGEST_OFFSET = 2**31 - 1


class VisibilityParams(QueryParams):
    catalogs_limit = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_CATALOGS,
        help_text=f"How many catalogs to look at, {CATALOGS_SHOWN} unless given.",
    )
    catalogs_offset = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_OFFSET, help_text="How many catalogs to leave out, by id."
    )


class VisibilityView(APIView):
    permission_classes = (CatalogueMaking,)
    params_class = VisibilityParams
    what = ""

    @extend_schema(responses=VisibilitySerializer)
    def get(self, request: Request, name: str) -> Response:
        """Each place where it may appear, with every rule that decides, its outcome and what it found.

        Of other partners' it tells that they are not of this site's catalogue. Catalogs are those the caller may read.
        """
        params, partner = VisibilityParams.read(request), partner_for_request(request)
        found = self.found(name, request.user, partner)
        if found is None:
            raise Http404(f"No {self.what} matches the given query.")
        limit = params["catalogs_limit"]
        choice = CatalogChoice(
            visible_catalogs(request.user),
            limit=CATALOGS_SHOWN if limit is None else limit,
            offset=params["catalogs_offset"] or 0,
        )
        return Response(VisibilitySerializer(explain(found, partner, choice)).data)

    def found(self, name: str, user: Any, partner: Partner | None) -> Rows | None:
        """Return what is called that among what the account may edit."""
        raise NotImplementedError


class CourseVisibilityView(VisibilityView):
    what = "Course"

    def found(self, name: str, user: User, partner: Partner | None) -> Rows | None:
        return subjects.course_named(name, editable_courses(user, subjects.courses()), partner)


class CourseRunVisibilityView(VisibilityView):
    what = "CourseRun"

    def found(self, name: str, user: User, partner: Partner | None) -> Rows | None:
        return subjects.course_run_named(name, editable_course_runs(user, subjects.course_runs()), partner)


class ProgramVisibilityView(VisibilityView):
    what = "Program"

    def found(self, name: str, user: User, partner: Partner | None) -> Rows | None:
        program = subjects.program_named(name, editable_programs(user, subjects.programs()))
        return Rows(program, None) if program else None
