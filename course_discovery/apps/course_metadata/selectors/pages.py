"""All that showing a page of courses, runs or people needs, fetched in a number of queries that no row count changes.

Callers name what they show (`needed`), so that a list of a few columns costs little. What a model's own properties look
at is prefetched under its own name. Other relations become plain lists named `loaded_...`, which spares a query set
for each row and relation.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, IntegerField, Prefetch, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Cast

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
    "sponsoring_organizations",
    "subjects",
    "texts",
    "url_slug_history",
}


class CourseTexts(NamedTuple):
    """Short texts of a course, each list in the order of its making or of the editor's choice."""

    prerequisites: list[str]
    expected_learning_items: list[str]
    topics: list[str]
    url_redirects: list[str]


def with_joins(courses: QuerySet[Course]) -> QuerySet[Course]:
    """The same courses with the single objects that `load_courses` does not fetch."""
    return courses.select_related(*COURSE_JOINS)


def with_course(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """The same runs with the single objects, the course among them, that `load_course_runs` does not fetch."""
    return runs.select_related(*RUN_JOINS, *COURSE_JOINS_OF_RUNS)


def people(queryset: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with all that they show."""
    return queryset.select_related("position__organization").prefetch_related(
        Prefetch("areas_of_expertise", PersonAreaOfExpertise.objects.order_by("pk"), to_attr="loaded_expertise"),
        Prefetch("person_networks", PersonSocialNetwork.objects.order_by("pk"), to_attr="loaded_networks"),
        "position__organization__partner",
    )


def organizations(queryset: QuerySet[Organization]) -> QuerySet[Organization]:
    """The same organizations with all that they show."""
    return queryset.prefetch_related("partner", Prefetch("tags", to_attr="loaded_tags"))


def load_courses(
    courses: Sequence[Course],
    partner: Partner,
    runs: QuerySet[CourseRun],
    needed: Collection[str] = COURSE_RELATIONS,
) -> None:
    """Loads `needed` for courses of one partner that came through `with_joins`.

    Of their runs, only those among `runs` count as theirs from then on. Sets `texts` (CourseTexts), `loaded_entitlements`,
    `loaded_subjects`, `loaded_owners`, `loaded_sponsors`, `loaded_collaborators` and `loaded_editors` as needed, and on
    organizations `loaded_tags`.
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
        "additional_metadata": ["additional_metadata__facts", "additional_metadata__product_meta__keywords"],
        "editors": [Prefetch("editors", CourseEditor.objects.select_related("user").order_by("pk"), "loaded_editors")],
    }
    prefetch_related_objects(courses, *(lookup for name in lookups if name in needed for lookup in lookups[name]))
    _load_organizations(courses, partner)
    if "texts" in needed:
        texts = course_texts([course.pk for course in courses])
        for course in courses:
            course.texts = texts[course.pk]


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


def course_texts(courses: list[int]) -> dict[int, CourseTexts]:
    """The short texts of the courses with these ids, in one query; every other id has empty lists."""
    topics: Any = Course._meta.get_field("topics").remote_field.through
    items: Any = Course.expected_learning_items.through
    redirects: Any = Course._meta.get_field("url_redirects").related_model
    tagged = topics.objects.filter(content_type=ContentType.objects.get_for_model(Course))
    queries = [
        _texts("prerequisites", Course.prerequisites.through.objects, "course_id", "pk", "prerequisite__name"),
        _texts("expected_learning_items", items.objects, "course_id", "sort_value", "expectedlearningitem__value"),
        _texts("topics", tagged, "object_id", "pk", "tag__name"),
        _texts("url_redirects", redirects.objects, "course_id", "pk", "value"),
    ]
    queries = [query.filter(of_course__in=courses) for query in queries]
    found: dict[int, CourseTexts] = defaultdict(lambda: CourseTexts([], [], [], []))
    for relation, course, _position, text in queries[0].union(*queries[1:], all=True).order_by("position"):
        getattr(found[course], relation).append(text)
    return found


def _texts(relation: str, rows: Any, course: str, position: str, text: str) -> QuerySet[Any]:
    return (
        rows.order_by()
        .annotate(
            relation=Value(relation, CharField()),
            of_course=F(course),
            position=Cast(F(position), IntegerField()),
            text=Cast(F(text), CharField(max_length=255)),
        )
        .values_list("relation", "of_course", "position", "text")
    )


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


def _official_slugs(courses: Iterable[Course]) -> list[str]:
    """A draft without a slug of its own shows that of its official row."""
    return ["_official_version__url_slug_history"] if any(course.draft for course in courses) else []


def _load_organizations(courses: Iterable[Course], partner: Partner) -> None:
    found: list[Organization] = []
    for course in courses:
        found += [*getattr(course, "loaded_owners", ()), *getattr(course, "loaded_sponsors", ())]
    for organization in found:
        if organization.partner_id == partner.pk:
            organization.partner = partner
    prefetch_related_objects(found, "partner", Prefetch("tags", to_attr="loaded_tags"))
