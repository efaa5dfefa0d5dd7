"""The syntax of Lucene's classic query parser, on top of luqum.

luqum's grammar is the same but for the spelling of words: its lexer knows no ``&&``, takes a slash or an exclamation
mark as part of a word, and reads times specially. So the text is cut into tokens by Lucene's own rules first; luqum
parses it with each word, phrase or expression replaced by a placeholder; and the tree it gives is read with the words
put back. What luqum lets pass and Lucene refuses (``--a``, ``a:b:c``) is refused then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from luqum import thread as luqum_parser
from luqum.exceptions import ParseError
from luqum.tree import (
    AndOperation,
    BaseOperation,
    Boost,
    FieldGroup,
    Group,
    Not,
    OrOperation,
    Plus,
    Prohibit,
    SearchField,
    Word,
)

MAX_DEPTH = 150

_SPACE = r"[ \t\n\r\u3000]"
_ESCAPED = r"\\[\s\S]"
_START = rf'(?:[^ \t\n\r\u3000+\-!():^\[\]"{{}}~*?\\/]|{_ESCAPED})'
_LETTER = rf'(?:[^ \t\n\r\u3000!():^\[\]"{{}}~*?\\/]|{_ESCAPED})'
# In Lucene's order: the longest match wins, among equals the first.
_TOKENS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("space", rf"{_SPACE}+"),
        ("and", r"AND|&&"),
        ("or", r"OR|\|\|"),
        ("not", r"NOT|!"),
        ("plus", r"\+"),
        ("minus", r"-"),
        ("bare", rf"[+\-!]{_SPACE}"),
        ("open", r"\("),
        ("close", r"\)"),
        ("colon", r":"),
        ("star", r"\*"),
        ("boost", r"\^[0-9]+(?:\.[0-9]+)?"),
        ("phrase", rf'"(?:[^"\\]|{_ESCAPED})*"'),
        ("term", rf"{_START}{_LETTER}*"),
        ("fuzzy", rf"~(?:[0-9]+(?:\.[0-9]+)?)?{_LETTER}*"),
        ("prefix", rf"{_START}{_LETTER}*\*"),
        ("wildcard", rf"(?:{_START}|[*?])(?:{_LETTER}|[*?])*"),
        ("regex", r"/(?:[^/\\]|\\[\s\S])*/"),
        ("range", r"[\[{]"),
    )
]
_RANGE = re.compile(
    r'\s*(?P<low>"(?:\\"|[^"])+"|[^\s\]}]+)\s+TO\s+(?P<high>"(?:\\"|[^"])+"|[^\s\]}]+)\s*(?P<end>[\]}])'
)
_QUOTED_BOUND = re.compile(r'"(?:\\"|[^"])+"')
_SKELETON = {
    "and": " AND ",
    "or": " OR ",
    "not": " NOT ",
    "plus": " +",
    "minus": " -",
    "open": " (",
    "close": ") ",
    "colon": ":",
}


class SyntaxProblem(Exception):
    """The text is not a query."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, phrase, pattern or expression as written; ``slop`` is what followed ``~``, None without it."""

    kind: str
    text: str
    slop: str | None = None


@dataclass(frozen=True, slots=True)
class RangeAtom:
    """A range; None is an open bound."""

    low: str | None
    high: str | None
    include_low: bool
    include_high: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """``conjunction``: ``and``, ``or`` or nothing before it; ``modifier``: ``+``, ``-`` or nothing.

    ``field`` is None where the surrounding field applies; ``boost`` where none was written.
    """

    conjunction: str
    modifier: str
    field: str | None
    body: Atom | RangeAtom | tuple[Clause, ...]
    boost: float | None = None

    @property
    def is_plain_word(self) -> bool:
        """Whether it is just a word, which joins the words beside it."""
        return (
            not self.modifier
            and self.field is None
            and self.boost is None
            and isinstance(self.body, Atom)
            and self.body.kind == "term"
            and self.body.slop is None
        )


def parse(text: str) -> tuple[Clause, ...]:
    """The clauses of a query, in order; raises SyntaxProblem."""
    atoms, skeleton = _Lexer(text).run()
    try:
        tree = luqum_parser.parse(skeleton)
        return _Reader(atoms).clauses(tree)
    except (ParseError, RecursionError) as error:
        raise SyntaxProblem(str(error)) from None


def unescape(text: str) -> str:
    """Text with backslashes resolved; raises SyntaxProblem."""
    if "\\" not in text:
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "\\":
            parts.append(text[at])
            at += 1
            continue
        if at + 1 >= len(text):
            raise SyntaxProblem("Term can not end with escape character.")
        if text[at + 1] == "u":
            digits = text[at + 2 : at + 6]
            if not re.fullmatch(r"[0-9A-Fa-f]{4}", digits):
                raise SyntaxProblem("Truncated unicode escape sequence.")
            parts.append(chr(int(digits, 16)))
            at += 6
        else:
            parts.append(text[at + 1])
            at += 2
    return "".join(parts)


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._atoms: list[Atom | RangeAtom] = []
        self._parts: list[str] = []

    def run(self) -> tuple[list[Atom | RangeAtom], str]:
        """The atoms and the text luqum gets, where ``x3`` stands for the atom number 3."""
        at = depth = 0
        while at < len(self._text):
            kind, match = self._longest(at)
            at = match.end()
            if kind == "range":
                at = self._range(match[0], at)
            elif kind in _SKELETON:
                depth += (kind == "open") - (kind == "close")
                if depth > MAX_DEPTH:
                    raise SyntaxProblem("too deep")
                self._parts.append(_SKELETON[kind])
            elif kind == "boost":
                self._parts.append(match[0])
            elif kind == "fuzzy":
                self._slop(match[0])
            elif kind != "space":
                self._atom(Atom("operator", match[0][0]) if kind == "bare" else Atom(kind, match[0]))
            else:
                self._parts.append(" ")
        return self._atoms, "".join(self._parts)

    def _longest(self, at: int) -> tuple[str, re.Match[str]]:
        best: tuple[str, re.Match[str]] | None = None
        for kind, pattern in _TOKENS:
            match = pattern.match(self._text, at)
            if match and (best is None or match.end() > best[1].end()):
                best = kind, match
        if best is None:
            raise SyntaxProblem(f"Lexical error at column {at + 1}")
        return best

    def _atom(self, atom: Atom | RangeAtom) -> None:
        self._parts.append(f" x{len(self._atoms)}")
        self._atoms.append(atom)

    def _slop(self, text: str) -> None:
        """``~`` belongs to the word or phrase before it; luqum need not see it."""
        parts = [part for part in self._parts if part != " "]
        behind = parts[-1] if parts else ""
        before = parts[-2] if len(parts) > 1 and behind.startswith("^") else behind
        atom = self._atoms[-1] if self._atoms else None
        if not before.startswith(" x") or not isinstance(atom, Atom) or atom.slop is not None:
            raise SyntaxProblem('Encountered "~"')
        self._atoms[-1] = Atom(atom.kind, atom.text, text[1:])

    def _range(self, start: str, at: int) -> int:
        match = _RANGE.match(self._text, at)
        if not match:
            raise SyntaxProblem(f'Encountered "{start}"')
        low, high = _bound(match["low"]), _bound(match["high"])
        self._atom(RangeAtom(low, high, start == "[", match["end"] == "]"))
        return match.end()


def _bound(text: str) -> str | None:
    if _QUOTED_BOUND.fullmatch(text):
        return unescape(text[1:-1])
    return None if text == "*" else unescape(text)


class _Reader:
    """Reads luqum's tree back into clauses: its operators nest by precedence, Lucene's follow each other."""

    def __init__(self, atoms: list[Atom | RangeAtom]) -> None:
        self._atoms = atoms

    def clauses(self, tree: Any) -> tuple[Clause, ...]:
        """The clauses of one group."""
        return tuple(self._flat(tree, ""))

    def _flat(self, tree: Any, conjunction: str) -> list[Clause]:
        if isinstance(tree, BaseOperation):
            joint = "and" if isinstance(tree, AndOperation) else "or" if isinstance(tree, OrOperation) else ""
            found = self._flat(tree.children[0], conjunction)
            for child in tree.children[1:]:
                found.extend(self._flat(child, joint))
            return found
        modifier = ""
        if isinstance(tree, Plus | Prohibit | Not):
            modifier = "+" if isinstance(tree, Plus) else "-"
            tree = tree.children[0]
        boost = None
        if isinstance(tree, Boost):
            boost = float(tree.force)
            tree = tree.children[0]
        field = None
        if isinstance(tree, SearchField):
            field = self._field(tree.name)
            tree = tree.children[0]
            if isinstance(tree, Boost) and boost is None:
                boost = float(tree.force)
                tree = tree.children[0]
        return [Clause(conjunction, modifier, field, self._body(tree), boost)]

    def _field(self, placeholder: str) -> str:
        atom = self._atom(placeholder)
        if not isinstance(atom, Atom) or atom.kind not in ("term", "star") or atom.slop is not None:
            raise SyntaxProblem('Encountered ":"')
        return unescape(atom.text)

    def _body(self, tree: Any) -> Atom | RangeAtom | tuple[Clause, ...]:
        if isinstance(tree, Word):
            return self._atom(tree.value)
        if isinstance(tree, Group | FieldGroup):
            return self.clauses(tree.children[0])
        raise SyntaxProblem(f"unexpected {type(tree).__name__}")

    def _atom(self, placeholder: str) -> Atom | RangeAtom:
        return self._atoms[int(placeholder[1:])]
