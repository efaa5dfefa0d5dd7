"""Seats of course runs, on both rows of a run."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.data_loading.loaders import told_later
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import delete_rows
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.pair_writer import PairWriter
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import BriefRun, RunPair, brief_runs
from course_discovery.apps.data_loading.loaders.told_later import runs_shop_is_told_later
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RowNote, RunSeatsRecord, SeatRecord

SEAT_IDENTITY = ("course_run_id", "type_id", "currency_id", "credit_provider", "draft")

# What tells the seats of one run apart: type, currency, credit provider.
SeatKey = tuple[str, str, str | None]


class StoredSeat(NamedTuple):
    """What loaders decide by. `upgrade_deadline` is the calculated one, which the shop sets."""

    pk: int
    course_run_id: int
    draft: bool
    draft_version_id: int | None
    type_id: str
    currency_id: str
    credit_provider: str | None
    credit_hours: int | None
    price: Decimal
    sku: str | None
    bulk_sku: str | None
    upgrade_deadline_override: datetime | None
    upgrade_deadline: datetime | None

    def has_told(self, deadline: datetime | None) -> bool:
        """Is this the deadline that the shop was told from here, to the second? Then it tells nothing new."""
        told = self.upgrade_deadline_override or self.upgrade_deadline
        return told is not None and deadline is not None and told.replace(microsecond=0) == deadline


@dataclass
class _SeatPlan:
    """What one row of a run is to sell: `values` of a seat that is stored or new."""

    run: BriefRun
    key: SeatKey
    stored: StoredSeat | None
    values: Mapping[str, Any]

    @property
    def differs(self) -> bool:
        return self.stored is None or any(getattr(self.stored, name) != value for name, value in self.values.items())


@dataclass
class _PairPlan:
    """The seats of both rows of a run that are one."""

    official: _SeatPlan | None
    draft: _SeatPlan | None

    @property
    def seats(self) -> list[_SeatPlan]:
        return [seat for seat in (self.official, self.draft) if seat is not None]

    @property
    def differs(self) -> bool:
        return any(seat.differs for seat in self.seats) or not self._is_linked

    @property
    def _is_linked(self) -> bool:
        if self.official is None or self.draft is None:
            return True
        official, draft = self.official.stored, self.draft.stored
        return official is not None and draft is not None and official.draft_version_id == draft.pk


@dataclass
class _RunPlan:
    """What is to become of one record: its seats to be, and what there is to report."""

    record: RunSeatsRecord
    pair: RunPair[BriefRun]
    notes: list[RowNote]
    had_seats: bool
    sells: bool = False
    differing: list[_PairPlan] = field(default_factory=list)


class SeatLoader(Loader[RunSeatsRecord]):
    """Makes the seats of each run those that are sold; seats that are sold no more are deleted at the very end.

    Where one product of a run cannot be understood its other seats are still loaded, and none is deleted.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._stale: set[int] = set()
        self._began = timezone.now()

    def load(self, records: Sequence[RunSeatsRecord]) -> Outcome:
        outcome = Outcome()
        runs = brief_runs([record.run_key for record in records], self.reference.run_keys)
        stored = _stored_seats(runs)
        self._prepare(runs)
        plans: list[_RunPlan] = []
        for record in records:
            pair = runs.get(record.run_key)
            official = pair.official if pair else None
            if pair is None or official is None:
                outcome.skip(record.run_key, "unknown_run", f"Could not find course run [{record.run_key}]")
            else:
                plans.append(self._plan(record, pair, official, stored))
        self._spare_changes_of_editors(plans)
        changed_drafts = _write([pair for plan in plans for pair in plan.differing], outcome)
        stamp_courses({row.course_id for plan in plans for row in plan.pair.rows if row.pk in changed_drafts})
        for plan in plans:
            _report(plan, outcome)
        return outcome

    def finish(self, listing: Listing) -> Outcome:
        outcome = Outcome()
        if not listing.is_proof or not self._stale:
            return outcome
        stale = list(Seat.everything.filter(pk__in=self._stale).select_related("course_run"))
        ahead = runs_shop_is_told_later(self.reference.partner, {seat.course_run.key for seat in stale}, self._began)
        stale = [seat for seat in stale if seat.course_run.key not in ahead]
        mine = Seat.everything.filter(course_run__course__partner=self.reference.partner)
        guard_against_large_delete("seats", len(stale), mine.count(), listing)
        delete_rows(Seat, stale, outcome)
        stamp_courses({seat.course_run.course_id for seat in stale if seat.draft})
        outcome.touch(CourseRun, [seat.course_run_id for seat in stale])
        outcome.touch(Course, [seat.course_run.course_id for seat in stale])
        return outcome

    def _spare_changes_of_editors(self, plans: Sequence[_RunPlan]) -> None:
        differing = {plan.pair.lead.key: plan for plan in plans if plan.differing}
        for key in runs_shop_is_told_later(self.reference.partner, differing, self._began):
            differing[key].differing = []
            differing[key].notes.append(RowNote(key, told_later.CODE, told_later.MESSAGE, skipped=True))

    def _plan(
        self,
        record: RunSeatsRecord,
        pair: RunPair[BriefRun],
        official: BriefRun,
        stored: Mapping[int, list[StoredSeat]],
    ) -> _RunPlan:
        known = [seat for row in pair.rows for seat in stored.get(row.pk, [])]
        plan = _RunPlan(record, pair, list(record.notes), bool(known))
        sold = self._sold(record, official, known, plan.notes)
        plan.sells = bool(sold)
        by_key = {row.pk: {_key(seat): seat for seat in reversed(stored.get(row.pk, []))} for row in pair.rows}
        for key, seat in sold.items():
            seats: dict[bool, _SeatPlan] = {}
            for row in pair.rows:
                stored_seat = by_key[row.pk].get(key)
                seats[row.draft] = _SeatPlan(row, key, stored_seat, self._values(seat, key, stored_seat))
            pair_plan = _PairPlan(official=seats.get(False), draft=seats.get(True))
            if pair_plan.differs:
                plan.differing.append(pair_plan)
        for row in pair.rows:
            of_row = stored.get(row.pk, [])
            plans = {seat.pk for seat in of_row if row.draft and self._is_plan(seat, known)}
            certain = record.is_told and not plan.notes
            self._mark_stale(of_row, plans, by_key[row.pk], sold, certain)
        return plan

    def _prepare(self, runs: Mapping[str, RunPair[BriefRun]]) -> None:
        """Read what else is needed to judge a page of runs."""
        return

    def _sold(
        self, record: RunSeatsRecord, official: BriefRun, stored: Sequence[StoredSeat], notes: list[RowNote]
    ) -> dict[SeatKey, SeatRecord]:
        """Return the seats that the run is to have, whose rows have those `stored` now; the rest goes to `notes`."""
        sold: dict[SeatKey, SeatRecord] = {}
        for seat in record.seats:
            if problem := self._problem(seat, official, record.run_key):
                notes.append(problem)
            else:
                sold.setdefault((seat.type, seat.currency, seat.credit_provider), seat)
        return sold

    def _is_plan(self, draft_seat: StoredSeat, stored: Sequence[StoredSeat]) -> bool:
        """A draft seat without SKU is an editor's plan that no shop knows yet."""
        return not draft_seat.sku

    def _problem(self, seat: SeatRecord, run: BriefRun, run_key: str) -> RowNote | None:
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
        seats: list[StoredSeat],
        plans: Collection[int],
        by_key: Mapping[SeatKey, StoredSeat],
        sold: Mapping[SeatKey, SeatRecord],
        certain: bool,
    ) -> None:
        for seat in seats:
            is_double = by_key[_key(seat)] is not seat
            if certain and (is_double or (_key(seat) not in sold and seat.pk not in plans)):
                self._stale.add(seat.pk)
            else:
                self._stale.discard(seat.pk)

    def _values(self, record: SeatRecord, key: SeatKey, stored: StoredSeat | None) -> dict[str, Any]:
        """Return what the seat with that key is to hold, which holds what is `stored` if it is there already."""
        return {
            "price": record.price,
            "sku": record.sku,
            "upgrade_deadline": (
                stored.upgrade_deadline
                if stored and stored.has_told(record.upgrade_deadline)
                else record.upgrade_deadline
            ),
            "credit_hours": record.credit_hours,
        }


def _stored_seats(runs: Mapping[str, RunPair[BriefRun]]) -> dict[int, list[StoredSeat]]:
    """Return the seats of the runs, oldest first, by the primary key of the run's row."""
    seats: dict[int, list[StoredSeat]] = defaultdict(list)
    run_pks = [row.pk for pair in runs.values() for row in pair.rows]
    if run_pks:
        rows = Seat.everything.filter(course_run__in=run_pks).order_by("created", "pk")
        # The calculated deadline has a name that a named tuple cannot have.
        for values in rows.values_list(*StoredSeat._fields[:-1], "_upgrade_deadline"):
            seat = StoredSeat(*values)
            seats[seat.course_run_id].append(seat)
    return seats


def _write(pairs: Sequence[_PairPlan], outcome: Outcome) -> set[int]:
    """Write the seats; return the keys of the draft runs of which any changed."""
    plans = [seat for pair in pairs for seat in pair.seats]
    stored = Seat.everything.in_bulk([seat.stored.pk for seat in plans if seat.stored]) if plans else {}
    writer = PairWriter(Seat, SEAT_IDENTITY)
    for pair in pairs:
        writer.put(
            official=_seat(pair.official, stored) if pair.official else None,
            draft=_seat(pair.draft, stored) if pair.draft else None,
        )
    return {seat.course_run_id for seat in writer.write(outcome) if seat.draft}


def _seat(plan: _SeatPlan, stored: Mapping[int, Seat]) -> Seat:
    seat_type, currency, provider = plan.key
    seat = (
        stored[plan.stored.pk]
        if plan.stored
        else Seat(
            course_run_id=plan.run.pk,
            draft=plan.run.draft,
            type_id=seat_type,
            currency_id=currency,
            credit_provider=provider,
        )
    )
    for name, value in plan.values.items():
        setattr(seat, name, value)
    return seat


def _key(seat: StoredSeat) -> SeatKey:
    return seat.type_id, seat.currency_id, seat.credit_provider or None


def _report(plan: _RunPlan, outcome: Outcome) -> None:
    outcome.notes += plan.notes
    if plan.differing:
        outcome.touch(CourseRun, [row.pk for row in plan.pair.rows])
        outcome.touch(Course, [row.course_id for row in plan.pair.rows])
    if any(not note.skipped for note in plan.notes):
        outcome.failed += 1
    elif plan.notes and not plan.sells:
        outcome.skipped += 1
    elif not plan.differing:
        outcome.unchanged += 1
    elif plan.had_seats:
        outcome.updated += 1
    else:
        outcome.created += 1
