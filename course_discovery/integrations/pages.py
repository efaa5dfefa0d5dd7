"""Pages of listings, as platforms send them."""

import math
from dataclasses import dataclass
from typing import Any

from course_discovery.integrations.errors import ShortPage, UnreadableAnswer


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing: `rows` as they came, `count` rows and `pages` pages in the whole listing."""

    number: int
    rows: list[Any]
    count: int
    pages: int


def parse_page(body: Any, asked: str, number: int, page_size: int) -> Page:
    """Read a page of either usual shape: totals beside `results`, or under `pagination`.

    Raises UnreadableAnswer for any other shape, ShortPage when fewer rows came than this page must hold by its own
    totals (every page but the last is full).
    """
    totals = body.get("pagination", body) if isinstance(body, dict) else None
    rows = body.get("results") if isinstance(body, dict) else None
    count = totals.get("count") if isinstance(totals, dict) else None
    if not isinstance(rows, list) or not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise UnreadableAnswer(asked, f"no page of rows with a count: {str(body)[:200]}")
    pages = max(1, math.ceil(count / page_size))
    due = min(page_size, count - (number - 1) * page_size)
    if len(rows) < due:
        raise ShortPage(asked, f"{len(rows)} rows where {due} of {count} were due")
    return Page(number, rows, count, pages)
