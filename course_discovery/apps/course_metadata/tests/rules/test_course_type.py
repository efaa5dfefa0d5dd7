import pytest

from course_discovery.apps.course_metadata.rules.course_type import (
    CourseFacts,
    CourseTypeFacts,
    RunFacts,
    RunTypeFacts,
    calculate_course_type,
)

AUDIT_RUN = RunTypeFacts(1, "audit", frozenset({"audit"}))
PROFESSIONAL_RUN = RunTypeFacts(2, "professional", frozenset({"professional"}))
VERIFIED_RUN = RunTypeFacts(3, "verified-audit", frozenset({"verified", "audit"}))
MASTERS_RUN = RunTypeFacts(4, "masters", frozenset({None}))
AUDIT = CourseTypeFacts(1, "audit", frozenset(), (AUDIT_RUN,))
PROFESSIONAL = CourseTypeFacts(2, "professional", frozenset({"professional"}), (PROFESSIONAL_RUN,))
VERIFIED = CourseTypeFacts(3, "verified-audit", frozenset({"verified"}), (AUDIT_RUN, VERIFIED_RUN))
MASTERS = CourseTypeFacts(4, "masters", frozenset(), (MASTERS_RUN,))
TYPES = (AUDIT, PROFESSIONAL, VERIFIED, MASTERS)


def run(number, *seats, kind="empty"):
    return RunFacts(number, f"run{number}", kind, frozenset(seats))


def course(*runs, kind="empty", modes=()):
    return CourseFacts(7, "Org+C", kind, frozenset(modes), runs)


@pytest.mark.parametrize(
    ("given", "type_slug", "run_types"),
    [
        (course(run(1, "audit")), "audit", {1: "audit"}),
        (course(run(1, "audit", "verified"), modes=["verified"]), "verified-audit", {1: "verified-audit"}),
        # Without entitlement the runs alone decide; audit comes first but does not fit the second run.
        (course(run(1, "audit"), run(2, "audit", "verified")), "verified-audit", {1: "audit", 2: "verified-audit"}),
        (course(run(1, "audit", "verified"), modes=["professional"]), None, {}),
        (course(run(1, "audit", "credit")), None, {}),
        (course(run(1)), None, {}),
        # One run that fits nothing spoils the course.
        (course(run(1, "audit"), run(2, "honor")), None, {}),
        # A course without runs and entitlements has the oldest type.
        (course(), "audit", {}),
        (course(modes=["professional"]), "professional", {}),
        (course(run(1, "audit"), kind=None), "audit", {1: "audit"}),
        # A track without seat is never matched by seats.
        (course(run(1, "masters")), None, {}),
    ],
)
def test_unknown_types_are_found(given, type_slug, run_types):
    match = calculate_course_type(given, TYPES).match
    assert (match.course_type.slug if match else None) == type_slug
    assert ({run: kind.slug for run, kind in match.run_types.items()} if match else {}) == run_types


def test_known_types_are_checked_and_kept():
    fitting = course(run(1, "audit", "verified", kind="verified-audit"), kind="verified-audit", modes=["verified"])
    match = calculate_course_type(fitting, TYPES).match
    assert match.course_type == VERIFIED
    assert not match.changes_anything


def test_new_run_of_a_typed_course_gets_a_type_of_it():
    given = course(run(1, "audit"), kind="verified-audit", modes=["verified"])
    match = calculate_course_type(given, TYPES).match
    assert match.run_types == {1: AUDIT_RUN}
    assert match.changes_anything
    assert not match.course_type_is_new


@pytest.mark.parametrize(
    ("given", "note"),
    [
        (
            course(kind="verified-audit", modes=["professional"]),
            "Existing course type verified-audit for Org+C (7) doesn't match its own entitlements.",
        ),
        (
            course(run(1, "professional", kind="professional"), kind="verified-audit"),
            "Existing run type professional for run1 (1) doesn't match course type verified-audit. Skipping type.",
        ),
        (
            course(run(1, "audit", kind="verified-audit"), kind="verified-audit"),
            "Existing run type verified-audit for run1 (1) doesn't match its own seats.",
        ),
    ],
)
def test_mismatches_are_told(given, note):
    verdict = calculate_course_type(given, TYPES)
    assert verdict.match is None
    assert verdict.notes == (note,)


def test_extra_run_types_are_allowed_for_their_course_type_only():
    given = course(run(1, "professional"), modes=["verified"])
    assert calculate_course_type(given, TYPES, {"audit": [PROFESSIONAL_RUN]}).match is None
    match = calculate_course_type(given, TYPES, {"verified-audit": [PROFESSIONAL_RUN]}).match
    assert match.course_type == VERIFIED
    assert match.run_types == {1: PROFESSIONAL_RUN}
