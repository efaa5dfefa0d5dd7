"""Which courses a change of a row concerns, so that their documents are brought up to date."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Course,
    CourseRun,
    CourseRunType,
    CourseType,
    ExpectedLearningItem,
    LevelType,
    Organization,
    Person,
    Prerequisite,
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
    ExpectedLearningItem: ("expected_learning_items",),
    LanguageTag: ("course_runs__language", "course_runs__transcript_languages"),
    LevelType: ("level_type",),
    Organization: ("authoring_organizations", "sponsoring_organizations"),
    Partner: ("partner",),
    Person: ("course_runs__staff",),
    Prerequisite: ("prerequisites",),
    RestrictedCourseRun: ("course_runs__restricted_run",),
    Seat: ("course_runs__seats",),
    Source: ("product_source",),
    Subject: ("subjects",),
    # The name of a subject lives in its translations.
    Subject._parler_meta.root_model: ("subjects__translations",),
}


def courses_affected_by(model: type[Model], pks: Collection[Any]) -> set[int]:
    """Return the ids of the official courses whose documents show something of these rows; one query."""
    return courses_affected({model: pks})


def courses_affected(changed: Mapping[type[Model], Collection[Any]]) -> set[int]:
    """Return the same for rows of several models (model -> primary keys); one query at most."""
    touched = [
        Course.objects.order_by().filter(**{f"{path}__pk__in".removeprefix("__"): list(pks)}).values_list("pk")
        for model, pks in changed.items()
        if pks
        for path in PATHS_FROM_COURSE[model]
    ]
    if not touched:
        return set()
    first, *others = touched
    return {pk for (pk,) in (first.union(*others) if others else first)}
