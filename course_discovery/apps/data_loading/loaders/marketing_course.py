"""The texts of courses, from the pages that a marketing site has of their runs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from course_discovery.apps.course_metadata.models import Course, LevelType, Organization, Subject
from course_discovery.apps.course_metadata.services.enterprise_subscription import update_subscription_inclusion
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.media import videos
from course_discovery.apps.data_loading.loaders.members import Members, Relation, read_members, write_members
from course_discovery.apps.data_loading.loaders.nodes import adopt, nodes_to_load
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import stored_runs
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import CourseNode, NodeName, RowNote
from course_discovery.apps.data_loading.rules.organization_key import key_of_name

TEXTS = ("short_description", "full_description", "outcome", "prerequisites_raw", "syllabus_raw")
SUBJECTS = Relation(Course.subjects)
AUTHORS = Relation(Course.authoring_organizations)


class _CoursePage(NamedTuple):
    """A node with the rows of its course. `is_canonical`: it is the page of the canonical run."""

    record: CourseNode
    rows: tuple[Course, ...]
    is_canonical: bool

    @property
    def needs_video(self) -> bool:
        return bool(self.record.video_url) and (self.is_canonical or any(row.video_id is None for row in self.rows))


class MarketingCourseLoader(Loader[CourseNode]):
    """Writes texts, level, video, subjects and authors to both rows of known courses; it creates none.

    A course has a page for each of its runs: that of the canonical run decides, the others fill what is empty. Title
    and card image are the LMS's.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        # The sources before this one have brought them; there are few.
        partner = reference.partner
        self._levels: dict[str, int] = {}
        for pk, *level_names in LevelType.objects.values_list("pk", "name", "translations__name_t"):
            self._levels |= {name.lower(): pk for name in level_names if name}
        self._subjects: dict[object, int] = {}
        subjects = Subject.objects.filter(partner=partner).order_by("-pk")
        for pk, uuid, name in subjects.values_list("pk", "uuid", "translations__name"):
            self._subjects |= {uuid: pk} | ({name.lower(): pk} if name else {})
        self._organizations: dict[object, int] = {}
        for pk, uuid, key in Organization.objects.filter(partner=partner).values_list("pk", "uuid", "key"):
            self._organizations |= {uuid: pk, key.lower(): pk}

    def load(self, records: Sequence[CourseNode]) -> Outcome:
        outcome = Outcome()
        pages = self._find(nodes_to_load(records, outcome), outcome)
        courses = {row.pk: row for page in pages for row in page.rows}
        video_keys = videos({page.record.video_url or "" for page in pages if page.needs_video}, outcome)
        subjects, authors = read_members([SUBJECTS, AUTHORS], courses)
        wanted_subjects: Members = {}
        wanted_authors: Members = {}
        for page in pages:
            values = self._values(page.record, video_keys, outcome)
            own_subjects = self._subject_pks(page.record, outcome)
            own_authors = self._organization_pks(page.record, outcome)
            for row in page.rows:
                adopt(row, values, fills_only=not page.is_canonical)
                _want(wanted_subjects, subjects, row.pk, own_subjects, page.is_canonical)
                _want(wanted_authors, authors, row.pk, own_authors, page.is_canonical)

        changed = {row.pk for row in update_rows(Course, courses.values(), outcome)}
        changed |= set(write_members(SUBJECTS, subjects, wanted_subjects))
        with_other_authors = set(write_members(AUTHORS, authors, wanted_authors))
        if with_other_authors:
            update_subscription_inclusion(Course.everything.filter(pk__in=with_other_authors))
        changed |= with_other_authors
        stamp_courses({pk for pk in changed if courses[pk].draft})
        outcome.touch(Course, changed)
        for page in pages:
            if any(row.pk in changed for row in page.rows):
                outcome.updated += 1
            else:
                outcome.unchanged += 1
        return outcome

    def _find(self, records: Sequence[CourseNode], outcome: Outcome) -> list[_CoursePage]:
        stored = stored_runs([record.run_key for record in records], ("course__draft_version",))
        courses: dict[int, Course] = {}
        pages = []
        for record in records:
            pair = stored.get(record.run_key)
            if pair is None or pair.lead.course.partner_id != self.reference.partner.pk:
                outcome.skip(record.run_key, "unknown_run", f"Could not find course run [{record.run_key}]")
                continue
            found = [course for run in pair.rows for course in (run.course, run.course.draft_version) if course]
            rows = {course.pk: courses.setdefault(course.pk, course) for course in found}
            runs = {run.pk for run in pair.rows}
            is_canonical = any(row.canonical_course_run_id in runs for row in rows.values())
            pages.append(_CoursePage(record, tuple(rows.values()), is_canonical))
        return pages

    def _values(self, record: CourseNode, video_keys: dict[str, int], outcome: Outcome) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(record, name) for name in TEXTS}
        values["video_id"] = video_keys.get(record.video_url or "")
        if record.level is not None:
            values["level_type_id"] = self._levels.get(record.level.lower())
            if values["level_type_id"] is None:
                outcome.notes.append(RowNote(record.run_key, "unknown_level", f"There is no level {record.level}"))
        return values

    def _subject_pks(self, record: CourseNode, outcome: Outcome) -> list[int]:
        found = [
            self._subjects.get(name.uuid) or self._subjects.get((name.title or "").lower()) for name in record.subjects
        ]
        return _known(found, record.subjects, record, "subject", outcome)

    def _organization_pks(self, record: CourseNode, outcome: Outcome) -> list[int]:
        found = [
            self._organizations.get(name.uuid) or self._organizations.get(key_of_name(name.title or "").lower())
            for name in record.organizations
        ]
        return _known(found, record.organizations, record, "organization", outcome)


def _known(
    found: Sequence[int | None], names: Sequence[NodeName], record: CourseNode, kind: str, outcome: Outcome
) -> list[int]:
    """Return what was found, and report what was not."""
    for name, pk in zip(names, found, strict=True):
        if pk is None:
            label = name.title or name.uuid
            outcome.notes.append(RowNote(record.run_key, f"unknown_{kind}", f"There is no {kind} {label}"))
    return list(dict.fromkeys(pk for pk in found if pk is not None))


def _want(wanted: Members, stored: Members, owner: int, members: list[int], is_canonical: bool) -> None:
    if members and is_canonical:
        wanted[owner] = members
    elif members and not stored.get(owner):
        wanted.setdefault(owner, members)
