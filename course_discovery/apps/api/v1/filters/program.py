"""Parameters of programs, and the rows they select."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from course_discovery.apps.api.v1.serializers.program_course import ShownRuns
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program, ProgramType
from course_discovery.rest.params import (
    BooleanParam,
    CsvParam,
    FlagParam,
    QueryParams,
    TextParam,
    TimestampParam,
    UuidCsvParam,
)

# By these a list can be sorted: columns of the program itself, so that no program appears twice.
SORTABLE = frozenset(
    {
        "uuid",
        "title",
        "subtitle",
        "type",
        "status",
        "marketing_slug",
        "hidden",
        "card_image_url",
        "marketing_hook",
        "total_hours_of_effort",
        "recent_enrollment_count",
        "organization_short_code_override",
        "primary_subject_override",
        "level_type_override",
        "language_override",
        "taxi_form",
        "program_duration_override",
        "data_modified_timestamp",
        "excluded_from_search",
        "excluded_from_seo",
        "has_ofac_restrictions",
        "ofac_comment",
    }
)


class StatusesParam(serializers.ListField):
    """A parameter that may be repeated, each time with one of a few values."""

    default_error_messages = {"invalid": "Select a valid choice. {value} is not one of the available choices."}

    def __init__(self, choices: list[str], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(child=serializers.ChoiceField(choices), required=False, **kwargs)

    def to_internal_value(self, data: list[str]) -> list[str]:
        for value in data:
            if value not in self.choices:
                self.fail("invalid", value=value)
        return data


class NestedRunsParams(QueryParams):
    """What the courses and runs within programs look like."""

    exclude_utm = FlagParam(help_text="Marketing URLs of runs without tracking parameters.")
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")


class ProgramParams(NestedRunsParams):
    marketable = BooleanParam(help_text="Only active programs with a page of their own, or only others.")
    status = StatusesParam(ProgramStatus.values, help_text="Programs of one of these statuses; may be repeated.")
    type = TextParam(help_text="The name of the type in any language, in any case.")
    types = CsvParam(help_text="Slugs of types, comma-separated.")
    uuids = UuidCsvParam(help_text="Program UUIDs, comma-separated.")
    hidden = BooleanParam(help_text="Only hidden programs, or only others.")
    marketing_slug = TextParam(help_text="The whole slug.")
    timestamp = TimestampParam(help_text="Programs whose data changed at or after this time.")
    q = TextParam(help_text="Query string over the program index; in lists, but not with `uuids_only`.")
    ordering = CsvParam(help_text="Names of fields, comma-separated, `-` before one for descending; default `id`.")
    extended = FlagParam(help_text="In lists: with `expected_learning_items` and `price_ranges`.")
    uuids_only = FlagParam(help_text="In lists: an array of UUIDs, all of them.")
    published_course_runs_only = FlagParam(help_text="Keep only published runs.")
    marketable_enrollable_course_runs_with_archived = FlagParam(
        help_text="Keep only runs that are marketable and open for enrollment, ended ones too; not in curricula."
    )
    use_full_course_serializer = FlagParam(help_text="Runs with all their fields.")
    fields = CsvParam(help_text="Names of the keys to show, in programs, their courses and runs.")
    omit = CsvParam(help_text="Names of the keys to leave out, in programs, their courses and runs.")


def filter_programs(programs: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The programs that meet every given parameter, each once."""
    if params["marketable"] is not None:
        marketable = Program.objects.marketable().order_by().values("pk")
        programs = programs.filter(pk__in=marketable) if params["marketable"] else programs.exclude(pk__in=marketable)
    if params["status"]:
        programs = programs.filter(status__in=params["status"])
    if params["type"]:
        named = ProgramType.objects.filter(translations__name_t__iexact=params["type"])
        programs = programs.filter(type__in=named.values("pk"))
    if params["types"]:
        programs = programs.filter(type__slug__in=params["types"])
    if params["uuids"]:
        programs = programs.filter(uuid__in=params["uuids"])
    if params["hidden"] is not None:
        programs = programs.filter(hidden=params["hidden"])
    if params["marketing_slug"]:
        programs = programs.filter(marketing_slug=params["marketing_slug"])
    if params["timestamp"]:
        programs = programs.filter(data_modified_timestamp__gte=params["timestamp"])
    return programs


def order_programs(programs: QuerySet[Any], names: list[str] | None, default: str = "pk") -> QuerySet[Any]:
    """By the named columns, else by `default`; then by id, so that pages never overlap. Other names are ignored."""
    known = [name for name in names or [] if name.removeprefix("-") in SORTABLE]
    return programs.order_by(*(known or [default]), "pk")


def shown_runs(params: dict[str, Any]) -> ShownRuns:
    """Which runs are shown, by the parameters of programs."""
    return ShownRuns(
        published_only=params["published_course_runs_only"],
        open_only=params["marketable_enrollable_course_runs_with_archived"],
    )
