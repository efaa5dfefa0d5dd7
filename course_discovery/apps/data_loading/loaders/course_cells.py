"""What the columns of any table of courses have in common."""

import re
from decimal import Decimal

from course_discovery.apps.course_metadata.models import CourseType
from course_discovery.apps.course_metadata.rules.html import sanitize_html

# Column -> field.
RICH_TEXTS = {
    "short_description": "short_description",
    "long_description": "full_description",
    "what_will_you_learn": "outcome",
    "syllabus": "syllabus_raw",
    "prerequisites": "prerequisites_raw",
    "learner_testimonials": "learner_testimonials",
    "frequently_asked_questions": "faq",
}
SUBJECTS = ("primary_subject", "secondary_subject", "tertiary_subject")
_BLOCK = re.compile("<(p|div|ul|ol|table)[ >]")


def rich_text(cell: str | None) -> str:
    """Return the cell as rich text may be: without what is not allowed, and a bare text as a paragraph."""
    text = sanitize_html(cell or "")
    return text if not text or _BLOCK.search(text) else f"<p>{text}</p>"


def prices_of(course_type: CourseType, price: Decimal) -> dict[str, Decimal]:
    """Return the price of whatever entitles to a seat in a course of the type, by slug of the seat type."""
    return {kind.slug: price for kind in course_type.entitlement_types.all()}
