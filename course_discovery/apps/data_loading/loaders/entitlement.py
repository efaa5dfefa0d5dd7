"""Entitlements of courses, on both rows of a course."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.apps.course_metadata.models import Course, CourseEntitlement
from course_discovery.apps.data_loading.loaders import told_later
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.bulk import delete_rows, in_lowercase, lowercase
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.pair_writer import PairWriter
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.told_later import courses_shop_is_told_later
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import EntitlementRecord


class _StoredCourse(NamedTuple):
    """What of a course has to be known to load what it sells."""

    pk: int
    uuid: UUID
    key: str
    type_id: int | None
    draft_pk: int | None

    @property
    def pks(self) -> dict[bool, int]:
        """The keys of its rows, that of the draft under True."""
        return {False: self.pk} if self.draft_pk is None else {False: self.pk, True: self.draft_pk}


_COURSE_COLUMNS = ("pk", "uuid", "key", "type_id", "draft_version_id")


class _StoredEntitlement(NamedTuple):
    pk: int
    course_id: int
    draft_version_id: int | None
    partner_id: int | None
    mode_id: int
    price: Decimal
    currency_id: str
    sku: str | None


class EntitlementLoader(Loader[EntitlementRecord]):
    """Gives each course the entitlement that is sold. Those whose SKU is gone from the shop are deleted at the end.

    A course row has one entitlement: a sold one of another mode takes the place of the one there was.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self._listed_skus: set[str] = set()
        self._loaded: dict[int, str] = {}
        self._began = timezone.now()

    def load(self, records: Sequence[EntitlementRecord]) -> Outcome:
        outcome = Outcome()
        self._listed_skus.update(record.sku for record in records)
        courses = self._courses(records)
        stored = _stored_entitlements({pk for course in courses.values() for pk in course.pks.values()})
        planned: list[tuple[EntitlementRecord, _StoredCourse]] = []
        for record in records:
            course = courses.get(record)
            if course is None:
                outcome.skip(record.sku, "unknown_course", _unknown_course(record))
            elif self._is_loadable(record, course, outcome):
                planned.append((record, course))
        differing = [(record, course) for record, course in planned if self._differs(record, course, stored)]
        outcome.unchanged += len(planned) - len(differing)
        differing = self._without_changes_of_editors(differing, outcome)
        changed = self._write(differing, stored, outcome)
        stamp_courses({row.course_id for row in changed if row.draft})
        for _record, course in differing:
            was_there = course.pk in stored
            outcome.updated += was_there
            outcome.created += not was_there
            outcome.touch(Course, course.pks.values())
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
        rows = list(CourseEntitlement.everything.filter(pk__in=gone))
        ahead = courses_shop_is_told_later(self.reference.partner, {row.course_id for row in rows}, self._began)
        rows = [row for row in rows if row.course_id not in ahead]
        guard_against_large_delete("entitlements", len(rows), len(skus), listing)
        delete_rows(CourseEntitlement, rows, outcome)
        stamp_courses({row.course_id for row in rows if row.draft})
        outcome.touch(Course, [row.course_id for row in rows])
        return outcome

    def _without_changes_of_editors(
        self, differing: Sequence[tuple[EntitlementRecord, _StoredCourse]], outcome: Outcome
    ) -> list[tuple[EntitlementRecord, _StoredCourse]]:
        ahead = courses_shop_is_told_later(
            self.reference.partner, {course.pk for _record, course in differing}, self._began
        )
        for record, course in differing:
            if course.pk in ahead:
                outcome.skip(record.sku, told_later.CODE, told_later.MESSAGE)
        return [(record, course) for record, course in differing if course.pk not in ahead]

    def _courses(self, records: Sequence[EntitlementRecord]) -> dict[EntitlementRecord, _StoredCourse]:
        """Return the course of each record that has any: the one with its uuid, else the one with the key it names."""
        mine = Course.objects.filter(partner=self.reference.partner)
        uuids = {record.course_uuid for record in records if record.course_uuid}
        by_uuid = {course.uuid: course for course in _read(mine.filter(uuid__in=uuids))} if uuids else {}
        keys = {record.course_key for record in records if record.course_key and record.course_uuid not in by_uuid}
        by_key = {course.key: course for course in _read(mine.filter(key__in=keys))} if keys else {}
        if unknown := self.reference.course_keys.perhaps(keys - set(by_key)):
            alike = lowercase(mine, "key").filter(in_lowercase("key", unknown))
            by_lower_key = {course.key.lower(): course for course in _read(alike)}
            by_key |= {key: by_lower_key[key.lower()] for key in unknown if key.lower() in by_lower_key}
        found: dict[EntitlementRecord, _StoredCourse] = {}
        for record in records:
            course = by_uuid.get(record.course_uuid) if record.course_uuid else None
            course = course or by_key.get(record.course_key or "")
            if course is not None:
                found[record] = course
        return found

    def _is_loadable(self, record: EntitlementRecord, course: _StoredCourse, outcome: Outcome) -> bool:
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

    def _values(self, record: EntitlementRecord) -> dict[str, Any]:
        return {
            "partner_id": self.reference.partner.pk,
            "mode_id": self.reference.seat_types[record.mode],
            "price": record.price,
            "currency_id": record.currency,
            "sku": record.sku,
        }

    def _differs(
        self, record: EntitlementRecord, course: _StoredCourse, stored: Mapping[int, _StoredEntitlement]
    ) -> bool:
        """Tell whether an entitlement of a row of the course is missing, not linked, or not as the record says."""
        official, draft = stored.get(course.pk), stored.get(course.draft_pk or 0)
        if official is None or (course.draft_pk and (draft is None or official.draft_version_id != draft.pk)):
            return True
        values = self._values(record)
        return any(getattr(row, name) != values[name] for row in (official, draft) if row for name in values)

    def _write(
        self,
        differing: Sequence[tuple[EntitlementRecord, _StoredCourse]],
        stored: Mapping[int, _StoredEntitlement],
        outcome: Outcome,
    ) -> list[CourseEntitlement]:
        pks = [stored[pk].pk for _record, course in differing for pk in course.pks.values() if pk in stored]
        rows = {row.course_id: row for row in CourseEntitlement.everything.in_bulk(pks).values()}
        writer = PairWriter(CourseEntitlement, ("course_id", "draft"))
        for record, course in differing:
            of_course = {
                draft: rows.get(pk) or CourseEntitlement(course_id=pk, draft=draft) for draft, pk in course.pks.items()
            }
            for row in of_course.values():
                for name, value in self._values(record).items():
                    setattr(row, name, value)
            writer.put(official=of_course[False], draft=of_course.get(True))
        return writer.write(outcome)


def _read(courses: Any) -> Iterable[_StoredCourse]:
    return map(_StoredCourse._make, courses.values_list(*_COURSE_COLUMNS))


def _stored_entitlements(course_pks: Collection[int]) -> Mapping[int, _StoredEntitlement]:
    """Return the entitlement of each course row that has one, by the key of the row."""
    if not course_pks:
        return {}
    rows = CourseEntitlement.everything.filter(course__in=course_pks).values_list(*_StoredEntitlement._fields)
    return {row.course_id: row for row in map(_StoredEntitlement._make, rows)}


def _unknown_course(record: EntitlementRecord) -> str:
    named = " or ".join(str(name) for name in (record.course_uuid, record.course_key) if name)
    return f"Could not find course {named} while loading entitlement {record.title} with sku {record.sku}"
