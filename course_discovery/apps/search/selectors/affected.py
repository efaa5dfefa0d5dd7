"""Which courses a change of a row concerns, so that their documents are brought up to date."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, Q

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Course,
    CourseRun,
    CourseRunType,
    CourseType,
    LevelType,
    Organization,
    Person,
    RestrictedCourseRun,
    Seat,
    Source,
    Subject,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag

# Ways from a course to a row whose values its document, or the documents of its runs, show.
PATHS_FROM_COURSE: dict[type[Model], tuple[str, ...]] = {
    AdditionalMetadata: ("additional_metadata",),
    Course: ("",),
    CourseRun: ("course_runs",),
    CourseRunType: ("course_runs__type",),
    CourseType: ("type",),
    LanguageTag: ("course_runs__language", "course_runs__transcript_languages"),
    LevelType: ("level_type",),
    Organization: ("authoring_organizations", "sponsoring_organizations"),
    Partner: ("partner",),
    Person: ("course_runs__staff",),
    RestrictedCourseRun: ("course_runs__restricted_run",),
    Seat: ("course_runs__seats",),
    Source: ("product_source",),
    Subject: ("subjects",),
    # The name of a subject lives in its translations.
    Subject._parler_meta.root_model: ("subjects__translations",),
}


def courses_affected_by(model: type[Model], pks: Collection[Any]) -> set[int]:
    """Return the ids of the official courses whose documents show something of these rows; one query."""
    touched = Q()
    for path in PATHS_FROM_COURSE[model]:
        touched |= Q(**{f"{path}__pk__in".removeprefix("__"): list(pks)})
    return set(Course.objects.filter(touched).values_list("pk", flat=True))


def run_ids_of_courses(course_ids: Collection[int]) -> set[int]:
    """Return the ids of all runs of the courses, shown or not."""
    return set(CourseRun.everything.filter(course__in=course_ids).values_list("pk", flat=True))
