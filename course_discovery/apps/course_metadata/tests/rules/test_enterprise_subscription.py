import pytest

from course_discovery.apps.course_metadata.rules import enterprise_subscription as rules


@pytest.mark.parametrize(
    ("course_type", "opted_out", "organizations", "included"),
    [
        ("audit", False, [True, True], True),
        ("audit", False, [True, False], False),
        ("audit", False, [], True),
        (None, False, [True], True),
        ("audit", True, [True], False),
        ("executive-education-2u", False, [True], False),
        ("bootcamp-2u", False, [], False),
    ],
)
def test_course(course_type, opted_out, organizations, included):
    assert rules.course_inclusion(course_type, opted_out, organizations) is included


@pytest.mark.parametrize(
    ("course", "pacing", "included"),
    [
        (True, "self_paced", True),
        (True, None, True),
        (True, "instructor_paced", False),
        (False, "self_paced", False),
        (None, "self_paced", False),
    ],
)
def test_run(course, pacing, included):
    assert rules.run_inclusion(course, pacing) is included


@pytest.mark.parametrize(
    ("program_type", "courses", "included"),
    [
        ("xseries", [True], True),
        ("xseries", [], True),
        ("microbachelors", [True, None], False),
        ("masters", [True], False),
        (None, [], False),
    ],
)
def test_program(program_type, courses, included):
    assert rules.program_inclusion(program_type, courses) is included
