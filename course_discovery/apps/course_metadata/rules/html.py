"""Which HTML the rich-text fields of the catalogue may hold."""

from html.parser import HTMLParser

import nh3

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
_SANITIZED_ATTRIBUTES = {"*": set(COMMON_ATTRIBUTES)} | {tag: set(names) for tag, names in TAG_ATTRIBUTES.items()}
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


def sanitize_html(text: str) -> str:
    """Return the text with what is not allowed taken out: tags leave their content, scripts and comments nothing.

    The result passes `check_html`, links lead to no script, and sanitizing it again changes nothing.
    """
    return nh3.clean(text, tags=set(ALLOWED_TAGS), attributes=_SANITIZED_ATTRIBUTES, link_rel=None).strip()


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
