"""What comments on courses look like where they are kept.

The texts are stored for good: what was once written must stay readable.
"""

import re
from typing import NamedTuple

_FORMAT = re.compile(
    r"\s*\[User\]\r?\n(?P<user>[^\r\n]*)\r?\n\r?\n"
    r"(?:\[Course Run\]\r?\n(?P<run>[^\r\n]*)\r?\n\r?\n)?"
    # What keeps the text may take away the end of an empty one.
    r"\[Body\](?:\r?\n(?P<text>.*))?",
    re.DOTALL,
)
_USERNAME_IN_PARENTHESES = re.compile(r".*\(([^()]*)\)\s*")


class Author(NamedTuple):
    """Whoever wrote a comment, as far as that is known."""

    username: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class Comment(NamedTuple):
    """A comment on a course; `created` is a time in ISO 8601 as it was told."""

    user: Author
    course_run_key: str | None
    comment: str
    created: str


class ParsedBody(NamedTuple):
    """What a stored text tells."""

    username: str
    course_run_key: str | None
    text: str


def format_body(username: str, first_name: str, last_name: str, text: str, course_run_key: str = "") -> str:
    """Return the text to store for a comment."""
    user = f"{first_name} {last_name} ({username})" if first_name and last_name else username
    run = f"[Course Run]\n{_in_a_line(course_run_key)}\n\n" if course_run_key else ""
    return f"[User]\n{_in_a_line(user)}\n\n{run}[Body]\n{text}"


def parse_body(body: str) -> ParsedBody | None:
    """Read a stored text; None for one that was not written here."""
    match = _FORMAT.fullmatch(body)
    if match is None:
        return None
    user = match["user"].strip()
    named = _USERNAME_IN_PARENTHESES.fullmatch(user)
    return ParsedBody(named[1] if named else user, (match["run"] or "").strip() or None, match["text"] or "")


def is_same_text(stored: str | None, written: str) -> bool:
    """Tell whether a stored text is the one that was written, whatever became of its spaces and ends of lines."""
    return (stored or "").split() == written.split()


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
