"""Enrollment codes: the SKU by which many seats of a run are bought at once."""

from collections import defaultdict
from collections.abc import Sequence

from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.pair_writer import PairWriter
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.seat import SEAT_IDENTITY
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import stored_runs
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import EnrollmentCodeRecord


class EnrollmentCodeLoader(Loader[EnrollmentCodeRecord]):
    """Writes bulk SKUs on the seats they buy, of both rows of a run; SKUs gone from the shop are cleared at the end."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._listed_skus: set[str] = set()

    def load(self, records: Sequence[EnrollmentCodeRecord]) -> Outcome:
        outcome = Outcome()
        self._listed_skus.update(record.sku for record in records)
        runs = stored_runs([record.run_key for record in records])
        seats: dict[tuple[int, str], list[Seat]] = defaultdict(list)
        run_pks = [row.pk for pair in runs.values() for row in pair.rows]
        for seat in Seat.everything.filter(course_run__in=run_pks).order_by("created", "pk") if run_pks else ():
            seats[seat.course_run_id, seat.type_id].append(seat)
        writer = PairWriter(Seat, SEAT_IDENTITY)
        planned: list[list[Seat]] = []
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
            found = [seat for row in pair.rows for seat in seats[row.pk, record.seat_type]]
            if not any(not seat.draft for seat in found):
                outcome.skip(
                    record.sku,
                    "unknown_seat_type",
                    f"Could not find seat type {record.seat_type} while loading enrollment code {record.title} "
                    f"with sku {record.sku}",
                )
                continue
            for seat in found:
                seat.bulk_sku = record.sku
                writer.put(official=None if seat.draft else seat, draft=seat if seat.draft else None)
            planned.append(found)
        changed = {seat.pk: seat for seat in writer.write(outcome)}
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
