"""The pathways of the demo: from programs to credit and to work, and those that learners follow. As JSON."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.plans import CoursePlan


def pathway_rows(programs: Sequence[Row]) -> list[Row]:
    """Return one pathway to credit and one to work, each of some of the active programs."""
    active = [row["uuid"] for row in programs if row["status"] == "active"]
    degrees = [row["uuid"] for row in programs if row["degree"]]
    return [
        {
            "uuid": _uuid("credit pathway"),
            "name": "Credit at Marlowe Harbour College",
            "org_name": "Marlowe Harbour College",
            "email": "credit@marlowe.example",
            "description": "<p>Programs that the college counts towards its own degrees.</p>",
            "destination_url": "https://marlowe.example/credit",
            "pathway_type": "credit",
            "programs": [*active[:1], *degrees],
        },
        {
            "uuid": _uuid("industry pathway"),
            "name": "Interviews at Harbourside Works",
            "org_name": "Harbourside Works",
            "email": "people@harbourside.example",
            "description": "<p>Whoever finishes one of these is invited.</p>",
            "destination_url": "https://harbourside.example/jobs",
            "pathway_type": "industry",
            "programs": active[1:3],
        },
    ]


def learner_pathway_rows(courses: Sequence[CoursePlan], programs: Sequence[Row]) -> list[Row]:
    """Return learner pathways: a step of courses, then one of a course, a program and a block."""
    active = [row["uuid"] for row in programs if row["status"] == "active" and not row["degree"]]
    current = [course.key for course in courses if course.outline.age == "current" and course.outline.language == "en"]
    rows = []
    for number, title in enumerate(("From Spreadsheets to Statistics", "A First Job in Software")):
        first = current[number * 3 : number * 3 + 3]
        if len(first) < 3 or len(active) <= number:
            break
        rows.append(
            {
                "uuid": _uuid(title),
                "title": title,
                "overview": "<p>Begin with a course, end with a program.</p>",
                "steps": [
                    _step(f"{title} 1", courses=first[:2]),
                    _step(f"{title} 2", 2, courses=first[2:], programs=[active[number]], blocks=[_block(first[2])]),
                ],
            }
        )
    return rows


def _step(
    name: str,
    min_requirement: int = 1,
    courses: Sequence[str] = (),
    programs: Sequence[str] = (),
    blocks: Sequence[Row] = (),
) -> Row:
    return {
        "uuid": _uuid(name),
        "min_requirement": min_requirement,
        "courses": list(courses),
        "programs": list(programs),
        "blocks": list(blocks),
    }


def _block(course_key: str) -> Row:
    return {"course": course_key, "block_id": f"block-v1:{course_key}+demo+type@vertical+block@welcome"}


def _uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"demo pathway {name}"))
