"""Parameters of courses, and the rows they select."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.constants import EXTERNAL_COURSE_TYPES
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.rest.params import (
    CsvParam,
    FlagParam,
    IntegerCsvParam,
    QueryParams,
    TextParam,
    TimestampParam,
    UuidCsvParam,
)

OPEN_COURSES = "open-courses"
EDIT_OR_SEARCH = "Specifying both editable=1 and a q parameter is not supported."
# By these a list can be sorted: columns of the course itself, so that no course appears twice.
SORTABLE = frozenset(
    {
        "key",
        "uuid",
        "title",
        "short_description",
        "type",
        "enterprise_subscription_inclusion",
        "excluded_from_seo",
        "excluded_from_search",
        "full_description",
        "level_type",
        "prerequisites_raw",
        "modified",
        "syllabus_raw",
        "outcome",
        "card_image_url",
        "additional_information",
        "faq",
        "learner_testimonials",
        "enrollment_count",
        "recent_enrollment_count",
        "key_for_reruns",
        "organization_short_code_override",
        "product_source",
        "data_modified_timestamp",
    }
)


class CourseParams(QueryParams):
    keys = CsvParam(help_text="Course keys, comma-separated.")
    uuids = UuidCsvParam(help_text="Course UUIDs, comma-separated.")
    course_type = TextParam(help_text="Slug of a course type; `open-courses` is every type of the platform's own.")
    course_run_statuses = CsvParam(
        help_text="Courses with a visible run of one of these statuses, comma-separated; `in_review`, `unsubmitted` "
        "and `archived` name more than one."
    )
    editors = IntegerCsvParam(help_text="Courses with one of these editors: user ids, comma-separated.")
    timestamp = TimestampParam(help_text="Courses whose data changed at or after this time.")
    q = TextParam(help_text="Query string over the course index; not together with `editable`.")
    pubq = TextParam(help_text="With `editable`: courses whose key or title contains this text.")
    ordering = CsvParam(help_text="Names of fields, comma-separated, `-` before one for descending; default `key`.")
    editable = FlagParam(help_text="Drafts of the courses that the caller may edit.")
    exclude_utm = FlagParam(help_text="Marketing URLs without tracking parameters.")
    include_deleted_programs = FlagParam(help_text="Keep deleted programs.")
    include_hidden_course_runs = FlagParam(help_text="Keep hidden runs.")
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")
    include_retired_course_types = FlagParam(help_text="Keep courses of retired types.")
    marketable_course_runs_only = FlagParam(help_text="Keep only runs that are marketable and active.")
    marketable_enrollable_course_runs_with_archived = FlagParam(
        help_text="Keep only runs that are marketable and open for enrollment, ended ones too."
    )
    published_course_runs_only = FlagParam(help_text="Keep only published runs.")
    fields = CsvParam(help_text="Names of the keys to show, in courses and in their runs.")
    omit = CsvParam(help_text="Names of the keys to leave out, in courses and in their runs.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("editable") and attrs.get("q"):
            raise ValidationError({"q": [EDIT_OR_SEARCH]})
        return attrs


def filter_courses(courses: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The courses that meet every given parameter, each once."""
    if params["keys"]:
        courses = courses.filter(key__in=params["keys"])
    if params["uuids"]:
        courses = courses.filter(uuid__in=params["uuids"])
    if params["course_type"] == OPEN_COURSES:
        courses = courses.exclude(type__slug__in=EXTERNAL_COURSE_TYPES)
    elif params["course_type"]:
        courses = courses.filter(type__slug=params["course_type"])
    if params["timestamp"]:
        courses = courses.filter(data_modified_timestamp__gte=params["timestamp"])
    if params["editors"]:
        courses = courses.filter(pk__in=_edited_by(courses, params["editors"]))
    if params["editable"] and params["pubq"]:
        # Keys compare exactly, on MySQL even when asked not to.
        courses = courses.alias(lower_key=Lower("key")).filter(
            Q(lower_key__contains=params["pubq"].lower()) | Q(title__icontains=params["pubq"])
        )
    if params["course_run_statuses"]:
        runs = CourseRun.everything.filter(course=OuterRef("pk"), hidden=False)
        courses = courses.filter(Exists(runs.filter(_with_status(params["course_run_statuses"]))))
    return courses


def order_courses(courses: QuerySet[Any], names: list[str] | None) -> QuerySet[Any]:
    """By the named columns, else by key without case; then by id, so that pages never overlap. Others are ignored."""
    known = [name for name in names or [] if name.removeprefix("-") in SORTABLE]
    return courses.order_by(*(known or [Lower("key")]), "pk")


def _edited_by(courses: QuerySet[Any], users: list[int]) -> QuerySet[Any]:
    editors = courses.model._meta.get_field("editors").related_model
    return editors.objects.filter(user__in=users).values("course")


def _with_status(statuses: list[str]) -> Q:
    ended = Q(end__lt=timezone.now())
    composite = {
        "in_review": Q(status__in=[CourseRunStatus.LegalReview, CourseRunStatus.InternalReview]),
        "unsubmitted": Q(status=CourseRunStatus.Unpublished) & (~ended | Q(end=None)),
        "archived": Q(status=CourseRunStatus.Unpublished) & ended,
    }
    condition = Q(status__in=[status for status in statuses if status not in composite])
    for name in statuses:
        if name in composite:
            condition |= composite[name]
    return condition
