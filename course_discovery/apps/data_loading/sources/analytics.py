"""How many learners enrolled in each run, from the analytics service."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import EnrollmentCountRecord, RowError
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.reading import Row, as_row, required_text
from course_discovery.integrations.analytics import AnalyticsApi
from course_discovery.integrations.pages import Page

RECENT = timedelta(days=180)
# What an integer column holds.
LARGEST_COUNT = 2**31 - 1


class MissingCredentials(Exception):
    """The partner has no token for the analytics service."""


class Analytics(Source[AnalyticsApi, EnrollmentCountRecord]):
    """All runs in one page: the numbers of a course are sums over those of its runs that are in the answer."""

    @staticmethod
    def url(partner: Partner) -> str:
        return partner.analytics_url or ""

    def connect(self, url: str) -> AnalyticsApi:
        return AnalyticsApi(url, self.partner.analytics_token)

    def fetch_page(self, number: int) -> Page:
        if not self.partner.analytics_token:
            raise MissingCredentials(
                f"Analytics API credentials are not properly configured for Partner [{self.partner.short_code}]!"
            )
        listed = self.api.course_summaries(timezone.now().date() - RECENT)
        return Page(number, listed, len(listed), 1)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "course_id")

    def transform(self, row: Any) -> EnrollmentCountRecord:
        row = as_row(row)
        return EnrollmentCountRecord(
            run_key=required_text(row, "course_id", limit=255),
            count=_count(row, "count"),
            recent_count=_count(row, "recent_count_change"),
        )


def _count(row: Row, name: str) -> int:
    """Read a number, which the service may send as a text. The recent one is negative where many left."""
    value = row.get(name)
    if value is None:
        raise RowError("missing", f"{name} is missing")
    try:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError
        count = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise RowError("bad_count", f"{name}: {str(value)[:100]!r} is not a number") from error
    if abs(count) > LARGEST_COUNT:
        raise RowError("bad_count", f"{name}: {str(value)[:100]!r} is out of range")
    return count
