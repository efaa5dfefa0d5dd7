"""All that showing a page of programs or pathways needs, fetched in a number of queries that no row count changes.

Programs contain programs, by way of their curricula: those are found level by level, a few queries a level, and then
all programs of all levels are loaded together.

Callers name what they show (`needed`). Everything is found under its own name, as the properties of Program expect it;
courses and runs moreover have the `loaded_...` lists of course_metadata.selectors.pages, which their serializers read.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from course_discovery.apps.course_metadata.models import (
    CorporateEndorsement,
    Course,
    CourseRun,
    Endorsement,
    Organization,
    Person,
    Seat,
)
from course_discovery.apps.course_metadata.selectors.pages import (
    load_courses_of_partners,
    load_organizations,
    people,
    with_joins,
)
from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    Pathway,
    Program,
)

PROGRAM_JOINS = (
    "type",
    "partner",
    "product_source",
    "video__image",
    "primary_subject_override",
    "level_type_override",
    "language_override",
    "geolocation",
    "in_year_value",
    "taxi_form",
    "location_restriction",
    "subscription",
    "degree__additional_metadata",
)

# What a program of a list shows, and one alone. `staff` and `languages` are those of the runs, `subjects` and `topics`
# those of the courses; `prices` is what price_ranges looks at.
MINIMAL_PROGRAM = frozenset(
    {"authoring_organizations", "courses", "curricula", "degree", "labels", "overrides", "subscription", "type"}
)
EXTENDED_PROGRAM = MINIMAL_PROGRAM | {"expected_learning_items", "prices"}
FULL_PROGRAM = EXTENDED_PROGRAM | {
    "corporate_endorsements",
    "credit_backing_organizations",
    "faq",
    "individual_endorsements",
    "instructor_ordering",
    "job_outlook_items",
    "languages",
    "organization_tags",
    "staff",
    "subjects",
    "topics",
}
# What a course within a program shows (a name that load_courses knows each).
COURSE_OF_PROGRAM = frozenset({"authoring_organizations", "course_runs", "entitlements", "seats"})

# Lists of course_metadata.selectors.pages, and the relations whose rows they hold.
COURSE_LISTS = {
    "loaded_entitlements": "entitlements",
    "loaded_owners": "authoring_organizations",
    "loaded_subjects": "subjects",
}
RUN_LISTS = {"loaded_staff": "staff", "loaded_transcripts": "transcript_languages"}


def counting_runs(include_restricted: Collection[str] = ()) -> QuerySet[CourseRun]:
    """Return the official runs that count as the runs of a program's courses. Hidden ones do.

    Of restricted runs, those of the restriction types given.
    """
    return CourseRun.objects.without_restricted(include=tuple(include_restricted))


def with_program_joins(programs: QuerySet[Program]) -> QuerySet[Program]:
    """The same programs with the single objects that `load_programs` does not fetch."""
    return programs.select_related(*PROGRAM_JOINS)


def load_programs(
    programs: Sequence[Program],
    include_restricted: Collection[str] = (),
    needed: Set[str] = MINIMAL_PROGRAM,
    needed_of_courses: Set[str] = COURSE_OF_PROGRAM,
) -> None:
    """Loads `needed` for programs that came through `with_program_joins`, and a minimal form of those they contain.

    Runs of the restriction types given count too. `needed_of_courses` are names that load_courses knows; what the
    needs of the programs call for is added.
    """
    contained = _load_curricula(programs) if "curricula" in needed else []
    everything = [*programs, *contained]
    prefetch_related_objects(everything, *_lookups(needed & MINIMAL_PROGRAM))
    prefetch_related_objects(programs, *_lookups(needed - MINIMAL_PROGRAM))
    _load_organizations(everything, programs if "organization_tags" in needed else ())
    _load_people(programs, needed)
    if "courses" not in needed:
        return

    wanted = needed_of_courses | _needs_of_courses(needed)
    own = [course for program in everything for course in program.courses.all()]
    memberships = _course_memberships(everything) if "curricula" in needed else []
    in_curricula = [membership.course for membership in memberships]
    _load_courses([*own, *in_curricula], counting_runs(include_restricted), wanted)
    shown = [course for program in programs for course in program.courses.all()]
    if "prices" in needed:
        canonical = [course.canonical_course_run for course in shown if course.canonical_course_run is not None]
        prefetch_related_objects(canonical, Prefetch("seats", Seat.objects.order_by("created", "pk")))
    if "topics" in needed:
        prefetch_related_objects(shown, "topics")


def load_pathways(pathways: Sequence[Pathway], include_restricted: Collection[str] = ()) -> None:
    """Loads the programs of pathways in their minimal form, in order."""
    prefetch_related_objects(pathways, Prefetch("programs", with_program_joins(Program.objects.all())))
    load_programs([program for pathway in pathways for program in pathway.programs.all()], include_restricted)


def _lookups(needed: Set[str]) -> list[Any]:
    endorsements = Endorsement.objects.prefetch_related(Prefetch("endorser", people(Person.objects.all())))
    lookups: dict[str, list[Any]] = {
        "authoring_organizations": ["authoring_organizations"],
        "courses": [
            Prefetch("courses", with_joins(Course.objects.all())),
            Prefetch("excluded_course_runs", CourseRun.objects.only("pk", "draft", "draft_version")),
        ],
        "overrides": ["primary_subject_override__translations", "level_type_override__translations"],
        "type": ["type__translations", "type__applicable_seat_types"],
        "degree": [
            "degree__costs",
            "degree__deadlines",
            "degree__quick_facts",
            "degree__rankings",
            "degree__specializations",
        ],
        "labels": ["labels"],
        "subscription": ["subscription__prices"],
        "credit_backing_organizations": ["credit_backing_organizations"],
        "expected_learning_items": ["expected_learning_items"],
        "faq": ["faq"],
        "job_outlook_items": ["job_outlook_items"],
        "instructor_ordering": [Prefetch("instructor_ordering", people(Person.objects.all()))],
        "individual_endorsements": [Prefetch("individual_endorsements", endorsements)],
        "corporate_endorsements": [
            Prefetch("corporate_endorsements", CorporateEndorsement.objects.select_related("image")),
            Prefetch("corporate_endorsements__individual_endorsements", endorsements),
        ],
    }
    return [lookup for name in lookups if name in needed for lookup in lookups[name]]


def _needs_of_courses(needed: Set[str]) -> set[str]:
    needs = {"seats"} if "staff" in needed else set()
    for name, relations in {
        "languages": {"language", "transcript_languages"},
        "staff": {"staff"},
        "subjects": {"subjects"},
    }.items():
        if name in needed:
            needs |= relations
    return needs


def _load_curricula(programs: Sequence[Program]) -> list[Program]:
    """Loads the curricula of the programs and of all programs below; returns the latter, an object a program.

    A program that is found again is the same object, be it one of those given.
    """
    found = {program.pk: program for program in programs}
    level: Sequence[Program] = programs
    while level:
        prefetch_related_objects(
            level,
            Prefetch("curricula", Curriculum.objects.order_by("pk")),
            "curricula__curriculumcoursemembership_set",
            Prefetch("curricula__curriculumprogrammembership_set__program", with_program_joins(Program.objects.all())),
        )
        members = [
            membership
            for program in level
            for curriculum in program.curricula.all()
            for membership in curriculum.curriculumprogrammembership_set.all()
        ]
        level = list({each.program_id: each.program for each in members if each.program_id not in found}.values())
        found |= {program.pk: program for program in level}
        for membership in members:
            membership.program = found[membership.program_id]
    given = {program.pk for program in programs}
    contained = [program for program in found.values() if program.pk not in given]
    memberships = _course_memberships([*programs, *contained])
    prefetch_related_objects(
        memberships,
        Prefetch("course", with_joins(Course._base_manager.all())),
        Prefetch("course_run_exclusions", CourseRun.objects.only("pk", "draft", "draft_version")),
    )
    return contained


def _course_memberships(programs: Sequence[Program]) -> list[CurriculumCourseMembership]:
    return [
        membership
        for program in programs
        for curriculum in program.curricula.all()
        for membership in curriculum.curriculumcoursemembership_set.all()
    ]


def _load_organizations(programs: Sequence[Program], with_tags: Sequence[Program]) -> None:
    prefetch_related_objects(list(_organizations(programs)), "partner")
    if with_tags:
        load_organizations(list(_organizations(with_tags)))


def _organizations(programs: Iterable[Program]) -> Iterable[Organization]:
    """Yields those that are loaded already."""
    for program in programs:
        for name in ("authoring_organizations", "credit_backing_organizations"):
            if name in getattr(program, "_prefetched_objects_cache", {}):
                yield from getattr(program, name).all()


def _load_people(programs: Sequence[Program], needed: Set[str]) -> None:
    """Loads the partners of the organizations that instructors and endorsers work for."""
    found: list[Person] = []
    for program in programs:
        if "instructor_ordering" in needed:
            found += program.instructor_ordering.all()
        if "individual_endorsements" in needed:
            found += [endorsement.endorser for endorsement in program.individual_endorsements.all()]
        if "corporate_endorsements" in needed:
            found += [
                endorsement.endorser
                for corporation in program.corporate_endorsements.all()
                for endorsement in corporation.individual_endorsements.all()
            ]
    prefetch_related_objects(found, "position__organization__partner")


def _load_courses(courses: Sequence[Course], runs: QuerySet[CourseRun], needed: Set[str]) -> None:
    load_courses_of_partners(courses, runs, needed)
    for course in courses:
        _also_by_own_name(course, COURSE_LISTS)
        if "course_runs" in needed:
            for run in course.course_runs.all():
                _also_by_own_name(run, RUN_LISTS)


def _also_by_own_name(row: Any, lists: dict[str, str]) -> None:
    """Makes what was loaded as a list of another name the answer of the relation itself."""
    for loaded, name in lists.items():
        if hasattr(row, loaded):
            rows = getattr(row, name).all()
            rows._result_cache = getattr(row, loaded)
            rows._prefetch_done = True
            row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
