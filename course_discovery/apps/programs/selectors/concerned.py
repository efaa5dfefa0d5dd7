"""Which programs show something of a row. Answers are sets of primary keys, found in at most two queries."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model, Q

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    CertificateInfo,
    Course,
    CourseEntitlement,
    CourseLocationRestriction,
    CourseRun,
    Fact,
    GeoLocation,
    ProductMeta,
    ProductValue,
    Seat,
    TaxiForm,
)
from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumProgramMembership,
    DegreeAdditionalMetadata,
    DegreeCost,
    DegreeDeadline,
    IconTextPairing,
    Program,
    ProgramLocationRestriction,
    Ranking,
    Specialization,
)

# From a course to what it is made of.
COURSE_PATHS: dict[type[Model], str] = {
    Course: "pk",
    CourseRun: "course_runs",
    Seat: "course_runs__seats",
    CourseEntitlement: "entitlements",
    AdditionalMetadata: "additional_metadata",
    Fact: "additional_metadata__facts",
    CertificateInfo: "additional_metadata__certificate_info",
    ProductMeta: "additional_metadata__product_meta",
    TaxiForm: "additional_metadata__taxi_form",
    CourseLocationRestriction: "location_restriction",
    GeoLocation: "geolocation",
    ProductValue: "in_year_value",
}
# From a program to what it refers to itself.
PROGRAM_PATHS: dict[type[Model], str] = {
    TaxiForm: "taxi_form",
    GeoLocation: "geolocation",
    ProductValue: "in_year_value",
    Ranking: "degree__rankings",
    Specialization: "degree__specializations",
}
# Rows that belong to one program: its primary key.
OWNERS: dict[type[Model], Callable[[Any], int | None]] = {
    ProgramLocationRestriction: lambda restriction: restriction.program_id,
    Curriculum: lambda curriculum: curriculum.program_id,
    CurriculumProgramMembership: lambda membership: membership.curriculum.program_id,
    CurriculumCourseMembership: lambda membership: membership.curriculum.program_id,
    DegreeDeadline: lambda deadline: deadline.degree_id,
    DegreeCost: lambda cost: cost.degree_id,
    DegreeAdditionalMetadata: lambda metadata: metadata.degree_id,
    IconTextPairing: lambda fact: fact.degree_id,
}


def programs_concerned(row: Model) -> set[int]:
    """Return the programs that show something of the row: as its owner, by reference, or through their courses."""
    model = type(row)
    programs: set[int] = set()
    if model in OWNERS:
        programs |= {owner for owner in [OWNERS[model](row)] if owner is not None}
    if model in PROGRAM_PATHS:
        programs |= set(Program.objects.filter(**{PROGRAM_PATHS[model]: row.pk}).values_list("pk", flat=True))
    if model in COURSE_PATHS:
        courses = Course.everything.filter(**{COURSE_PATHS[model]: row.pk})
        programs |= programs_of_courses(set(courses.values_list("pk", flat=True)))
    return programs


def programs_of_courses(course_ids: Collection[int]) -> set[int]:
    """Return the programs that contain the courses, given by the primary keys of drafts or of official rows."""
    if not course_ids:
        return set()
    containing = Program.objects.filter(Q(courses__in=course_ids) | Q(courses__draft_version__in=course_ids))
    return set(containing.order_by().values_list("pk", flat=True))
