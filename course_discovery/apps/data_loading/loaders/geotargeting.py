"""In which countries courses and programs are offered."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from course_discovery.apps.course_metadata.models import CourseLocationRestriction
from course_discovery.apps.data_loading.loaders.bulk import create_rows, update_rows
from course_discovery.apps.data_loading.loaders.product_table import ProductLoader, Rows, tell_programs
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RestrictionRecord
from course_discovery.apps.data_loading.sources.product_tables import COURSE, PROGRAM
from course_discovery.apps.programs.models import ProgramLocationRestriction

Values = tuple[str, tuple[str, ...], tuple[str, ...]]


class GeotargetingLoader(ProductLoader[RestrictionRecord]):
    """Gives a course a restriction that both its rows share, and changes the one that a program has.

    Tables do not name states. Those that an editor chose stay while the type of the restriction does: under the
    other type they would mean the contrary.
    """

    kind = "geotargeting"
    course_relation = program_relation = "location_restriction"

    def write(self, fitting: Sequence[tuple[RestrictionRecord, Rows]], outcome: Outcome) -> None:
        self._write_courses([item for item in fitting if item[0].product_type == COURSE], outcome)
        self._write_programs([item for item in fitting if item[0].product_type == PROGRAM], outcome)

    def _write_courses(self, fitting: Sequence[tuple[RestrictionRecord, Rows]], outcome: Outcome) -> None:
        restriction_for = partial(_restriction_for, made={})
        self.give(fitting, "location_restriction", restriction_for, "course location restriction", outcome)

    def _write_programs(self, fitting: Sequence[tuple[RestrictionRecord, Rows]], outcome: Outcome) -> None:
        restrictions: dict[int, ProgramLocationRestriction] = {}
        changed: set[int] = set()
        for record, (program,) in fitting:
            former = restrictions.get(program.pk, getattr(program, "location_restriction", None))
            if former is not None and _says(record, former):
                outcome.unchanged += 1
                continue
            restriction = restrictions[program.pk] = former or ProgramLocationRestriction(program=program)
            _type, countries, states = _values(record, former)
            restriction.restriction_type, restriction.countries, restriction.states = _type, [*countries], [*states]
            changed.add(program.pk)
            self.count(record, outcome, is_new=former is None)
        rows = list(restrictions.values())
        create_rows(
            ProgramLocationRestriction, [row for row in rows if row.pk is None], ("program_id",), outcome, history=False
        )
        update_rows(ProgramLocationRestriction, [row for row in rows if not row._state.adding], outcome, history=False)
        tell_programs(changed, outcome)


def _restriction_for(
    record: RestrictionRecord,
    former: CourseLocationRestriction | None,
    made: dict[tuple[UUID | None, Values], Any],
) -> CourseLocationRestriction:
    """Return the former row if it says the same, else one that both rows of the course share."""
    restriction_type, countries, states = values = _values(record, former)
    if former is not None and _says(record, former):
        made.setdefault((record.uuid, values), former)
        return former
    return made.setdefault(
        (record.uuid, values),
        CourseLocationRestriction(restriction_type=restriction_type, countries=[*countries], states=[*states]),
    )


def _says(record: RestrictionRecord, restriction: Any) -> bool:
    return restriction.restriction_type == record.restriction_type and set(restriction.countries or ()) == set(
        record.countries
    )


def _values(record: RestrictionRecord, former: Any) -> Values:
    keeps_states = former is not None and former.restriction_type == record.restriction_type
    return record.restriction_type, record.countries, tuple(former.states or ()) if keeps_states else ()
