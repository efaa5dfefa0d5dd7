"""Marketing addresses with the parameters that tell where a visitor came from."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import waffle
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from rest_framework.request import Request

from course_discovery.apps.api.api_access import api_access_request
from course_discovery.apps.core.selectors.partners import partner_for_request

# The source names the company, too, for which the caller asked the platform's LMS to use its APIs.
COMPANY_SWITCH = "use_company_name_as_utm_source_value"


def tracking_query(request: Request) -> Any:
    """The utm_source and utm_medium of a caller, as a query string.

    It is made once, when the first address is shown: a list that shows none does not wait for the LMS.
    """
    return SimpleLazyObject(lambda: _query(request))


def _query(request: Request) -> str:
    user = request.user
    source = user.get_username()
    if waffle.switch_is_active(COMPANY_SWITCH) and (asked := api_access_request(user, partner_for_request(request))):
        source = f"{source} {asked.company_name}"
    return urlencode({"utm_source": slugify(source), "utm_medium": user.referral_tracking_id})


def tracked_url(row: Any, query: Any) -> str | None:
    """The marketing URL of a course or run for one caller; `query` is that of `tracking_query`, "" for none.

    None for a row that has no address, and for a draft of which nothing was ever published.
    """
    url = row.marketing_url
    if not url or (row.draft and row.official_version is None):
        return None
    if not query:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else str(query)))
