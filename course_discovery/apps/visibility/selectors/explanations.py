"""Where a course, a course run or a program appears and where not, in a fixed number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.membership import catalogs_holding_course, catalogs_holding_program
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.programs.models import Program
from course_discovery.apps.search.errors import SearchUnavailable
from course_discovery.apps.visibility.rules import catalog as catalog_rules
from course_discovery.apps.visibility.rules import course as course_rules
from course_discovery.apps.visibility.rules import course_run as course_run_rules
from course_discovery.apps.visibility.rules import membership
from course_discovery.apps.visibility.rules import program as program_rules
from course_discovery.apps.visibility.rules.catalog import Match
from course_discovery.apps.visibility.rules.verdict import Place
from course_discovery.apps.visibility.selectors.facts import (
    course_facts,
    course_run_facts,
    indexed_facts,
    program_facts,
)
from course_discovery.apps.visibility.selectors.subjects import Rows

CATALOGS_SHOWN = 50
Places = list[Place]


class CatalogChoice(NamedTuple):
    """Which catalogs to look at: those of `rows`, by id, from `offset` on and no more than `limit`."""

    rows: QuerySet[Catalog]
    limit: int = CATALOGS_SHOWN
    offset: int = 0


@dataclass(frozen=True)
class InProgram:
    uuid: UUID
    title: str
    places: Places


@dataclass(frozen=True)
class InCatalog:
    id: int
    name: str
    places: Places


@dataclass(frozen=True)
class Explanation:
    """`kind` is course, course_run or program; `key` is None for a program. `asked` is the short code of the partner
    whose catalogue is asked, `partner` that of the partner it belongs to.

    `programs` are those of the course. Of `catalogs_count` catalogs, `catalogs` has those that were chosen.
    """

    kind: str
    key: str | None
    uuid: UUID
    title: str | None
    partner: str | None
    asked: str | None
    places: Places
    programs: list[InProgram]
    catalogs: list[InCatalog]
    catalogs_count: int


def explain(found: Rows, asked: Partner | None, catalogs: CatalogChoice) -> Explanation:
    """Explain whatever was found, to somebody who asks for the catalogue of that partner."""
    explanations: dict[type, Callable[..., Explanation]] = {CourseRun: explain_course_run, Course: explain_course}
    return explanations.get(type(found.shown), explain_program)(found, asked, catalogs)


def explain_course(found: Rows, asked: Partner | None, catalogs: CatalogChoice) -> Explanation:
    course = found.shown
    facts, indexed = course_facts(found, asked), indexed_facts("course", course.pk)
    chosen, matches = _matches(catalogs, lambda some: catalogs_holding_course(course, some), "query")
    return _explanation(
        "course",
        course,
        facts,
        places=course_rules.places(facts, indexed),
        programs=[
            InProgram(
                program.uuid,
                program.title,
                [membership.course_in_program(program.status, _code(program), facts)],
            )
            for program in _programs_of(course)
        ],
        catalogs=[
            InCatalog(
                catalog.pk,
                catalog.name,
                catalog_rules.course_places(catalog.pk, catalog.include_archived, matches[catalog.pk], facts),
            )
            for catalog in chosen
        ],
        catalogs_count=catalogs.rows.count(),
    )


def explain_course_run(found: Rows, asked: Partner | None, catalogs: CatalogChoice) -> Explanation:
    run = found.shown
    facts, indexed = course_run_facts(found, asked), indexed_facts("course_run", run.pk)
    course = course_facts(Rows(run.course, None), asked)
    chosen, matches = _matches(catalogs, lambda some: catalogs_holding_course(run.course, some), "query")
    programs = _programs_of(run.course)
    exclusions: Any = Program.excluded_course_runs.through
    excluded = set(exclusions.objects.filter(courserun=run.pk).values_list("program", flat=True))
    return _explanation(
        "course_run",
        run,
        facts,
        places=course_run_rules.places(facts, course_rules.in_use(course), indexed),
        programs=[
            InProgram(
                program.uuid,
                program.title,
                [membership.run_in_program(program.status, _code(program), program.pk in excluded, facts)],
            )
            for program in programs
        ],
        catalogs=[
            InCatalog(
                catalog.pk,
                catalog.name,
                catalog_rules.course_run_places(
                    catalog.pk, catalog.include_archived, matches[catalog.pk], facts, course
                ),
            )
            for catalog in chosen
        ],
        catalogs_count=catalogs.rows.count(),
    )


def explain_program(found: Rows, asked: Partner | None, catalogs: CatalogChoice) -> Explanation:
    program = found.shown
    facts, indexed = program_facts(program, asked), indexed_facts("program", program.pk)
    chosen, matches = _matches(catalogs, lambda some: catalogs_holding_program(program, some), "program_query")
    return _explanation(
        "program",
        program,
        facts,
        places=program_rules.places(facts, indexed),
        programs=[],
        catalogs=[
            InCatalog(catalog.pk, catalog.name, catalog_rules.program_places(catalog.pk, matches[catalog.pk], facts))
            for catalog in chosen
        ],
        catalogs_count=catalogs.rows.count(),
    )


def _explanation(kind: str, row: Any, facts: Any, **parts: Any) -> Explanation:
    return Explanation(
        kind=kind,
        key=getattr(row, "key", None),
        uuid=row.uuid,
        title=row.title,
        partner=facts.partner,
        asked=facts.asked,
        **parts,
    )


def _programs_of(course: Course) -> Sequence[Program]:
    return list(Program.objects.filter(courses=course).select_related("partner").order_by("created", "pk"))


def _code(program: Program) -> str | None:
    return program.partner.short_code if program.partner else None


def _matches(
    choice: CatalogChoice, held: Callable[[Sequence[Catalog]], Mapping[int, bool | None]], query_field: str
) -> tuple[list[Catalog], dict[int, Match]]:
    chosen = list(choice.rows.order_by("pk")[choice.offset : choice.offset + choice.limit])
    try:
        found = held(chosen)
    except SearchUnavailable:
        return chosen, {catalog.pk: Match(getattr(catalog, query_field), None) for catalog in chosen}
    return chosen, {
        pk: Match(query, found[pk], is_valid=found[pk] is not None)
        for pk, query in ((catalog.pk, getattr(catalog, query_field)) for catalog in chosen)
    }
