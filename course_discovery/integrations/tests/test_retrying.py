"""Waits between attempts."""

import pytest
from tenacity import RetryCallState, Retrying

from course_discovery.integrations.errors import BadStatus, Unreachable
from course_discovery.integrations.retrying import RetryPolicy

POLICY = RetryPolicy(attempts=6, first_wait=2, longest_wait=30)


def waited_after(attempt, error):
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = attempt
    state.set_exception((type(error), error, None))
    return POLICY._wait(state)


@pytest.mark.parametrize(("attempt", "least"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 30)])
def test_waits_double_up_to_the_longest_with_half_as_much_jitter(attempt, least):
    waits = {waited_after(attempt, Unreachable("a", "b")) for _ in range(50)}
    assert least <= min(waits) <= max(waits) <= least * 1.5
    assert len(waits) > 1


def test_the_other_side_may_say_how_long():
    assert waited_after(1, BadStatus("a", "b", status=429, retry_after=17)) == 17


def test_other_errors_are_not_tried_again():
    calls = []

    def fail():
        calls.append(1)
        raise KeyError("not of the platform")

    with pytest.raises(KeyError):
        POLICY.call(fail)
    assert len(calls) == 1
