import pytest

from course_discovery.lib.slugs import SettledSlug, SlugsExhausted, slugify, unique_slugs


@pytest.mark.parametrize(
    ("texts", "slug"),
    [
        (("Economics: Consumer Demand",), "economics-consumer-demand"),
        (("Your Child's Strengths",), "your-child-s-strengths"),
        (("C++ & Java", "course-v1:Org+C1+1T2026"), "c-java-course-v1-org-c1-1t2026"),
        (("  --  Introducción  a la Łódź --",), "introduccion-a-la-lodz"),
        (("first", None, "", "second"), "first-second"),
        (("under_score",), "under-score"),
        (("!!!",), ""),
        ((None,), ""),
    ],
)
def test_slugify(texts, slug):
    assert slugify(*texts) == slug


def test_slugify_cuts_without_leaving_a_hyphen_at_the_end():
    assert slugify("abcd efgh", max_length=5) == "abcd"
    assert slugify("abcd efgh", max_length=6) == "abcd-e"


def test_slugify_keeps_what_it_is_told_to_keep():
    assert slugify("learn/Computer Science/x", keep="/") == "learn/computer-science/x"


def unique(stems, taken=(), max_length=50):
    return unique_slugs(stems, lambda slugs: set(slugs) & set(taken), max_length)


@pytest.mark.parametrize(
    ("stems", "taken", "slugs"),
    [
        (["a"], [], ["a"]),
        (["a"], ["a", "a-2"], ["a-3"]),
        ([""], [], ["-2"]),
        ([""], ["-2"], ["-3"]),
        (["a", "a", "b"], [], ["a", "a-2", "b"]),
        # Taken is judged by whole slugs: `ab` is not in the way of `a`.
        (["a"], ["ab"], ["a"]),
        # The second row of title `a` must not take the slug that the third row has by right.
        (["a", "a", "a-2"], [], ["a", "a-3", "a-2"]),
        (["", ""], [], ["-2", "-3"]),
    ],
)
def test_unique_slugs(stems, taken, slugs):
    assert unique(stems, taken) == slugs


def test_unique_slugs_cuts_the_stem_to_fit_the_number():
    assert unique(["abcde"], ["abcde"], max_length=5) == ["abc-2"]


def test_unique_slugs_are_settled():
    assert isinstance(unique(["a"])[0], SettledSlug)


def test_unique_slugs_gives_up_after_100_attempts():
    taken = ["a", *(f"a-{number}" for number in range(2, 101))]
    with pytest.raises(SlugsExhausted, match=r"max slug attempts for a exceeded \(100\)"):
        unique(["a"], taken)
    assert unique(["a"], taken[:-1]) == ["a-100"]


def test_unique_slugs_asks_twice_at_most():
    questions = []

    def taken_among(slugs):
        questions.append(set(slugs))
        return {"a", "b"} & set(slugs)

    assert unique_slugs(["a", "b", "c"], taken_among, 50) == ["a-2", "b-2", "c"]
    assert len(questions) == 2
    assert questions[0] == {"a", "b", "c"}
