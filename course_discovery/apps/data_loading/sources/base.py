"""What a source is: how a page of a listing is fetched, and what a row of it says."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings

from course_discovery.apps.core.models import Partner
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page

Record = TypeVar("Record")
Api = TypeVar("Api", bound=JsonApi)


class PageSource(ABC, Generic[Record]):
    """A listing in pages, opened for one load.

    Pages are fetched by several threads at once, so fetch_page keeps away from the database.
    """

    # The statuses by which a platform says that it has no such listing, or not for us; that is no failure.
    absent_statuses: ClassVar[frozenset[int]] = frozenset()
    page_size: int
    # Where the rows come from, for people.
    origin: str
    # Why the platform does not tell what it was asked, where that is no failure; known when the listing is over.
    absence: str = ""

    @abstractmethod
    def fetch_page(self, number: int) -> Page:
        """Return a page, the first is 1. Raises PlatformError."""

    @abstractmethod
    def identity(self, row: Any) -> str | None:
        """Return what the loader knows a row by, however odd the rest of it is; None when that cannot be read."""

    @abstractmethod
    def transform(self, row: Any) -> Record:
        """Return what a row says. Raises RowError."""

    def close(self) -> None:
        """End all waiting that nobody needs any more."""
        return


class Source(PageSource[Record], Generic[Api, Record]):
    """A listing of one partner's platform."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.page_size = settings.DATA_LOADING_PAGE_SIZE
        self.origin = self.url(partner)
        self.api = self.connect(self.origin)

    @staticmethod
    @abstractmethod
    def url(partner: Partner) -> str:
        """Return the address that the partner has for it; empty: the partner does not have this source."""

    @abstractmethod
    def connect(self, url: str) -> Api: ...

    def close(self) -> None:
        """End all waiting of requests that nobody needs any more."""
        self.api.cancelled.set()


def value_of(row: Any, name: str) -> str | None:
    """Return a value of a row as an identity."""
    value = row.get(name) if isinstance(row, dict) else None
    return str(value).strip() or None if isinstance(value, str | int) else None
