"""What a catalog holds now.

Every answer comes from one cleaned form of the stored query, so that list, count and containment agree; `*` alone
stands for every official course without asking the engine. `partner` (a short code) narrows an answer to one partner;
catalogs themselves span all. A query that does not parse raises InvalidQuery, whose `field` is the catalog's field
at fault, except where a function says otherwise; SearchUnavailable is raised when the engine does not answer.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.search.selectors.matching import (
    course_ids_matching,
    course_keys_among,
    course_matches,
    course_run_keys_among,
    program_ids_matching,
    program_matches,
)
from course_discovery.rest.ranked import RankedRows

EVERYTHING = "*"


def courses_of(
    catalog: Catalog,
    courses: QuerySet[Course] | None = None,
    *,
    partner: str | None = None,
    all_available: bool = False,
    open_only: bool = False,
) -> RankedRows:
    """Return the catalog's courses by id: those on offer now, or all of them if it includes archived ones.

    `courses`: official courses to choose from, with what the caller wants joined. `all_available`: do not ask whether a
    course is on offer, whatever the catalog says. `open_only`: leave out executive education and bootcamps. Two
    queries and the engine's; a slice costs one more.
    """
    rows = _of_partner(Course.objects.all() if courses is None else courses, partner).order_by("pk")
    if open_only:
        rows = rows.open_courses()
    if not (catalog.include_archived or all_available):
        rows = rows.available()
    keys = rows.values_list("pk", flat=True)
    if _is_everything(catalog.query):
        return RankedRows(rows, keys)
    hits = course_ids_matching(catalog.query, partner=partner, query_field="query")
    return RankedRows(rows, [pk for pk in keys if pk in hits])


def programs_of(catalog: Catalog, programs: QuerySet[Any], *, partner: str | None = None) -> RankedRows:
    """Return those of `programs` that match the catalog's program query, by id; without such a query none.

    One query and the engine's; a slice costs one more.
    """
    rows = programs if partner is None else programs.filter(partner__short_code__iexact=partner)
    query = catalog.program_query.strip()
    if not query:
        return RankedRows(rows, [])
    keys = rows.order_by("pk").values_list("pk", flat=True)
    if query == EVERYTHING:
        return RankedRows(rows, keys)
    hits = program_ids_matching(query, partner=partner, query_field="program_query")
    return RankedRows(rows, [pk for pk in keys if pk in hits])


def course_runs_shown(catalog: Catalog, include_restricted: Collection[str] = ()) -> QuerySet[CourseRun]:
    """Return the runs, of whatever course, that a course shows in this catalog, by start and then by age.

    All official ones if the catalog includes archived courses, else those that can be taken now. Restricted runs only
    when their type is in `include_restricted`.
    """
    runs = CourseRun.everything.filter(draft=False)
    if not catalog.include_archived:
        runs = runs.active().enrollable().marketable()
    return runs.without_restricted(tuple(include_restricted)).in_page_order()


def course_runs_on_sale(
    catalog: Catalog, *, partner: str | None = None, include_restricted: Collection[str] = (), open_only: bool = False
) -> RankedRows:
    """Return the active marketable runs of all the catalog's courses by key, open for enrollment or not yet.

    This is what the CSV file and the affiliate feed list; `open_only` as for `courses_of`.
    """
    rows = (
        CourseRun.everything.active().marketable().without_restricted(tuple(include_restricted)).order_by("key", "pk")
    )
    course_ids = set(courses_of(catalog, partner=partner, all_available=True, open_only=open_only).keys)
    found = rows.values_list("pk", "course_id")
    return RankedRows(rows, [pk for pk, course_id in found if course_id in course_ids])


def contains_courses(catalog: Catalog, keys: Collection[str], *, partner: str | None = None) -> dict[str, bool]:
    """Tell for each course key whether the catalog holds the official course of that key, on offer or not."""
    if _is_everything(catalog.query):
        courses = _of_partner(Course.objects.all(), partner)
        held = set(courses.filter(key__in=set(keys)).values_list("key", flat=True))
    else:
        held = course_keys_among(keys, catalog.query, partner=partner, query_field="query")
    return {key: key in held for key in keys}


def contains_course_runs(catalog: Catalog, keys: Collection[str], *, partner: str | None = None) -> dict[str, bool]:
    """Tell for each run key whether the run itself, not its course, matches the catalog's query."""
    held = course_run_keys_among(keys, catalog.query, partner=partner, query_field="query")
    return {key: key in held for key in keys}


def courses_counts(catalogs: Sequence[Catalog], *, partner: str | None = None) -> dict[int, int]:
    """Return how many courses, on offer or not, each catalog holds, by its id; 0 where the query does not parse.

    One request to the engine however many catalogs there are, unless a query among them does not parse.
    """
    asked = [catalog for catalog in catalogs if not _is_everything(catalog.query)]
    matches = course_matches([catalog.query for catalog in asked], partner=partner)
    counts = {catalog.pk: count or 0 for catalog, count in zip(asked, matches, strict=True)}
    total = _of_partner(Course.objects.all(), partner).count() if len(asked) < len(catalogs) else 0
    return {catalog.pk: counts.get(catalog.pk, total) for catalog in catalogs}


def catalogs_holding_course(course: Course, catalogs: Sequence[Catalog]) -> dict[int, bool | None]:
    """Tell of each catalog, by its id, whether it holds the official course; None where its query does not parse.

    One request to the engine, as for `courses_counts`.
    """
    asked = [catalog for catalog in catalogs if not _is_everything(catalog.query)]
    matches = course_matches([catalog.query for catalog in asked], partner=None, uuid=str(course.uuid))
    held = {catalog.pk: None if count is None else bool(count) for catalog, count in zip(asked, matches, strict=True)}
    return {catalog.pk: held.get(catalog.pk, True) for catalog in catalogs}


def catalogs_holding_program(program: Any, catalogs: Sequence[Catalog]) -> dict[int, bool | None]:
    """Tell the same of a program and the catalogs' program queries; a catalog without one holds none."""
    asked = [catalog for catalog in catalogs if catalog.program_query.strip() not in ("", EVERYTHING)]
    matches = program_matches([catalog.program_query for catalog in asked], uuid=str(program.uuid)) if asked else []
    held = {catalog.pk: None if count is None else bool(count) for catalog, count in zip(asked, matches, strict=True)}
    return {catalog.pk: held.get(catalog.pk, _is_everything(catalog.program_query)) for catalog in catalogs}


def _of_partner(courses: QuerySet[Course], partner: str | None) -> Any:
    return courses if partner is None else courses.filter(partner__short_code__iexact=partner)


def _is_everything(query: str) -> bool:
    return query.strip() == EVERYTHING
