import pytest

from course_discovery.apps.course_metadata.rules.course_type import CourseFacts, CourseTypeFacts, RunFacts, RunTypeFacts
from course_discovery.apps.data_loading.rules.nearest_type import nearest_run_type, nearest_types


def kind(number, slug, *seats):
    return RunTypeFacts(number, slug, frozenset(seats))


AUDIT = kind(1, "audit", "audit")
PROFESSIONAL = kind(2, "professional", "professional")
VERIFIED = kind(3, "verified-audit", "audit", "verified")
CREDIT = kind(4, "credit-verified-audit", "audit", "verified", "credit")
EMPTY = kind(5, "empty")
HONOR = kind(6, "honor", "honor")
VERIFIED_HONOR = kind(7, "verified-honor", "honor", "verified")
MASTERS = kind(8, "masters", None)
RUN_TYPES = (AUDIT, PROFESSIONAL, VERIFIED, CREDIT, EMPTY, HONOR, VERIFIED_HONOR, MASTERS)
COURSE_TYPES = (
    CourseTypeFacts(1, "audit", frozenset(), (AUDIT,)),
    CourseTypeFacts(2, "professional", frozenset({"professional"}), (PROFESSIONAL,)),
    CourseTypeFacts(3, "verified-audit", frozenset({"verified"}), (AUDIT, VERIFIED)),
    CourseTypeFacts(4, "empty", frozenset(), ()),
    CourseTypeFacts(5, "honor", frozenset(), (HONOR,)),
)


@pytest.mark.parametrize(
    ("seats", "slug"),
    [
        ({"audit", "verified"}, "verified-audit"),
        ({"audit", "professional"}, "professional"),
        ({"audit", "honor"}, "honor"),
        # Both lack one seat; the older type wins.
        ({"audit", "honor", "verified"}, "verified-audit"),
        ({"audit", "credit"}, "credit-verified-audit"),
        ({"credit"}, "credit-verified-audit"),
        ({"diamond"}, None),
        (set(), None),
    ],
)
def test_the_nearest_type_of_a_run(seats, slug):
    found = nearest_run_type(seats, RUN_TYPES)
    assert (found.slug if found else None) == slug


def course(*runs, course_type=None):
    return CourseFacts(
        7,
        "Org+C",
        course_type,
        frozenset(),
        tuple(RunFacts(n, f"run{n}", slug, frozenset(seats)) for n, (slug, *seats) in enumerate(runs)),
    )


@pytest.mark.parametrize(
    ("given", "course_type", "is_new", "run_types"),
    [
        (course((None, "audit", "professional")), "professional", True, {0: "professional"}),
        # More runs count before dearer ones.
        (
            course((None, "professional"), (None, "audit"), (None, "audit")),
            "audit",
            True,
            dict.fromkeys((1, 2), "audit") | {0: "professional"},
        ),
        (course((None, "professional"), (None, "audit")), "professional", True, {0: "professional", 1: "audit"}),
        (course(("honor", "honor"), (None, "audit", "honor")), "honor", True, {1: "honor"}),
        (
            course((None, "audit", "professional"), course_type="verified-audit"),
            "verified-audit",
            False,
            {0: "professional"},
        ),
    ],
)
def test_a_course_takes_the_type_that_allows_most_of_its_runs(given, course_type, is_new, run_types):
    match = nearest_types(given, COURSE_TYPES, RUN_TYPES)
    assert (match.course_type.slug, match.course_type_is_new) == (course_type, is_new)
    assert {number: run_type.slug for number, run_type in match.run_types.items()} == run_types


@pytest.mark.parametrize("given", [course(), course((None,)), course((None, "diamond"))])
def test_there_may_be_nothing_to_go_by(given):
    assert nearest_types(given, COURSE_TYPES, RUN_TYPES) is None
