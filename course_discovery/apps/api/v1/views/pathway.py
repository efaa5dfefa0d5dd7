from typing import Any

from django.db.models import QuerySet

from course_discovery.apps.api.v1.filters.pathway import PathwayParams, filter_pathways
from course_discovery.apps.api.v1.permissions import CatalogueMaking
from course_discovery.apps.api.v1.serializers.pathway import PathwaySerializer
from course_discovery.apps.api.v1.views.program import ShowsPrograms
from course_discovery.apps.programs.models import Pathway
from course_discovery.apps.programs.selectors.pages import load_pathways
from course_discovery.rest.pagination import PageNumberPagination


class PathwayViewSet(ShowsPrograms):
    permission_classes = (CatalogueMaking,)
    params_class = PathwayParams
    queryset = Pathway.objects.order_by("created", "pk")
    serializer_class = PathwaySerializer
    pagination_class = PageNumberPagination
    lookup_value_regex = "[0-9]{1,9}"

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return filter_pathways(self.of_partner(queryset), self.params)

    def load(self, rows: list[Any]) -> None:
        load_pathways(rows, self.params["include_restricted"] or ())
