"""Seats of course runs whose LMS says what is sold: a mode of a run is a seat of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from course_discovery.apps.course_metadata.constants import (
    AUDIT,
    EMPTY_TYPE,
    NO_ID_PROFESSIONAL,
    PROFESSIONAL,
)
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.data_loading.loaders.seat import SeatKey, SeatLoader, StoredSeat
from course_discovery.apps.data_loading.loaders.stored_runs import BriefRun, RunPair
from course_discovery.apps.data_loading.records import RowNote, RunSeatsRecord, SeatRecord

# Modes that differ from a seat that is sold in nothing a buyer sees.
SOLD_AS = {NO_ID_PROFESSIONAL: PROFESSIONAL}


class ModeLoader(SeatLoader):
    """Makes the seats of each run its modes, those with a track whose seat type is known here.

    What the LMS does not know stays as the shop left it: SKUs that it does not tell, and all of a credit seat with its
    provider. A run of which it tells nothing gets what is assumed, if it sells nothing yet. A run of which no mode
    is known here is reported, and sold as the nearest thing, so that it has a type: professional if it costs
    something, else audit.
    """

    def _prepare(self, runs: Mapping[str, RunPair[BriefRun]]) -> None:
        self._courses = {pair.official.course_id for pair in runs.values() if pair.official}
        self._course_types: dict[int, int] | None = None

    def _sold(
        self, record: RunSeatsRecord, official: BriefRun, stored: Sequence[StoredSeat], notes: list[RowNote]
    ) -> dict[SeatKey, SeatRecord]:
        if not record.is_told:
            return {} if stored else {_key(seat): seat for seat in record.seats if self._fits(seat.type, official)}
        unread = bool(notes)
        seats: list[SeatRecord] = []
        for mode in record.seats:
            seat_type = self._seat_type(mode.type)
            if seat_type is None and mode.type not in self.reference.modes:
                notes.append(_unknown(mode, record.run_key))
            elif mode.currency not in self.reference.currencies:
                message = f"Could not find currency [{mode.currency}] of mode {mode.type}"
                notes.append(RowNote(record.run_key, "unknown_currency", message, skipped=True))
            elif seat_type is not None and not self._fits(seat_type, official):
                notes.append(self._unfit(seat_type, official, record.run_key))
            elif seat_type is not None:
                seats.append(replace(mode, type=seat_type))
        if notes and not seats and not unread:
            seats = self._stand_in(record, official, stored)
        sold: dict[SeatKey, SeatRecord] = {}
        for seat in seats:
            for provider in _providers(seat, stored):
                sold.setdefault((seat.type, seat.currency, provider), seat)
        return sold

    def _is_plan(self, draft_seat: StoredSeat, stored: Sequence[StoredSeat]) -> bool:
        """Without a shop nothing has a SKU: a plan is what the official run does not sell."""
        return not draft_seat.sku and all(seat.draft_version_id != draft_seat.pk for seat in stored)

    def _values(self, record: SeatRecord, key: SeatKey, stored: StoredSeat | None) -> dict[str, Any]:
        _type, _currency, provider = key
        if provider:
            return {}
        return {
            "price": record.price,
            "upgrade_deadline": record.upgrade_deadline,
            "sku": record.sku or (stored.sku if stored else None),
            "bulk_sku": record.bulk_sku or (stored.bulk_sku if stored else None),
        }

    def _seat_type(self, mode: str) -> str | None:
        if mode in self.reference.modes:
            return self.reference.modes[mode]
        return next((slug for slug in (mode, SOLD_AS.get(mode)) if slug in self.reference.seat_types), None)

    def _fits(self, seat_type: str, run: BriefRun) -> bool:
        run_type = self.reference.run_type(run.type_id)
        if run_type is None or run_type.slug == EMPTY_TYPE or seat_type in run_type.seat_types:
            return True
        course_type = self.reference.course_type(self._type_of_course(run.course_id))
        return self.reference.may_retype(course_type.slug if course_type else None, run_type.slug)

    def _type_of_course(self, pk: int) -> int | None:
        """Read the types of the page's courses when the first is needed: most pages need none."""
        if self._course_types is None:
            self._course_types = dict(Course.objects.filter(pk__in=self._courses).values_list("pk", "type"))
        return self._course_types.get(pk)

    def _unfit(self, seat_type: str, run: BriefRun, run_key: str) -> RowNote:
        run_type = self.reference.run_type(run.type_id)
        return RowNote(
            run_key,
            "incompatible_seat_type",
            f"Seat type {seat_type} is not compatible with course run type {run_type.slug if run_type else None} "
            f"for course run {run_key}",
        )

    def _stand_in(self, record: RunSeatsRecord, official: BriefRun, stored: Sequence[StoredSeat]) -> list[SeatRecord]:
        """Return what stands for modes of which none can be sold here, unless the run sells something else."""
        unknown = [mode for mode in record.seats if self._seat_type(mode.type) is None]
        paid = [mode for mode in unknown if mode.price > 0 and mode.currency in self.reference.currencies]
        if paid:
            seat = replace(paid[0], type=PROFESSIONAL)
        else:
            seat = SeatRecord(AUDIT, "USD", Decimal("0.00"), None, None, None, None)
        is_alone = all(each.type_id == seat.type for each in stored)
        return [seat] if is_alone and self._fits(seat.type, official) else []


def _key(seat: SeatRecord) -> SeatKey:
    return seat.type, seat.currency, seat.credit_provider


def _providers(seat: SeatRecord, stored: Sequence[StoredSeat]) -> set[str | None]:
    """The LMS does not know who gives a credit: its mode stands for the seats of all providers that are known."""
    known = {each.credit_provider for each in stored if (each.type_id, each.currency_id) == (seat.type, seat.currency)}
    return {provider or None for provider in known} or {None}


def _unknown(mode: SeatRecord, run_key: str) -> RowNote:
    return RowNote(
        run_key,
        "unknown_mode",
        f"Mode {mode.type} is not known here: make a mode of that slug, and a track with the seat type it is sold as",
    )
