"""What the catalogs hold, as feeds that Affiliate Window reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.views import APIView

from course_discovery.apps.api.api_access import is_approved
from course_discovery.apps.api.v1.filters.catalog import SoldRunsParams
from course_discovery.apps.api.v1.permissions import CatalogAccess
from course_discovery.apps.api.v1.search_hits import engine_errors_as_answers
from course_discovery.apps.api.v1.serializers.affiliate_window import course_products, program_product
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.membership import course_runs_on_sale, programs_of
from course_discovery.apps.catalogs.selectors.pages import (
    in_batches,
    load_sold_programs,
    load_sold_runs,
    programs_for_feeds,
)
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.rest.params import QueryParams
from course_discovery.rest.xml import XmlRenderer, document

MERCHANT = "merchant"


class MerchantRenderer(XmlRenderer):
    root = MERCHANT


class FeedView(APIView):
    permission_classes = (CatalogAccess,)
    renderer_classes = (MerchantRenderer,)
    params_class: type[QueryParams] = QueryParams

    @extend_schema(
        parameters=[OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Of the catalog.")],
        responses={(200, "application/xml"): OpenApiTypes.STR},
    )
    def get(self, request: Request, pk: str) -> StreamingHttpResponse:
        params = self.params_class.read(request)
        catalog = get_object_or_404(Catalog.objects.all(), pk=pk)
        self.check_object_permissions(request, catalog)
        with engine_errors_as_answers():
            products = self.products(catalog, params)
        return StreamingHttpResponse(
            document(MERCHANT, "product", products), content_type="application/xml; charset=utf-8"
        )

    def products(self, catalog: Catalog, params: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Returns what is yet to be read from the database; what the engine finds has been found."""
        raise NotImplementedError


class AffiliateWindowView(FeedView):
    """The paid seats of the runs that the catalog's courses sell."""

    params_class = SoldRunsParams

    def products(self, catalog: Catalog, params: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
        found = course_runs_on_sale(
            catalog,
            include_restricted=params["include_restricted"] or (),
            open_only=is_approved(self.request.user, partner_for_request(self.request)),
        )
        return course_products(in_batches(found, load_sold_runs), self.request.build_absolute_uri)


class ProgramsAffiliateWindowView(FeedView):
    """The programs that match the catalog's program query."""

    def products(self, catalog: Catalog, params: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
        found = programs_of(catalog, programs_for_feeds())
        absolute = self.request.build_absolute_uri
        return (program_product(program, absolute) for program in in_batches(found, load_sold_programs))
