"""The flattened text of a document, which `q` searches."""

from collections.abc import Iterable
from html.parser import HTMLParser

# Tags that may stand inside a word; all others part words.
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})


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
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.pieces).split())


def searchable_text(parts: Iterable[object]) -> str:
    """Join the parts one a line, without markup; missing ones (None, "") leave no line."""
    return "\n".join(line for part in parts if part and (line := without_markup(str(part))))
