from uuid import uuid4

import pytest

from course_discovery.apps.course_metadata.tests.factories import CollaboratorFactory

PATH = "/api/v1/collaborators/"


def test_a_collaborator(plain):
    collaborator = CollaboratorFactory(name="River Trust")
    expected = {"name": "River Trust", "image": {}, "image_url": None, "uuid": str(collaborator.uuid)}
    assert plain.get(PATH).json() == {"next": None, "previous": None, "results": [expected]}
    assert plain.get(f"{PATH}{collaborator.uuid}/").json() == expected


def test_the_newest_come_first(plain):
    for number in range(21):
        CollaboratorFactory(name=f"Trust {number}")
    first = plain.get(PATH).json()
    assert [one["name"] for one in first["results"]] == [f"Trust {number}" for number in range(20, 0, -1)]
    assert [one["name"] for one in plain.get(first["next"]).json()["results"]] == ["Trust 0"]


@pytest.mark.parametrize("name", [uuid4(), "0-0"])
def test_unknown_ones(plain, name):
    assert plain.get(f"{PATH}{name}/").status_code == 404
