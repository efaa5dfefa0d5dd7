"""Lists of GetSmarter's products as HTML that the catalogue allows."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from course_discovery.apps.course_metadata.rules.html import sanitize_html

_BLOCK = re.compile(r"\s*<(p|div|ul|ol|table)\b", re.IGNORECASE)


def syllabus(curriculum: Any) -> str:
    """The text of the curriculum, then heading and description of each module, all of them paragraphs."""
    if not isinstance(curriculum, Mapping):
        return ""
    parts = [curriculum.get("blurb")]
    for module in _objects(curriculum.get("modules")):
        parts += [module.get("heading"), module.get("description")]
    return sanitize_html("".join(_paragraph(part) for part in parts if part))


def questions(faqs: Any) -> str:
    """Each question as a bold paragraph, followed by its answer."""
    return sanitize_html(
        "".join(
            f"<p><b>{faq.get('headline') or ''}</b></p>{_paragraph(faq.get('blurb') or '')}" for faq in _objects(faqs)
        )
    )


def testimonials(items: Any) -> str:
    """What learners say, in italics and quotation marks, and below it who they are."""
    return sanitize_html("".join(map(_testimonial, _objects(items))))


def _testimonial(item: Mapping[str, Any]) -> str:
    title = f" ({escape(str(item['title']))})" if item.get("title") else ""
    return f'<p><i>"{item.get("text") or ""}"</i></p><p>-{escape(str(item.get("name") or ""))}{title}</p>'


def _paragraph(text: Any) -> str:
    return str(text) if not text or _BLOCK.match(str(text)) else f"<p>{text}</p>"


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    return (each for each in (value if isinstance(value, list) else []) if isinstance(each, Mapping))
