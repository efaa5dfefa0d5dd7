"""Whole requests: a query with its page, order, facets and shown fields."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from bin.stack.tests.generated.clauses import Clauses
from bin.stack.tests.generated.corpora import Corpus
from bin.stack.tests.generated.query_strings import KEYWORD_FIELDS, TYPED_FIELDS

# Larger than any corpus, so that no tie is cut.
EVERYTHING = 400
SORT_FIELDS = [
    "start", "start", "id", "uuid", "key.raw", "level", "tags", "price", "seats", "rating", "open", "end", "_score",
    "title", "nosuch", "content_type",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One request. ``target`` names the indexes as the request does, ``pages`` says how often it is repeated behind the
    last hit of the answer before.
    """

    kind: str
    target: str
    indexes: tuple[str, ...]
    body: dict[str, Any]
    call: str = "_search"
    pages: int = 1


class Requests:
    """Makes the requests of one corpus."""

    def __init__(self, rng: Random, corpus: Corpus) -> None:
        self._rng = rng
        self._corpus = corpus
        self._clauses = Clauses(rng, corpus)
        self._is_exact = True
        self._kinds: list[tuple[int, Callable[[], Case]]] = [
            (30, self._query_string), (25, self._query), (9, self._function_score), (12, self._aggregations),
            (7, self._sorted), (4, self._after), (4, self._walk), (3, self._page), (5, self._count),
            (1, self._malformed),
        ]  # fmt: skip

    def case(self) -> Case:
        """The next request."""
        return self._rng.choices([make for _, make in self._kinds], [weight for weight, _ in self._kinds])[0]()

    def _query_string(self) -> Case:
        return self._search("query_string", {"query": self._clauses.query_string()})

    def _query(self) -> Case:
        query = self._clauses.query()
        return self._search(f"query: {next(iter(query))}", {"query": query})

    def _function_score(self) -> Case:
        query = self._clauses.function_score(1)
        if self._rng.random() < 0.3:
            query = {"bool": {"must": [query], "filter": [self._clauses.filter()]}}
        return self._search("function_score", {"query": query})

    def _aggregations(self) -> Case:
        rng = self._rng
        body: dict[str, Any] = {"size": rng.choice([0, 0, EVERYTHING]), "_source": False}
        if rng.random() < 0.6:
            body["query"] = self._clauses.query(1)
        # Several indexes only add up exactly when each is asked for all its values.
        self._is_exact = rng.random() < 0.6
        names = [f"facet {number}" for number in range(rng.randint(1, 4))]
        body[rng.choice(["aggs", "aggregations"])] = {name: self._aggregation() for name in names}
        return self._case("aggregations", body, among_several=self._is_exact)

    def _aggregation(self) -> dict[str, Any]:
        rng = self._rng
        kind = rng.random()
        if kind < 0.45:
            return self._facet()
        if kind < 0.60:
            return self._distinct()
        below = {"aggs": self._facet()} if rng.random() < 0.7 else {"distinct": self._distinct()}
        filtered: dict[str, Any] = {"filter": self._clauses.query(1)}
        return {**filtered, "aggs": below} if rng.random() < 0.8 else filtered

    def _facet(self) -> dict[str, Any]:
        rng = self._rng
        terms: dict[str, Any] = {"field": self._countable()}
        size = rng.choice([1000, 10000]) if self._is_exact else rng.choice([None, 1, 3, 10])
        if size is not None:
            terms["size"] = size
        made: dict[str, Any] = {"terms": terms}
        if rng.random() < 0.3:
            made[rng.choice(["aggs", "aggregations"])] = {"distinct": self._distinct()}
        return made

    def _distinct(self) -> dict[str, Any]:
        return {"cardinality": {"field": self._countable(), "precision_threshold": 3000}}

    def _countable(self) -> str:
        rng = self._rng
        return rng.choice(["title", "nosuch"]) if rng.random() < 0.06 else rng.choice([*KEYWORD_FIELDS, *TYPED_FIELDS])

    def _sorted(self) -> Case:
        body = {"query": self._query_of_a_list(), "sort": self._sort()}
        return self._search("sort", body)

    def _sort(self) -> Any:
        rng = self._rng
        entries: list[Any] = []
        for name in rng.sample(SORT_FIELDS, rng.choice([1, 1, 2, 3])):
            entries.append(rng.choice([name, {name: {"order": rng.choice(["asc", "desc"])}}]))
        return entries[0] if len(entries) == 1 and rng.random() < 0.3 else entries

    def _after(self) -> Case:
        """A page behind values that no hit need have, or that do not fit."""
        rng = self._rng
        names = rng.sample([name for name in SORT_FIELDS if name not in ("title", "nosuch")], rng.choice([1, 1, 2, 3]))
        sort = [{name: {"order": rng.choice(["asc", "desc"])}} for name in names]
        after = [self._sort_value(name) for name in names]
        if rng.random() < 0.1:
            after = rng.choice([after[:-1], [*after, "x"]])
        body = {"query": self._query_of_a_list(), "sort": sort, "search_after": after, "size": EVERYTHING}
        if rng.random() < 0.05:
            body["from"] = 5
        return self._case("search_after", body)

    def _sort_value(self, name: str) -> Any:
        rng = self._rng
        kind = rng.random()
        if kind < 0.06:
            # Where null is not a value of the field's type, Elasticsearch answers with 500, which is nobody's contract.
            return rng.choice(["foo", True, 1.5])
        if name == "_score":
            return rng.choice([0.0, 0.5, 1.0, 1, 2.5])
        if name in ("start", "end"):
            return rng.choice([-(2**63), 2**63 - 1, 1939420800000, 1924991999999, 0, "2031-06-15T00:00:00Z"])
        if name in ("price", "seats"):
            return rng.choice([0, 49, 50, 99, "79", 2**63 - 1, -(2**63), 2**31 - 1])
        if name == "rating":
            return rng.choice([0, 1.5, 4.3, "Infinity", "-Infinity", "2.0"])
        if name == "open":
            return rng.choice([0, 1, 2**63 - 1, -(2**63)])
        return str(rng.choice(self._corpus.values.get(name.partition(".")[0], ["x"])))

    def _walk(self) -> Case:
        rng = self._rng
        first = rng.choice([[], [{"start": {"order": rng.choice(["asc", "desc"])}}], ["level"], [{"_score": "desc"}]])
        if rng.random() < 0.2:
            first = [{rng.choice(["rating", "price", "open", "tags"]): {"order": rng.choice(["asc", "desc"])}}]
        body = {
            "query": self._query_of_a_list(),
            "sort": [*first, {"uuid": {"order": "asc"}}],
            "size": rng.randint(3, 30),
        }
        return self._case("walk", body, pages=4)

    def _page(self) -> Case:
        rng = self._rng
        start, size = rng.choice([(0, 5), (10, 10), (3, 0), (0, 10_001), (9_990, 11), (9_990, 10), (-1, 5), (0, -1)])
        body: dict[str, Any] = {"query": self._query_of_a_list(), "from": start, "size": size}
        if rng.random() < 0.6:
            body["sort"] = [*rng.choice([[], ["level"], ["start"]]), "uuid"]
        return self._case("page", body)

    def _count(self) -> Case:
        return self._case("count", {"query": self._clauses.query()}, "_count")

    def _query_of_a_list(self) -> dict[str, Any]:
        return {"match_all": {}} if self._rng.random() < 0.3 else self._clauses.query(1)

    def _malformed(self) -> Case:
        """A request one part of which has another shape than it must."""
        rng = self._rng
        body = copy.deepcopy(self._query().body)
        part: Any = body
        for _ in range(rng.randint(1, 4)):
            inner = [value for value in (part.values() if isinstance(part, dict) else part) if isinstance(value, dict)]
            part = rng.choice(inner) if inner else part
        key = rng.choice(list(part) or ["query"])
        part[key] = rng.choice([None, [], {}, 7, "text", [1, {}], {"nosuch": 1}, True])
        return self._case("malformed", body)

    def _search(self, kind: str, parts: dict[str, Any]) -> Case:
        rng = self._rng
        body = {"size": EVERYTHING, **parts}
        # Whole documents take the most time and show the least.
        body["_source"] = False
        shown = rng.random()
        if shown < 0.10:
            body["_source"] = rng.choice([["key"], ["title", "skills.name"], ["s*"], [], True, ["skills", "nosuch"]])
        return self._case(kind, body)

    def _case(
        self, kind: str, body: dict[str, Any], call: str = "_search", pages: int = 1, among_several: bool = True
    ) -> Case:
        courses, runs = (index.name for index in self._corpus.indexes)
        targets = {
            courses: (12, (courses,)),
            runs: (1, (runs,)),
            f"{courses},{runs}": (1, (courses, runs)),
            self._corpus.alias: (2, (courses, runs)),
            f"{courses}-gone": (0.05, (f"{courses}-gone",)),
        }
        if not among_several:
            targets = {courses: targets[courses], runs: targets[runs]}
        elif kind == "malformed":
            # Whether the index or the fault is missed first is nobody's contract.
            del targets[f"{courses}-gone"]
        target = self._rng.choices(list(targets), [weight for weight, _ in targets.values()])[0]
        return Case(kind, target, targets[target][1], body, call, pages)
