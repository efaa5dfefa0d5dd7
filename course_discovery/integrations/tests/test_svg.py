from io import BytesIO

import pytest
from PIL import Image

from course_discovery.integrations.svg import NotDrawable, as_png, is_svg


def drawing(inside="", size="200 100"):
    width, height = size.split()
    return (
        f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {size}"><rect width="{width}" height="{height}" fill="red"/>'
        f"{inside}</svg>"
    ).encode()


def test_pixels_of_a_drawing():
    content = drawing('<a href="https://example.org"><rect width="100" height="100" fill="blue"/></a>')
    assert is_svg(content)
    with Image.open(BytesIO(as_png(content))) as image:
        assert (image.format, image.size) == ("PNG", (1440, 720))
        assert image.convert("RGB").getpixel((10, 10)) == (0, 0, 255)
        assert image.convert("RGB").getpixel((1400, 10)) == (255, 0, 0)
    assert as_png(content) == as_png(content)


def test_what_is_no_drawing():
    assert not is_svg(b"\x89PNG")
    for content in (b"<svg", b"<html><svg></svg>", b"\xff<svg/>"):
        with pytest.raises(NotDrawable):
            as_png(content)


@pytest.mark.parametrize(
    "inside",
    ['<image href="/etc/logo.png"/>', '<image xlink:href="file:///x.png"/>', '<use href="https://x.example/a.svg#b"/>'],
)
def test_nothing_is_read_from_elsewhere(inside):
    with pytest.raises(NotDrawable, match="it refers to"):
        as_png(drawing(inside))


def test_a_drawing_that_asks_for_all_memory_ends_another_process():
    pattern = '<pattern id="p" width="1" height="1e9" patternUnits="userSpaceOnUse"><path d="M0 0h1v1e9"/></pattern>'
    with pytest.raises(NotDrawable, match="it cannot be drawn"):
        as_png(drawing(f'{pattern}<rect width="50" height="50" fill="url(#p)"/>'))


def test_entities_that_grow_are_refused():
    content = b'<!DOCTYPE svg [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>' + drawing("<text>&b;</text>")[21:]
    with pytest.raises(NotDrawable, match="no SVG"):
        as_png(content)


def test_however_long_and_thin_it_is():
    with Image.open(BytesIO(as_png(drawing(size="1 100000")))) as image:
        assert image.size == (1, 1440)
