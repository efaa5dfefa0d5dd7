"""Reading values out of the nodes of a Drupal marketing site.

A field that holds nothing is null, an empty text or an empty list. Rich text is an object with its text in `value`, a
file one with its address in `url`, and another node or term comes whole, to the depth that was asked for.
"""

import html
import re
from uuid import UUID

import nh3

from course_discovery.apps.course_metadata.rules.html import sanitize_html
from course_discovery.apps.data_loading.records import NodeName, RowError
from course_discovery.apps.data_loading.rules.organization_key import key_of_name
from course_discovery.apps.data_loading.sources.reading import Row, as_row, required_text, text

URL_LIMIT = 200


def node_uuid(row: Row) -> UUID:
    found = _uuid(row)
    if found is None:
        raise RowError("bad_uuid", f"uuid: {str(row.get('uuid'))[:100]!r} is not a UUID")
    return found


def is_published(row: Row) -> bool:
    """Tell whether everybody sees the node; the site tells it by `status`, a 1."""
    return str(row.get("status", 1)).strip() in ("1", "True")


def plain(row: Row, name: str, limit: int | None = None) -> str | None:
    """Return a text, or a rich text without its markup."""
    value = _value(row, name)
    if value is None:
        return None
    words = html.unescape(nh3.clean(value, tags=set()))
    return text({name: re.sub(r"\s+", " ", words)}, name, limit)


def markup(row: Row, name: str) -> str | None:
    """Return a rich text with the HTML that rich text here may have."""
    value = _value(row, name)
    return sanitize_html(value) or None if value is not None else None


def file_url(row: Row, name: str, limit: int = URL_LIMIT) -> str | None:
    value = row.get(name)
    return text(as_row(value), "url", limit) if value else None


def names(row: Row, name: str) -> tuple[NodeName, ...]:
    """Return what a field with one or several other nodes says of them."""
    value = row.get(name) or []
    found = []
    for each in value if isinstance(value, list) else [value]:
        entity = as_row(each)
        found.append(NodeName(_uuid(entity), text(entity, "title")))
    return tuple(found)


def term(row: Row, name: str) -> str | None:
    """Return the name of a term of a vocabulary, the first if there are several."""
    value = row.get(name)
    first = value[0] if isinstance(value, list) and value else value
    return text(as_row(first), "name") if first else None


def organization_key(row: Row) -> str:
    """Return the key of an organization: the title of its node, with dashes for what no key may hold."""
    key = key_of_name(required_text(row, "title", limit=255))
    if not key:
        raise RowError("bad_key", f"title: {row['title']!r} holds nothing that a key may hold")
    return key


def _value(row: Row, name: str) -> str | None:
    value = row.get(name)
    if not value:
        return None
    if isinstance(value, dict):
        return text(value, "value")
    return text(row, name)


def _uuid(row: Row) -> UUID | None:
    try:
        return UUID(str(row.get("uuid")))
    except ValueError:
        return None
