"""All that showing a page of courses, runs or people needs, fetched in a number of queries that no row count changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, IntegerField, Prefetch, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Cast

from course_discovery.apps.course_metadata.models import (
    Course,
    CourseEditor,
    CourseRun,
    Organization,
    Person,
    PersonAreaOfExpertise,
    PersonSocialNetwork,
    Subject,
)

COURSE_JOINS = (
    "partner",
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
RUN_JOINS = (
    "type",
    "language",
    "expected_program_type",
    "video__image",
    "restricted_run",
    "_official_version",
)
COURSE_JOINS_OF_RUNS = (
    "course__partner",
    "course__type",
    "course__level_type",
    "course__video__image",
    "course___official_version",
)


class CourseTexts(NamedTuple):
    """Short texts of a course, each list in the order of its making or of the editor's choice."""

    prerequisites: list[str]
    expected_learning_items: list[str]
    topics: list[str]
    url_redirects: list[str]


def people(queryset: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with all that their page shows."""
    return queryset.select_related("partner", "position__organization__partner").prefetch_related(
        Prefetch("areas_of_expertise", PersonAreaOfExpertise.objects.order_by("pk")),
        Prefetch("person_networks", PersonSocialNetwork.objects.order_by("pk")),
    )


def load_courses(courses: Sequence[Course], runs: QuerySet[CourseRun], *, with_editors: bool) -> None:
    """Loads what is shown of these courses: of their runs only those among `runs`; sets `texts` (CourseTexts).

    Without `with_editors`, nobody looks at `course.editors`.
    """
    lookups: list[Any] = [
        "level_type__translations",
        Prefetch("course_runs", _with_run_relations(runs).in_page_order()),
        Prefetch("authoring_organizations", Organization.objects.select_related("partner")),
        Prefetch("sponsoring_organizations", Organization.objects.select_related("partner")),
        Prefetch("subjects", Subject.objects.prefetch_related("translations")),
        "url_slug_history",
        "collaborators",
        Prefetch("entitlements", _rows_of(Course, "entitlements").select_related("mode")),
        "additional_metadata__facts",
        "additional_metadata__product_meta__keywords",
    ]
    if any(course.draft for course in courses):
        lookups.append("_official_version__url_slug_history")
    if with_editors:
        lookups.append(Prefetch("editors", CourseEditor.objects.select_related("user").order_by("pk")))
    prefetch_related_objects(courses, *lookups)
    prefetch_related_objects(list(_organizations(courses)), "tags")
    texts = course_texts([course.pk for course in courses])
    for course in courses:
        course.texts = texts[course.pk]


def load_course_runs(runs: Sequence[CourseRun]) -> None:
    """Loads what is shown of runs by themselves; their course comes with `with_course`."""
    prefetch_related_objects(runs, "course__level_type__translations", *_run_lookups())


def with_course(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    return runs.select_related(*RUN_JOINS, *COURSE_JOINS_OF_RUNS)


def with_joins(courses: QuerySet[Course]) -> QuerySet[Course]:
    return courses.select_related(*COURSE_JOINS)


def _with_run_relations(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    return runs.select_related(*RUN_JOINS).prefetch_related(*_run_lookups())


def _run_lookups() -> list[Any]:
    return [
        "language__translations",
        Prefetch("seats", _rows_of(CourseRun, "seats").order_by("created", "pk")),
        "transcript_languages",
        Prefetch("staff", people(Person.objects.all())),
    ]


def _rows_of(model: type[Any], relation: str) -> QuerySet[Any]:
    """All rows of a draft pair's model: those of one parent are drafts or official as it is."""
    related: Any = model._meta.get_field(relation).related_model
    return related.everything.all()


def _organizations(courses: Iterable[Course]) -> Iterable[Organization]:
    for course in courses:
        yield from course.authoring_organizations.all()
        yield from course.sponsoring_organizations.all()


def course_texts(courses: list[int]) -> dict[int, CourseTexts]:
    """The short texts of the courses with these ids: four relations in one query."""
    through: Any = Course.expected_learning_items.through
    topics: Any = Course._meta.get_field("topics").remote_field.through
    queries = [
        _texts("prerequisites", Course.prerequisites.through.objects, "course_id", "pk", "prerequisite__name", courses),
        _texts(
            "expected_learning_items",
            through.objects,
            "course_id",
            "sort_value",
            "expectedlearningitem__value",
            courses,
        ),
        _texts(
            "topics",
            topics.objects.filter(content_type=ContentType.objects.get_for_model(Course)),
            "object_id",
            "pk",
            "tag__name",
            courses,
        ),
        _texts("url_redirects", _related(Course, "url_redirects").objects, "course_id", "pk", "value", courses),
    ]
    found: dict[int, CourseTexts] = defaultdict(lambda: CourseTexts([], [], [], []))
    for relation, course, _position, text in queries[0].union(*queries[1:], all=True).order_by("position"):
        getattr(found[course], relation).append(text)
    return found


def _related(model: type[Any], relation: str) -> Any:
    return model._meta.get_field(relation).related_model


def _texts(relation: str, rows: Any, course: str, position: str, text: str, courses: list[int]) -> QuerySet[Any]:
    return (
        rows.filter(**{f"{course}__in": courses})
        .order_by()
        .annotate(
            relation=Value(relation, CharField()),
            of_course=Cast(F(course), IntegerField()),
            position=Cast(F(position), IntegerField()),
            text=Cast(F(text), CharField(max_length=255)),
        )
        .values_list("relation", "of_course", "position", "text")
    )
