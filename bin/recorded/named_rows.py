"""Rows that recorded addresses name although nobody wrote down what is in them."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from bin.recorded.cases import Case
from course_discovery.apps.course_metadata.models import Collaborator
from course_discovery.apps.tagging.models import SubVertical, Vertical


def make_named_rows(cases: Iterable[Case]) -> None:
    """Make each row that an address found; names of verticals become their slugs."""
    found = [case.path for case in cases if case.recorded["status"] == 200]
    for pattern, make in _ROWS.items():
        for name in {match[1] for path in found if (match := re.search(pattern, path))}:
            make(name)


def _sub_vertical(name: str) -> None:
    vertical, _ = Vertical.objects.get_or_create(name=f"all of {name}")
    SubVertical.objects.get_or_create(name=name, defaults={"vertical": vertical})


_ROWS: dict[str, Callable[[str], Any]] = {
    "/collaborators/([0-9a-f-]+)/": lambda name: Collaborator.objects.get_or_create(uuid=name),
    "/tagging/verticals/([^/]+)/": lambda name: Vertical.objects.get_or_create(name=name),
    "/tagging/sub_verticals/([^/]+)/": _sub_vertical,
}
