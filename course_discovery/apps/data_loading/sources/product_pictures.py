"""Pictures of products that a table names: on any host, or in Google Drive."""

import logging

from course_discovery.integrations import google_drive
from course_discovery.integrations.errors import BadStatus, PlatformError
from course_discovery.integrations.optional import NotAvailable
from course_discovery.integrations.pictures import LARGEST, NoPicture, Picture, PictureHosts, picture_of
from course_discovery.integrations.user_agent import BROWSER

logger = logging.getLogger(__name__)


class ProductPictures:
    """May be used by several threads."""

    def __init__(self) -> None:
        self._hosts = PictureHosts()
        self._hosts.session.headers["User-Agent"] = BROWSER

    def cancel(self) -> None:
        """End all waiting at once."""
        self._hosts.cancelled.set()

    def download(self, url: str) -> Picture:
        """Return the picture at an address, of at most 10 MB. Raises PlatformError."""
        if not url.lower().startswith(("http://", "https://")):
            raise NoPicture(f"GET {url}", "not an address of the web")
        if not google_drive.is_drive_url(url):
            return self._hosts.download(url)
        try:
            return picture_of(google_drive.download(url, LARGEST).content, f"GET {url}")
        except NotAvailable as error:
            raise PlatformError(f"GET {url}", str(error)) from error


def log_failure(kind: str, name: str, fault: PlatformError) -> None:
    """Log why the picture of a product was not downloaded; `kind` is course or program."""
    url = fault.asked.removeprefix("GET ")
    if isinstance(fault, BadStatus):
        logger.error(
            "Failed to download image for %s [%s] from [%s]! Response was [%d]:\n%s",
            *(kind, name, url, fault.status, fault.came),
        )
    elif isinstance(fault, NoPicture):
        logger.error(
            "Image retrieved for %s [%s] from [%s] has an unknown content type [%s] and will not be saved.",
            *(kind, name, url, fault.came),
        )
    else:
        logger.error("An unknown exception occurred while downloading image for %s [%s]: %s", kind, name, fault)
