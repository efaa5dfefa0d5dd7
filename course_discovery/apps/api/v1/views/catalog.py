from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.apps.api.api_access import is_approved
from course_discovery.apps.api.v1.filters.catalog import (
    CatalogContainsParams,
    CatalogCoursesParams,
    CatalogCsvParams,
    CatalogsParams,
)
from course_discovery.apps.api.v1.permissions import CatalogAccess
from course_discovery.apps.api.v1.search_hits import engine_errors_as_answers
from course_discovery.apps.api.v1.serializers.catalog import CatalogSerializer
from course_discovery.apps.api.v1.serializers.catalog_course import CatalogCourseSerializer, needed_of_catalog_courses
from course_discovery.apps.api.v1.serializers.catalog_csv import csv_lines
from course_discovery.apps.api.v1.serializers.marketing import tracking_query
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.catalogs import viewers_of, visible_catalogs
from course_discovery.apps.catalogs.selectors.membership import (
    contains_course_runs,
    contains_courses,
    course_runs_on_sale,
    course_runs_shown,
    courses_counts,
    courses_of,
)
from course_discovery.apps.catalogs.selectors.pages import in_batches, load_sold_runs
from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.selectors.pages import load_courses_of_partners, with_joins
from course_discovery.apps.publisher.selectors.organizations import membership_of
from course_discovery.rest.pagination import ProxiedPagination
from course_discovery.rest.serializers import SparseFields

STAFF_ONLY = "Only staff users are permitted to filter by username. Remove the username parameter."
CSV_FILE = {(200, "text/csv"): OpenApiTypes.STR}


class CsvRenderer(BaseRenderer):
    """Lets clients ask for CSV, which the view itself writes; errors are lines of text."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in (data or {}).items())


class CatalogViewSet(mixins.CreateModelMixin, mixins.UpdateModelMixin, mixins.DestroyModelMixin, ReadViewSet):
    """Catalog resource."""

    permission_classes = (CatalogAccess,)
    queryset = Catalog.objects.all()
    serializer_class = CatalogSerializer
    pagination_class = ProxiedPagination

    @extend_schema(parameters=[CatalogsParams])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Catalog]:
        if self.action != "list":
            return Catalog.objects.all()
        return visible_catalogs(self._reader(CatalogsParams.read(self.request)["username"]))

    def _reader(self, username: str | None) -> User:
        """Whose list is asked for."""
        if not username:
            return self.request.user
        if not self.request.user.is_staff:
            raise PermissionDenied(STAFF_ONLY)
        reader = User.objects.filter(username=username).first()
        if reader is None:
            raise NotFound(f"No user with the username [{username}] exists.")
        return reader

    def load(self, rows: Sequence[Catalog]) -> None:
        viewers = viewers_of(rows)
        with engine_errors_as_answers():
            counts = courses_counts(rows)
        catalog: Any
        for catalog in rows:
            catalog.viewers = [user.username for user in viewers[catalog.pk]]
            catalog.courses_count = counts[catalog.pk]

    def get_object(self) -> Catalog:
        """The catalog, if the caller may do with it what is asked; not loaded."""
        return GenericAPIView.get_object(self)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        catalog = self.get_object()
        self.load([catalog])
        return Response(self.get_serializer(catalog).data)

    def perform_create(self, serializer: Any) -> None:
        with engine_errors_as_answers():
            serializer.save()
        self.load([serializer.instance])

    perform_update = perform_create

    @extend_schema(responses=CatalogCourseSerializer(many=True))
    @action(detail=True, params_class=CatalogCoursesParams)
    def courses(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The courses that the catalog holds."""
        catalog, sparse = self.get_object(), SparseFields.read(request)
        with engine_errors_as_answers():
            found = courses_of(
                catalog, with_joins(Course.objects.all()), open_only=is_approved(request.user, self.partner)
            )
        page: Any = self.paginator.paginate_queryset(found, request, view=self)
        is_internal = request.user.is_staff or membership_of(request.user).in_a_group
        runs = course_runs_shown(catalog, self.params["include_restricted"] or ())
        load_courses_of_partners(page, runs, needed_of_catalog_courses(sparse, is_internal=is_internal))
        if not is_internal:
            for course in page:
                course.loaded_editors = []
        context = self.get_serializer_context() | {
            "sparse": sparse,
            "tracking": self._tracking(),
            "is_internal": is_internal,
            "links_archived_runs": catalog.include_archived,
        }
        return self.paginator.get_paginated_response(CatalogCourseSerializer(page, many=True, context=context).data)

    @extend_schema(
        responses={
            200: {
                "type": "object",
                "properties": {"courses": {"type": "object", "additionalProperties": {"type": "boolean"}}},
                "required": ["courses"],
            }
        }
    )
    @action(detail=True, pagination_class=None, params_class=CatalogContainsParams)
    def contains(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Which of the given courses and runs the catalog holds."""
        catalog, held = self.get_object(), {}
        with engine_errors_as_answers():
            if keys := self.params["course_id"]:
                held |= contains_courses(catalog, keys)
            if keys := self.params["course_run_id"]:
                held |= contains_course_runs(catalog, keys)
        return Response({"courses": held})

    @extend_schema(responses=CSV_FILE)
    @action(
        detail=True,
        pagination_class=None,
        params_class=CatalogCsvParams,
        renderer_classes=(JSONRenderer, BrowsableAPIRenderer, CsvRenderer),
    )
    def csv(self, request: Request, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """The runs of the catalog's courses that are active and marketable, as a file."""
        catalog = self.get_object()
        with engine_errors_as_answers():
            found = course_runs_on_sale(catalog, include_restricted=self.params["include_restricted"] or ())
        lines = csv_lines(in_batches(found, load_sold_runs), self._tracking())
        name = f"catalog_{catalog.pk}_{timezone.now():%Y-%m-%d-%H-%M}.csv"
        return StreamingHttpResponse(
            lines, content_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def _tracking(self) -> str:
        return "" if self.params["exclude_utm"] else tracking_query(self.request)
