"""Lucene query strings of people and stored catalogs: one cleaned form, and the fields that bare words search."""

import re
from typing import Any

MATCH_ALL = "*"

# Fields that nobody reads as text; they stay reachable by name, and the addresses among them as whole values (.raw).
_UNREAD = re.compile(
    r"(^authoring_organization_bodies$)|(^(card_image_url|image_url|logo_image_urls|marketing_url)$)"
    r"|(\.edge_ngram_completion$)|(\.suggest$)|(\.lower$)"
)
_PIECES = re.compile(
    r'(?P<quoted>"(?:\\.|[^"\\])*")'
    r"|(?P<escaped>\\.)"
    r"|(?P<slash>/)"
    r"|(?P<operator>(?<=[ ])(?:and|or|not|to)(?=[ ]))",
    re.DOTALL,
)
_TERM_STARTS_AFTER = frozenset(' \t\r\n(:+-!"[{')


def clean_query(query: str) -> str:
    """Return the form in which every list, count and containment check sends `query`.

    The query is put in parentheses, so that what is added to it does not change its meaning. `and`, `or`, `not` and
    `to` between spaces become operators. A slash inside a word is a letter (keys of the form Org/Course/Run work as
    they are); a slash that begins a word starts a regular expression. Quoted phrases are left alone.
    """
    pieces: list[str] = []
    position = 0
    while match := _PIECES.search(query, position):
        start = match.start()
        pieces.append(query[position:start])
        position = match.end()
        if match["operator"]:
            pieces.append(match["operator"].upper())
        elif match["slash"] and (start == 0 or query[start - 1] in _TERM_STARTS_AFTER):
            position = _end_of_regex(query, start)
            pieces.append(query[start:position])
        elif match["slash"]:
            pieces.append(r"\/")
        else:
            pieces.append(match[0])
    pieces.append(query[position:])
    return f"({''.join(pieces)})"


def _end_of_regex(query: str, start: int) -> int:
    closing = re.compile(r"(?:\\.|[^/\\])*/", re.DOTALL).match(query, start + 1)
    return closing.end() if closing else len(query)


def query_string(query: str, mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the clause for a raw query over documents of `mapping` ({"properties": ...}); `*` alone matches all.

    A value that does not fit its field's type finds nothing instead of failing.
    """
    if query.strip() == MATCH_ALL:
        return {"match_all": {}}
    return {
        "query_string": {
            "query": clean_query(query),
            "fields": bare_word_fields(mapping),
            "analyze_wildcard": True,
            "lenient": True,
        }
    }


def bare_word_fields(mapping: dict[str, Any]) -> list[str]:
    """Return the fields of `mapping` that a word without a field name searches, sorted by name."""
    fields: list[str] = []
    for name, definition in mapping["properties"].items():
        if definition["type"] == "nested":
            continue
        fields.append(name)
        fields.extend(f"{name}.{part}" for part in definition.get("fields", {}))
    return sorted(field for field in fields if not _UNREAD.search(field))
