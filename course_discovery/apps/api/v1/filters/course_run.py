"""Parameters of course runs, and the rows they select."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from rest_framework.exceptions import ValidationError

from course_discovery.apps.api.v1.filters.course import EDIT_OR_SEARCH
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.rest.params import BooleanParam, CsvParam, FlagParam, QueryParams, TextParam

ORDERINGS = {"start": F("start").asc(nulls_first=True), "-start": F("start").desc(nulls_last=True)}


class CourseRunParams(QueryParams):
    keys = CsvParam(help_text="Run keys, comma-separated.")
    hidden = BooleanParam(help_text="Only hidden runs, or only others.")
    active = BooleanParam(help_text="Only runs that are neither over nor closed for enrollment, or only others.")
    marketable = BooleanParam(help_text="Only runs that the marketing site shows, or only others.")
    license = TextParam(help_text="The license, in any case.")
    q = TextParam(help_text="Query string over the run index, the best hits first; not together with `editable`.")
    ordering = TextParam(help_text="`start` or `-start`; default: the key, or relevance with `q`.")
    editable = FlagParam(help_text="Drafts of the runs that the caller may edit.")
    exclude_utm = FlagParam(help_text="Marketing URLs without tracking parameters.")
    include_deleted_programs = FlagParam(help_text="Keep deleted programs.")
    include_unpublished_programs = FlagParam(help_text="Keep unpublished programs.")
    include_retired_programs = FlagParam(help_text="Keep retired programs.")
    include_retired_run_types = FlagParam(help_text="Keep runs of retired types.")
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")
    fields = CsvParam(help_text="Names of the keys to show.")
    omit = CsvParam(help_text="Names of the keys to leave out.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("editable") and attrs.get("q"):
            raise ValidationError({"q": [EDIT_OR_SEARCH]})
        return attrs


class ContainsParams(QueryParams):
    query = TextParam(required=True, help_text="Query string over the run index.")
    course_run_ids = CsvParam(required=True, help_text="Run keys, comma-separated.")


def filter_course_runs(runs: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The runs that meet every given parameter, each once."""
    if params["keys"]:
        runs = runs.filter(key__in=params["keys"])
    if params["hidden"] is not None:
        runs = runs.filter(hidden=params["hidden"])
    if params["active"] is not None:
        runs = _only(runs, CourseRun.everything.active(), params["active"])
    if params["marketable"] is not None:
        runs = _only(runs, CourseRun.everything.marketable(), params["marketable"])
    if params["license"]:
        runs = runs.filter(license__iexact=params["license"])
    return runs


def order_course_runs(runs: QuerySet[Any], ordering: str | None) -> QuerySet[Any]:
    """By start or by key without case, then by id, so that pages never overlap."""
    return runs.order_by(ORDERINGS.get(ordering or "", Lower("key")), "pk")


def _only(runs: QuerySet[Any], others: QuerySet[Any], wanted: bool) -> QuerySet[Any]:
    condition = Q(pk__in=others.values("pk"))
    return runs.filter(condition if wanted else ~condition)


def shown_runs(runs: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The runs that a course shows, by the course parameters that choose among them."""
    runs = runs.without_restricted(include=params["include_restricted"] or ())
    if not params["include_hidden_course_runs"]:
        runs = runs.filter(hidden=False)
    if params["published_course_runs_only"]:
        runs = runs.filter(status=CourseRunStatus.Published)
    if params["marketable_course_runs_only"]:
        runs = runs.marketable().active()
    if params["marketable_enrollable_course_runs_with_archived"]:
        runs = runs.marketable().enrollable()
    return runs
