from typing import Any

from django.db.models import QuerySet

from course_discovery.apps.api.v1.filters.program import NestedRunsParams
from course_discovery.apps.programs.choices import PathwayStatus
from course_discovery.rest.params import ChoiceParam, CsvParam


class PathwayParams(NestedRunsParams):
    status = ChoiceParam(tuple(PathwayStatus.values), help_text="Pathways of this status.")
    fields = CsvParam(help_text="Names of the keys to show, in courses and their runs.")
    omit = CsvParam(help_text="Names of the keys to leave out, in courses and their runs.")


def filter_pathways(pathways: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The pathways that meet every given parameter."""
    return pathways.filter(status=params["status"]) if params["status"] else pathways
