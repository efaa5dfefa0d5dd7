"""From a text and a field to a node: what ``match``, ``match_phrase``, ``multi_match`` and query_string terms share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course_discovery.apps.search.embedded.analysis.stream import TokenStream
from course_discovery.apps.search.embedded.index.terms import FALSE, TRUE, completion_term
from course_discovery.apps.search.embedded.mapping.field_types import (
    Field,
    failed_to_create,
    query_boolean,
    query_date,
    query_number,
    query_text,
)
from course_discovery.apps.search.embedded.query.fuzzy import Fuzzy, fuzzy_distance
from course_discovery.apps.search.embedded.query.minimum import minimum_should_match
from course_discovery.apps.search.embedded.query.nodes import (
    Bool,
    MatchNone,
    Node,
    NumberRange,
    NumberSet,
    Synonyms,
    Term,
)
from course_discovery.apps.search.embedded.query.patterns import Prefixes
from course_discovery.apps.search.embedded.query.phrases import Phrase, Place
from course_discovery.apps.search.embedded.query.spans import Spans, Way


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How the tokens of a text are put together."""

    operator: str = "or"
    minimum: Any = None
    phrase: bool = False
    prefix: bool = False
    slop: int = 0
    fuzziness: Any = None
    prefix_length: int = 0
    expansions: int = 50
    transpositions: bool = True
    synonym_phrases: bool = True


def exact(field: Field, value: Any, boost: float = 1.0) -> Node:
    """The node of a ``term`` query: the value as it is indexed, not analysed. Raises ShardError."""
    if not field.searchable:
        return MatchNone(f"field [{field.name}] holds nothing here")
    if field.kind == "boolean":
        return Term(field, TRUE if query_boolean(value) else FALSE, boost)
    if field.kind == "date":
        lower = query_date(field, value)
        return NumberRange(field, lower, query_date(field, value, round_up=True), boost)
    if field.is_number:
        return NumberSet(field, (query_number(field, value),), boost)
    return Term(field, query_text(value), boost)


def analyzed(field: Field, text: str, options: TextOptions, boost: float = 1.0) -> Node | None:
    """The node of a text that goes through the field's search analyzer; None when nothing is left of it."""
    if not field.searchable:
        return MatchNone(f"field [{field.name}] holds nothing here")
    if options.prefix and field.kind != "text":
        raise failed_to_create(
            f"Can only use phrase prefix queries on text fields - not on [{field.name}] which is of type [{field.kind}]"
        )
    if field.search_analyzer is None:
        if field.kind == "keyword" and options.fuzziness is not None and not options.phrase:
            return _term(field, text, options, boost)
        return exact(field, text, boost)
    stream = field.search_analyzer.analyze(text)
    if not stream.terms:
        return None
    if field.kind == "completion":
        return _term(field, completion_term(stream), options, boost)
    if options.prefix:
        return _prefix_phrase(field, stream, options, boost)
    if stream.lengths is not None:
        return _graph(field, stream, options, boost)
    places = places_of(stream)
    if options.phrase and len(places) == 1 and len(places[0][1]) > 1 and stream.positions[0] > 0:
        # Behind a word that was dropped, Lucene makes a phrase of one place, whose terms add up.
        return Bool(should=tuple(Term(field, term) for term in places[0][1]), minimum=1).multiplied(boost)
    if len(places) == 1:
        return _one_of(field, places[0][1], options, boost)
    if options.phrase:
        return Phrase(field, tuple(places), options.slop, boost)
    return _together([_one_of(field, terms, options, boost=1.0) for _, terms in places], options, boost)


def places_of(stream: TokenStream) -> list[Place]:
    """The positions of a stream, counted from its first, with the terms at each; one that stands twice counts twice."""
    first = stream.positions[0]
    grouped = itertools.groupby(zip(stream.positions, stream.terms, strict=True), key=lambda item: item[0])
    return [(position - first, tuple(term for _, term in group)) for position, group in grouped]


def _one_of(field: Field, terms: tuple[str, ...], options: TextOptions, boost: float) -> Node:
    if len(terms) == 1:
        return _term(field, terms[0], options, boost)
    return Synonyms(field, tuple(sorted(terms)), boost)


def _term(field: Field, term: str, options: TextOptions, boost: float) -> Node:
    if options.fuzziness is None or options.phrase:
        return Term(field, term, boost)
    distance = fuzzy_distance(options.fuzziness, term)
    if not distance:
        return Term(field, term, boost)
    return Fuzzy(field, term, distance, options.prefix_length, options.expansions, options.transpositions, boost)


def _together(nodes: list[Node], options: TextOptions, boost: float) -> Node:
    if len(nodes) == 1:
        return nodes[0].multiplied(boost)
    if options.operator == "and":
        return Bool(must=tuple(nodes)).multiplied(boost)
    minimum = minimum_should_match(options.minimum, len(nodes)) if options.minimum is not None else 1
    return Bool(should=tuple(nodes), minimum=max(minimum, 1)).multiplied(boost)


def _prefix_phrase(field: Field, stream: TokenStream, options: TextOptions, boost: float) -> Node:
    places = places_of(stream)
    return Prefixes(field, tuple(places[:-1]), places[-1], options.slop, options.expansions, boost)


def _graph(field: Field, stream: TokenStream, options: TextOptions, boost: float) -> Node:
    """A stream in which a synonym spans several positions: each way through it is an alternative."""
    if options.phrase and options.slop:
        phrases = [_path(field, path, options, as_phrase=True) for path in _paths(stream, 0, None)]
        return Bool(should=tuple(phrases), minimum=1).multiplied(boost)
    if options.phrase:
        return Spans(field, tuple(_parts(stream)), boost)
    nodes: list[Node] = []
    for start, end in itertools.pairwise(_joints(stream)):
        inside = [index for index, position in enumerate(stream.positions) if start <= position < end]
        if not inside:
            continue
        if end - start == 1:
            terms = tuple(stream.terms[index] for index in inside)
            nodes.append(_one_of(field, terms, options, 1.0))
            continue
        ways = [_path(field, path, options, as_phrase=options.synonym_phrases) for path in _paths(stream, start, end)]
        nodes.append(Bool(should=tuple(ways), minimum=1))
    return _together(nodes, options, boost)


def _parts(stream: TokenStream) -> Iterator[tuple[Way, ...]]:
    """Between two positions that no token spans over, the ways from one to the other; holes are left out."""
    for start, end in itertools.pairwise(_joints(stream)):
        ways = tuple(tuple(term for _, term in path) for path in _paths(stream, start, end) if path)
        if ways:
            yield ways


def _path(field: Field, path: list[tuple[int, str]], options: TextOptions, as_phrase: bool) -> Node:
    if len(path) == 1:
        return _term(field, path[0][1], options, 1.0)
    if as_phrase:
        first = path[0][0]
        places = tuple((position - first, (term,)) for position, term in path)
        return Phrase(field, places, options.slop if options.phrase else 0)
    return Bool(must=tuple(_term(field, term, options, 1.0) for _, term in path))


def _spans(stream: TokenStream) -> list[tuple[int, int, str]]:
    lengths = stream.lengths or [1] * len(stream.terms)
    return [
        (position, position + length, term)
        for position, length, term in zip(stream.positions, lengths, stream.terms, strict=True)
    ]


def _joints(stream: TokenStream) -> list[int]:
    """Positions that no token spans over."""
    spans = _spans(stream)
    last = max(end for _, end, _ in spans)
    return [at for at in range(last + 1) if not any(start < at < end for start, end, _ in spans)]


def _paths(stream: TokenStream, start: int, end: int | None) -> list[list[tuple[int, str]]]:
    """All ways from one position to another; each is (position counted along the way, term)."""
    spans = _spans(stream)
    last = max(stop for _, stop, _ in spans) if end is None else end
    ways: list[list[tuple[int, str]]] = []

    def walk(at: int, step: int, way: list[tuple[int, str]]) -> None:
        if at >= last:
            ways.append(way)
            return
        onward = [(stop, term) for begin, stop, term in spans if begin == at]
        if not onward:
            walk(at + 1, step + 1, way)
        for stop, term in dict.fromkeys(onward):
            walk(stop, step + 1, [*way, (step, term)])

    walk(start, 0, [])
    return ways[:1024]
