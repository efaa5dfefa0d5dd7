"""Character filters: they change the text before it is cut into tokens."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from html.entities import name2codepoint

# Elements that only style words: removing them must not split a word. Every other element separates words.
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "basefont", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "img", "input",
     "kbd", "label", "q", "s", "samp", "select", "small", "span", "strike", "strong", "sub", "sup", "textarea", "tt",
     "u", "var"}
)  # fmt: skip
_NAME = r"[^\W\d][\w:.-]*"
_MARKUP = re.compile(
    # What is opened and never closed takes the rest of the text with it.
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<(?P<raw>script|style)\b(?:[^>]*[^>/])?>.*?(?:</(?P=raw)\s*>|(?P<open>\Z))"
    r"|<\?[^<>]*\?>|<![^>]*>"
    rf"|<(?:/\s*|\s*)(?P<tag>{_NAME})(?:\s*/?|\s+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    rf"|<(?:/\s*|\s*){_NAME}\Z"
    r"|&(?:\#(?:[0-9]+|[xX][0-9a-fA-F]+)|(?P<entity>[A-Za-z][A-Za-z0-9]*))(?:;|\Z)",
    re.DOTALL | re.IGNORECASE,
)


# The entities of HTML 4, and those that browsers take in capitals too.
_ENTITIES = {
    **{name: chr(code) for name, code in name2codepoint.items()},
    **{name.upper(): chr(name2codepoint[name]) for name in ("amp", "copy", "gt", "lt", "quot", "reg")},
    "apos": "'",
    "nbsp": " ",
}


class OffsetMap:
    """Maps offsets in the filtered text back to the original."""

    def __init__(self) -> None:
        self._at: list[int] = []
        self._shift: list[int] = []

    def add(self, at: int, shift: int) -> None:
        """From offset ``at`` of the output on, the original is ``shift`` further."""
        if self._at and self._at[-1] == at:
            self._shift[-1] = shift
        else:
            self._at.append(at)
            self._shift.append(shift)

    def original(self, offset: int) -> int:
        """The offset in the original text."""
        index = bisect_right(self._at, offset) - 1
        return offset + self._shift[index] if index >= 0 else offset


CharFilter = Callable[[str, "OffsetMap | None"], str]


def html_strip(text: str, offsets: OffsetMap | None = None) -> str:
    """Text without markup: entities decoded, block elements become line breaks, inline elements vanish."""
    if "<" not in text and "&" not in text:
        return text
    if offsets is None:
        return _MARKUP.sub(_stripped, text)
    parts: list[str] = []
    size = last = 0
    for match in _MARKUP.finditer(text):
        replacement = _replacement(match)
        if replacement is None:
            continue
        parts.append(text[last : match.start()])
        parts.append(replacement)
        size += match.start() - last + len(replacement)
        last = match.end()
        offsets.add(size, last - size)
    parts.append(text[last:])
    return "".join(parts)


# Texts repeat their tags and entities.
_stripped_before: dict[str, str] = {}
_REMEMBERED_MARKUP, _REMEMBERED_MARKUP_LENGTH = 10_000, 30


def _stripped(match: re.Match[str]) -> str:
    markup = match[0]
    known = _stripped_before.get(markup)
    if known is None:
        replacement = _replacement(match)
        known = markup if replacement is None else replacement
        if len(markup) <= _REMEMBERED_MARKUP_LENGTH and len(_stripped_before) < _REMEMBERED_MARKUP:
            _stripped_before[markup] = known
    return known


def _replacement(match: re.Match[str]) -> str | None:
    if match[0][0] == "&":
        return _character(match)
    if match["cdata"] is not None:
        return match["cdata"]
    tag = match["tag"]
    if (tag and tag.lower() not in _INLINE) or (match["raw"] and match["open"] is None):
        return "\n"
    return ""


def _character(match: re.Match[str]) -> str | None:
    """The character of a reference; None for one that is not known."""
    name = match["entity"]
    if name is None:
        return html.unescape(match[0])
    return _ENTITIES.get(name)


CHAR_FILTERS: dict[str, CharFilter] = {"html_strip": html_strip}
