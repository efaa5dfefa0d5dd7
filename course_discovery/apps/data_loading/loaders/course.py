"""The courses of new course runs: found, or made with their organization."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.rules.enterprise_subscription import course_inclusion
from course_discovery.apps.data_loading.loaders.bulk import create_rows, in_lowercase, lowercase
from course_discovery.apps.data_loading.loaders.organization import find_or_create_organizations
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import RunRecord


@dataclass
class CoursesOfRuns:
    """The official course of each record, by run key; `new` are those that were made for them, without history yet."""

    by_run: dict[str, Course] = field(default_factory=dict)
    new: list[Course] = field(default_factory=list)


def find_or_create_courses(records: Sequence[RunRecord], reference: Reference, outcome: Outcome) -> CoursesOfRuns:
    """Find the course of each new run, in this order: the course of the run that a CCX was made from; the course that
    claims the key for its reruns; the course of that key, upper and lower case alike; a new course.
    """
    found = _find(records, reference)
    courses = CoursesOfRuns(by_run={key: course for key, course in found.items() if course is not None})
    orphans = ccx_last([record for record in records if record.key not in courses.by_run])
    new = _create(orphans, reference, outcome)
    courses.new = list(new.values())
    courses.by_run |= {record.key: new[record.course_key.lower()] for record in orphans}
    return courses


def ccx_last(records: Sequence[RunRecord]) -> list[RunRecord]:
    """Put CCX runs behind the others: they speak of a class, not of the course."""
    return sorted(records, key=lambda record: record.base_run_key is not None)


def _find(records: Sequence[RunRecord], reference: Reference) -> dict[str, Course | None]:
    of_base_runs = _courses_of_runs([record.base_run_key for record in records if record.base_run_key])
    mine = Course.objects.filter(partner=reference.partner).order_by("pk")
    mine = mine.select_related("canonical_course_run", "draft_version")
    keys = {record.course_key for record in records}
    claimed = reference.rerun_keys.perhaps(keys)
    by_rerun_key: dict[str, Course] = {}
    for course in mine.filter(key_for_reruns__in=claimed) if claimed else ():
        by_rerun_key.setdefault(course.key_for_reruns, course)
    known = reference.course_keys.perhaps(keys)
    by_key = {course.key.lower(): course for course in mine.filter(key__in=known)} if known else {}
    # Databases find keys as they are by an index, and others only by reading all keys.
    if otherwise := [key for key in known if key.lower() not in by_key]:
        by_key |= {
            course.key.lower(): course for course in lowercase(mine, "key").filter(in_lowercase("key", otherwise))
        }

    def course_of(record: RunRecord) -> Course | None:
        return (
            of_base_runs.get(record.base_run_key or "")
            or by_rerun_key.get(record.course_key)
            or by_key.get(record.course_key.lower())
        )

    return {record.key: course_of(record) for record in records}


def _courses_of_runs(keys: Sequence[str]) -> dict[str, Course]:
    if not keys:
        return {}
    runs = CourseRun.objects.filter(key__in=keys).select_related(
        "course__canonical_course_run", "course__draft_version"
    )
    return {run.key: run.course for run in runs}


def _create(records: Sequence[RunRecord], reference: Reference, outcome: Outcome) -> dict[str, Course]:
    """Make one course for each course key, from the first record that has it; return them by lower-case key."""
    if not records:
        return {}
    organizations = find_or_create_organizations(reference.partner, [record.org for record in records], outcome)
    drafts = _drafts([record.course_key for record in records], reference)
    now = timezone.now()
    reference.course_keys.add(record.course_key for record in records)
    courses: dict[str, Course] = {}
    for record in records:
        lower = record.course_key.lower()
        if lower in courses:
            continue
        organization = organizations[record.org.lower()]
        values: dict[str, Any] = {
            "partner": reference.partner,
            "key": record.course_key,
            "title": record.title,
            "type_id": reference.empty_course_type_id,
            "product_source_id": reference.product_source_id,
            "data_modified_timestamp": now,
            "enterprise_subscription_inclusion": course_inclusion(
                None, False, [organization.enterprise_subscription_inclusion]
            ),
        }
        if not reference.partner.uses_publisher:
            values["card_image_url"] = record.card_image_url
        if draft := drafts.get(lower):
            # The two rows of a pair share their key and uuid.
            values |= {"draft_version": draft, "key": draft.key, "uuid": draft.uuid, "url_slug": draft.url_slug}
            values["product_source_id"] = draft.product_source_id or reference.product_source_id
        courses[lower] = Course(**values)
    create_rows(Course, list(courses.values()), ("partner_id", "key", "draft"), outcome, history=False)
    through: Any = Course.authoring_organizations.through
    through.objects.bulk_create(
        [
            through(
                course_id=course.pk,
                organization_id=organizations[course.key.split("+")[0].lower()].pk,
                sort_value=0,
            )
            for course in courses.values()
        ]
    )
    return courses


def _drafts(keys: Sequence[str], reference: Reference) -> dict[str, Course]:
    """Return the drafts without official row that have these keys, by lower-case key."""
    keys = reference.course_keys.perhaps(keys)
    if not keys:
        return {}
    rows = lowercase(Course.everything.filter(partner=reference.partner, draft=True), "key")
    return {course.key.lower(): course for course in rows.filter(in_lowercase("key", keys))}
