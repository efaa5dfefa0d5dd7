"""Which documents a change of a row concerns, so that they are brought up to date."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    FAQ,
    AdditionalMetadata,
    CorporateEndorsement,
    Course,
    CourseEntitlement,
    CourseRun,
    CourseRunType,
    CourseType,
    Endorsement,
    ExpectedLearningItem,
    JobOutlookItem,
    LevelType,
    Organization,
    Person,
    Position,
    Prerequisite,
    RestrictedCourseRun,
    Seat,
    Source,
    Subject,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
from course_discovery.apps.programs.models import DegreeAdditionalMetadata, Program, ProgramType

Paths = dict[type[Model], tuple[str, ...]]
# Names live in the translations of a row.
_SUBJECT_NAME: type[Model] = Subject._parler_meta.root_model
_PROGRAM_TYPE_NAME: type[Model] = ProgramType._parler_meta.root_model

# Ways from a row that has a document to a row whose values the document shows; a course stands for its runs too.
_FROM_COURSE: Paths = {
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
    Program: ("programs",),
    ProgramType: ("programs__type",),
    RestrictedCourseRun: ("course_runs__restricted_run",),
    Seat: ("course_runs__seats",),
    Source: ("product_source",),
    Subject: ("subjects",),
    _SUBJECT_NAME: ("subjects__translations",),
}
_FROM_PROGRAM: Paths = {
    CorporateEndorsement: ("corporate_endorsements",),
    Course: ("courses",),
    CourseEntitlement: ("courses__entitlements",),
    CourseRun: ("courses__course_runs",),
    DegreeAdditionalMetadata: ("degree__additional_metadata",),
    Endorsement: ("individual_endorsements", "corporate_endorsements__individual_endorsements"),
    ExpectedLearningItem: ("expected_learning_items",),
    FAQ: ("faq",),
    JobOutlookItem: ("job_outlook_items",),
    LanguageTag: ("courses__course_runs__language", "courses__course_runs__transcript_languages"),
    Organization: ("authoring_organizations", "credit_backing_organizations"),
    Partner: ("partner",),
    Person: (
        "courses__course_runs__staff",
        "individual_endorsements__endorser",
        "corporate_endorsements__individual_endorsements__endorser",
    ),
    Program: ("",),
    ProgramType: ("type",),
    _PROGRAM_TYPE_NAME: ("type__translations",),
    RestrictedCourseRun: ("courses__course_runs__restricted_run",),
    Seat: ("courses__course_runs__seats",),
    Subject: ("courses__subjects",),
    _SUBJECT_NAME: ("courses__subjects__translations",),
}
_FROM_PERSON: Paths = {
    Course: ("courses_staffed__course",),
    CourseRun: ("courses_staffed",),
    LanguageTag: ("bio_language",),
    Organization: ("courses_staffed__course__authoring_organizations",),
    Partner: ("partner",),
    Person: ("",),
    Position: ("position",),
}
_FROM_PATHWAY: Paths = {
    Course: ("steps__courses__course", "steps__programs__program__courses", "steps__blocks__course"),
    LearnerPathway: ("",),
    LearnerPathwayBlock: ("steps__blocks",),
    LearnerPathwayCourse: ("steps__courses",),
    LearnerPathwayProgram: ("steps__programs",),
    LearnerPathwayStep: ("steps",),
    Partner: ("partner",),
    Program: ("steps__programs__program",),
}
# By document type: the rows that have a document, and the ways from there.
_WAYS: dict[str, tuple[Any, Paths]] = {
    "course": (Course.objects, _FROM_COURSE),
    "learner_pathway": (LearnerPathway.objects, _FROM_PATHWAY),
    "person": (Person.objects, _FROM_PERSON),
    "program": (Program.objects, _FROM_PROGRAM),
}
# The models whose rows some document shows.
SHOWN_MODELS: frozenset[type[Model]] = frozenset(model for _, paths in _WAYS.values() for model in paths)

# Those whose rows editors move from one row with a document to another. (Runs too: see services/indexing.py.)
MOVING_MODELS: tuple[type[Model], ...] = (
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)


def shown_as(model: type[Model]) -> type[Model] | None:
    """Return the model as which documents show rows of this one: a degree is a program. None when none does."""
    return next((shown for shown in (model, *model._meta.get_parent_list()) if shown in SHOWN_MODELS), None)


def affected(changed: Mapping[type[Model], Collection[Any]]) -> dict[str, set[int]]:
    """Return document type -> primary keys of the rows whose documents show something of the changed rows.

    `changed` maps models of SHOWN_MODELS to primary keys. Courses are official ones. One query at most for each type.
    """
    return {name: _affected(rows, paths, changed) for name, (rows, paths) in _WAYS.items()}


def _affected(rows: Any, paths: Paths, changed: Mapping[type[Model], Collection[Any]]) -> set[int]:
    touched = [
        rows.order_by().filter(**{f"{path}__pk__in".removeprefix("__"): list(pks)}).values_list("pk")
        for model, pks in changed.items()
        if pks
        for path in paths.get(model, ())
    ]
    if not touched:
        return set()
    first, *others = touched
    return {pk for (pk,) in (first.union(*others) if others else first)}
