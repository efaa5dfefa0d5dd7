"""``query_string``: Lucene's syntax over one field or all of them, with Elasticsearch's ways.

Precedence is that of Lucene's classic parser: AND makes both neighbours required. At every level a group of only
negative clauses means all other documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course_discovery.apps.search.embedded.errors import IllegalArgument, NotSupported, ParsingError, ShardError
from course_discovery.apps.search.embedded.mapping.field_types import (
    Field,
    failed_to_create,
    query_text,
    require_strings,
)
from course_discovery.apps.search.embedded.mapping.mapping import Mapping
from course_discovery.apps.search.embedded.query import lucene_syntax as syntax
from course_discovery.apps.search.embedded.query.clauses import exists_node, normalized_pattern, range_node
from course_discovery.apps.search.embedded.query.flags import read_flag
from course_discovery.apps.search.embedded.query.fuzzy import Fuzzy, fuzzy_distance
from course_discovery.apps.search.embedded.query.lucene_syntax import Atom, Clause, RangeAtom
from course_discovery.apps.search.embedded.query.minimum import minimum_should_match
from course_discovery.apps.search.embedded.query.nodes import (
    Bool,
    ConstantScore,
    DisMax,
    Ids,
    MatchAll,
    MatchNone,
    Node,
    Synonyms,
    Term,
)
from course_discovery.apps.search.embedded.query.patterns import prefix_node, wildcard_node
from course_discovery.apps.search.embedded.query.regexes import regexp_node
from course_discovery.apps.search.embedded.query.text_queries import TextOptions, analyzed, places_of

_PARAMETERS = {
    "query",
    "fields",
    "default_field",
    "default_operator",
    "analyze_wildcard",
    "allow_leading_wildcard",
    "boost",
    "fuzziness",
    "fuzzy_max_expansions",
    "fuzzy_prefix_length",
    "fuzzy_transpositions",
    "lenient",
    "phrase_slop",
    "tie_breaker",
    "type",
    "minimum_should_match",
    "auto_generate_synonyms_phrase_query",
    "enable_position_increments",
    "max_determinized_states",
}
# A clause of Lucene's boolean query: how it occurs, and its node.
Occurring = tuple[str, Node]


class QueryString:
    """One ``query_string`` clause for one index."""

    def __init__(self, mapping: Mapping, body: dict[str, Any]) -> None:
        unknown = set(body) - _PARAMETERS
        if unknown:
            raise ParsingError(f"[query_string] query does not support [{sorted(unknown)[0]}]")
        if body.get("query") is None:
            raise ParsingError("[query_string] must be provided with a [query]")
        self._mapping = mapping
        self._body = body
        self._text = query_text(body["query"])
        self._and = str(body.get("default_operator", "or")).lower() == "and"
        specs = body.get("fields") or [body.get("default_field") or "*"]
        self._all_fields = "*" in specs
        # A leading < or > means a range only where there is a field, if only the default one, and not a list of fields.
        self._one_default = not body.get("fields")
        self._fields = _weighted(mapping, specs)
        self._lenient = read_flag(body, "lenient", self._all_fields)
        self._analyze_wildcard = read_flag(body, "analyze_wildcard", False)
        self._leading_wildcard = read_flag(body, "allow_leading_wildcard", True)
        kind = body.get("type", "best_fields")
        if kind not in ("best_fields", "most_fields", "phrase"):
            raise ParsingError(f"[query_string] query does not support [type] [{kind}]")
        self._phrases = kind == "phrase"
        self._tie_breaker = float(body.get("tie_breaker", 1.0 if kind == "most_fields" else 0.0))
        self._options = TextOptions(
            operator="and" if self._and else "or",
            slop=int(body.get("phrase_slop", 0)),
            synonym_phrases=read_flag(body, "auto_generate_synonyms_phrase_query", True),
        )

    def node(self) -> Node:
        """The node; raises ShardError for text that cannot be parsed or values that do not fit."""
        if not self._text.strip():
            return MatchNone("no text")
        try:
            node = self._group(syntax.parse(self._text), None)
        except syntax.SyntaxProblem as problem:
            cause = {"type": "parse_exception", "reason": f"Cannot parse '{self._text}': {problem}"}
            raise ShardError(f"Failed to parse query [{self._text}]", "query_shard_exception", cause) from None
        if node is None:
            return MatchNone("nothing left to search for")
        if "minimum_should_match" in self._body and isinstance(node, Bool):
            minimum = minimum_should_match(self._body["minimum_should_match"], len(node.should))
            if minimum > len(node.should):
                return MatchNone("more optional clauses demanded than there are")
            node = replace(node, minimum=max(minimum, node.minimum))
        return node.multiplied(float(self._body.get("boost", 1.0)))

    def _group(self, clauses: tuple[Clause, ...], field: str | None) -> Node | None:
        joined: list[Occurring] = []
        at = 0
        while at < len(clauses):
            words = _words_together(clauses, at)
            if len(words) > 1:
                self._add_words(joined, self._plain(field, syntax.unescape(" ".join(words))))
                at += len(words)
                continue
            clause = clauses[at]
            node = self._clause(clause, field)
            self._add(joined, clause, node)
            at += 1
            if len(clauses) == 1 and not clause.modifier:
                return node
        return _boolean(joined)

    def _add(self, joined: list[Occurring], clause: Clause, node: Node | None) -> None:
        """AND makes the clause before it required, unless it is prohibited; OR, with AND as default, optional.

        With AND as default, a plus after OR has no effect.
        """
        if joined and joined[-1][0] != "must_not":
            if clause.conjunction == "and":
                joined[-1] = ("must", joined[-1][1])
            elif clause.conjunction == "or" and self._and:
                joined[-1] = ("should", joined[-1][1])
        if node is None:
            return
        if clause.modifier == "-":
            joined.append(("must_not", node))
        elif (clause.conjunction != "or") if self._and else (clause.modifier == "+" or clause.conjunction == "and"):
            joined.append(("must", node))
        else:
            joined.append(("should", node))

    def _add_words(self, joined: list[Occurring], node: Node | None) -> None:
        """Words that stood together are analysed together; where that gives alternatives they join the group."""
        if node is None:
            return
        occurrence = "must" if self._and else "should"
        if isinstance(node, Bool) and not node.must_not:
            joined.extend((("must" if node.must else "should"), part) for part in node.must or node.should)
        else:
            joined.append((occurrence, node))

    def _clause(self, clause: Clause, outer: str | None) -> Node | None:
        field = clause.field if clause.field is not None else outer
        body = clause.body
        if isinstance(body, RangeAtom):
            node: Node | None = self._range(field, body.low, body.high, body.include_low, body.include_high)
        elif isinstance(body, Atom):
            node = self._atom(field, body)
        else:
            node = self._group(body, field)
        if node is not None and clause.boost is not None:
            return node.multiplied(clause.boost)
        return node

    def _atom(self, field: str | None, atom: Atom) -> Node | None:
        if atom.kind == "phrase":
            slop = self._options.slop
            if atom.slop:
                try:
                    slop = int(float(atom.slop))
                except ValueError:
                    slop = self._options.slop
            return self._phrase(field, syntax.unescape(atom.text[1:-1]), slop)
        if atom.kind in ("wildcard", "star"):
            return self._wildcard(field, atom.text)
        if atom.kind == "prefix":
            return self._prefix(field, syntax.unescape(atom.text[:-1]))
        if atom.kind == "regex":
            return self._each(field, lambda own: regexp_node(require_strings(own, "regexp"), atom.text[1:-1]))
        text = syntax.unescape(atom.text)
        if atom.slop is not None:
            return self._fuzzy(field, text, atom.slop)
        return self._plain(field, text)

    def _plain(self, field: str | None, text: str) -> Node | None:
        """A word, or words that stood together."""
        if len(text) > 1 and text[0] in "<>" and (field is not None or self._one_default):
            included = text[1] == "=" and len(text) > 2
            bound = text[2:] if included else text[1:]
            if text[0] == ">":
                return self._range(field, bound, None, included, True)
            return self._range(field, None, bound, True, included)
        if field == "_exists_":
            return self._existing(text)
        if field == "_id":
            return Ids((text,))
        options = replace(self._options, phrase=self._phrases)
        return self._each(field, lambda own: analyzed(own, text, options))

    def _phrase(self, field: str | None, text: str, slop: int) -> Node | None:
        if field in ("_exists_", "_id"):
            return self._plain(field, text)
        options = replace(self._options, phrase=True, slop=slop)
        return self._each(field, lambda own: analyzed(own, text, options))

    def _range(
        self, field: str | None, low: str | None, high: str | None, include_low: bool, include_high: bool
    ) -> Node:
        def one(own: Field) -> Node:
            normalize = own.search_analyzer.normalize if own.search_analyzer else str
            return range_node(
                own,
                None if low in (None, "*") else normalize(low),
                None if high in (None, "*") else normalize(high),
                include_lower=include_low,
                include_upper=include_high,
            )

        return self._each(field, one) or MatchNone("no such fields")

    def _wildcard(self, field: str | None, pattern: str) -> Node | None:
        if pattern == "*":
            if field in (None, "*") and (field == "*" or self._all_fields):
                return MatchAll()
            if field is not None:
                return self._existing(field)
        if not self._leading_wildcard and pattern[0] in "*?":
            raise syntax.SyntaxProblem("'*' or '?' not allowed as first character in WildcardQuery")

        def one(own: Field) -> Node:
            text = pattern
            if pattern == "*":
                return self._existing(own.name)
            if own.kind == "text":
                text = normalized_pattern(own, pattern)
            return wildcard_node(require_strings(own, "wildcard"), text)

        return self._each(field, one)

    def _existing(self, name: str) -> Node:
        node = exists_node(self._mapping, name)
        return ConstantScore(node) if node else MatchNone(f"unmapped field [{name}]")

    def _prefix(self, field: str | None, text: str) -> Node | None:
        def one(own: Field) -> Node | None:
            if own.kind != "text" or not own.searchable:
                return prefix_node(require_strings(own, "prefix"), text)
            assert own.search_analyzer is not None
            if not self._analyze_wildcard:
                return prefix_node(own, own.search_analyzer.normalize(text))
            return self._analyzed_prefix(own, text)

        return self._each(field, one)

    def _analyzed_prefix(self, field: Field, text: str) -> Node | None:
        """The beginning of a word goes through the analyzer; of several words, the last is the beginning."""
        assert field.search_analyzer is not None
        stream = field.search_analyzer.analyze(text)
        if not stream.terms:
            return None
        places = places_of(stream)
        nodes: list[Node] = []
        for _, terms in places[:-1]:
            nodes.append(Term(field, terms[0]) if len(terms) == 1 else Synonyms(field, tuple(sorted(terms))))
        last = [prefix_node(field, term) for term in places[-1][1]]
        nodes.append(last[0] if len(last) == 1 else Bool(should=tuple(last), minimum=1))
        if len(nodes) == 1:
            return nodes[0]
        return Bool(must=tuple(nodes)) if self._and else Bool(should=tuple(nodes), minimum=1)

    def _fuzzy(self, field: str | None, text: str, slop: str) -> Node | None:
        try:
            distance = fuzzy_distance(slop or self._body.get("fuzziness", "AUTO"), text)
        except IllegalArgument as error:
            raise failed_to_create(error.reason) from None

        def one(own: Field) -> Node:
            term = own.search_analyzer.normalize(text) if own.search_analyzer else text
            return Fuzzy(
                require_strings(own, "fuzzy"),
                term,
                distance,
                int(self._body.get("fuzzy_prefix_length", 0)),
                int(self._body.get("fuzzy_max_expansions", 50)),
                read_flag(self._body, "fuzzy_transpositions", True),
            )

        return self._each(field, one)

    def _each(self, name: str | None, one: Callable[[Field], Node | None]) -> Node | None:
        """The best of the nodes for each field a name stands for; None when the text leaves nothing in any of them."""
        fields = (
            self._fields if name is None or (name == "*" and self._all_fields) else _weighted(self._mapping, [name])
        )
        if not fields:
            return MatchNone(f"unmapped fields [{name}]")
        nodes: list[Node] = []
        for field, boost in fields:
            try:
                node = MatchNone(f"[{field.name}] holds nothing here") if not field.searchable else one(field)
            except ShardError as error:
                if not self._lenient or isinstance(error, NotSupported):
                    raise
                node = MatchNone(error.reason)
            if node is not None:
                nodes.append(node.multiplied(boost))
        if not nodes:
            return None
        return nodes[0] if len(nodes) == 1 else DisMax(tuple(nodes), self._tie_breaker)


def _words_together(clauses: tuple[Clause, ...], at: int) -> list[str]:
    """The words from ``at`` on that Lucene's grammar takes as one text."""
    words: list[str] = []
    while at < len(clauses) and clauses[at].is_plain_word and not clauses[at].conjunction:
        following = clauses[at + 1] if at + 1 < len(clauses) else None
        if words and following is not None and (following.conjunction or _is_star(following)):
            break
        body = clauses[at].body
        assert isinstance(body, Atom)
        words.append(body.text)
        at += 1
    return words


def _is_star(clause: Clause) -> bool:
    return isinstance(clause.body, Atom) and clause.body.kind == "star" and not clause.modifier and clause.field is None


def _boolean(joined: list[Occurring]) -> Node | None:
    if not joined:
        return None
    must, should, must_not = (
        tuple(node for occurrence, node in joined if occurrence == kind) for kind in ("must", "should", "must_not")
    )
    if not must and not should:
        return Bool(filter=(MatchAll(),), must_not=must_not)
    return Bool(must=must, should=should, must_not=must_not, minimum=0 if must else 1)


def _weighted(mapping: Mapping, specs: list[str]) -> list[tuple[Field, float]]:
    found: dict[Field, float] = {}
    for spec in specs:
        name, _, boost = str(spec).partition("^")
        for field in mapping.matching(name):
            found[field] = found.get(field, 1.0) * float(boost or 1)
    return list(found.items())
