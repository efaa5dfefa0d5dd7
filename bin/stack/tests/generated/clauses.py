"""Queries in the JSON form, clause by clause."""

from collections.abc import Callable
from random import Random
from typing import Any

from bin.stack.tests.generated import query_strings, vocabulary
from bin.stack.tests.generated.corpora import Corpus
from bin.stack.tests.generated.query_strings import KEYWORD_FIELDS, OTHER_FIELDS, TEXT_FIELDS, TYPED_FIELDS

Clause = dict[str, Any]
DATE_VALUES = [
    "2031", "2031-01", "2031-06-15", "2031-01-01T00:00:00Z", "2031-06-15T06:00:00.000Z", "2031-06-15T08:00:00+02:00",
    "now", "now+60d", "now-7d/d", "now/M", "2031-01-01||+1M/d", "2031-06-15T06:00:00Z||/y", 1939420800000,
    "1939420800000", 0, "2030-12-31T23:59", "2031-06-15T06",
]  # fmt: skip
BAD_DATES = ["foo", "2031-13-45", "2031-02-30", "", "now+", "now+1x", "2031-1-1", True]
NUMBER_VALUES = [0, 1, 10, 25, 49.5, 79, 99, "100", "49.0", -5, 300, "1e2", 12, 12.7]
BAD_NUMBERS = ["abc", "", "10x", True, 2**31, 1e12]
BOOLEAN_VALUES = [True, False, "true", "false"]
BAD_BOOLEANS = ["True", 1, 0, "yes", ""]


class Clauses:
    """Makes queries for a corpus."""

    def __init__(self, rng: Random, corpus: Corpus) -> None:
        self._rng = rng
        self.strings = query_strings.QueryStrings(rng, corpus)
        self._simple: list[tuple[int, Callable[[], Clause]]] = [
            (14, self.query_string), (10, self.term), (7, self.terms), (12, self.range), (6, self.exists),
            (8, self.match), (5, self.match_phrase), (8, self.multi_match), (3, self.prefix), (3, self.wildcard),
            (2, self.ids), (4, lambda: {"match_all": {}}),
        ]  # fmt: skip

    def query(self, depth: int = 2) -> Clause:
        """Any query; the deeper, the more clauses it may hold."""
        kind = self._rng.random()
        if depth and kind < 0.35:
            return self.bool(depth - 1)
        if depth and kind < 0.45:
            return self.function_score(depth - 1)
        if depth and kind < 0.48:
            return {"constant_score": {"filter": self.query(depth - 1), **self._boost()}}
        if depth and kind < 0.51:
            queries = [self.query(depth - 1) for _ in range(self._rng.randint(1, 3))]
            return {"dis_max": {"queries": queries, "tie_breaker": self._rng.choice([0, 0.3, 1.0])}}
        return self.simple()

    def simple(self) -> Clause:
        """A query without others in it."""
        return self._rng.choices([make for _, make in self._simple], [weight for weight, _ in self._simple])[0]()

    def filter(self) -> Clause:
        """A query of the sort that filters and facets use."""
        make = self._rng.choice([self.term, self.terms, self.range, self.exists, lambda: self.bool(0)])
        return make()

    def bool(self, depth: int) -> Clause:
        rng = self._rng
        body: dict[str, Any] = {}
        for name, chance in (("must", 0.5), ("filter", 0.4), ("should", 0.4), ("must_not", 0.3)):
            if rng.random() < chance:
                inner = [self.query(depth) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
                body[name] = inner[0] if len(inner) == 1 and rng.random() < 0.3 else inner
        if rng.random() < 0.3:
            body["minimum_should_match"] = rng.choice([0, 1, 1, 1, 2, "1", "50%", "-1", "2<75%"])
        return {"bool": {**body, **self._boost()}}

    def term(self) -> Clause:
        name = self.field()
        return {"term": {name: self._maybe_long(self.scalar(name), "value")}}

    def terms(self) -> Clause:
        name = self.field()
        values = [self.scalar(name) for _ in range(self._rng.choice([0, 1, 2, 3, 5]))]
        if name in ("start", "end"):
            # Which of several bad dates is told depends on how Elasticsearch hashes them.
            values = [value for value in values if value not in BAD_DATES] + [
                value for value in values if value in BAD_DATES
            ][:1]
        return {"terms": {name: values}}

    def range(self) -> Clause:
        rng = self._rng
        name = rng.choice(["start", "start", "end", "price", "price", "seats", "rating", self.field()])
        body: dict[str, Any] = {}
        for side in rng.choice([["gte"], ["gt"], ["lte"], ["lt"], ["gte", "lte"], ["gt", "lt"], ["gte", "lt"]]):
            body[side] = self.scalar(name)
        if rng.random() < 0.1:
            body["boost"] = rng.choice([2, "1.5", 0.5])
        return {"range": {name: body}}

    def exists(self) -> Clause:
        return {"exists": {"field": self.field()}}

    def match(self) -> Clause:
        rng = self._rng
        name = self.field()
        value = self.scalar(name) if name in TYPED_FIELDS else self._text(name)
        body = self._maybe_long(value, "query")
        if isinstance(body, dict):
            if rng.random() < 0.3:
                body["operator"] = rng.choice(["and", "or", "AND"])
            if rng.random() < 0.2:
                body["minimum_should_match"] = rng.choice([1, 2, "50%", "-1"])
        return {"match": {name: body}}

    def match_phrase(self) -> Clause:
        name = self._rng.choice([self.field(), self._rng.choice(TEXT_FIELDS)])
        return {"match_phrase": {name: self._maybe_long(self._text(name), "query")}}

    def multi_match(self) -> Clause:
        rng = self._rng
        fields = rng.sample([*TEXT_FIELDS, "level", "tags", "key.raw", "nosuch"], rng.randint(1, 4))
        fields = [f"{name}^3" if rng.random() < 0.15 else name for name in fields]
        body: dict[str, Any] = {
            "query": self._text(fields[0].partition("^")[0]),
            "type": rng.choice(["phrase"] * 3 + ["best_fields"]),
        }
        if rng.random() < 0.7:
            body["fields"] = fields
        return {"multi_match": body}

    def prefix(self) -> Clause:
        name = self.field()
        text = str(self.scalar(name))
        return {"prefix": {name: self._maybe_long(text[: self._rng.randint(0, 4)], "value")}}

    def wildcard(self) -> Clause:
        rng = self._rng
        name = self.field()
        letters = list(str(self.scalar(name)))[:12]
        at = rng.randrange(len(letters) + 1)
        letters[at : at + rng.choice([0, 1])] = [rng.choice(["*", "*", "?", "\\*", "\\"])]
        return {"wildcard": {name: self._maybe_long("".join(letters), "value")}}

    def ids(self) -> Clause:
        rng = self._rng
        values = [rng.choice([str(rng.randint(0, 100)), f"new-{rng.randint(1, 50)}"]) for _ in range(rng.randint(0, 6))]
        return {"ids": {"values": values}}

    def query_string(self) -> Clause:
        return {"query_string": self.strings.clause()}

    def function_score(self, depth: int) -> Clause:
        rng = self._rng
        functions = []
        for _ in range(rng.randint(1, 5)):
            function: dict[str, Any] = {}
            if rng.random() < 0.6:
                function["filter"] = self.filter()
            if rng.random() < 0.4:
                function["gauss"] = self._decay()
            if "gauss" not in function or rng.random() < 0.7:
                function["weight"] = rng.choice([1, 2.0, 5.0, 15, 0.5])
            functions.append(function)
        body = {"query": self.query(depth), "functions": functions, "score_mode": "sum", "boost_mode": "sum"}
        if rng.random() < 0.8:
            body["boost"] = rng.choice([1.0, 1.0, 2.0])
        return {"function_score": body}

    def _decay(self) -> Clause:
        rng = self._rng
        if rng.random() < 0.85:
            origin = rng.choice(["now", "2031-06-01T00:00:00Z", "2031-01-01"])
            scale = rng.choice(["30d", "365d", "12h"])
            return {rng.choice(["start", "end"]): {"origin": origin, "scale": scale, "decay": rng.choice([0.95, 0.5])}}
        name = rng.choice(["price", "rating", "seats", "nosuch"])
        return {name: {"origin": rng.choice([0, 50, "10"]), "scale": rng.choice([5, 100])}}

    def field(self) -> str:
        kinds: list[list[str]] = [TEXT_FIELDS, KEYWORD_FIELDS, TYPED_FIELDS, OTHER_FIELDS[:5]]
        return self._rng.choice(self._rng.choices(kinds, [30, 35, 30, 5])[0])

    def scalar(self, name: str) -> Any:
        """A value to compare a field with; one of twelve does not fit its type."""
        rng = self._rng
        bad = rng.random() < 0.08
        if name in ("start", "end"):
            return rng.choice(BAD_DATES if bad else DATE_VALUES)
        if name in ("price", "seats", "rating"):
            return rng.choice(BAD_NUMBERS if bad else NUMBER_VALUES)
        if name in ("open", "mobile"):
            return rng.choice(BAD_BOOLEANS if bad else BOOLEAN_VALUES)
        if bad:
            return rng.choice([True, 10, 4.5, ""])
        text = self.strings.value(name)
        if name in TEXT_FIELDS and rng.random() < 0.7:
            return rng.choice(text.lower().split() or [""])
        return text

    def _text(self, name: str) -> str:
        rng = self._rng
        if name in KEYWORD_FIELDS or rng.random() < 0.3:
            return self.strings.value(name)
        if rng.random() < 0.3:
            return rng.choice(vocabulary.PHRASE_WORDS)
        return vocabulary.words(rng, 1, 3)

    def _maybe_long(self, value: Any, key: str) -> Any:
        if self._rng.random() < 0.7:
            return value
        return {key: value, **self._boost()}

    def _boost(self) -> dict[str, Any]:
        return {"boost": self._rng.choice([0.5, 2, 3.5])} if self._rng.random() < 0.15 else {}
