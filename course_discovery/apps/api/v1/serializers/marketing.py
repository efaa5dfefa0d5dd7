"""Marketing addresses with the parameters that tell where a visitor came from."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.utils.text import slugify


def tracking_query(user: Any) -> str:
    """The utm_source and utm_medium of a caller, as a query string."""
    return urlencode({"utm_source": slugify(user.get_username()), "utm_medium": user.referral_tracking_id})


def tracked_url(row: Any, query: str) -> str | None:
    """The marketing URL of a course or run for one caller; `query` is "" for none.

    None for a row that has no address, and for a draft of which nothing was ever published.
    """
    url = row.marketing_url
    if not url or (row.draft and row.official_version is None):
        return None
    if not query:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))
