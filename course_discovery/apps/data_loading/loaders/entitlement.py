"""Entitlements of courses, on both rows of a course."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseEntitlement
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import delete_rows, in_lowercase, lowercase
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.pair_writer import PairWriter
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import EntitlementRecord


class _CoursePair(NamedTuple):
    official: Course
    draft: Course | None

    @property
    def rows(self) -> list[Course]:
        return [row for row in self if row is not None]


class EntitlementLoader(Loader[EntitlementRecord]):
    """Gives each course the entitlement that is sold. Those whose SKU is gone from the shop are deleted at the end.

    A course row has one entitlement: a sold one of another mode takes the place of the one there was.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._listed_skus: set[str] = set()
        self._loaded: dict[int, str] = {}

    def load(self, records: Sequence[EntitlementRecord]) -> Outcome:
        outcome = Outcome()
        self._listed_skus.update(record.sku for record in records)
        courses = self._courses(records)
        rows = {row.pk for pair in courses.values() for row in pair.rows}
        stored = {each.course_id: each for each in CourseEntitlement.everything.filter(course__in=rows)} if rows else {}
        writer = PairWriter(CourseEntitlement, ("course_id", "draft"))
        planned: list[tuple[_CoursePair, list[CourseEntitlement], bool]] = []
        for record in records:
            pair = courses.get(record)
            if pair is None or not self._is_loadable(record, pair, outcome):
                if pair is None:
                    outcome.skip(record.sku, "unknown_course", _unknown_course(record))
                continue
            was_there = pair.official.pk in stored
            written = {row.draft: self._entitlement(row, stored.get(row.pk), record) for row in pair.rows}
            writer.put(official=written[False], draft=written.get(True))
            planned.append((pair, list(written.values()), was_there))
        changed = writer.write(outcome)
        changed_ids = {id(row) for row in changed}
        stamp_courses({row.course_id for row in changed if row.draft})
        for pair, entitlements, was_there in planned:
            if not any(id(each) in changed_ids for each in entitlements):
                outcome.unchanged += 1
                continue
            outcome.updated += was_there
            outcome.created += not was_there
            outcome.touch(Course, [row.pk for row in pair.rows])
        return outcome

    def spare(self, identity: str) -> None:
        self._listed_skus.add(identity)

    def finish(self, listing: Listing) -> Outcome:
        outcome = Outcome()
        if not listing.is_proof:
            return outcome
        mine = CourseEntitlement.everything.filter(partner=self.reference.partner)
        # Rows without SKU are drafts that the shop does not know yet.
        sold = mine.exclude(sku=None).exclude(sku="")
        skus = dict(sold.values_list("pk", "sku"))
        gone = [pk for pk, sku in skus.items() if sku not in self._listed_skus]
        if not gone:
            return outcome
        guard_against_large_delete("entitlements", len(gone), len(skus), listing)
        rows = list(CourseEntitlement.everything.filter(pk__in=gone))
        delete_rows(CourseEntitlement, rows, outcome)
        stamp_courses({row.course_id for row in rows if row.draft})
        outcome.touch(Course, [row.course_id for row in rows])
        return outcome

    def _courses(self, records: Sequence[EntitlementRecord]) -> dict[EntitlementRecord, _CoursePair]:
        """Return the course of each record that has any: the one with its uuid, else the one with the key it names."""
        by_uuid = self._by_uuid({record.course_uuid for record in records if record.course_uuid})
        by_key = self._by_key(
            {record.course_key for record in records if record.course_key and record.course_uuid not in by_uuid}
        )
        found: dict[EntitlementRecord, _CoursePair] = {}
        for record in records:
            pair = by_uuid.get(record.course_uuid) if record.course_uuid else None
            pair = pair or by_key.get((record.course_key or "").lower())
            if pair is not None:
                found[record] = pair
        return found

    def _by_uuid(self, uuids: Collection[UUID]) -> Mapping[UUID, _CoursePair]:
        if not uuids:
            return {}
        rows = Course.objects.filter(partner=self.reference.partner, uuid__in=uuids).select_related("draft_version")
        return {row.uuid: _CoursePair(row, row.draft_version) for row in rows}

    def _by_key(self, keys: Collection[str]) -> Mapping[str, _CoursePair]:
        if not keys:
            return {}
        rows = lowercase(Course.objects.filter(partner=self.reference.partner), "key").filter(in_lowercase("key", keys))
        return {row.key.lower(): _CoursePair(row, row.draft_version) for row in rows.select_related("draft_version")}

    def _is_loadable(self, record: EntitlementRecord, pair: _CoursePair, outcome: Outcome) -> bool:
        course = pair.official
        if record.currency not in self.reference.currencies:
            outcome.skip(
                record.sku,
                "unknown_currency",
                f"Could not find currency {record.currency} while loading entitlement {record.title} "
                f"with sku {record.sku}",
            )
            return False
        if record.mode not in self.reference.seat_types:
            outcome.fail(
                record.sku,
                "unknown_mode",
                f"Could not find mode {record.mode} while loading entitlement {record.title} with sku {record.sku}",
            )
            return False
        course_type = self.reference.course_type(course.type_id)
        if course_type and course_type.slug != EMPTY_TYPE and record.mode not in course_type.entitlement_types:
            outcome.fail(
                record.sku,
                "incompatible_mode",
                f"Seat type {record.mode} is not compatible with course type {course_type.slug} "
                f"for course {course.uuid}",
            )
            return False
        if self._loaded.setdefault(course.pk, record.sku) != record.sku:
            outcome.fail(
                record.sku,
                "second_entitlement",
                f"Course {course.key} already has the entitlement with sku {self._loaded[course.pk]} of this listing",
            )
            return False
        return True

    def _entitlement(
        self, course: Course, stored: CourseEntitlement | None, record: EntitlementRecord
    ) -> CourseEntitlement:
        entitlement = stored or CourseEntitlement(course=course, draft=course.draft)
        entitlement.partner_id = self.reference.partner.pk
        entitlement.mode_id = self.reference.seat_types[record.mode]
        entitlement.price = record.price
        entitlement.currency_id = record.currency
        entitlement.sku = record.sku
        return entitlement


def _unknown_course(record: EntitlementRecord) -> str:
    named = " or ".join(str(name) for name in (record.course_uuid, record.course_key) if name)
    return f"Could not find course {named} while loading entitlement {record.title} with sku {record.sku}"
