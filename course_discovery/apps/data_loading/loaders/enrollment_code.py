"""Enrollment codes: the SKU by which many seats of a run are bought at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import brief_runs
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import EnrollmentCodeRecord


class _StoredSeat(NamedTuple):
    pk: int
    course_run_id: int
    type_id: str
    draft: bool
    bulk_sku: str | None


class EnrollmentCodeLoader(Loader[EnrollmentCodeRecord]):
    """Writes bulk SKUs on the seats they buy, of both rows of a run; SKUs gone from the shop are cleared at the end."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._listed_skus: set[str] = set()

    def load(self, records: Sequence[EnrollmentCodeRecord]) -> Outcome:
        outcome = Outcome()
        self._listed_skus.update(record.sku for record in records)
        runs = brief_runs([record.run_key for record in records], self.reference.run_keys)
        stored = _stored_seats([row.pk for pair in runs.values() for row in pair.rows])
        wanted: dict[int, str] = {}
        planned: list[list[_StoredSeat]] = []
        for record in records:
            pair = runs.get(record.run_key)
            if pair is None or pair.official is None:
                outcome.skip(
                    record.sku,
                    "unknown_run",
                    f"Could not find course run {record.run_key} while loading enrollment code {record.title} "
                    f"with sku {record.sku}",
                )
                continue
            found = [seat for row in pair.rows for seat in stored[row.pk, record.seat_type]]
            if not any(not seat.draft for seat in found):
                outcome.skip(
                    record.sku,
                    "unknown_seat_type",
                    f"Could not find seat type {record.seat_type} while loading enrollment code {record.title} "
                    f"with sku {record.sku}",
                )
                continue
            wanted |= {seat.pk: record.sku for seat in found}
            planned.append(found)
        differing = [
            seat.pk
            for seats in stored.values()
            for seat in seats
            if seat.bulk_sku != wanted.get(seat.pk, seat.bulk_sku)
        ]
        rows = Seat.everything.in_bulk(differing)
        for seat in rows.values():
            seat.bulk_sku = wanted[seat.pk]
        changed = {seat.pk: seat for seat in update_rows(Seat, rows.values(), outcome)}
        courses = {row.pk: row.course_id for pair in runs.values() for row in pair.rows}
        stamp_courses({courses[seat.course_run_id] for seat in changed.values() if seat.draft})
        for found in planned:
            is_changed = any(seat.pk in changed for seat in found)
            outcome.updated += is_changed
            outcome.unchanged += not is_changed
        outcome.touch(CourseRun, [seat.course_run_id for seat in changed.values()])
        outcome.touch(Course, [courses[seat.course_run_id] for seat in changed.values()])
        return outcome

    def spare(self, identity: str) -> None:
        self._listed_skus.add(identity)

    def finish(self, listing: Listing) -> Outcome:
        outcome = Outcome()
        if not listing.is_proof:
            return outcome
        mine = Seat.everything.filter(course_run__course__partner=self.reference.partner)
        skus = dict(mine.exclude(bulk_sku=None).exclude(bulk_sku="").values_list("pk", "bulk_sku"))
        gone = [pk for pk, sku in skus.items() if sku not in self._listed_skus]
        if not gone:
            return outcome
        guard_against_large_delete("bulk SKUs", len(gone), len(skus), listing)
        rows = list(Seat.everything.filter(pk__in=gone).select_related("course_run"))
        for seat in rows:
            seat.bulk_sku = None
        update_rows(Seat, rows, outcome)
        stamp_courses({seat.course_run.course_id for seat in rows if seat.draft})
        outcome.touch(CourseRun, [seat.course_run_id for seat in rows])
        outcome.touch(Course, [seat.course_run.course_id for seat in rows])
        return outcome


def _stored_seats(run_pks: Collection[int]) -> Mapping[tuple[int, str], list[_StoredSeat]]:
    """Return the seats of the runs by run and type, oldest first."""
    seats: dict[tuple[int, str], list[_StoredSeat]] = defaultdict(list)
    if run_pks:
        rows = Seat.everything.filter(course_run__in=run_pks).order_by("created", "pk")
        for seat in map(_StoredSeat._make, rows.values_list(*_StoredSeat._fields)):
            seats[seat.course_run_id, seat.type_id].append(seat)
    return seats
