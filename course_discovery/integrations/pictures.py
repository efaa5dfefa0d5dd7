"""Pictures that platforms point at, wherever they lie."""

import time
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event
from urllib.parse import urlsplit

import requests
from django.conf import settings
from PIL import Image

from course_discovery.integrations import svg
from course_discovery.integrations.errors import BadStatus, PlatformError, Unreachable
from course_discovery.integrations.json_api import typed_errors
from course_discovery.integrations.public_addresses import PrivateAddress, public_session
from course_discovery.integrations.retrying import RetryPolicy

# Seconds to connect and to read.
TIMEOUT = (3.05, 20)
LARGEST = 10 * 1024 * 1024
LONGEST_DOWNLOAD = 60
FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file as it came; `extension` is that of its format, such as `.png`."""

    content: bytes = field(repr=False)
    extension: str

    def as_png(self) -> "Picture":
        """Return it as a PNG; the same picture always gives the same bytes."""
        if self.extension == ".png":
            return self
        drawn = BytesIO()
        with Image.open(BytesIO(self.content), formats=FORMATS) as image:
            image.convert("RGBA").save(drawn, "PNG")
        return Picture(drawn.getvalue(), ".png")


class PictureHosts:
    """Downloads pictures, without credentials. May be used by several threads.

    Pictures are many and not worth long waits: each is tried twice, and a host that does not answer is not asked again.
    """

    def __init__(self) -> None:
        self.session = requests.Session() if settings.PICTURES_FROM_PRIVATE_ADDRESSES else public_session()
        self._silent: set[str] = set()
        self._retry = RetryPolicy(attempts=2, first_wait=0.5, longest_wait=5)

    @property
    def cancelled(self) -> Event:
        """Set it to end all waiting at once."""
        return self._retry.cancelled

    def download(self, url: str) -> Picture:
        """Return the picture at a URL, a GIF, JPEG, PNG, WebP or SVG of at most 10 MB. Raises PlatformError."""
        asked, host = f"GET {url}", urlsplit(url).netloc
        if host in self._silent:
            raise Unreachable(asked, f"{host} did not answer before")
        try:
            return self._retry.call(lambda: _download(self.session, url, asked))
        except PrivateAddress as error:
            raise NoPicture(
                asked, f"{error} is a private address; PICTURES_FROM_PRIVATE_ADDRESSES allows to ask those"
            ) from error
        except Unreachable:
            self._silent.add(host)
            raise


class NoPicture(PlatformError):
    """What was sent is no picture, or too large, or nothing was asked for. Asking again would not help."""

    transient = False


def _download(session: requests.Session, url: str, asked: str) -> Picture:
    began, content = time.monotonic(), bytearray()
    with typed_errors(asked), session.get(url, timeout=TIMEOUT, stream=True) as response:
        if response.status_code != 200:
            raise BadStatus(asked, f"status {response.status_code} {response.reason}", response.status_code)
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > LARGEST:
                raise NoPicture(asked, f"more than {LARGEST} bytes")
            if time.monotonic() - began > LONGEST_DOWNLOAD:
                raise NoPicture(asked, f"no end after {LONGEST_DOWNLOAD} seconds")
    return picture_of(bytes(content), asked)


def picture_of(content: bytes, asked: str) -> Picture:
    """Return the content as a picture, a drawing (SVG) as a PNG. Raises NoPicture; `asked` says where it comes from."""
    try:
        if svg.is_svg(content):
            content = svg.as_png(content)
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            # Pixels too: what cannot be decoded would fail once it is resized.
            image.load()
            return Picture(content, f".{str(image.format).lower().replace('jpeg', 'jpg')}")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NoPicture(asked, f"no picture: {error}") from error
