"""The query DSL: from the JSON of a query to a node for one index.

What cannot be understood raises ParsingError or IllegalArgument; what this index cannot answer raises ShardError.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from course_discovery.apps.search.embedded.errors import (
    EngineError,
    IllegalArgument,
    ParsingError,
    ShardError,
)
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.index.terms import FALSE, TRUE
from course_discovery.apps.search.embedded.mapping.field_types import (
    Field,
    check_scalar,
    failed_to_create,
    query_boolean,
    query_number,
    query_text,
    require_strings,
)
from course_discovery.apps.search.embedded.mapping.mapping import Mapping
from course_discovery.apps.search.embedded.query.clauses import exists_node, range_node, within_range
from course_discovery.apps.search.embedded.query.flags import read_flag
from course_discovery.apps.search.embedded.query.function_score import (
    BOOST_MODES,
    DECAYS,
    SCORE_MODES,
    Function,
    FunctionScore,
    decay_function,
)
from course_discovery.apps.search.embedded.query.fuzzy import Fuzzy, fuzzy_distance
from course_discovery.apps.search.embedded.query.minimum import minimum_should_match
from course_discovery.apps.search.embedded.query.nodes import (
    Bool,
    ConstantScore,
    DisMax,
    Failing,
    Ids,
    MatchAll,
    MatchNone,
    Node,
    NumberRange,
    NumberSet,
    TermSet,
    Void,
)
from course_discovery.apps.search.embedded.query.patterns import prefix_node, wildcard_node
from course_discovery.apps.search.embedded.query.query_string import QueryString
from course_discovery.apps.search.embedded.query.regexes import regexp_node
from course_discovery.apps.search.embedded.query.text_queries import TextOptions, analyzed, exact

Body = dict[str, Any]
_MATCH_OPTIONS = {
    "operator", "minimum_should_match", "fuzziness", "prefix_length", "max_expansions", "fuzzy_transpositions",
    "lenient", "zero_terms_query", "auto_generate_synonyms_phrase_query",
}  # fmt: skip


class Translator:
    """Translates queries for one index."""

    def __init__(self, mapping: Mapping, snapshot: Snapshot) -> None:
        self._mapping = mapping
        self._snapshot = snapshot
        self._clauses: dict[str, Callable[[Any], Node]] = {
            "match_all": self._match_all,
            "match_none": self._match_none,
            "bool": self._bool,
            "term": self._term,
            "terms": self._terms,
            "range": self._range,
            "exists": self._exists,
            "ids": self._ids,
            "match": self._match,
            "match_phrase": self._match_phrase,
            "match_phrase_prefix": self._match_phrase_prefix,
            "multi_match": self._multi_match,
            "query_string": self._query_string,
            "prefix": self._prefix,
            "wildcard": self._wildcard,
            "regexp": self._regexp,
            "fuzzy": self._fuzzy,
            "constant_score": self._constant_score,
            "dis_max": self._dis_max,
            "function_score": self._function_score,
        }

    def optional(self, body: Any) -> Node:
        """The node of a request's query, which may be left out."""
        return MatchAll() if body is None else self.node(body)

    def node(self, body: Any) -> Node:
        """The node of one query object."""
        if not isinstance(body, dict):
            raise ParsingError("[_na] query malformed, must start with start_object")
        if not body:
            raise IllegalArgument("query malformed, empty clause found")
        name = next(iter(body))
        clause = self._clauses.get(name)
        if clause is None:
            raise ParsingError(f"unknown query [{name}]", caused_by={
                "type": "named_object_not_found_exception", "reason": f"[1:1] unknown field [{name}]"})  # fmt: skip
        if len(body) > 1:
            raise ParsingError(f"[{name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
        if not isinstance(body[name], dict):
            raise ParsingError(f"[{name}] query malformed, no start_object after query name")
        try:
            return clause(body[name])
        except ShardError as error:
            return Failing(_wrapped(error))
        except (TypeError, ValueError) as error:
            raise ParsingError(f"[{name}] failed to parse: {error}") from None

    def _match_all(self, body: Body) -> Node:
        _only("match_all", body, {"boost"})
        return MatchAll(_boost(body))

    def _match_none(self, body: Body) -> Node:
        _only("match_none", body, {"boost"})
        return Void(by_form=True)

    def _bool(self, body: Body) -> Node:
        _only(
            "bool",
            body,
            {"must", "filter", "should", "must_not", "minimum_should_match", "boost", "adjust_pure_negative"},
        )
        must, must_not, should, filters = (
            tuple(map(self.node, _as_list(body.get(name)))) for name in ("must", "must_not", "should", "filter")
        )
        boost, spec = _boost(body), body.get("minimum_should_match")
        check_scalar("bool", spec)
        if not (must or filters or should or must_not):
            return MatchAll(boost)
        needed = [node for node in (*must, *filters) if isinstance(node, Void)]
        if not (must or filters or must_not) and all(isinstance(node, Void) for node in should):
            needed = [node for node in should if isinstance(node, Void)]
        if any(isinstance(node, MatchAll) for node in must_not):
            needed.append(Void("everything is excluded", by_form=True))
        settled = _settled(needed, (*must, *must_not, *should, *filters))
        if settled is not None:
            return settled
        if spec is None:
            minimum = 0 if must or filters or not should else 1
        else:
            minimum = minimum_should_match(spec, len(should))
            if should and not (must or filters):
                minimum = max(minimum, 1)
        if not must and not should and (not filters or not minimum):
            # Only filters or negative clauses: all they leave, and all alike.
            return ConstantScore(Bool(filter=filters, must_not=must_not), boost=0.0)
        return Bool(must, filters, should, must_not, minimum).multiplied(boost)

    def _term(self, body: Body) -> Node:
        name, value, options = _field_value("term", body, "value")
        _only("term", options, {"boost", "case_insensitive"})
        check_scalar("term", value)
        field = self._mapping.fields.get(name)
        if field is None:
            return Void(f"unmapped field [{name}]")
        if value is None:
            raise IllegalArgument("value cannot be null")
        if str(options.get("case_insensitive", False)).lower() == "true":
            raise ParsingError("[term] query does not support [case_insensitive]")
        return exact(field, value, _boost(options))

    def _terms(self, body: Body) -> Node:
        names = [name for name in body if name not in ("boost",)]
        if len(names) != 1:
            raise ParsingError("[terms] query requires exactly one field name")
        values = body[names[0]]
        if not isinstance(values, list):
            raise ParsingError(f"[terms] query does not support [{names[0]}]")
        field = self._mapping.fields.get(names[0])
        boost = _boost(body)
        if not values:
            return Void("no values", by_form=True)
        if field is None:
            return Void(f"unmapped field [{names[0]}]")
        if not field.searchable:
            return MatchNone(f"field [{field.name}] holds nothing here")
        if any(value is None for value in values):
            raise ParsingError("No value specified for terms query")
        if field.kind == "date":
            return ConstantScore(DisMax(tuple(exact(field, value) for value in values)), boost)
        if field.is_number:
            return NumberSet(field, tuple(within_range(field, query_number(field, value)) for value in values), boost)
        if field.kind == "boolean":
            texts = {TRUE if query_boolean(value) else FALSE for value in values}
            return TermSet(field, tuple(sorted(texts)), boost)
        return TermSet(field, tuple(dict.fromkeys(query_text(value) for value in values)), boost)

    def _range(self, body: Body) -> Node:
        if len(body) != 1:
            raise ParsingError(
                f"[range] query doesn't support multiple fields, found [{'] and ['.join(list(body)[:2])}]"
            )
        name, options = next(iter(body.items()))
        if not isinstance(options, dict):
            raise ParsingError("[range] query malformed, no field specified")
        _only("range", options, {"gt", "gte", "lt", "lte", "boost", "relation"})
        field = self._mapping.fields.get(name)
        if field is None:
            return Void(f"unmapped field [{name}]")
        lower = options.get("gte") if options.get("gte") is not None else options.get("gt")
        upper = options.get("lte") if options.get("lte") is not None else options.get("lt")
        ends = self._ends(name) if field.kind == "date" else None
        if field.kind == "date" and ends is None:
            # Elasticsearch does not even read the bounds where there is nothing between them.
            return Void(f"no document has [{name}]")
        try:
            node = range_node(
                field,
                lower,
                upper,
                include_lower=options.get("gt") is None,
                include_upper=options.get("lt") is None,
                boost=_boost(options),
            )
        except ShardError as error:
            return Failing(error, early=ends is not None)
        if ends is not None and isinstance(node, NumberRange) and node.lies_outside(*ends):
            return Void(f"all values of [{name}] are outside")
        return node

    def _ends(self, name: str) -> tuple[int, int] | None:
        """The first and the last date of a field."""
        snapshot = self._snapshot

        def compute() -> tuple[int, int] | None:
            column = snapshot.values(name)
            if column is None:
                return None
            dates = column.values[snapshot.live[column.slots]]
            return (int(dates.min()), int(dates.max())) if len(dates) else None

        return snapshot.cached(("ends", name), compute)

    def _exists(self, body: Body) -> Node:
        _only("exists", body, {"field", "boost"})
        if not body.get("field"):
            raise ParsingError("[exists] must be provided with a [field]")
        check_scalar("exists", body["field"])
        name = query_text(body["field"])
        return exists_node(self._mapping, name, _boost(body)) or Void(f"unmapped field [{name}]")

    def _ids(self, body: Body) -> Node:
        _only("ids", body, {"values", "boost"})
        values = body.get("values")
        values = _as_list(values)
        if any(isinstance(value, list | dict) for value in values):
            raise ParsingError(f"[ids] unknown token [{values}] after [values]")
        ids = tuple(str(value) for value in values)
        return Ids(ids, _boost(body)) if ids else Void("no ids", by_form=True)

    def _match(self, body: Body) -> Node:
        name, value, options = _field_value("match", body, "query")
        _only("match", options, _MATCH_OPTIONS | {"boost"})
        return self._text(name, value, options, _text_options(options), _boost(options))

    def _match_phrase(self, body: Body) -> Node:
        name, value, options = _field_value("match_phrase", body, "query")
        _only("match_phrase", options, {"slop", "boost", "zero_terms_query"})
        return self._text(name, value, options, _text_options(options, phrase=True), _boost(options))

    def _match_phrase_prefix(self, body: Body) -> Node:
        name, value, options = _field_value("match_phrase_prefix", body, "query")
        _only("match_phrase_prefix", options, {"slop", "boost", "zero_terms_query", "max_expansions"})
        return self._text(name, value, options, _text_options(options, phrase=True, prefix=True), _boost(options))

    def _text(self, name: str, value: Any, options: Body, how: TextOptions, boost: float) -> Node:
        check_scalar("match", value)
        if value is None:
            raise ParsingError("No text specified for text query")
        field = self._mapping.fields.get(name)
        if field is None:
            return MatchNone(f"unmapped field [{name}]")
        try:
            node = analyzed(field, query_text(value), how, boost)
        except ShardError as error:
            if read_flag(options, "lenient", default=False):
                return MatchNone(error.reason)
            raise
        if node is not None:
            return node
        return MatchAll() if str(options.get("zero_terms_query", "none")).lower() == "all" else MatchNone("no terms")

    def _multi_match(self, body: Body) -> Node:
        _only("multi_match", body, _MATCH_OPTIONS | {"query", "fields", "type", "tie_breaker", "slop", "boost"})
        if body.get("query") is None:
            raise ParsingError("No text specified for multi_match query")
        check_scalar("multi_match", body["query"])
        kind = body.get("type", "best_fields")
        if kind not in ("best_fields", "most_fields", "phrase", "phrase_prefix"):
            raise ParsingError(f"failed to parse [multi_match] query type [{kind}]. unknown type.")
        if body.get("fields", []) is None:
            raise ParsingError("[multi_match] unknown token [VALUE_NULL] after [fields]")
        fields = _as_list(body.get("fields")) or ["*"]
        for name in fields:
            check_scalar("multi_match", name)
        how = _text_options(body, phrase=kind.startswith("phrase"), prefix=kind == "phrase_prefix")
        options = {**body, "lenient": body.get("lenient", "*" in fields)}
        nodes = []
        for field, boost in self.weighted_fields(fields):
            nodes.append(self._text(field.name, body["query"], options, how, boost))
        tie_breaker = float(body.get("tie_breaker", 1.0 if kind == "most_fields" else 0.0))
        if not nodes:
            return MatchNone("no such fields")
        if len(nodes) == 1:
            return nodes[0].multiplied(_boost(body))
        return DisMax(tuple(nodes), tie_breaker).multiplied(_boost(body))

    def weighted_fields(self, fields: list[str]) -> list[tuple[Field, float]]:
        """The fields that names and patterns with ``^boost`` stand for."""
        found: dict[Field, float] = {}
        for spec in fields:
            name, _, boost = str(spec).partition("^")
            for field in self._mapping.matching(name):
                found[field] = found.get(field, 1.0) * float(boost or 1)
        return list(found.items())

    def _query_string(self, body: Body) -> Node:
        node = QueryString(self._mapping, body).node()
        # Only what is written as match_all is known to match before the query is run.
        return ConstantScore(node, node.boost) if isinstance(node, MatchAll) else node

    def _prefix(self, body: Body) -> Node:
        name, value, options = _field_value("prefix", body, "value")
        _only("prefix", options, {"boost", "rewrite"})
        field = self._mapping.fields.get(name)
        return prefix_node(require_strings(field, "prefix"), query_text(value), _boost(options)) if field else Void()

    def _wildcard(self, body: Body) -> Node:
        name, value, options = _field_value("wildcard", body, "value", "wildcard")
        _only("wildcard", options, {"boost", "rewrite"})
        field = self._mapping.fields.get(name)
        if not field:
            return Void(f"unmapped field [{name}]")
        return wildcard_node(require_strings(field, "wildcard"), query_text(value), _boost(options))

    def _regexp(self, body: Body) -> Node:
        name, value, options = _field_value("regexp", body, "value")
        _only("regexp", options, {"boost", "flags", "max_determinized_states", "rewrite"})
        field = self._mapping.fields.get(name)
        return regexp_node(require_strings(field, "regexp"), query_text(value), _boost(options)) if field else Void()

    def _fuzzy(self, body: Body) -> Node:
        name, value, options = _field_value("fuzzy", body, "value")
        _only("fuzzy", options, {"boost", "fuzziness", "prefix_length", "max_expansions", "transpositions", "rewrite"})
        field = self._mapping.fields.get(name)
        if not field:
            return Void(f"unmapped field [{name}]")
        text = query_text(value)
        distance = fuzzy_distance(options.get("fuzziness", "AUTO"), text)
        return Fuzzy(
            require_strings(field, "fuzzy"),
            text,
            distance,
            int(options.get("prefix_length", 0)),
            int(options.get("max_expansions", 50)),
            read_flag(options, "transpositions", default=True),
            _boost(options),
        )

    def _constant_score(self, body: Body) -> Node:
        _only("constant_score", body, {"filter", "boost"})
        if "filter" not in body:
            raise ParsingError("[constant_score] requires a 'filter' element")
        node = self.node(body["filter"])
        return node if _is_settled(node) else ConstantScore(node, _boost(body))

    def _dis_max(self, body: Body) -> Node:
        _only("dis_max", body, {"queries", "tie_breaker", "boost"})
        queries = tuple(map(self.node, _as_list(body.get("queries"))))
        if not queries:
            raise ParsingError("[dis_max] requires 'queries' field with at least one clause")
        settled = _settled([], queries)
        if settled is not None:
            return settled
        tie_breaker = float(body.get("tie_breaker", 0.0))
        if not 0 <= tie_breaker <= 1:
            raise failed_to_create("tieBreakerMultiplier must be in [0, 1]")
        return DisMax(queries, tie_breaker).multiplied(_boost(body))

    def _function_score(self, body: Body) -> Node:
        parameters = {"query", "functions", "score_mode", "boost_mode", "boost", "max_boost", "min_score"}
        _only("function_score", body, parameters | {"weight", *DECAYS})
        query = self.node(body["query"]) if "query" in body else MatchAll()
        if "functions" in body:
            functions = tuple(self._function(item) for item in _as_list(body["functions"]))
        else:
            own = {key: body[key] for key in ("weight", *DECAYS) if key in body}
            functions = (self._function(own),) if own else ()
        if _is_settled(query):
            return query
        settled = _settled([], [function.filter for function in functions if function.filter])
        if settled is not None:
            return settled
        score_mode, boost_mode = body.get("score_mode", "multiply"), body.get("boost_mode", "multiply")
        if score_mode not in SCORE_MODES:
            raise IllegalArgument(f"no enum constant for score_mode [{score_mode}]")
        if boost_mode not in BOOST_MODES:
            raise IllegalArgument(f"no enum constant for boost_mode [{boost_mode}]")
        min_score = body.get("min_score")
        return FunctionScore(
            query.multiplied(_boost(body)),
            functions,
            score_mode,
            boost_mode,
            float(body.get("max_boost", math.inf)),
            None if min_score is None else float(min_score),
        )

    def _function(self, body: Any) -> Function:
        if not isinstance(body, dict):
            raise ParsingError("failed to parse [function_score] query. expected an object in [functions]")
        _only("function_score", body, {"filter", "weight", *DECAYS})
        shapes = [shape for shape in DECAYS if shape in body]
        if len(shapes) > 1:
            raise ParsingError("failed to parse [function_score] query, already found function")
        if not shapes and "weight" not in body:
            raise ParsingError(
                "failed to parse [function_score] query. an entry in functions list is missing a function."
            )
        decay, failure = None, None
        if shapes:
            spec = body[shapes[0]]
            names = [name for name in spec if name != "multi_value_mode"] if isinstance(spec, dict) else []
            if len(names) != 1 or spec.get("multi_value_mode", "min").lower() != "min":
                raise ParsingError(f"malformed score function score parameters for [{shapes[0]}]")
            name = names[0]
            try:
                decay = decay_function(shapes[0], self._mapping.fields.get(name), name, spec[name])
            except ShardError as error:
                failure = error
        chosen = self.node(body["filter"]) if "filter" in body else None
        return Function(chosen, float(body.get("weight", 1.0)), decay, failure)


def _settled(needed: Sequence[Void], parts: Sequence[Node]) -> Node | None:
    """What a query is without its parts being looked at further; ``needed`` are those of its clauses that match nothing
    and therefore the whole.
    """
    by_form = next((node for node in needed if node.by_form), None)
    early = next((node for node in parts if isinstance(node, Failing) and node.early), None)
    return by_form or early or (needed[0] if needed else None)


def _wrapped(error: ShardError) -> ShardError:
    """A date that cannot be read, as it is told where the query itself was read before."""
    return failed_to_create(error.reason, error.kind) if error.kind == "parse_exception" else error


def _is_settled(node: Node) -> bool:
    return isinstance(node, Void) or (isinstance(node, Failing) and node.early)


def _only(clause: str, body: Body, allowed: set[str]) -> None:
    for name in body:
        if name not in allowed:
            raise ParsingError(f"[{clause}] query does not support [{name}]")


def _boost(body: Body) -> float:
    value = body.get("boost", 1.0)
    if isinstance(value, bool):
        raise ParsingError(f"failed to parse [boost]: [{value}]")
    try:
        boost = float(value)
    except (TypeError, ValueError):
        raise ParsingError(f"failed to parse [boost]: [{value}]") from None
    if not boost >= 0:
        raise IllegalArgument(f"negative [boost] are not allowed in [{value}], use a value between 0 and 1 to deboost")
    return boost


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _field_value(clause: str, body: Body, *keys: str) -> tuple[str, Any, Body]:
    """(field, value, other options) of a clause that names one field, in its short or its long form."""
    if len(body) != 1:
        found = "] and [".join(list(body)[:2])
        detail = f"doesn't support multiple fields, found [{found}]" if body else "malformed, no field specified"
        raise ParsingError(f"[{clause}] query {detail}")
    name, value = next(iter(body.items()))
    if isinstance(value, dict):
        for key in keys:
            if key in value:
                return name, value[key], {other: item for other, item in value.items() if other != key}
        raise (ParsingError if value else IllegalArgument)(f"[{clause}] query requires a value for field [{name}]")
    if isinstance(value, list):
        raise ParsingError(f"[{clause}] unknown token [START_ARRAY] after [{name}]")
    return name, value, {}


def _text_options(body: Body, phrase: bool = False, prefix: bool = False) -> TextOptions:
    operator = str(body.get("operator", "or")).lower()
    if operator not in ("or", "and"):
        raise IllegalArgument(f"No enum constant org.elasticsearch.index.query.Operator.{operator.upper()}")
    try:
        return TextOptions(
            operator=operator,
            minimum=body.get("minimum_should_match"),
            phrase=phrase,
            prefix=prefix,
            slop=int(body.get("slop", 0)),
            fuzziness=None if phrase else body.get("fuzziness"),
            prefix_length=int(body.get("prefix_length", 0)),
            expansions=int(body.get("max_expansions", 50)),
            transpositions=read_flag(body, "fuzzy_transpositions", default=True),
            synonym_phrases=read_flag(body, "auto_generate_synonyms_phrase_query", default=True),
        )
    except (TypeError, ValueError) as error:
        raise EngineError(400, "parsing_exception", str(error)) from None
