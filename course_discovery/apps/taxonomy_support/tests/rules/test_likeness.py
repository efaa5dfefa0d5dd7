import pytest

from course_discovery.apps.taxonomy_support.rules.likeness import Likeness, Likenesses, Traits


def traits(skills="", subjects=(), **others):
    return Traits(**{"partner": 1, "skills": frozenset(skills), "subjects": frozenset(subjects), **others})


def test_lengths_count_what_both_have_and_ratios_divide_by_the_union():
    courses = {1: traits("abc", {1, 2}), 2: traits("bcde", {2}), 3: traits("", {1}), 4: traits("x", {9})}
    assert Likenesses(courses).of(1, at_most=10) == [Likeness(2, 2 / 5, 2, 1 / 2, 1), Likeness(3, 0, 0, 1 / 2, 1)]
    assert Likenesses(courses).of(4, at_most=10) == []


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # A higher ratio of skills goes before more of them.
        (traits("ab"), traits("abcdefghi")),
        # As high a ratio: more of them.
        (traits("abcdefgh"), traits("ab")),
        (traits("ab", {1}), traits("ab", {1, 2, 3})),
        (traits("ab", {1}), traits("ab")),
        (traits("ab", enrollment_count=2), traits("ab", enrollment_count=1)),
    ],
)
def test_the_most_alike_come_first(better, worse):
    for order in ((2, 3), (3, 2)):
        courses = {1: traits("abcd", {1}), order[0]: better, order[1]: worse}
        found = Likenesses(courses).of(1, at_most=10)
        assert [one.course for one in found] == list(order)


def test_of_equals_the_older_comes_first():
    assert [one.course for one in Likenesses(dict.fromkeys((5, 2, 9), traits("a"))).of(5, at_most=10)] == [2, 9]


def test_as_many_are_kept_of_all_and_of_the_same_organizations():
    ours, theirs = frozenset({1, 2}), frozenset({3})
    courses = {
        1: traits("ab", organizations=ours),
        2: traits("ab", organizations=theirs),
        3: traits("abc", organizations=theirs),
        4: traits("abcd", organizations=frozenset({2, 3})),
        5: traits("abcde", organizations=ours),
    }
    assert [one.course for one in Likenesses(courses).of(1, at_most=1)] == [2, 4]
    assert [one.course for one in Likenesses(courses).of(1, at_most=4)] == [2, 3, 4, 5]


def test_partners_are_not_shown_each_other():
    courses = {1: traits("a"), 2: traits("a", partner=2)}
    assert Likenesses(courses).of(1, at_most=10) == []
