"""The Studio client, over HTTP."""

import pytest

from course_discovery.integrations.errors import BadStatus, Unreachable
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.studio import StudioApi

KEY = "course-v1:ArtX+A1+1T2032"
BODY = {"title": "Art", "org": "ArtX", "number": "A1", "run": "1T2032", "team": []}


@pytest.fixture
def api(platform):
    return StudioApi(f"{platform.url}/", service_session())


def test_a_run_is_made_changed_and_given_a_picture(platform, api):
    assert not api.has_run(KEY)
    api.create_run(BODY)
    assert api.has_run(KEY)
    api.update_run(KEY, {"title": "Art again"})
    api.set_image(KEY, "a.png", b"\x89PNG\r\n\xff", "image/png")
    api.rerun(KEY, BODY | {"run": "2T2032"})
    asked = [request for request in platform.requests if request.target.startswith("studio_")]
    root = "/api/v1/course_runs/"
    assert [(request.method, request.path, request.body) for request in asked if request.method != "GET"] == [
        ("POST", root, BODY),
        ("PATCH", f"{root}{KEY}/", {"title": "Art again"}),
        ("POST", f"{root}{KEY}/images/", None),
        ("POST", f"{root}{KEY}/rerun/", BODY | {"run": "2T2032"}),
    ]
    assert all(request.authorization.startswith("JWT ") for request in asked)
    run = platform.catalogue.studio_runs.get(KEY)
    assert run["title"] == "Art again"
    (picture,) = platform.catalogue.uploads.values()
    assert picture == (b"\x89PNG\r\n\xff", "image/png")


def test_a_key_of_the_old_form_is_one_address(platform, api):
    platform.catalogue.lms_course_runs.add({"id": "ArtX/A1/1"})
    platform.catalogue.studio_runs.add({"id": "ArtX/A1/1"})
    assert api.has_run("ArtX/A1/1")


def test_what_studio_refuses_is_told_whole(platform, api):
    with pytest.raises(BadStatus) as refusal:
        api.create_run({"title": "Art"})
    assert (refusal.value.status, refusal.value.transient) == (400, False)
    assert b'"run": ["This field is required."]' in refusal.value.content


def test_nothing_is_sent_twice(platform, api):
    platform.fail("503", "studio_runs", times=2)
    platform.fail("reset", "studio_images")
    with pytest.raises(BadStatus) as failure:
        api.create_run(BODY)
    assert failure.value.transient
    with pytest.raises(BadStatus, match="status 503"):
        api.has_run(KEY)
    with pytest.raises(Unreachable):
        api.set_image(KEY, "a.png", b"", "image/png")
    assert platform.request_counts() == {"token": 1, "studio_runs": 2, "studio_images": 1}
