"""Course runs of the demo catalogue: their dates, and their rows in the LMS Courses API."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from course_discovery.sandbox.oddities import Row, spoil_lms_row
from course_discovery.sandbox.plans import CoursePlan

_HOURS = ((0, 0), (9, 0), (12, 30), (15, 0), (16, 0))
_LICENSES = (None, None, None, "all-rights-reserved", "creative-commons: ver=4.0 BY NC", "")


@dataclass(frozen=True)
class RunPlan:
    """One run of a course; ``number`` counts from 1, the oldest. The oddities of dates are already in."""

    key: str
    code: str
    number: int
    is_newest: bool
    start: datetime | None
    end: datetime | None
    enrollment_start: datetime | None
    enrollment_end: datetime | None
    pacing: str


def _first_of_month(today: date) -> datetime:
    return datetime(today.year, today.month, 1, tzinfo=UTC)


def plan_runs(course: CoursePlan) -> list[RunPlan]:
    """The runs of a course, oldest first.

    Dates are laid out from the first day of today's month and keep their distance from any day of it: a catalogue
    started again on another day of the month is the same, and its newest runs still stand where their age says.
    """
    base = _first_of_month(course.today)
    rng = course.rng("newest run")
    length = timedelta(days=course.weeks * 7 + rng.randint(7, 60))
    if course.outline.age == "archived":
        start = base - timedelta(days=rng.randint(5, 700)) - length
        end = start + length
    elif course.outline.age == "starting_soon":
        start = base + timedelta(days=rng.randint(33, 58))
        end = start + length
    elif course.outline.age == "upcoming":
        start = base + timedelta(days=rng.randint(95, 250))
        end = start + length
    else:
        start = base - timedelta(days=rng.randint(10, 150))
        end = base + timedelta(days=rng.randint(60, 240))
    runs = []
    for number in range(course.run_count, 0, -1):
        runs.append(_plan_run(course, number, start, end))
        earlier = course.rng(f"run before {number}")
        start -= timedelta(days=earlier.randint(120, 260))
        end = start + timedelta(days=course.weeks * 7 + earlier.randint(7, 60))
    return runs[::-1]


def _plan_run(course: CoursePlan, number: int, start: datetime, end: datetime) -> RunPlan:
    rng = course.rng(f"run {number}")
    is_newest = number == course.run_count
    hour, minute = rng.choice(_HOURS)
    starts: datetime | None = start.replace(hour=hour, minute=minute)
    ends: datetime | None = end.replace(hour=rng.choice((hour, 23)), minute=59)
    opens = start - timedelta(days=rng.randint(30, 120)) if rng.random() < 0.6 else None
    closes = end - timedelta(days=rng.choice((1, 7, 14))) if rng.random() < 0.4 else None
    pacing = rng.choice(("self", "instructor"))
    if pacing == "self" and is_newest and course.outline.age == "current" and rng.random() < 0.3:
        ends = closes = None
    oddity = course.oddity if is_newest else None
    if oddity == "start_null":
        starts = None
    elif oddity == "end_before_start":
        ends = start - timedelta(days=30)
    elif oddity == "enrollment_window_reversed":
        opens, closes = start, start - timedelta(days=20)
    elif oddity in ("date_with_microseconds", "date_with_offset"):
        ends = end
    code = course.organization.term_style.format(number)
    return RunPlan(_run_key(course, code, number), code, number, is_newest, starts, ends, opens, closes, pacing)


def _run_key(course: CoursePlan, code: str, number: int) -> str:
    if course.oddity == "old_style_key":
        return f"{course.organization.key}/{course.number}/{code}"
    if course.oddity == "ccx" and number == course.run_count:
        made_from = course.organization.term_style.format(number - 1)
        return f"ccx-v1:{course.key}+{made_from}+ccx@{course.index + 1}"
    return f"course-v1:{course.key}+{code}"


def _written(moment: datetime | None, oddity: str | None) -> str | None:
    if moment is None:
        return None
    if oddity == "date_with_offset":
        return moment.astimezone(timezone(timedelta(hours=2))).isoformat()
    if oddity == "date_with_microseconds":
        return moment.replace(microsecond=123456).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def lms_run_row(course: CoursePlan, run: RunPlan, root: str) -> Row:
    """The row of a run as the LMS Courses API lists it; ``root`` is the address that its links begin with."""
    rng = course.rng(f"lms row {run.number}")
    oddity = course.oddity if run.is_newest else None
    prefix = run.key.replace("course-v1:", "asset-v1:").replace("/", "+")
    image = f"/media/{prefix}+type@asset+block@course_image.svg"
    video = f"https://video.example/{course.index + 1}" if course.rng("video").random() < 0.12 else None
    start_display, start_type = _start_display(run)
    row: dict[str, Any] = {
        "blocks_url": f"{root}/api/courses/v2/blocks/?course_id={run.key.replace('+', '%2B')}",
        "effort": "{}-{} hours/week".format(*course.hours_a_week) if rng.random() < 0.85 else None,
        "end": _written(run.end, oddity),
        "enrollment_start": _written(run.enrollment_start, oddity),
        "enrollment_end": _written(run.enrollment_end, oddity),
        "id": run.key,
        "media": {
            "banner_image": {"uri": image, "uri_absolute": root + image},
            "course_image": {"uri": image},
            "course_video": {"uri": video},
            "image": {"raw": root + image, "small": root + image, "large": root + image},
        },
        "name": course.heading.title,
        "number": course.number,
        "org": course.organization.key,
        "short_description": course.short_description,
        "start": _written(run.start, oddity),
        "start_display": start_display,
        "start_type": start_type,
        "pacing": run.pacing,
        "mobile_available": rng.choice((True, True, False, None)),
        "hidden": False,
        "invitation_only": rng.random() < 0.03,
        "license": course.rng("license").choice(_LICENSES),
        "course_id": run.key,
    }
    spoil_lms_row(oddity, row)
    return row


def _start_display(run: RunPlan) -> tuple[str | None, str]:
    if run.start is None:
        return None, "empty"
    return f"{run.start:%b} {run.start.day}, {run.start.year}", "timestamp"
