"""What a source is: where a listing lies, how a page of it is fetched, and what a row of it says."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings

from course_discovery.apps.core.models import Partner
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page

Record = TypeVar("Record")
Api = TypeVar("Api", bound=JsonApi)


class Source(ABC, Generic[Api, Record]):
    """A listing of one partner's platform, opened for one refresh.

    Pages are fetched by several threads at once, so fetch_page keeps away from the database.
    """

    # The statuses by which a platform says that it has no such listing, or not for us; that is no failure.
    absent_statuses: ClassVar[frozenset[int]] = frozenset()
    page_size: int

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.page_size = settings.DATA_LOADING_PAGE_SIZE
        self.api = self.connect(self.url(partner))

    @staticmethod
    @abstractmethod
    def url(partner: Partner) -> str:
        """Return the address that the partner has for it; empty: the partner does not have this source."""

    @abstractmethod
    def connect(self, url: str) -> Api: ...

    @abstractmethod
    def fetch_page(self, number: int) -> Page:
        """Return a page, the first is 1. Raises PlatformError."""

    @abstractmethod
    def key(self, row: Any) -> str:
        """Return what the platform calls a row, however odd the row is: reports show it."""

    @abstractmethod
    def transform(self, row: Any) -> Record:
        """Return what a row says. Raises RowError."""

    def close(self) -> None:
        """End all waiting of requests that nobody needs any more."""
        self.api.cancelled.set()


def named(row: Any, *names: str) -> str:
    """Return the first of the named values that a row has, for reports."""
    for name in names:
        if isinstance(row, dict) and row.get(name):
            return str(row[name])[:255]
    return str(row)[:100]
