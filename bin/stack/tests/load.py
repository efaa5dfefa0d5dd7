"""What the test of rebuilds under load runs in processes of their own: `python -m bin.stack.tests.load read FILE`.

`fill` puts courses and runs into the database. `read` searches and `write` changes the catalogue until FILE is there;
both then print, as JSON, how much they did and what went wrong.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import uuid4

COURSES = 5000
RUNS_EACH = 3
# Of this organization nothing ever changes: it has the same documents all the time.
STEADY = "Steady"
STEADY_COURSES = COURSES - 500
LIVELY = "Lively"
# Courses that all writers change at the same time.
CONTESTED = 5
ALIASES = {"course": STEADY_COURSES, "course_run": STEADY_COURSES * RUNS_EACH}
# Readers and writers are as quick as people, not as quick as the machine.
PAUSE = 0.05


def fill() -> None:
    from course_discovery.apps.core.models import Partner
    from course_discovery.apps.core.tests.factories import PartnerFactory
    from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType, CourseType
    from course_discovery.lib.slugs import SettledSlug

    partner = Partner.objects.first() or PartnerFactory()
    course_type, run_type = CourseType.objects.all()[0], CourseRunType.objects.filter(is_marketable=True)[0]
    owners = [STEADY] * STEADY_COURSES + [LIVELY] * (COURSES - STEADY_COURSES)
    Course.objects.bulk_create(
        [
            Course(
                partner=partner,
                type=course_type,
                key=f"{org}+C{number}",
                title=f"{org} course {number} on reefs",
                full_description="<p>Corals build reefs &amp; live in them.</p>" * 5,
                url_slug=SettledSlug(f"c{number}"),
            )
            for number, org in enumerate(owners)
        ],
        batch_size=500,
    )
    CourseRun.objects.bulk_create(
        [
            CourseRun(
                course_id=pk,
                type=run_type,
                key=f"course-v1:{key}+{run}",
                slug=SettledSlug(f"{key}-{run}".lower().replace("+", "-")),
                status="published",
            )
            for pk, key in Course.objects.values_list("pk", "key")
            for run in range(RUNS_EACH)
        ],
        batch_size=500,
    )


def read(stop: Path) -> dict[str, object]:
    """Search for what is always there, again and again: some documents, all of them, a page."""
    from course_discovery.apps.search import connection
    from course_discovery.apps.search.documents.base import alias_named

    counted: list[int] = []
    wrong: list[str] = []
    while not stop.exists():
        for name, expected in ALIASES.items():
            try:
                found = connection.count((alias_named(name),), {"term": {"org.raw": STEADY}})
                page = connection.search(
                    (alias_named(name),),
                    {"query": {"match": {"title": STEADY}}, "sort": ["aggregation_uuid"], "size": 20},
                )
                shown = len(page["hits"]["hits"])
                if (found, shown) != (expected, 20):
                    wrong.append(f"{name}: {found} of {expected} documents, {shown} hits on a page")
                counted.append(found)
            except Exception as error:
                wrong.append(repr(error))
        time.sleep(PAUSE)
    return {"done": len(counted), "wrong": wrong}


def write(stop: Path) -> dict[str, object]:
    """Make, change and delete courses, and look each time whether the search knows; change those of others too."""
    from django.db import transaction

    from course_discovery.apps.core.models import Partner
    from course_discovery.apps.course_metadata.models import Course, CourseRun, CourseRunType, CourseType
    from course_discovery.apps.search import connection
    from course_discovery.apps.search.documents.base import alias_named

    me, chance = uuid4().hex[:8], Random(1)
    partner, course_type = Partner.objects.all()[0], CourseType.objects.all()[0]
    run_type = CourseRunType.objects.filter(is_marketable=True)[0]
    contested = list(Course.objects.filter(key__startswith=LIVELY).values_list("pk", flat=True)[:CONTESTED])
    own: list[tuple[Course, CourseRun]] = []
    wrong: list[str] = []

    def found(alias: str, field: str, value: str) -> int:
        return connection.count((alias_named(alias),), {"term": {field: value}})

    def expect(what: str, expected: tuple[int, int], got: tuple[int, int]) -> None:
        if expected != got:
            wrong.append(f"{what}: {got} documents of course and run, not {expected}")

    def make(number: int) -> None:
        key = f"{LIVELY}+{me}{number}"
        with transaction.atomic():
            course = Course.objects.create(partner=partner, type=course_type, key=key, title=f"New {number}")
            run = CourseRun.objects.create(course=course, type=run_type, key=f"course-v1:{key}+1", status="published")
        own.append((course, run))
        expect(f"made {key}", (1, 1), (found("course", "key.raw", key), found("course_run", "key.raw", run.key)))

    def rename(number: int) -> None:
        course, run = own[-1]
        course.title = f"Renamed {number}"
        course.save()
        title = {"bool": {"filter": [{"term": {"key.raw": run.key}}, {"match_phrase": {"title": course.title}}]}}
        expect(
            f"renamed {course.key}",
            (1, 1),
            (found("course", "key.raw", course.key), connection.count((alias_named("course_run"),), title)),
        )

    def change_contested(number: int) -> None:
        course = Course.objects.get(pk=chance.choice(contested))
        course.title = f"{me} {number}"
        course.save()

    def delete(number: int) -> None:
        course, run = own.pop(0)
        course.delete()
        expect(
            f"deleted {course.key}",
            (0, 0),
            (found("course", "key.raw", course.key), found("course_run", "key.raw", run.key)),
        )

    steps: tuple[Callable[[int], None], ...] = (make, rename, change_contested, make, delete, change_contested)
    done = 0
    while not stop.exists():
        try:
            steps[done % len(steps)](done)
        except Exception as error:
            wrong.append(repr(error))
        done += 1
        time.sleep(PAUSE)
    return {"done": done, "wrong": wrong}


def main() -> None:
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill()
    else:
        act = {"read": read, "write": write}[sys.argv[1]]
        print(json.dumps(act(Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
