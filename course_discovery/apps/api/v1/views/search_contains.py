"""Whether catalogues that are defined by a query contain given courses and runs."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from course_discovery.apps.api.v1.search_hits import keys_matching, uuids_matching
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.rest.params import CsvParam, QueryParams, TextParam, UuidCsvParam

INCOMPLETE = "CatalogQueryContains endpoint requires query and identifiers list(s)"


class QueryContainsParams(QueryParams):
    query = TextParam(help_text="Query string over the indexes of courses and runs.")
    course_run_ids = CsvParam(help_text="Run keys, comma-separated.")
    course_uuids = UuidCsvParam(help_text="UUIDs of courses, comma-separated.")


class QueryContainsView(APIView):
    """Tells of each given run and course whether it matches the query, within the partner of the request's host."""

    permission_classes = (IsAuthenticated,)
    params_class = QueryContainsParams

    @extend_schema(
        responses={
            "200": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "400": OpenApiTypes.STR,
        }
    )
    def get(self, request: Request) -> Response:
        params = self.params_class.read(request)
        query, keys = params["query"], params["course_run_ids"] or []
        uuids = [str(uuid) for uuid in params["course_uuids"] or []]
        if not query or not (keys or uuids):
            return Response(INCOMPLETE, status=status.HTTP_400_BAD_REQUEST)
        partner = partner_for_request(request)
        found = keys_matching(query, keys, partner) if keys else set()
        if uuids:
            found |= uuids_matching(query, uuids, partner)
        return Response({name: name in found for name in (*keys, *uuids)})
