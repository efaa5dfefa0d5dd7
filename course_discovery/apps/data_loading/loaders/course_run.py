"""Course runs, and the courses and organizations that come into being with them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import waffle
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.rules.enterprise_subscription import run_inclusion
from course_discovery.apps.course_metadata.rules.keys import parse_run_key
from course_discovery.apps.data_loading.loaders import told_later
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, update_rows, write_history
from course_discovery.apps.data_loading.loaders.course import CoursesOfRuns, ccx_last, find_or_create_courses
from course_discovery.apps.data_loading.loaders.deadlines import move_deadlines, publish_deadlines
from course_discovery.apps.data_loading.loaders.media import videos
from course_discovery.apps.data_loading.loaders.newer_events import with_newer_events
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.loaders.stored_runs import RunPair, stored_runs
from course_discovery.apps.data_loading.loaders.told_later import runs_studio_is_told_later
from course_discovery.apps.data_loading.outcome import CREATED, Outcome
from course_discovery.apps.data_loading.records import RunRecord
from course_discovery.apps.data_loading.rules.event_times import surely_listed

RECALCULATE_ALL_DEADLINES = "course_metadata.bypass_lms_data_loader__end_date_updated_check"

# Studio is told the title that a run has of its course as one of the run, and gives it back as that.
_SHOWN = {"title_override": Coalesce(NullIf("title_override", Value("")), "course__title")}
# What has to be known of a run's course to tell whether it follows the run.
_COURSE_COLUMNS = (
    "pk",
    "course__canonical_course_run_id",
    "course__title",
    "course__card_image_url",
    "course__draft_version_id",
    "course__draft_version__title",
    "course__draft_version__card_image_url",
)


class RunLoader(Loader[RunRecord]):
    """Updates both rows of known runs and creates unknown ones.

    What Publisher owns (status, texts, media, the course's title) is only written for partners without Publisher, and
    of what a record does not tell (`is_partial`) nothing is.
    """

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        self.uses_publisher = reference.partner.uses_publisher
        self._listed: dict[str, str] = {}
        self._recalculate_all = waffle.switch_is_active(RECALCULATE_ALL_DEADLINES)
        self._began = timezone.now()

    def load(self, records: Sequence[RunRecord]) -> Outcome:
        outcome = Outcome()
        records = self._distinct(records, outcome)
        current, absent = self._current(records)
        outcome.unchanged += len(current)
        records = [record for record in records if record.key not in current]
        records = self._without_changes_of_editors(records, absent, outcome)
        if not records:
            return outcome
        records = self._as_of_now(records, absent)
        stored = stored_runs(
            [record.key for record in records], ("course__draft_version", "video"), absent, self.reference.run_keys
        )
        known = [(record, stored[record.key]) for record in records if record.key in stored]
        mine = [(record, pair) for record, pair in known if self._is_mine(record, pair, outcome)]
        new = [record for record in records if record.key not in stored]
        video_keys = self._videos(new, mine, outcome)
        self._update(mine, video_keys, outcome)
        self._create(new, video_keys, outcome)
        return outcome

    def _distinct(self, records: Sequence[RunRecord], outcome: Outcome) -> list[RunRecord]:
        """Keep the first of repeated keys. Two keys that differ by case alone cannot be told apart by a platform."""
        distinct: dict[str, RunRecord] = {}
        for record in records:
            lower = record.key.lower()
            listed = self._listed.setdefault(lower, record.key)
            if listed != record.key:
                outcome.fail(record.key, "case_clash", f"{listed} differs by case alone and was listed before")
            elif lower in distinct:
                outcome.skip(record.key, "repeated", "Listed more than once on this page")
            else:
                distinct[lower] = record
        return list(distinct.values())

    def _without_changes_of_editors(
        self, records: Sequence[RunRecord], absent: Collection[str], outcome: Outcome
    ) -> list[RunRecord]:
        """Leave out what is listed of runs of which Studio, and so the LMS, does not know all yet."""
        listed = [record.key for record in records if not record.is_partial and record.key not in absent]
        ahead = runs_studio_is_told_later(self.reference.partner, listed, self._began)
        for key in ahead:
            outcome.skip(key, told_later.CODE, told_later.MESSAGE)
        return [record for record in records if record.key not in ahead]

    def _as_of_now(self, records: Sequence[RunRecord], absent: Collection[str]) -> list[RunRecord]:
        """Keep a listing, which takes its time, from taking back what events have told of its runs meanwhile."""
        listed = [record for record in records if not record.is_partial and record.key not in absent]
        newer = with_newer_events(listed, surely_listed(self._began))
        known = {record.key: record for record in newer}
        return [known.get(record.key, record) for record in records]

    def _current(self, records: Sequence[RunRecord]) -> tuple[set[str], set[str]]:
        """Return the keys of the runs that are what their records say: nearly all of them, nearly always. And the
        keys that no run has.

        Columns are compared, as whole rows would take most of the time of a refresh. What is left out in doubt is
        looked at again with everything known.
        """
        if self._recalculate_all or not records:
            return set(), set()
        records_by_key = {record.key: record for record in records}
        columns = ["key", *(_SHOWN.get(name, name) for name in self._expected(records[0]))]
        count = len(columns)
        rows = CourseRun.everything.filter(key__in=list(records_by_key)).values_list(
            *columns, *(() if self.uses_publisher else _COURSE_COLUMNS)
        )
        found: set[str] = set()
        differing: set[str] = set()
        for row in rows:
            record = records_by_key[row[0]]
            found.add(record.key)
            if row[1:count] != tuple(self._expected(record).values()) or not _course_follows(record, *row[count:]):
                differing.add(record.key)
        return found - differing, set(records_by_key) - found

    def _expected(self, record: RunRecord) -> dict[str, Any]:
        """Return what the columns of a run and its relations hold when there is nothing to load."""
        expected = self._values(record) | {"course__partner_id": self.reference.partner.pk}
        if self.uses_publisher or record.is_partial:
            return expected
        return expected | {"video__src": record.video_url}

    def _is_mine(self, record: RunRecord, pair: RunPair[CourseRun], outcome: Outcome) -> bool:
        course = pair.lead.course
        if course.partner_id != self.reference.partner.pk:
            outcome.fail(record.key, "other_partner", f"The run belongs to course {course.key} of another partner")
            return False
        return True

    def _videos(
        self, new: list[RunRecord], known: list[tuple[RunRecord, RunPair[CourseRun]]], outcome: Outcome
    ) -> Mapping[str, int]:
        """Return the keys of the videos that runs have to be pointed at."""
        if self.uses_publisher:
            return {}
        wanted = {record.video_url for record in new}
        for record, pair in known:
            if any(_has_other_video(row, record) for row in pair.rows):
                wanted.add(record.video_url)
        return videos({url for url in wanted if url}, outcome)

    # Known runs

    def _update(
        self, known: list[tuple[RunRecord, RunPair[CourseRun]]], video_keys: Mapping[str, int], outcome: Outcome
    ) -> None:
        runs: list[CourseRun] = []
        courses: dict[int, Course] = {}
        ends: dict[int, Any] = {}
        moved: set[int] = set()
        with_other_end: list[RunPair[CourseRun]] = []
        for record, pair in known:
            if pair.lead.end != record.end or self._recalculate_all:
                ends |= {row.pk: record.end for row in pair.rows}
                with_other_end.append(pair)
            moved |= {row.pk for row in pair.rows if row.end != record.end}
            for row in pair.rows:
                self._set(row, record, video_keys)
            runs += pair.rows
            if not self.uses_publisher:
                courses |= {course.pk: course for course in self._follow_canonical_run(record, pair)}

        changed = {row.pk for row in update_rows(CourseRun, runs, outcome)}
        changed |= move_deadlines(ends | dict.fromkeys(moved - set(ends)), moved, outcome)
        publish_deadlines(self.reference.partner, with_other_end)
        changed_courses = {course.pk for course in update_rows(Course, courses.values(), outcome)}
        stamp_courses(
            {row.course_id for row in runs if row.draft and row.pk in changed}
            | {course.pk for course in courses.values() if course.draft and course.pk in changed_courses}
        )
        for _record, pair in known:
            course_pks = {row.course_id for row in pair.rows}
            if course_pks & changed_courses or any(row.pk in changed for row in pair.rows):
                outcome.updated += 1
                outcome.touch(CourseRun, [row.pk for row in pair.rows])
                outcome.touch(Course, course_pks)
            else:
                outcome.unchanged += 1

    def _set(self, row: CourseRun, record: RunRecord, video_keys: Mapping[str, int]) -> None:
        for name, value in self._values(record).items():
            if name != "title_override" or value != row.title:
                setattr(row, name, value)
        if not self.uses_publisher and _has_other_video(row, record):
            row.video_id = video_keys[record.video_url] if record.video_url else None
        if row.has_changed:
            row.enterprise_subscription_inclusion = run_inclusion(
                row.course.enterprise_subscription_inclusion, row.pacing_type
            )

    def _values(self, record: RunRecord) -> dict[str, Any]:
        values: dict[str, Any] = {
            "key": record.key,
            "title_override": record.title,
            "start": record.start,
            "end": record.end,
            "enrollment_start": record.enrollment_start,
            "enrollment_end": record.enrollment_end,
            "pacing_type": record.pacing_type,
            "hidden": record.hidden,
        }
        if record.is_partial:
            return values
        values["license"] = record.license
        if not self.uses_publisher:
            values |= {
                "short_description_override": record.short_description,
                "mobile_available": record.mobile_available,
                "status": CourseRunStatus.Published.value,
            }
        return values

    def _follow_canonical_run(self, record: RunRecord, pair: RunPair[CourseRun]) -> list[Course]:
        """Let both rows of the course have the title and the card of their canonical run."""
        row = pair.official or pair.lead
        course = row.course
        if course.canonical_course_run_id != row.pk:
            return []
        courses = [each for each in (course, course.draft_version) if each is not None]
        for each in courses:
            _take_title_and_card(each, record)
        return courses

    # New runs

    def _create(self, records: list[RunRecord], video_keys: Mapping[str, int], outcome: Outcome) -> None:
        if not records:
            return
        self.reference.run_keys.add(record.key for record in records)
        courses = find_or_create_courses(records, self.reference, outcome)
        types = self._types_of_newest_runs(courses)
        drafts: dict[str, CourseRun] = {}
        runs: dict[str, CourseRun] = {}
        for record in records:
            course = courses.by_run[record.key]
            if course.draft_version is not None:
                drafts[record.key] = self._new_run(record, course.draft_version, types.get(course.pk), video_keys)
        create_rows(CourseRun, list(drafts.values()), ("key", "draft"), outcome)
        for record in records:
            course = courses.by_run[record.key]
            run = self._new_run(record, course, types.get(course.pk), video_keys)
            if draft := drafts.get(record.key):
                run.draft_version, run.uuid, run.slug = draft, draft.uuid, draft.slug
            runs[record.key] = run
        create_rows(CourseRun, list(runs.values()), ("key", "draft"), outcome)
        self._settle_courses(records, courses, runs, outcome)
        stamp_courses({draft.course_id for draft in drafts.values()})
        outcome.created += len(records)
        for run in (*runs.values(), *drafts.values()):
            outcome.touch(CourseRun, [run.pk])
            outcome.touch(Course, [run.course_id])

    def _types_of_newest_runs(self, courses: CoursesOfRuns) -> dict[int, int | None]:
        """Return the type of the youngest run of each course; a new run is likely to sell the same."""
        new = {course.pk for course in courses.new}
        known = {course.pk for course in courses.by_run.values()} - new
        rows = CourseRun.objects.filter(course__in=known).order_by("created", "pk").values_list("course", "type")
        return dict(rows) if known else {}

    def _new_run(
        self, record: RunRecord, course: Course, type_pk: int | None, video_keys: Mapping[str, int]
    ) -> CourseRun:
        values = self._values(record)
        if not self.uses_publisher:
            values["status"] = CourseRunStatus.Published.value
            if record.video_url:
                values["video_id"] = video_keys[record.video_url]
        return CourseRun(
            course=course,
            draft=course.draft,
            type_id=type_pk or self.reference.empty_run_type_id,
            enterprise_subscription_inclusion=run_inclusion(
                course.enterprise_subscription_inclusion, record.pacing_type
            ),
            **values,
        )

    def _settle_courses(
        self, records: list[RunRecord], courses: CoursesOfRuns, runs: Mapping[str, CourseRun], outcome: Outcome
    ) -> None:
        """Choose the canonical run of new courses: the first listed, one that is no CCX if there is any.

        A course that has only had CCX runs goes over to the first run of its own.
        """
        new = {course.pk for course in courses.new}
        others: dict[int, Course] = {}
        for record in ccx_last(records):
            course = courses.by_run[record.key]
            current = course.canonical_course_run
            if current is None and course.pk in new:
                course.canonical_course_run = runs[record.key]
            elif current is not None and record.base_run_key is None and parse_run_key(current.key).is_ccx:
                course.canonical_course_run = runs[record.key]
                others[course.pk] = course
                if not self.uses_publisher:
                    _take_title_and_card(course, record)
        if courses.new:
            chosen = CourseRun.everything.filter(pk__in=[course.canonical_course_run_id for course in courses.new])
            Course.everything.filter(pk__in=new).update(
                canonical_course_run=Subquery(chosen.filter(course=OuterRef("pk")).order_by().values("pk"))
            )
            write_history(Course, courses.new, CREATED)
        update_rows(Course, others.values(), outcome)


def _course_follows(
    record: RunRecord,
    run_pk: int | None = None,
    canonical_run_pk: int | None = None,
    title: str | None = None,
    card: str | None = None,
    draft_pk: int | None = None,
    draft_title: str | None = None,
    draft_card: str | None = None,
) -> bool:
    """Tell whether the title and card of a run's course, and of its draft, need not be taken from the run."""
    if run_pk is None or run_pk != canonical_run_pk:
        return True
    shown = [(title, card)] if draft_pk is None else [(title, card), (draft_title, draft_card)]
    return all(each == (record.title or each[0], _card(record, each[1])) for each in shown)


def _take_title_and_card(course: Course, record: RunRecord) -> None:
    """A run without a name leaves the course its title."""
    course.title = record.title or course.title
    course.card_image_url = _card(record, course.card_image_url)


def _card(record: RunRecord, current: str | None) -> str | None:
    return current if record.is_partial else record.card_image_url


def _has_other_video(row: CourseRun, record: RunRecord) -> bool:
    return not record.is_partial and (row.video.src if row.video else None) != record.video_url
