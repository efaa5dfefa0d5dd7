"""Downloads of pictures."""

from io import BytesIO

import pytest
import requests
from PIL import Image

from course_discovery.integrations import pictures
from course_discovery.integrations.errors import BadStatus, Unreachable
from course_discovery.integrations.pictures import NoPicture, Picture, PictureHosts
from course_discovery.sandbox import Catalogue, running_sandbox


def drawn(kind, mode="RGB"):
    file = BytesIO()
    Image.new(mode, (4, 3), "red" if mode == "RGB" else 1).save(file, kind)
    return file.getvalue()


@pytest.fixture
def platform():
    with running_sandbox(Catalogue()) as running:
        yield running


@pytest.fixture
def hosts(monkeypatch):
    hosts = PictureHosts()
    hosts.cancelled.wait = lambda seconds: None  # type: ignore[method-assign]  # retries at once
    return hosts


def served(platform, content, path="/pictures/p"):
    platform.catalogue.legacy.pictures[path] = content
    return platform.url + path


@pytest.mark.parametrize(("kind", "extension"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif"), ("WEBP", ".webp")])
def test_a_picture_is_what_its_bytes_say(platform, hosts, kind, extension):
    content = drawn(kind)
    assert hosts.download(served(platform, content)) == Picture(content, extension)


@pytest.mark.parametrize("content", [b"<svg", b"GIF89a", drawn("PNG")[:40], drawn("BMP")])
def test_what_is_no_picture(platform, hosts, content):
    with pytest.raises(NoPicture, match="no picture"):
        hosts.download(served(platform, content))
    assert len(platform.requests) == 1


def test_what_is_too_large(platform, hosts, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 10)
    with pytest.raises(NoPicture, match="more than 10 bytes"):
        hosts.download(served(platform, drawn("PNG")))


def test_what_passes_is_tried_again(platform, hosts):
    platform.fail("503", "/pictures/*")
    url = served(platform, drawn("PNG"))
    assert hosts.download(url).extension == ".png"
    platform.fail("404", "/pictures/*", times=None)
    with pytest.raises(BadStatus, match="status 404"):
        hosts.download(url)
    assert [request.status for request in platform.requests] == [503, 200, 404]


def test_a_host_that_does_not_answer_is_not_asked_again(platform, hosts):
    url = served(platform, drawn("PNG"))
    platform.fail("reset", "/pictures/*", times=None)
    for path in ("", "2"):
        with pytest.raises(Unreachable):
            hosts.download(url + path)
    assert len(platform.requests) == 2


@pytest.mark.parametrize("url", ["ftp://example.com/a.png", "pictures/a.png", "http://"])
def test_what_is_no_address(hosts, url):
    with pytest.raises(Unreachable):
        hosts.download(url)


def test_as_png():
    png = Picture(drawn("PNG"), ".png")
    assert png.as_png() is png
    converted = Picture(drawn("GIF", "P"), ".gif").as_png()
    assert converted.extension == ".png"
    assert Image.open(BytesIO(converted.content)).format == "PNG"
    assert converted == Picture(drawn("GIF", "P"), ".gif").as_png()


def test_no_credentials_go_along(platform, hosts):
    hosts.download(served(platform, drawn("PNG")))
    assert platform.requests[0].authorization == ""
    assert isinstance(hosts.session, requests.Session)
