"""What a Drupal site is told."""

import pytest

from course_discovery.apps.publisher.rules import marketing_nodes as rules


def test_runs():
    assert rules.run_node("course-v1:LakeX+PY1+1T2030", "Python", True, "7") == {
        "field_course_id": "course-v1:LakeX+PY1+1T2030",
        "title": "Python",
        "status": 1,
        "type": "course",
        "author": {"id": "7"},
    }
    assert rules.run_node("k", "Python", False, "7")["status"] == 0
    assert rules.run_uuid("u-1") == {"field_course_uuid": "u-1"}
    assert rules.run_alias("python-1") == "course/python-1"


def test_programs():
    assert rules.program_node("u-1", "Data", False, "Professional Certificate", "7") == {
        "field_uuid": "u-1",
        "title": "Data",
        "status": 0,
        "type": "professional_certificate",
        "author": {"id": "7"},
    }
    assert rules.program_uuid("u-1") == {"uuid": "u-1"}


@pytest.mark.parametrize(
    ("slug", "alias"),
    [("data", "xseries/data"), ("masters/micromasters/lakex-data", "masters/micromasters/lakex-data")],
)
def test_the_path_of_a_program_is_that_of_its_marketing_url(slug, alias):
    assert rules.program_alias("xseries", slug) == alias


def test_people():
    assert rules.person_node("grace-hopper", "Dr. Grace Hopper", True) == {
        "field_person_slug": "grace-hopper",
        "title": "Dr. Grace Hopper",
        "type": "person",
        "status": True,
    }
    assert rules.person_uuid("u-1") == {"uuid": "u-1"}
