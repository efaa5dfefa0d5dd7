from io import BytesIO

import pytest
from PIL import Image

from course_discovery.apps.data_loading.sources.product_pictures import ProductPictures, log_failure
from course_discovery.integrations.errors import BadStatus, PlatformError
from course_discovery.integrations.pictures import NoPicture
from course_discovery.integrations.tests.outside import use_google
from course_discovery.sandbox.api import Response
from course_discovery.sandbox.outside import Double, GoogleDouble, running_double

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>'


def png():
    content = BytesIO()
    Image.new("RGB", (4, 4), "red").save(content, "PNG")
    return content.getvalue()


class Host(Double):
    def answer(self, request):
        found = {"/a.png": png(), "/a.svg": SVG, "/a.html": b"<p>no</p>"}.get(request.path)
        return Response(200, found, content_type="application/binary") if found else Response(404, b"gone")


@pytest.fixture
def host():
    with running_double(Host()) as running:
        yield running


def test_a_picture_whatever_its_media_type(host):
    picture = ProductPictures().download(f"{host.url}/a.png")
    assert (picture.content, picture.extension) == (png(), ".png")


def test_a_drawing_becomes_pixels(host):
    picture = ProductPictures().download(f"{host.url}/a.svg")
    with Image.open(BytesIO(picture.content)) as image:
        assert (picture.extension, image.format, image.size) == (".png", "PNG", (1440, 720))


def test_a_picture_in_drive(settings):
    with running_double(GoogleDouble()) as google:
        google.files["abc"] = ("image/png", png())
        use_google(google, settings)
        assert ProductPictures().download("https://drive.google.com/file/d/abc/view").content == png()


def test_drive_without_an_account(settings):
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {}
    with pytest.raises(PlatformError, match="GOOGLE_SERVICE_ACCOUNT_CREDENTIALS is empty"):
        ProductPictures().download("https://drive.google.com/file/d/abc/view")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "logo.png", "ftp://x.example/a.png"])
def test_only_addresses_of_the_web(url):
    with pytest.raises(NoPicture, match="not an address of the web"):
        ProductPictures().download(url)


def test_what_is_logged(host, caplog):
    for path, error in (("none.png", BadStatus), ("a.html", NoPicture)):
        with pytest.raises(error) as raised:
            ProductPictures().download(f"{host.url}/{path}")
        log_failure("course", "X+1", raised.value)
    log_failure("program", "Law", PlatformError("GET https://x.example", "asleep"))
    missing, odd, unknown = caplog.messages
    assert missing.startswith(
        f"Failed to download image for course [X+1] from [{host.url}/none.png]! Response was [404]:\n"
    )
    assert odd.startswith(f"Image retrieved for course [X+1] from [{host.url}/a.html] has an unknown content type [")
    assert unknown == (
        "An unknown exception occurred while downloading image for program [Law]: GET https://x.example: asleep"
    )
