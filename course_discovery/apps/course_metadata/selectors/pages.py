"""All that showing a page of courses, runs or people needs, fetched in a number of queries that no row count changes.

Callers name what they show (`needed`), so that a list of a few columns costs little. What a model's own properties look
at is prefetched under its own name. Other relations become plain lists named `loaded_...`, which spares a query set
for each row and relation.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    Course,
    CourseEditor,
    CourseEntitlement,
    CourseRun,
    Organization,
    Person,
    PersonAreaOfExpertise,
    PersonSocialNetwork,
    Seat,
    Subject,
)
from course_discovery.apps.course_metadata.selectors.skills import skills_of_courses
from course_discovery.apps.course_metadata.selectors.texts import short_texts

COURSE_JOINS = (
    "type",
    "level_type",
    "product_source",
    "video__image",
    "canonical_course_run",
    "extra_description",
    "additional_metadata__certificate_info",
    "additional_metadata__product_meta",
    "additional_metadata__taxi_form",
    "geolocation",
    "location_restriction",
    "in_year_value",
    "_official_version",
)
RUN_JOINS = ("type", "language", "expected_program_type", "video__image", "restricted_run", "_official_version")
COURSE_JOINS_OF_RUNS = ("course__type", "course__level_type", "course__video__image")

# Names that `needed` may hold.
RUN_RELATIONS = frozenset({"language", "seats", "staff", "transcript_languages"})
COURSE_RELATIONS = RUN_RELATIONS | {
    "additional_metadata",
    "authoring_organizations",
    "collaborators",
    "course_runs",
    "editors",
    "entitlements",
    "level_type",
    "skills",
    "sponsoring_organizations",
    "subjects",
    "texts",
    "url_slug_history",
}
# What comes with the one query of all short texts.
NEED_TEXTS = frozenset({"additional_metadata", "authoring_organizations", "sponsoring_organizations", "texts"})


def with_joins(courses: QuerySet[Course]) -> QuerySet[Course]:
    """The same courses with the single objects that `load_courses` does not fetch."""
    return courses.select_related(*COURSE_JOINS)


def with_course(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """The same runs with the single objects, the course among them, that `load_course_runs` does not fetch."""
    return runs.select_related(*RUN_JOINS, *COURSE_JOINS_OF_RUNS)


def people(queryset: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with all that they show, except for the partners of the organizations they work for."""
    return queryset.select_related("position__organization").prefetch_related(
        Prefetch("areas_of_expertise", PersonAreaOfExpertise.objects.order_by("pk"), to_attr="loaded_expertise"),
        Prefetch("person_networks", PersonSocialNetwork.objects.order_by("pk"), to_attr="loaded_networks"),
    )


def load_organizations(organizations: Sequence[Organization]) -> None:
    """Sets `loaded_tags`, the names of their tags."""
    tags = short_texts([], [organization.pk for organization in organizations]).organization_tags
    organization: Any
    for organization in organizations:
        organization.loaded_tags = tags[organization.pk]


def load_courses(
    courses: Sequence[Course],
    partner: Partner,
    runs: QuerySet[CourseRun],
    needed: Set[str] = COURSE_RELATIONS,
) -> None:
    """Loads `needed` for courses of one partner that came through `with_joins`.

    Of their runs, only those among `runs` count as theirs from then on. Sets, as needed, `texts` (CourseTexts),
    `loaded_entitlements`, `loaded_subjects`, `loaded_owners`, `loaded_sponsors`, `loaded_collaborators`,
    `loaded_editors` and `loaded_skills`; on organizations `loaded_tags`, on product metas `loaded_keywords`.
    """
    for course in courses:
        course.partner = partner
    lookups: dict[str, list[Any]] = {
        "level_type": ["level_type__translations"],
        "course_runs": [Prefetch("course_runs", _with_run_relations(runs, needed).in_page_order())],
        "authoring_organizations": [
            Prefetch("authoring_organizations", Organization.objects.all(), to_attr="loaded_owners")
        ],
        "sponsoring_organizations": [
            Prefetch("sponsoring_organizations", Organization.objects.all(), to_attr="loaded_sponsors")
        ],
        "subjects": [Prefetch("subjects", Subject.objects.prefetch_related("translations"), to_attr="loaded_subjects")],
        "url_slug_history": ["url_slug_history", *_official_slugs(courses)],
        "collaborators": [Prefetch("collaborators", to_attr="loaded_collaborators")],
        "entitlements": [
            Prefetch("entitlements", CourseEntitlement.everything.select_related("mode"), to_attr="loaded_entitlements")
        ],
        "additional_metadata": ["additional_metadata__facts"],
        "editors": [Prefetch("editors", CourseEditor.objects.select_related("user").order_by("pk"), "loaded_editors")],
    }
    prefetch_related_objects(courses, *(lookup for name in lookups if name in needed for lookup in lookups[name]))
    own_organizations = list(_organizations_of_courses(courses))
    if needed & NEED_TEXTS:
        _load_texts(courses, own_organizations)
    if "skills" in needed:
        _load_skills(courses)
    runs_shown = [run for course in courses for run in course.course_runs.all()] if "course_runs" in needed else []
    _share_partner([*own_organizations, *_organizations_of_staff(runs_shown)], partner)


def load_courses_of_partners(courses: Sequence[Course], runs: QuerySet[CourseRun], needed: Set[str]) -> None:
    """`load_courses` for courses of any partners, which are nearly always of one."""
    for pk, partner in Partner.objects.in_bulk({course.partner_id for course in courses}).items():
        load_courses([course for course in courses if course.partner_id == pk], partner, runs, needed)


def load_course_runs(
    runs: Sequence[CourseRun], partner: Partner, needed: Collection[str] = RUN_RELATIONS | {"level_type"}
) -> None:
    """Loads `needed` for runs of one partner that came through `with_course`.

    Sets `loaded_staff` and `loaded_transcripts` as needed.
    """
    for run in runs:
        run.course.partner = partner
    level = ["course__level_type__translations"] if "level_type" in needed else []
    prefetch_related_objects(runs, *level, *_run_lookups(needed))
    _share_partner(_organizations_of_staff(runs), partner)


def _with_run_relations(runs: QuerySet[CourseRun], needed: Collection[str]) -> Any:
    return runs.select_related(*RUN_JOINS).prefetch_related(*_run_lookups(needed))


def _run_lookups(needed: Collection[str]) -> list[Any]:
    lookups: dict[str, list[Any]] = {
        "language": ["language__translations"],
        "seats": [Prefetch("seats", Seat.everything.order_by("created", "pk"))],
        "transcript_languages": [Prefetch("transcript_languages", to_attr="loaded_transcripts")],
        "staff": [Prefetch("staff", people(Person.objects.all()), to_attr="loaded_staff")],
    }
    return [lookup for name in lookups if name in needed for lookup in lookups[name]]


def _load_texts(courses: Sequence[Course], organizations: Iterable[Organization]) -> None:
    course: Any
    organization: Any
    meta: Any
    metas = [metadata.product_meta for course in courses if (metadata := course.additional_metadata)]
    texts = short_texts(
        [course.pk for course in courses],
        {organization.pk for organization in organizations},
        {meta.pk for meta in metas if meta},
    )
    for course in courses:
        course.texts = texts.courses[course.pk]
    for organization in organizations:
        organization.loaded_tags = texts.organization_tags[organization.pk]
    for meta in metas:
        if meta:
            meta.loaded_keywords = texts.product_meta_keywords[meta.pk]


def _load_skills(courses: Sequence[Course]) -> None:
    skills = skills_of_courses({course.key for course in courses})
    course: Any
    for course in courses:
        course.loaded_skills = skills[course.key]


def _official_slugs(courses: Iterable[Course]) -> list[str]:
    """A draft without a slug of its own shows that of its official row."""
    return ["_official_version__url_slug_history"] if any(course.draft for course in courses) else []


def _organizations_of_courses(courses: Iterable[Course]) -> Iterable[Organization]:
    for course in courses:
        yield from getattr(course, "loaded_owners", ())
        yield from getattr(course, "loaded_sponsors", ())


def _organizations_of_staff(runs: Iterable[CourseRun]) -> Iterable[Organization]:
    for run in runs:
        for person in getattr(run, "loaded_staff", ()):
            position = getattr(person, "position", None)
            if position and position.organization:
                yield position.organization


def _share_partner(organizations: Iterable[Organization], partner: Partner) -> None:
    """Gives the organizations their partner, which nearly always is the one of the page."""
    others = []
    for organization in organizations:
        if organization.partner_id == partner.pk:
            organization.partner = partner
        else:
            others.append(organization)
    prefetch_related_objects(others, "partner")
