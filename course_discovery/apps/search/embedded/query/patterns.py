"""Prefixes, wildcards and regular expressions over terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course_discovery.apps.search.embedded.index.columns import Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field
from course_discovery.apps.search.embedded.query import postings
from course_discovery.apps.search.embedded.query.nodes import MatchNone, Node, Pattern, Scored, Synonyms
from course_discovery.apps.search.embedded.query.phrases import Phrase, Place

_SPECIAL = re.compile(r"([.^$*+?()\[\]{}|\\&~-])")
_ANY = r"(?:.|\n)"


def literal(text: str) -> str:
    """Text as a regular expression that matches just it."""
    return _SPECIAL.sub(r"\\\1", text) if _SPECIAL.search(text) else text


def prefix_node(field: Field, prefix: str, boost: float = 1.0) -> Node:
    """Terms that start with ``prefix``."""
    if not field.searchable or not field.has_terms:
        return MatchNone(f"Can only use prefix queries on keyword and text fields - not on [{field.name}]")
    return Pattern(field, f"{literal(prefix)}{_ANY}*", boost)


def wildcard_node(field: Field, pattern: str, boost: float = 1.0) -> Node:
    """Terms that fit a pattern of ``*``, ``?`` and escaped letters."""
    if not field.searchable or not field.has_terms:
        return MatchNone(f"Can only use wildcard queries on keyword and text fields - not on [{field.name}]")
    return Pattern(field, wildcard_regex(pattern), boost)


def wildcard_regex(pattern: str) -> str:
    """A wildcard pattern as a regular expression."""
    parts = []
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "*":
            parts.append(f"{_ANY}*")
        elif letter == "?":
            parts.append(_ANY)
        elif letter == "\\" and at + 1 < len(pattern):
            at += 1
            parts.append(literal(pattern[at]))
        else:
            parts.append(literal(letter))
        at += 1
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Prefixes(Node):
    """A phrase whose last place is the beginning of a word."""

    field: Field
    places: tuple[Place, ...]
    last: Place
    slop: int = 0
    expansions: int = 50
    boost: float = 1.0

    def matches(self, snapshot: Snapshot) -> Mask:
        return self._resolved(snapshot).matches(snapshot)

    def scored(self, snapshot: Snapshot) -> Scored:
        return self._resolved(snapshot).scored(snapshot)

    def _resolved(self, snapshot: Snapshot) -> Node:
        offset, beginnings = self.last
        words: list[str] = []
        for beginning in beginnings:
            words.extend(postings.terms_with_prefix(snapshot, self.field, beginning))
        unique = tuple(dict.fromkeys(words))[: self.expansions]
        if not unique:
            return MatchNone("no term starts so")
        if not self.places:
            return Synonyms(self.field, unique, self.boost)
        return Phrase(self.field, (*self.places, (offset, unique)), self.slop, self.boost, distinct=True)
