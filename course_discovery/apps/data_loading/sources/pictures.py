"""Rows with the picture that they point at. It is fetched with the page, so that no transaction waits for it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from course_discovery.apps.data_loading.records import RowError
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pictures import Picture, PictureHosts


class IllustratedRow(NamedTuple):
    """A row as the platform sent it, with its picture or with what became of that."""

    row: Any
    picture: Picture | None = None
    fault: PlatformError | None = None

    def __str__(self) -> str:
        return str(self.row)


def illustrate(row: Any, address: Callable[[Any], str | None], hosts: PictureHosts) -> IllustratedRow:
    """Fetch the picture whose URL `address` finds in a row."""
    try:
        url = address(row)
    except RowError:
        # Whoever reads the row is told the same.
        return IllustratedRow(row)
    if not url:
        return IllustratedRow(row)
    try:
        return IllustratedRow(row, picture=hosts.download(url))
    except PlatformError as error:
        return IllustratedRow(row, fault=error)
