import pytest

from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.integrations.google_drive import FileNotFound, download, file_id, is_drive_url
from course_discovery.integrations.tests.outside import use_google
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside import GoogleDouble, running_double

URL = "https://drive.google.com/file/d/abc/view?usp=sharing"


@pytest.fixture
def google(settings):
    with running_double(GoogleDouble()) as double:
        double.files["abc"] = ("image/PNG", b"picture")
        use_google(double, settings)
        yield double


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        (URL, "abc"),
        ("https://drive.google.com/uc?export=view&id=x-Y_1", "x-Y_1"),
        ("https://drive.google.com/drive/folders", None),
    ],
)
def test_which_file_an_address_names(url, identifier):
    assert file_id(url) == identifier


def test_which_addresses_are_of_drive():
    assert is_drive_url(URL)
    assert not is_drive_url("https://example.org/?u=drive.google.com")


def test_a_file_read_in_the_name_of_a_person(google):
    file = download(URL, largest=7)
    assert (file.content, file.content_type) == (b"picture", "image/png")
    assert google.claims[0]["sub"] == "loading@example.org"
    assert google.claims[0]["scope"] == "https://www.googleapis.com/auth/drive.readonly"


def test_no_such_file(google):
    with pytest.raises(FileNotFound, match=r"\[File Not Found\]: status 404"):
        download("https://drive.google.com/file/d/other/view", largest=100)
    with pytest.raises(FileNotFound, match="the address names no file"):
        download("https://drive.google.com/drive/folders", largest=100)


def test_a_file_that_is_too_large(google):
    with pytest.raises(UnreadableAnswer, match=r"\[File Not Downloaded\]: more than 6 bytes"):
        download(URL, largest=6)


def test_a_broken_service(google):
    google.failing["/drive/v3/files/abc"] = json_response(500, {})
    with pytest.raises(BadStatus, match="status 500"):
        download(URL, largest=100)
