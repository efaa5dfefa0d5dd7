"""The rows that were not loaded, to download as a file."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse

from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.selectors.failures import failures_csv


def failures_file(request: HttpRequest, source_runs: Iterable[SourceRun], name: str) -> StreamingHttpResponse:
    """Answer with a CSV file of this name of what these runs could not load, for those who may see row failures."""
    if not (
        request.user.has_perm("data_loading.view_rowfailure") or request.user.has_perm("data_loading.change_rowfailure")
    ):
        raise PermissionDenied
    return StreamingHttpResponse(
        failures_csv(source_runs),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
