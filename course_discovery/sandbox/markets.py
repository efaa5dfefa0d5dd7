"""For whom the demo's courses are picked out: catalogs and verticals. All values are JSON."""

from collections.abc import Sequence

from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.plans import CoursePlan

# Vertical: its sub-verticals, each with the subject whose courses are assigned to it.
_VERTICALS = {
    "Technology": {"Software": "computer-science", "Data": "data-science"},
    "Business": {"Management": "business-management", "Finance": "economics-finance"},
    "Health": {"Care": "medicine", "Prevention": "health-safety"},
}
_COMPUTING = 'subjects:("Computer Science" OR "Data Science")'


def catalog_rows() -> list[Row]:
    """Return catalogs: of everything, of a field, and one that keeps courses that are over."""
    return [
        {"name": "Everything", "query": "*:*", "program_query": "*:*", "include_archived": False},
        {"name": "Computing", "query": _COMPUTING, "program_query": _COMPUTING, "include_archived": False},
        {
            "name": "Introductions, past ones too",
            "query": "level_type:Introductory",
            "program_query": "",
            "include_archived": True,
        },
    ]


def vertical_rows(courses: Sequence[CoursePlan]) -> list[Row]:
    """Return verticals, their sub-verticals, and the keys of the courses assigned to each of these."""
    of_subject: dict[str, list[str]] = {}
    for course in courses:
        of_subject.setdefault(course.heading.subject, []).append(course.key)
    return [
        {
            "name": vertical,
            "sub_verticals": [
                {"name": name, "courses": of_subject.get(subject, [])} for name, subject in parts.items()
            ],
        }
        for vertical, parts in _VERTICALS.items()
    ]
