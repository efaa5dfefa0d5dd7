"""How many learners enrolled: in runs as the analytics service counts them, in courses and programs as their sum."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.members import Relation
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import UPDATED, Outcome
from course_discovery.apps.data_loading.records import EnrollmentCountRecord
from course_discovery.apps.programs.models import Program

logger = logging.getLogger(__name__)

COUNTS = ("enrollment_count", "recent_enrollment_count")
ROWS_A_STATEMENT = 500
MEMBERSHIPS = Relation(Program.courses).through


class Counts(NamedTuple):
    total: int = 0
    recent: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(self.total + other.total, self.recent + other.recent)


class _Run(NamedTuple):
    pk: int
    key: str
    draft: bool
    draft_version: int | None
    course: int


class EnrollmentCountLoader(Loader[EnrollmentCountRecord]):
    """Writes the numbers that differ, to both rows of runs and courses.

    They are measurements: writing them leaves no audit rows, and no time of change that anybody would poll for. What
    the service does not report keeps its numbers; a course has the sum of its reported runs, a program the sum of its
    courses with such runs.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._reported: dict[str, EnrollmentCountRecord] = {}

    def load(self, records: Sequence[EnrollmentCountRecord]) -> Outcome:
        outcome = Outcome()
        distinct: dict[str, EnrollmentCountRecord] = {}
        for record in records:
            if distinct.setdefault(record.run_key.lower(), record) is not record:
                outcome.skip(record.run_key, "repeated", "Listed more than once")
        # All of them count towards the sums, also when they come in several calls.
        self._reported |= distinct

        rows, stored = self._runs()
        runs = self._official(rows)
        counts = {
            pk: _counts(self._reported[key])
            for key, run in runs.items()
            for pk in (run.pk, run.draft_version)
            if pk is not None
        }
        changed = _write(CourseRun, stored, counts, outcome)
        sums: dict[int, Counts] = defaultdict(Counts)
        for key, run in runs.items():
            sums[run.course] = sums[run.course].plus(_counts(self._reported[key]))
        outcome.touch(CourseRun, changed)
        outcome.touch(Course, self._write_courses(sums, outcome))
        outcome.touch(Program, self._write_programs(sums, outcome))

        for key, record in distinct.items():
            if key not in runs:
                outcome.skip(record.run_key, "unknown_run", f"Course run: [{record.run_key}] not found in DB.")
            elif {runs[key].pk, runs[key].draft_version} & changed:
                outcome.updated += 1
            else:
                outcome.unchanged += 1
        return outcome

    def _runs(self) -> tuple[list[_Run], dict[int, Counts]]:
        """Return all rows of the partner's runs, and their numbers by primary key."""
        rows = CourseRun.everything.filter(course__partner=self.reference.partner).order_by("pk")
        runs: list[_Run] = []
        stored: dict[int, Counts] = {}
        for *run, count, recent in rows.values_list("pk", "key", "draft", "draft_version", "course", *COUNTS):
            runs.append(_Run(*run))
            stored[run[0]] = Counts(count, recent)
        return runs, stored

    def _official(self, rows: Sequence[_Run]) -> dict[str, _Run]:
        """Return the official row of each reported run, upper and lower case alike, by lower-case key."""
        found: dict[str, _Run] = {}
        for run in rows:
            key = run.key.lower()
            record = self._reported.get(key)
            if record is None or run.draft:
                continue
            # Where two differ by case alone, the one that is spelled as reported.
            if key not in found or run.key == record.run_key:
                found[key] = run
        return found

    def _write_courses(self, sums: Mapping[int, Counts], outcome: Outcome) -> set[int]:
        rows = Course.everything.filter(partner=self.reference.partner)
        counts: dict[int, Counts] = {}
        stored: dict[int, Counts] = {}
        for pk, draft_version, count, recent in rows.values_list("pk", "draft_version", *COUNTS):
            stored[pk] = Counts(count, recent)
            if pk in sums:
                counts[pk] = sums[pk]
                if draft_version is not None:
                    counts[draft_version] = sums[pk]
        return _write(Course, stored, counts, outcome)

    def _write_programs(self, sums: Mapping[int, Counts], outcome: Outcome) -> set[int]:
        memberships = MEMBERSHIPS.objects.filter(course__partner=self.reference.partner).order_by()
        counts: dict[int, Counts] = {}
        stored: dict[int, Counts] = {}
        uuids: dict[int, Any] = {}
        of_programs = [f"program__{name}" for name in ("uuid", *COUNTS)]
        for program, course, uuid, count, recent in memberships.values_list("program", "course", *of_programs):
            if course in sums:
                counts[program] = counts.get(program, Counts()).plus(sums[course])
                stored[program] = Counts(count, recent)
                uuids[program] = uuid
        changed = _write(Program, stored, counts, outcome)
        for pk in sorted(changed):
            logger.info("Updating program: %s", uuids[pk])
        return changed


def _counts(record: EnrollmentCountRecord) -> Counts:
    return Counts(record.count, record.recent_count)


def _write(model: Any, stored: Mapping[int, Counts], counts: Mapping[int, Counts], outcome: Outcome) -> set[int]:
    """Write the numbers that differ; return the primary keys of their rows."""
    differing = {pk: counts[pk] for pk in counts if counts[pk] != stored.get(pk)}
    rows = [
        model(pk=pk, enrollment_count=new.total, recent_enrollment_count=new.recent) for pk, new in differing.items()
    ]
    model._base_manager.bulk_update(rows, COUNTS, batch_size=ROWS_A_STATEMENT)
    outcome.wrote(model, UPDATED, len(rows))
    return set(differing)
