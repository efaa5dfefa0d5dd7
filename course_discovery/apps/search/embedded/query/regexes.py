"""Lucene's regular expressions, rewritten for tantivy's automata.

A pattern always matches a whole term. Anchors are ordinary characters to Lucene; ``@`` is any string, ``#`` none, and
quotes hold literal text. Complement, intersection and numeric intervals are refused.
"""

from __future__ import annotations

import re

import tantivy

from course_discovery.apps.search.embedded.errors import NotSupported, ShardError
from course_discovery.apps.search.embedded.index import terms
from course_discovery.apps.search.embedded.mapping.field_types import Field, failed_to_create
from course_discovery.apps.search.embedded.query.nodes import MatchNone, Node, Pattern
from course_discovery.apps.search.embedded.query.patterns import literal

_ANY = r"(?:.|\n)"
_CLASSES = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
}
_REPEAT = re.compile(r"\{(\d+)(,(\d*))?\}")


def regexp_node(field: Field, pattern: str, boost: float = 1.0) -> Node:
    """The node of a regular expression. Raises ShardError where it is wrong or not supported."""
    if not field.searchable or not field.has_terms:
        return MatchNone(f"field [{field.name}] has no terms")
    translated = _Translator(pattern).run()
    if translated is None:
        return MatchNone("the pattern matches nothing")
    try:
        tantivy.Query.regex_query(terms.schema(), terms.home(field), translated)
    except ValueError as error:
        raise _wrong(pattern, str(error)) from None
    return Pattern(field, f"(?:{translated})", boost)


def _wrong(pattern: str, detail: str) -> ShardError:
    return failed_to_create(f"{detail} in regexp [{pattern}]")


class _Translator:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._empty = False

    def run(self) -> str | None:
        """The pattern in tantivy's syntax; None when it can match nothing."""
        parts: list[str] = []
        depth = 0
        if self._pattern.endswith("|") and not self._pattern.endswith("\\|"):
            raise _wrong(self._pattern, "unexpected end-of-string")
        while self._at < len(self._pattern):
            letter = self._pattern[self._at]
            self._at += 1
            if letter in "*+?{" and (not parts or parts[-1] in ("(?:", "|")):
                parts.append(literal(letter))
            elif letter == "(":
                depth += 1
                parts.append("(?:")
            elif letter == ")":
                depth -= 1
                if depth < 0:
                    raise _wrong(self._pattern, f"expected ')' at position {self._at}")
                parts.append(")")
            else:
                parts.append(self._piece(letter))
        if depth:
            raise _wrong(self._pattern, f"expected ')' at position {self._at}")
        return None if self._empty else "".join(parts)

    def _piece(self, letter: str) -> str:
        if letter in "|*+?":
            return letter
        if letter == ".":
            return _ANY
        if letter == "@":
            return f"{_ANY}*"
        if letter == "#":
            self._empty = True
            return ""
        if letter == "[":
            return self._bracket()
        if letter == "{":
            return self._repetition()
        if letter == '"':
            return self._quoted()
        if letter == "\\":
            return self._escape()
        if letter in "~&<":
            raise NotSupported(f"unsupported operator [{letter}] in regexp [{self._pattern}]")
        return literal(letter)

    def _escape(self) -> str:
        if self._at >= len(self._pattern):
            raise _wrong(self._pattern, "unexpected end-of-string")
        letter = self._pattern[self._at]
        self._at += 1
        return _CLASSES.get(letter) or literal(letter)

    def _quoted(self) -> str:
        end = self._pattern.find('"', self._at)
        if end < 0:
            raise _wrong(self._pattern, f"expected '\"' at position {len(self._pattern)}")
        text = self._pattern[self._at : end]
        self._at = end + 1
        return f"(?:{literal(text)})"

    def _repetition(self) -> str:
        match = _REPEAT.match(self._pattern, self._at - 1)
        if not match:
            raise _wrong(self._pattern, f"integer expected at position {self._at}")
        self._at = match.end()
        return match[0]

    def _bracket(self) -> str:
        parts = ["["]
        if self._pattern[self._at : self._at + 1] == "^":
            parts.append("^")
            self._at += 1
        first = True
        while True:
            if self._at >= len(self._pattern):
                raise _wrong(self._pattern, f"expected ']' at position {self._at}")
            letter = self._pattern[self._at]
            self._at += 1
            if letter == "]" and not first:
                return "".join(parts) + "]"
            first = False
            if letter == "\\":
                parts.append(self._escape().strip("[]") if self._peek() in "dws" else self._escape())
            elif letter == "-":
                parts.append("-" if len(parts) > 1 and parts[-1] != "^" and self._peek() != "]" else r"\-")
            else:
                parts.append(literal(letter))

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1] or " "
