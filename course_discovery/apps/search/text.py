"""The flattened text of a document, which `q` searches."""

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser

# Tags that may stand inside a word; all others part words.
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
# A whole tag as editors and the cleaning of HTML fields write it, with its name.
_TAG = re.compile(r"""</?([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*/?>""", re.IGNORECASE)
# Their content is no HTML.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part_words(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part_words(tag)

    def _part_words(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def without_markup(html: str) -> str:
    """Return the words of `html` with entities decoded and one space for each run of white space and tags."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    text = _without_plain_tags(html)
    return " ".join((_parsed(html) if text is None else text).split())


def _without_plain_tags(html: str) -> str | None:
    """Return the text of HTML in a tenth of the parser's time, None if it is not just text and whole tags."""
    pieces = _TAG.split(html)
    for number, piece in enumerate(pieces):
        if number % 2:
            name = piece.lower()
            if name in _RAW:
                return None
            pieces[number] = "" if name in _INLINE else " "
        elif "<" in piece:
            return None
        elif "&" in piece:
            pieces[number] = unescape(piece)
    return "".join(pieces)


def _parsed(html: str) -> str:
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)


def lines_of(parts: Iterable[object]) -> list[str]:
    """Return the parts without markup, one a line; missing ones (None, "") leave no line."""
    return [line for part in parts if part and (line := without_markup(str(part)))]


def searchable_text(parts: Iterable[object]) -> str:
    """Join the lines of the parts."""
    return "\n".join(lines_of(parts))
