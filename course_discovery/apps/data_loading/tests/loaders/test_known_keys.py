"""Keys that nobody has, told without the database."""

import pytest

from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseRunFactory,
)
from course_discovery.apps.data_loading.loaders.known_keys import (
    KnownKeys,
    known_course_keys,
    known_rerun_keys,
    known_run_keys,
)


def test_upper_and_lower_case_are_alike_and_the_rest_is_unknown():
    known = KnownKeys(lambda: ["LakeX+BOT1"])
    assert known.perhaps(["lakex+bot1", "LakeX+BOT1", "LakeX+BOT2"]) == ["lakex+bot1", "LakeX+BOT1"]


def test_keys_of_new_rows_are_known():
    known = KnownKeys(lambda: [])
    assert known.perhaps(["LakeX+BOT1"]) == []
    known.add(["LakeX+BOT1"])
    assert known.perhaps(["lakex+bot1"]) == ["lakex+bot1"]


def test_keys_are_read_once_and_only_when_somebody_asks():
    reads = []

    def read():
        reads.append("read")
        return ["a"]

    known = KnownKeys(read)
    known.add(["b"])
    assert (known.perhaps([]), reads) == ([], [])
    assert (known.perhaps(["a", "c"]), known.perhaps(["A"]), reads) == (["a"], ["A"], ["read"])


@pytest.mark.django_db
def test_runs_are_known_by_both_rows_and_courses_also_by_what_they_claim(reference):
    course = CourseFactory(partner=reference.partner, key="LakeX+BOT1", key_for_reruns="LakeX+OLD1")
    CourseFactory(key="OtherX+BOT1")
    CourseRunFactory(course=course, key="course-v1:LakeX+BOT1+1")
    DraftCourseRunFactory(key="course-v1:LakeX+BOT1+2")
    keys = ["course-v1:lakex+bot1+1", "course-v1:lakex+bot1+2", "course-v1:lakex+bot1+3"]
    assert known_run_keys().perhaps(keys) == keys[:2]
    keys = ["lakex+bot1", "lakex+old1", "otherx+bot1"]
    assert known_course_keys(reference.partner).perhaps(keys) == keys[:1]
    assert known_rerun_keys(reference.partner).perhaps(keys) == keys[1:2]
