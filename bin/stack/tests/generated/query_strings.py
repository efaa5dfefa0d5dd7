"""Texts in Lucene's query syntax, valid and not."""

import re
from random import Random
from typing import Any

from bin.stack.tests.generated import vocabulary
from bin.stack.tests.generated.corpora import Corpus

TEXT_FIELDS = [
    "title", "about", "text", "org", "subjects", "key", "title.beginnings", "org.beginnings", "title.suggest",
    "org.lower", "subjects.lower", "level.lower",
]  # fmt: skip
KEYWORD_FIELDS = ["key.raw", "org.raw", "subjects.raw", "level", "tags", "uuid", "id", "content_type", "level.raw"]
TYPED_FIELDS = ["price", "seats", "rating", "start", "end", "open", "mobile"]
OTHER_FIELDS = ["nosuch", "skills.name", "skills", "skills.category.name", "pacing", "ti*", "org.*", "title.*", "*"]
_REFUSED = re.compile(r"/[^/]*[~&<>][^/]*/")
_SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|])')


class QueryStrings:
    """Makes the ``query`` of ``query_string`` clauses that find something in a corpus, often enough."""

    def __init__(self, rng: Random, corpus: Corpus) -> None:
        self._rng = rng
        self._corpus = corpus

    def clause(self) -> dict[str, Any]:
        """A clause; the text of one of eight is spoiled, so that most of those cannot be parsed."""
        rng = self._rng
        text = self._group(rng.choice([1, 1, 2, 3]), rng.choice([0, 1, 1, 2, 3]))
        # Nearly always what the service sends.
        body: dict[str, Any] = {"query": text, "analyze_wildcard": rng.random() < 0.95}
        if rng.random() < 0.1:
            body["default_operator"] = rng.choice(["AND", "OR"])
        if rng.random() < 0.05:
            body["boost"] = rng.choice([0.5, 2, 3.0])
        if rng.random() < 0.125:
            body["query"] = self._spoiled(text)
        elif rng.random() < 0.1:
            # Without `lenient`, whether a misfit or a fault of syntax behind it is told would depend on the parser.
            body["lenient"] = True
            chosen: list[str] = rng.sample([*TEXT_FIELDS, "tags", "level", "price", "nosuch"], rng.randint(1, 4))
            body["fields"] = [f"{name}^2" if rng.random() < 0.2 else name for name in chosen]
        return body

    def field(self) -> str:
        """A name that fits in front of a colon."""
        kinds: list[list[str]] = [TEXT_FIELDS, KEYWORD_FIELDS, TYPED_FIELDS, OTHER_FIELDS]
        return self._rng.choice(self._rng.choices(kinds, [50, 25, 20, 5])[0])

    def value(self, field: str | None) -> str:
        """A value as a document has it, or nearly."""
        rng = self._rng
        found = self._corpus.values.get((field or "title").partition(".")[0])
        if field in TYPED_FIELDS:
            pool = {"start": _DATES, "end": _DATES, "open": _BOOLEANS, "mobile": _BOOLEANS}.get(field, _NUMBERS)
            return str(rng.choice(found)) if found and rng.random() < 0.4 else rng.choice(pool)
        if found and rng.random() < (0.85 if field in KEYWORD_FIELDS else 0.2):
            return str(rng.choice(found))
        if rng.random() < 0.1:
            return rng.choice(vocabulary.UNKNOWN_WORDS)
        return vocabulary.word(rng)

    def word(self, field: str | None) -> str:
        """One word of a value."""
        return self._rng.choice(self.value(field).split() or ["ocean"])

    def _group(self, clauses: int, depth: int) -> str:
        rng = self._rng
        parts = [self._clause(depth)]
        for _ in range(clauses - 1):
            parts.append(
                rng.choice([" ", " ", " ", " AND ", " AND ", " OR ", " OR ", " && ", " || ", " NOT ", " AND NOT "])
            )
            parts.append(self._clause(depth))
        return "".join(parts)

    def _clause(self, depth: int) -> str:
        rng = self._rng
        modifier = rng.choice(["", "", "", "", "", "", "+", "-", "!", "NOT "])
        boost = rng.choice([""] * 12 + ["^2", "^0.5", "^3.25", "^0"])
        if depth and rng.random() < 0.35:
            field = f"{self.field()}:" if rng.random() < 0.3 else ""
            return f"{modifier}{field}({self._group(rng.choice([1, 2, 2, 3]), depth - 1)}){boost}"
        name = self.field() if rng.random() < 0.6 else None
        return f"{modifier}{self._field(name)}{self._body(name)}{boost}"

    def _field(self, name: str | None) -> str:
        if name is None:
            return ""
        # Elsewhere a star or a question mark begins a pattern; in front of a colon it must be escaped.
        return re.sub(r"([*?])", r"\\\1", name) + ":"

    def _body(self, name: str | None) -> str:
        makers = [
            (38, self._term), (16, self._phrase), (10, self._prefix), (8, self._wildcard), (10, self._range),
            (4, self._comparison), (4, self._fuzzy), (3, self._regex), (4, lambda _: "*"), (3, self._words),
        ]  # fmt: skip
        if name in TYPED_FIELDS:
            makers = [(30, self._term), (10, self._phrase), (40, self._range), (15, self._comparison)] + [
                (2, maker) for _, maker in makers[2:]
            ]
        return self._rng.choices([maker for _, maker in makers], [weight for weight, _ in makers])[0](name)

    def _term(self, name: str | None) -> str:
        rng = self._rng
        text = self.value(name) if name in KEYWORD_FIELDS + TYPED_FIELDS else self.word(name)
        if rng.random() < 0.05:
            # Unescaped, as people type it.
            return text
        return escaped(text)

    def _words(self, name: str | None) -> str:
        return " ".join(escaped(self.word(name)) for _ in range(self._rng.randint(2, 4)))

    def _phrase(self, name: str | None) -> str:
        rng = self._rng
        text = self.value(name)
        parts = text.split()
        if len(parts) > 1:
            start = rng.randrange(len(parts) - 1)
            parts = parts[start : start + rng.randint(2, 4)]
            if rng.random() < 0.2:
                rng.shuffle(parts)
            if name not in KEYWORD_FIELDS:
                text = " ".join(parts)
        slop = rng.choice([""] * 6 + ["~1", "~2", "~5", "~"])
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"{slop}'

    def _prefix(self, name: str | None) -> str:
        text = self.value(name) if name in KEYWORD_FIELDS else self.word(name)
        return escaped(text[: self._rng.randint(1, max(1, len(text)))]) + "*"

    def _wildcard(self, name: str | None) -> str:
        rng = self._rng
        text = self.value(name) if name in KEYWORD_FIELDS else self.word(name)
        letters = [escaped(letter) for letter in text]
        for _ in range(rng.randint(1, 2)):
            at = rng.randrange(len(letters) + 1)
            letters[at : at + rng.choice([0, 1, 2])] = [rng.choice("**?")]
        return "".join(letters)

    def _regex(self, name: str | None) -> str:
        word = re.sub(r"[^a-z0-9]", "", self.word(name).lower()) or "ocean"
        return self._rng.choice([f"/{word}/", f"/{word[:2]}.*/", f"/[a-{word[0]}]+/", f"/({word}|data)s?/", "/.+/"])

    def _fuzzy(self, name: str | None) -> str:
        word = self._rng.choice([self.word(name), self._rng.choice(vocabulary.UNKNOWN_WORDS)])
        return escaped(word) + self._rng.choice(["~", "~", "~1", "~2", "~0"])

    def _bound(self, name: str | None) -> str:
        rng = self._rng
        if rng.random() < 0.2:
            return "*"
        text = self.value(name)
        # A bound may hold anything but spaces and the end of the range.
        if rng.random() < 0.3:
            return '"' + re.sub(r'["\\]', "", text) + '"' if text else "*"
        return re.sub(r"[\s\]}\\\"]", "", text) or "*"

    def _range(self, name: str | None) -> str:
        low, high = self._bound(name), self._bound(name)
        return f"{self._rng.choice('[[{')}{low} TO {high}{self._rng.choice(']]}')}"

    def _comparison(self, name: str | None) -> str:
        text = escaped(self.value(name) if name in TYPED_FIELDS else self.word(name))
        return f"{self._rng.choice(['>', '>=', '<', '<='])}{text}"

    def _spoiled(self, text: str) -> str:
        rng, original = self._rng, text
        for _ in range(rng.choice([1, 1, 2, 3])):
            at = rng.randrange(len(text) + 1)
            piece = rng.choice(_FAULTS)
            text = text[:at] + piece + text[at + rng.choice([0, 0, 1]) :]
        # The embedded engine refuses regular expressions with these.
        return original if _REFUSED.search(text) else text


# No bare tilde: with what follows it may be a second fault, and which of two is told would be the parser's affair.
_FAULTS = [*'()[]{}":/\\+-!^*?', "~ ", "&&", "||", " AND ", " OR ", " NOT ", " TO ", "::", "^x", " "]
_DATES = [
    "2031", "2031-01", "2031-06", "2031-06-15", "2031-01-01T00:00:00Z", "2031-06-15T06", "2030-12-31", "now", "now+60d",
    "now-10y", "2031-01-01||+1M/d", "2031-01-01||/y", "1939420800000", "foo", "2031-13", "20310101", "",
]  # fmt: skip
_BOOLEANS = ["true", "false", "True", "1", "0", "yes", ""]
_NUMBERS = ["10", "49", "50", "79", "99.0", "99.5", "0", "-5", "1e2", "abc", "10x", "2147483648", "4.3", "4.5"]


def escaped(text: str) -> str:
    """The text as one word of query syntax."""
    return _SPECIAL.sub(r"\\\1", text).replace(" ", "\\ ")
