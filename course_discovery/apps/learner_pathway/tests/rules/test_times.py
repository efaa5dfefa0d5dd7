import pytest

from course_discovery.apps.learner_pathway.rules.times import HoursRange, course_hours, pathway_hours, step_hours


@pytest.mark.parametrize(
    ("hours", "is_active", "expected"), [(18.0, True, 18.0), (18.0, False, 0.0), (0.0, True, 0.0), (None, False, 0.0)]
)
def test_only_a_run_that_can_be_taken_takes_time(hours, is_active, expected):
    assert course_hours(hours, is_active) == expected


@pytest.mark.parametrize(
    ("hours", "min_requirement", "expected"),
    [
        ([], 1, (0, 0)),
        ([30, 10, 20], 1, (10, 30)),
        ([30, 10, 20], 2, (30, 50)),
        ([30, 10, 20], 3, (60, 60)),
        # More cannot be asked for than there is.
        ([30, 10, 20], 7, (60, 60)),
        ([30, 0.0], 1, (0, 30)),
    ],
)
def test_a_step_takes_its_shortest_or_its_longest_nodes(hours, min_requirement, expected):
    assert step_hours(hours, min_requirement) == expected


def test_a_pathway_takes_the_middle_of_each_step():
    assert pathway_hours([HoursRange(10, 30), HoursRange(5, 5), HoursRange(0, 1)]) == 25.5
    assert pathway_hours([]) == 0
