"""Which HTML the rich-text fields of the catalogue may hold."""

from html.parser import HTMLParser

# The marketing site has styles for these alone.
ALLOWED_TAGS = frozenset(
    ("a", "b", "bdo", "br", "div", "em", "i", "img", "li", "ol", "p", "span", "strong")
    + ("table", "td", "th", "tr", "u", "ul")
)
COMMON_ATTRIBUTES = frozenset({"align", "dir", "lang", "style", "typeof"})
TAG_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "target", "title"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "ol": frozenset({"reversed", "start", "type"}),
}
MESSAGE = "Invalid HTML received"


class InvalidHtml(ValueError):
    """The message names the first tag or attribute that is not allowed."""


def check_html(text: str | None) -> None:
    """Raise InvalidHtml unless every tag and attribute of the text is allowed. Empty text passes."""
    if not text:
        return
    checker = _Checker()
    checker.feed(text)
    checker.close()


class _Checker(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            raise InvalidHtml(f"{MESSAGE}: {tag} tag is not allowed")
        allowed = COMMON_ATTRIBUTES | TAG_ATTRIBUTES.get(tag, frozenset())
        for attribute, _value in attrs:
            if attribute not in allowed:
                raise InvalidHtml(f"{MESSAGE}: {attribute} attribute is not allowed on the {tag} tag")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALLOWED_TAGS:
            raise InvalidHtml(f"{MESSAGE}: {tag} tag is not allowed")

    def handle_comment(self, data: str) -> None:
        raise InvalidHtml(MESSAGE)

    def handle_decl(self, decl: str) -> None:
        raise InvalidHtml(MESSAGE)

    def handle_pi(self, data: str) -> None:
        raise InvalidHtml(MESSAGE)

    def unknown_decl(self, data: str) -> None:
        raise InvalidHtml(MESSAGE)
