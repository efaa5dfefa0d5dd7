"""Texts of marketing pages of boot camps and degrees, from Contentful's content delivery API."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

import requests
from django.conf import settings
from django.core.cache import cache

from course_discovery.integrations.errors import PlatformError, UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi

logger = logging.getLogger(__name__)

Fields = Mapping[str, Any]

PAGE_SIZE = 10
# How deep linked entries come along, and are followed.
DEPTH = 5
BOOTCAMP_KEY, DEGREE_KEY = "contentful_bootcamp_data_key", "contentful_degree_data_key"
LASTS = 24 * 60 * 60
# While Contentful fails, not everybody waits for it.
FAILURE_LASTS = 60

# What modules (the content type of an entry) are called in the data. Of the second blurb, see _modules.
_BOOTCAMP_MODULES = {
    "aboutTheProgramModule": "about_the_program",
    "blurbModule": "blurb",
    "bootCampCurriculumModule": "bootcamp_curriculum",
    "partnershipModule": "partnerships",
    "faqModule": "faq_items",
}
_DEGREE_MODULES = {
    "aboutTheProgramModule": "about_the_program",
    "featuredProductsModule": "featured_products",
    "placementAboutSection": "placement_about_section",
    "faqModule": "faq_items",
}
_LARGEST_NUMBER_OF_BLURBS = 2
# Which parts tell what a product is about.
_AGGREGATED = ("faq_items", "subheading", "hero_text_list", "placement_about_section", "featured_products")


class ContentfulApi(JsonApi):
    timeout: ClassVar[tuple[float, float] | None] = (3.05, 30)

    def __init__(self) -> None:
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {settings.CONTENTFUL_CONTENT_DELIVERY_API_KEY}"
        space, environment = settings.CONTENTFUL_SPACE_ID, settings.CONTENTFUL_ENVIRONMENT or "master"
        super().__init__(f"{settings.CONTENTFUL_API_URL}/spaces/{space}/environments/{environment}", session)

    def entries(self, content_type: str) -> Iterator["Entry"]:
        """Yield the entries of a type, page by page. Raises PlatformError."""
        read, total = 0, 1
        while read < total:
            page = self._page(content_type, read)
            yield from page.entries
            if not page.entries:
                return
            read, total = read + len(page.entries), page.total

    def _page(self, content_type: str, skip: int) -> "_EntryPage":
        params = {"content_type": content_type, "include": DEPTH, "limit": PAGE_SIZE, "skip": skip}
        return self.get("entries", lambda: params, _parse_page)


class Entry:
    """An entry with those that it links to: `fields` in snake case, links in the place of which the entries stand."""

    def __init__(self, body: Mapping[str, Any], linked: Mapping[str, Any], depth: int = DEPTH) -> None:
        self.content_type: str = body["sys"]["contentType"]["sys"]["id"]
        self._body = body
        self._linked = linked
        self._depth = depth

    @property
    def fields(self) -> Fields:
        return {_snake_case(name): self._resolved(value) for name, value in self._body["fields"].items()}

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [found for each in value if (found := self._resolved(each)) is not None]
        if isinstance(value, dict) and (link := value.get("sys")):
            body = self._linked.get(link.get("id")) if link.get("linkType") == "Entry" else None
            return Entry(body, self._linked, self._depth - 1) if body and self._depth else None
        return value


class _EntryPage(NamedTuple):
    entries: list[Entry]
    total: int


def get_data_from_contentful(content_type: str) -> dict[str, dict[str, Any]]:
    """Return what Contentful has on boot camps or degrees, by uuid of the product; kept for a day.

    `content_type` is the setting BOOTCAMP_ or DEGREE_CONTENTFUL_CONTENT_TYPE. Empty while Contentful is not
    configured, or fails: why is in the log. Texts are plain; a module is the texts of its fields by name, and the
    questions of `faq_items` a list of such.
    """
    if not (content_type and settings.CONTENTFUL_SPACE_ID and settings.CONTENTFUL_CONTENT_DELIVERY_API_KEY):
        return {}
    is_bootcamp = content_type == settings.BOOTCAMP_CONTENTFUL_CONTENT_TYPE
    key = BOOTCAMP_KEY if is_bootcamp else DEGREE_KEY
    data = cache.get(key)
    if data is None:
        try:
            data = _read(content_type, is_bootcamp)
            cache.set(key, data, LASTS)
        except PlatformError as error:
            logger.error("Contentful entries of type %s could not be read: %s", content_type, error)
            data = {}
            cache.set(key, data, FAILURE_LASTS)
    return data


def aggregate_contentful_data(data: Mapping[str, Mapping[str, Any]] | None, uuid: Any) -> str | None:
    """Return all that the data say of a product in one text; None when they know nothing of it."""
    found = (data or {}).get(str(uuid))
    return " ".join(text for name in _AGGREGATED for text in _texts(found.get(name))) if found else None


def _read(content_type: str, is_bootcamp: bool) -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = {}
    for entry in ContentfulApi().entries(content_type):
        fields = entry.fields
        uuids = [fields["uuid"]] if fields.get("uuid") else fields.get("uuid_list") or []
        values = _values(fields, _BOOTCAMP_MODULES if is_bootcamp else _DEGREE_MODULES)
        data |= {str(uuid).strip().lower(): values for uuid in uuids}
    return data


def _values(fields: Fields, modules: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "page_title": _of_linked(fields, "seo", "page_title"),
        "subheading": _of_linked(fields, "hero", "subheading"),
        "excluded_from_search": bool(fields.get("excluded_from_search")),
        "excluded_from_seo": bool(fields.get("excluded_from_seo")),
    }
    if hero_texts := _of_linked(fields, "hero", "text_list"):
        values["hero_text_list"] = hero_texts
    blurbs = 0
    for module in fields.get("modules") or ():
        name = modules.get(module.content_type) if isinstance(module, Entry) else None
        if name == "blurb":
            blurbs += 1
            if blurbs > _LARGEST_NUMBER_OF_BLURBS:
                continue
            name = f"blurb_{blurbs}"
        if name == "faq_items":
            values[name] = [*values.get(name, ()), *_items(module)]
        elif name:
            values[name] = _plain(module)
    return values


def _items(module: Entry) -> list[Any]:
    """The entries that a module lists."""
    return [
        _plain(each)
        for value in module.fields.values()
        if isinstance(value, list)
        for each in value
        if isinstance(each, Entry)
    ]


def _of_linked(fields: Fields, name: str, inner: str) -> Any:
    linked = fields.get(name)
    return _plain(linked.fields.get(inner)) if isinstance(linked, Entry) else None


def _plain(value: Any) -> Any:
    """Return a field's value as plain data: rich text becomes text, an entry a dict of its fields."""
    if isinstance(value, Entry):
        return {name: _plain(each) for name, each in value.fields.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and value.get("nodeType"):
        return " ".join(_rich_texts(value))
    return value


def _rich_texts(node: Mapping[str, Any]) -> Iterator[str]:
    if node.get("nodeType") == "text" and (text := str(node.get("value") or "").strip()):
        yield text
    for child in node.get("content") or ():
        yield from _rich_texts(child)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


def _parse_page(body: Any, asked: str) -> _EntryPage:
    try:
        items = body["items"]
        linked = {each["sys"]["id"]: each for each in [*body.get("includes", {}).get("Entry", ()), *items]}
        return _EntryPage([Entry(item, linked) for item in items], int(body["total"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(asked, f"no page of entries: {str(body)[:200]}") from error


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
