"""Seats of course runs, on both rows of a run."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import delete_rows
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.pair_writer import PairWriter
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import RunPair, stored_runs
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RowNote, RunSeatsRecord, SeatRecord

SEAT_IDENTITY = ("course_run_id", "type_id", "currency_id", "credit_provider", "draft")

# What tells the seats of one run apart: type, currency, credit provider.
SeatKey = tuple[str | None, str | None, str | None]


@dataclass
class _RunPlan:
    """What is to become of one record: its seats to be, and what there is to report."""

    record: RunSeatsRecord
    pair: RunPair
    notes: list[RowNote]
    had_seats: bool
    seats: list[Seat] = field(default_factory=list)


class SeatLoader(Loader[RunSeatsRecord]):
    """Makes the seats of each run those that are sold; seats that are sold no more are deleted at the very end.

    Where one product of a run cannot be understood its other seats are still loaded, and none is deleted.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._stale: set[int] = set()

    def load(self, records: Sequence[RunSeatsRecord]) -> Outcome:
        outcome = Outcome()
        runs = stored_runs([record.run_key for record in records])
        stored = _stored_seats(runs)
        self._prepare(runs)
        writer = PairWriter(Seat, SEAT_IDENTITY)
        plans: list[_RunPlan] = []
        for record in records:
            pair = runs.get(record.run_key)
            official = pair.official if pair else None
            if pair is None or official is None:
                outcome.skip(record.run_key, "unknown_run", f"Could not find course run [{record.run_key}]")
            else:
                plans.append(self._plan(record, pair, official, stored, writer))
        written = writer.write(outcome)
        stamp_courses({row.course_id for plan in plans for row in plan.pair.rows if row.pk in _drafts_of(written)})
        for plan in plans:
            _report(plan, written, outcome)
        return outcome

    def finish(self, listing: Listing) -> Outcome:
        outcome = Outcome()
        if not listing.is_proof or not self._stale:
            return outcome
        stale = list(Seat.everything.filter(pk__in=self._stale).select_related("course_run"))
        mine = Seat.everything.filter(course_run__course__partner=self.reference.partner)
        guard_against_large_delete("seats", len(stale), mine.count(), listing)
        delete_rows(Seat, stale, outcome)
        stamp_courses({seat.course_run.course_id for seat in stale if seat.draft})
        outcome.touch(CourseRun, [seat.course_run_id for seat in stale])
        outcome.touch(Course, [seat.course_run.course_id for seat in stale])
        return outcome

    def _plan(
        self,
        record: RunSeatsRecord,
        pair: RunPair,
        official: CourseRun,
        stored: Mapping[int, list[Seat]],
        writer: "PairWriter[Seat]",
    ) -> _RunPlan:
        known = [seat for row in pair.rows for seat in stored.get(row.pk, [])]
        plan = _RunPlan(record, pair, list(record.notes), bool(known))
        sold = self._sold(record, official, known, plan.notes)
        by_key = {row.pk: {_key(seat): seat for seat in reversed(stored.get(row.pk, []))} for row in pair.rows}
        for key, seat in sold.items():
            rows = {row.draft: self._seat(row, by_key[row.pk].get(key), key, seat) for row in pair.rows}
            writer.put(official=rows.get(False), draft=rows.get(True))
            plan.seats += rows.values()
        for row in pair.rows:
            seats = stored.get(row.pk, [])
            plans = {seat.pk for seat in seats if row.draft and self._is_plan(seat, known)}
            certain = record.is_told and not plan.notes
            self._mark_stale(seats, plans, by_key[row.pk], sold, certain)
        return plan

    def _prepare(self, runs: Mapping[str, RunPair]) -> None:
        """Read what else is needed to judge a page of runs."""
        return

    def _sold(
        self, record: RunSeatsRecord, official: CourseRun, stored: Sequence[Seat], notes: list[RowNote]
    ) -> dict[SeatKey, SeatRecord]:
        """Return the seats that the run is to have, whose rows have those `stored` now; the rest goes to `notes`."""
        sold: dict[SeatKey, SeatRecord] = {}
        for seat in record.seats:
            if problem := self._problem(seat, official, record.run_key):
                notes.append(problem)
            else:
                sold.setdefault((seat.type, seat.currency, seat.credit_provider), seat)
        return sold

    def _is_plan(self, draft_seat: Seat, stored: Sequence[Seat]) -> bool:
        """A draft seat without SKU is an editor's plan that no shop knows yet."""
        return not draft_seat.sku

    def _problem(self, seat: SeatRecord, run: CourseRun, run_key: str) -> RowNote | None:
        if seat.currency not in self.reference.currencies:
            return RowNote(run_key, "unknown_currency", f"Could not find currency [{seat.currency}]", skipped=True)
        if seat.type not in self.reference.seat_types:
            return RowNote(
                run_key,
                "unknown_seat_type",
                f"Could not find seat type {seat.type} while loading seat with sku {seat.sku} "
                f"for course run with key {run_key}",
            )
        run_type = self.reference.run_type(run.type_id)
        if run_type and run_type.slug != EMPTY_TYPE and seat.type not in run_type.seat_types:
            return RowNote(
                run_key,
                "incompatible_seat_type",
                f"Seat type {seat.type} is not compatible with course run type {run_type.slug} "
                f"for course run {run_key}",
            )
        return None

    def _mark_stale(
        self,
        seats: list[Seat],
        plans: Collection[int],
        by_key: Mapping[SeatKey, Seat],
        sold: Mapping[SeatKey, SeatRecord],
        certain: bool,
    ) -> None:
        for seat in seats:
            is_double = by_key[_key(seat)] is not seat
            if certain and (is_double or (_key(seat) not in sold and seat.pk not in plans)):
                self._stale.add(seat.pk)
            else:
                self._stale.discard(seat.pk)

    def _seat(self, row: CourseRun, stored: Seat | None, key: SeatKey, record: SeatRecord) -> Seat:
        seat = stored or Seat(
            course_run_id=row.pk,
            draft=row.draft,
            type_id=record.type,
            currency_id=record.currency,
            credit_provider=key[2],
        )
        self._fill(seat, record)
        return seat

    def _fill(self, seat: Seat, record: SeatRecord) -> None:
        seat.price = record.price
        seat.sku = record.sku
        seat.upgrade_deadline = record.upgrade_deadline
        seat.credit_hours = record.credit_hours


def _stored_seats(runs: Mapping[str, RunPair]) -> dict[int, list[Seat]]:
    """Return the seats of the runs, oldest first, by the primary key of the run's row."""
    seats: dict[int, list[Seat]] = defaultdict(list)
    run_pks = [row.pk for pair in runs.values() for row in pair.rows]
    for seat in Seat.everything.filter(course_run__in=run_pks).order_by("created", "pk") if run_pks else ():
        seats[seat.course_run_id].append(seat)
    return seats


def _key(seat: Seat) -> SeatKey:
    return seat.type_id, seat.currency_id, seat.credit_provider or None


def _drafts_of(written: Sequence[Seat]) -> set[int]:
    return {seat.course_run_id for seat in written if seat.draft}


def _report(plan: _RunPlan, written: Sequence[Seat], outcome: Outcome) -> None:
    outcome.notes += plan.notes
    rows = {id(seat) for seat in written}
    changed = any(id(seat) in rows for seat in plan.seats)
    if changed:
        outcome.touch(CourseRun, [row.pk for row in plan.pair.rows])
        outcome.touch(Course, [row.course_id for row in plan.pair.rows])
    if any(not note.skipped for note in plan.notes):
        outcome.failed += 1
    elif plan.notes and not plan.seats:
        outcome.skipped += 1
    elif not changed:
        outcome.unchanged += 1
    elif plan.had_seats:
        outcome.updated += 1
    else:
        outcome.created += 1
