"""Files in Google Drive, by version 3 of its API."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from course_discovery.integrations.errors import BadStatus, PlatformError, UnreadableAnswer
from course_discovery.integrations.google import google_errors, google_session
from course_discovery.integrations.json_api import JsonApi

SCOPE = "https://www.googleapis.com/auth/drive.readonly"
HOST = "drive.google.com"
_FILE_PATH = re.compile(r"/file/d/([^/]+)")
_CHUNK = 64 * 1024


class FileNotFound(PlatformError):
    """`[File Not Found]`: the address names no file, or one that LOADER_INGESTION_CONTACT_EMAIL may not see."""

    transient = False


@dataclass(frozen=True)
class DriveFile:
    """The content of a file, with the media type that Drive gives it, such as image/png."""

    content: bytes
    content_type: str


def is_drive_url(url: str) -> bool:
    return urlsplit(url).hostname == HOST


def file_id(url: str) -> str | None:
    """Return which file an address such as `https://drive.google.com/file/d/ID/view` or `…/uc?id=ID` names."""
    parts = urlsplit(url)
    if (named := parse_qs(parts.query).get("id")) and named[0]:
        return named[0]
    match = _FILE_PATH.search(parts.path)
    return match[1] if match else None


def download(url: str, largest: int) -> DriveFile:
    """Return the file of an address, of at most `largest` bytes. Raises PlatformError, NotAvailable."""
    identifier = file_id(url)
    if identifier is None:
        raise FileNotFound(f"GET {url}", "[File Not Found]: the address names no file")
    session = google_session(SCOPE, in_name_of=settings.LOADER_INGESTION_CONTACT_EMAIL or "")
    asked = f"GET {settings.GOOGLE_DRIVE_API_URL}/{identifier}"
    with google_errors(asked):
        try:
            media_type = JsonApi(settings.GOOGLE_DRIVE_API_URL, session).get(
                identifier, lambda: {"fields": "mimeType", "supportsAllDrives": "true"}, _parse_media_type
            )
        except BadStatus as error:
            if error.status in (403, 404):
                raise FileNotFound(error.asked, f"[File Not Found]: {error.came}") from error
            raise
        answer = session.get(
            f"{settings.GOOGLE_DRIVE_API_URL}/{identifier}",
            params={"alt": "media", "supportsAllDrives": "true"},
            timeout=settings.PLATFORM_API_TIMEOUT,
            stream=True,
        )
        with answer:
            if answer.status_code != 200:
                raise BadStatus(asked, f"[File Not Downloaded]: status {answer.status_code}", answer.status_code)
            content = bytearray()
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > largest:
                    raise UnreadableAnswer(asked, f"[File Not Downloaded]: more than {largest} bytes")
    return DriveFile(bytes(content), media_type)


def _parse_media_type(body: object, asked: str) -> str:
    media_type = body.get("mimeType") if isinstance(body, dict) else None
    if not isinstance(media_type, str):
        raise UnreadableAnswer(asked, f"no media type: {str(body)[:200]}")
    return media_type.lower()
