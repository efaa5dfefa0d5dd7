from types import SimpleNamespace

from rest_framework.test import APIRequestFactory

from course_discovery.rest.fields import FileUrlField, StdImageField, UrlImageField


class Image:
    """A stored image with one more size, as stdimage gives it."""

    field = SimpleNamespace(variations={"medium": {"width": 110, "height": 90}})
    url = "/media/a.png"
    medium = SimpleNamespace(url="/media/a.medium.png")


def test_an_image_known_by_its_address():
    assert UrlImageField().to_representation("https://x/y.png") == {
        "src": "https://x/y.png",
        "description": None,
        "height": None,
        "width": None,
    }
    assert UrlImageField().to_representation("") is None


def test_the_address_of_a_file():
    assert FileUrlField().to_representation(Image()) == "/media/a.png"
    assert FileUrlField().to_representation(None) is None


def test_the_sizes_of_an_image_have_absolute_addresses():
    field = StdImageField()
    field._context = {"request": APIRequestFactory().get("/")}
    assert field.to_representation(Image()) == {
        "medium": {"url": "http://testserver/media/a.medium.png", "width": 110, "height": 90}
    }


def test_no_image_has_no_sizes():
    assert StdImageField().to_representation(None) == {}
