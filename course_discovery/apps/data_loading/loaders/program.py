"""XSeries programs of the programs service, and what belongs to them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, update_rows
from course_discovery.apps.data_loading.loaders.members import Relation, merged, read_members, write_members
from course_discovery.apps.data_loading.loaders.organization import find_organizations
from course_discovery.apps.data_loading.loaders.pictures import differs, store_after_commit
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import ProgramRecord, RowNote
from course_discovery.apps.programs.models import Program, ProgramType
from course_discovery.apps.programs.rules import marketing
from course_discovery.apps.programs.services.enterprise_subscription import update_program_inclusion
from course_discovery.lib.slugs import unique_slugs

XSERIES = "XSeries"
COURSES = Relation(Program.courses)
EXCLUDED_RUNS = Relation(Program.excluded_course_runs)
AUTHORS = Relation(Program.authoring_organizations)


class MissingProgramType(Exception):
    """Programs cannot be loaded before their type is there."""


class _Run(NamedTuple):
    pk: int
    key: str
    course: int


@dataclass
class _Item:
    """A program with its record, and the members it is to have; None leaves those that are stored."""

    record: ProgramRecord
    program: Program
    courses: list[int] | None = None
    excluded_runs: list[int] | None = None
    organizations: list[Organization] | None = field(default=None)

    @property
    def is_new(self) -> bool:
        return self.program._state.adding


class ProgramLoader(Loader[ProgramRecord]):
    """Creates and updates programs, which are known by their slug, else by their UUID. None is ever taken away.

    The slug is the platform's, or made of organization and title where that has no directory; it is given once. A row
    whose runs, or whose organizations, are all unknown here leaves those that the program has.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        # The names of types are translated; the one of the platform is English.
        found = ProgramType.objects.filter(translations__name_t=XSERIES, translations__language_code="en").first()
        if found is None:
            raise MissingProgramType(f"There is no program type {XSERIES}: make one in the admin.")
        self._type = found

    def load(self, records: Sequence[ProgramRecord]) -> Outcome:
        outcome = Outcome()
        items = self._match(records, outcome)
        self._find_members(items, outcome)
        new = [item for item in items if item.is_new]
        for item in items:
            self._set(item)
        self._settle_slugs(new)
        create_rows(Program, [item.program for item in new], ("uuid",), outcome)
        changed = {program.pk for program in update_rows(Program, [item.program for item in items], outcome)}
        changed |= self._write_members(items, {item.program.pk for item in new}, outcome)
        changed |= self._store_banners(items)
        self._report(items, {item.program.pk for item in new}, changed, outcome)
        return outcome

    def _match(self, records: Sequence[ProgramRecord], outcome: Outcome) -> list[_Item]:
        rows = list(
            Program.objects.filter(
                Q(marketing_slug__in=[record.marketing_slug for record in records])
                | Q(uuid__in=[record.uuid for record in records])
            )
        )
        by_slug = {row.marketing_slug: row for row in rows}
        by_uuid = {row.uuid: row for row in rows}
        items: dict[int, _Item] = {}
        for record in records:
            of_uuid = by_uuid.get(record.uuid)
            program = by_slug.get(record.marketing_slug) or of_uuid or Program(partner=self.reference.partner)
            if program.partner_id != self.reference.partner.pk:
                self._fail(record, "other_partner", f"{program} is a program of another partner", outcome)
            elif of_uuid is not None and of_uuid is not program:
                self._fail(record, "uuid_taken", f"{of_uuid} has this UUID, and {program} has the slug", outcome)
            elif id(program) in items:
                outcome.skip(record.marketing_slug, "repeated", "Listed more than once on this page")
            else:
                items[id(program)] = _Item(record, program)
                by_slug[record.marketing_slug] = by_uuid[record.uuid] = program
        return list(items.values())

    def _fail(self, record: ProgramRecord, code: str, reason: str, outcome: Outcome) -> None:
        outcome.fail(record.marketing_slug, code, f"Failed to load program {record.uuid}: {reason}")

    def _set(self, item: _Item) -> None:
        record, program = item.record, item.program
        program.uuid = record.uuid
        program.title = record.title
        program.subtitle = record.subtitle
        program.status = record.status
        program.type_id = self._type.pk
        program.banner_image_url = record.banner_image_url
        if item.is_new:
            program.marketing_slug = record.marketing_slug
            program.product_source_id = self.reference.product_source_id

    def _settle_slugs(self, new: Sequence[_Item]) -> None:
        flat = [
            (item.program, item.organizations[0])
            for item in new
            if item.organizations and not marketing.is_subdirectory_slug(item.program.marketing_slug)
        ]
        if not flat:
            return
        stems = [marketing.subdirectory_slug(self._type.slug, author.slug, program.title) for program, author in flat]

        def taken_among(slugs: Collection[str]) -> set[str]:
            rows = Program.objects.filter(marketing_slug__in=slugs)
            kept = {item.program.marketing_slug for item in new}
            return set(rows.values_list("marketing_slug", flat=True)) | kept

        for (program, _author), slug in zip(flat, unique_slugs(stems, taken_among, marketing.MAX_LENGTH), strict=True):
            program.marketing_slug = str(slug)

    # What belongs to a program

    def _find_members(self, items: Sequence[_Item], outcome: Outcome) -> None:
        found = find_organizations(
            self.reference.partner, {key for item in items for key in item.record.organization_keys}
        )
        by_key, of_course = self._runs({key for item in items for key in item.record.run_keys})
        for item in items:
            record = item.record
            outcome.notes.extend(record.notes)
            keys = list(dict.fromkeys(key.lower() for key in record.organization_keys))
            organizations = [found[key] for key in keys if key in found]
            if len(organizations) < len(keys):
                missing = ", ".join(key for key in record.organization_keys if key.lower() not in found)
                message = f"Organizations for program [{record.uuid}] are invalid! Unknown: {missing}"
                outcome.notes.append(RowNote(record.marketing_slug, "invalid_organizations", message))
            if organizations or not keys:
                item.organizations = organizations
            self._count_runs(item, by_key, of_course, outcome)

    def _count_runs(
        self, item: _Item, by_key: dict[str, _Run], of_course: dict[int, list[_Run]], outcome: Outcome
    ) -> None:
        record = item.record
        unknown = [key for key in record.run_keys if key not in by_key]
        if unknown:
            message = f"{len(unknown)} of {len(record.run_keys)} runs are not in the catalogue: {', '.join(unknown)}"
            outcome.notes.append(RowNote(record.marketing_slug, "unknown_runs", message, skipped=True))
        if record.run_keys and len(unknown) == len(record.run_keys):
            return
        item.courses = list(dict.fromkeys(by_key[key].course for key in record.run_keys if key in by_key))
        item.excluded_runs = [
            run.pk for course in item.courses for run in of_course[course] if run.key not in record.run_keys
        ]

    def _runs(self, keys: Collection[str]) -> tuple[dict[str, _Run], dict[int, list[_Run]]]:
        """Return the official runs of the courses that own any of these, by key and by course."""
        by_key: dict[str, _Run] = {}
        of_course: dict[int, list[_Run]] = defaultdict(list)
        if keys:
            owners = CourseRun.objects.filter(course__partner=self.reference.partner, key__in=keys).values("course")
            rows = CourseRun.objects.filter(course__in=owners).order_by("pk").values_list("pk", "key", "course")
            for run in map(_Run._make, rows):
                by_key[run.key] = run
                of_course[run.course].append(run)
        return by_key, of_course

    def _write_members(self, items: Sequence[_Item], new: Collection[int], outcome: Outcome) -> set[int]:
        """Write what differs and return the programs of which something did."""
        known = [item.program.pk for item in items if item.program.pk not in new]
        courses, excluded, authors = read_members([COURSES, EXCLUDED_RUNS, AUTHORS], known)
        new_courses = write_members(
            COURSES,
            courses,
            {i.program.pk: merged(courses[i.program.pk], i.courses) for i in items if i.courses is not None},
        )
        new_excluded = write_members(
            EXCLUDED_RUNS,
            excluded,
            {
                i.program.pk: merged(excluded[i.program.pk], i.excluded_runs)
                for i in items
                if i.excluded_runs is not None
            },
        )
        new_authors = write_members(
            AUTHORS,
            authors,
            {
                i.program.pk: merged(authors[i.program.pk], [organization.pk for organization in i.organizations])
                for i in items
                if i.organizations is not None
            },
        )
        for members in new_courses.values():
            outcome.touch(Course, members)
        if concerned := set(new_courses) | set(new):
            update_program_inclusion(Program.objects.filter(pk__in=concerned))
        return set(new_courses) | set(new_excluded) | set(new_authors)

    def _store_banners(self, items: Sequence[_Item]) -> set[int]:
        banners = {
            item.program.pk: item.record.banner
            for item in items
            if item.record.banner is not None and differs(item.program.banner_image, item.record.banner)
        }
        store_after_commit(Program, "banner_image", banners)
        return set(banners)

    def _report(self, items: Sequence[_Item], new: Collection[int], changed: Collection[int], outcome: Outcome) -> None:
        changed_here = set(changed) - set(new)
        if changed_here:
            Program.objects.filter(pk__in=changed_here).update(data_modified_timestamp=timezone.now())
        for item in items:
            if item.program.pk in new:
                outcome.created += 1
            elif item.program.pk in changed_here:
                outcome.updated += 1
            else:
                outcome.unchanged += 1
        outcome.touch(Program, {*new, *changed_here})
