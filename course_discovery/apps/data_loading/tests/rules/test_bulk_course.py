import pytest

from course_discovery.apps.data_loading.rules.bulk_course import needs_price, new_course_columns, with_given


@pytest.mark.parametrize(
    ("present", "given", "merged"),
    [
        ([], [None, None, None], []),
        (["a", "b", "c"], [None, "d", None], ["a", "d", "c"]),
        (["a"], [None, None, "c"], ["a", "c"]),
        (["a", "b", "c"], ["c", None, None], ["c", "b"]),
        (["a", "b", "c", "d"], ["e", None, None], ["e", "b", "c", "d"]),
    ],
)
def test_places_that_are_given(present, given, merged):
    assert with_given(present, given) == merged


@pytest.mark.parametrize(
    ("present", "wanted", "answer"),
    [
        ("Verified", None, False),
        ("Verified", "Verified", False),
        ("Verified", "Audit Only", False),
        ("Audit Only", "Verified", True),
        (None, "Verified", True),
    ],
)
def test_which_change_of_track_needs_a_price(present, wanted, answer):
    assert needs_price(present, wanted) is answer


def test_what_the_row_of_a_new_course_must_tell():
    always = ["organization", "title", "number", "start_date", "end_date", "course_pacing"]
    assert new_course_columns("audit", False) == always
    assert new_course_columns("verified-audit", False) == [*always, "verified_price"]
    masters = new_course_columns("masters", True)
    assert masters[7:] == [
        *("image", "level_type", "primary_subject", "publish_date"),
        *("minimum_effort", "maximum_effort", "length"),
    ]
    verified = new_course_columns("verified", True)
    assert set(verified) - set(masters) == {"long_description", "short_description", "what_will_you_learn"}
