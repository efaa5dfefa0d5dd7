"""Analyzers: a chain of character filters, a tokenizer and token filters, built in or from index settings."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from course_discovery.apps.search.embedded.analysis import spelling, token_filters
from course_discovery.apps.search.embedded.analysis.char_filters import CHAR_FILTERS, CharFilter, OffsetMap
from course_discovery.apps.search.embedded.analysis.spelling import Spelled
from course_discovery.apps.search.embedded.analysis.stream import Mark, TokenStream
from course_discovery.apps.search.embedded.analysis.synonyms import SynonymMap
from course_discovery.apps.search.embedded.analysis.token_filters import TokenFilter, filtered
from course_discovery.apps.search.embedded.analysis.tokenizers import TOKENIZERS, Tokenizer
from course_discovery.apps.search.embedded.errors import IllegalArgument

POSITION_GAP = 100
_REMEMBERED_LENGTH = 1000
_REMEMBERED_WORDS = 50_000
_REMEMBERED_WORD_LENGTH = 60
_REMEMBERED_ANALYZERS = 100
# White space for Python, but a letter that joins words for the standard tokenizer.
_JOINING_SPACE = "\u202f"
# What the standard tokenizer drops at either end of a word that is ASCII throughout.
_EDGES = "".join(letter for letter in string.punctuation if letter != "_")


class _Words(dict[str, tuple[str | None, ...]]):
    """What a tokenizer and filters make of what stands between two spaces; None is a hole. Texts repeat their words."""

    def __init__(self, tokenizer: Tokenizer, filters: Iterable[TokenFilter]) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._filters = tuple(filters)
        self._lowercase = self._filters[:1] == (token_filters.lowercase,)

    def __missing__(self, word: str) -> tuple[str | None, ...]:
        core = word
        if word.isascii():
            core = word.strip(_EDGES)
            if self._lowercase:
                core = core.lower()
        terms = self[core] if core != word else self._analyzed(word)
        if len(word) <= _REMEMBERED_WORD_LENGTH:
            if len(self) >= _REMEMBERED_WORDS:
                self.clear()
            self[word] = terms
        return terms

    def _analyzed(self, word: str) -> tuple[str | None, ...]:
        stream = filtered(self._tokenizer(word, False), self._filters)
        places: list[str | None] = [None] * stream.end_position
        for position, term in zip(stream.positions, stream.terms, strict=True):
            places[position] = term
        return tuple(places)

    def places(self, text: str) -> list[str | None]:
        """The term on each position of a text."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))

    def stream(self, text: str) -> TokenStream:
        """The tokens of a text."""
        places = self.places(text)
        size = len(places)
        if None not in places:
            return TokenStream(places, list(range(size)), end_position=size)  # type: ignore[arg-type]
        kept = [at for at, term in enumerate(places) if term is not None]
        return TokenStream([places[at] for at in kept], kept, end_position=size)  # type: ignore[misc]


class Analyzer:
    """Turns a text into tokens.

    ``normalizing`` are the filters that also apply to pieces of words, such as the pattern of a wildcard query.
    ``stacks_prefixes`` says that a word comes as all its beginnings, on one position. The first ``word_filters`` of the
    filters look at single words and leave each where it stands or drop it.
    """

    def __init__(
        self,
        name: str,
        tokenizer: Tokenizer,
        filters: Iterable[TokenFilter] = (),
        char_filters: Iterable[CharFilter] = (),
        normalizing: Iterable[TokenFilter] = (),
        stacks_prefixes: bool = False,
        word_filters: int = 0,
    ) -> None:
        self.name = name
        self.stacks_prefixes = stacks_prefixes
        self._tokenizer = tokenizer
        self._filters = tuple(filters)
        self._char_filters = tuple(char_filters)
        self._normalizing = tuple(normalizing)
        self._remembered: Callable[[str], TokenStream] = lru_cache(maxsize=4096)(self._analyze)
        # Words of the standard tokenizer never reach over a space, so each can be looked up by itself.
        by_word = tokenizer is TOKENIZERS["standard"]
        self._words = _Words(tokenizer, self._filters[:word_filters]) if by_word else None
        self._later_filters = later = self._filters[word_filters:]
        self._synonyms = later[0] if later and isinstance(later[0], SynonymMap) else None
        rest = later[1:] if self._synonyms else later
        # Filters other than synonyms look at single tokens.
        self._spelling = None if any(isinstance(item, SynonymMap) for item in rest) else spelling.Words(rest)

    def analyze(self, text: str) -> TokenStream:
        """The tokens of a text; the result is shared and must not be changed."""
        # Short values repeat much between documents: names of organizations, levels, keys.
        return self._remembered(text) if len(text) <= _REMEMBERED_LENGTH else self._analyze(text)

    def _analyze(self, text: str) -> TokenStream:
        text = self._prepared(text)
        if self._words is None or _JOINING_SPACE in text:
            return filtered(self._tokenizer(text, False), self._filters)
        return filtered(self._words.stream(text), self._later_filters)

    def _prepared(self, text: str) -> str:
        for char_filter in self._char_filters:
            text = char_filter(text, None)
        return text

    def spell(self, text: str) -> Spelled:
        """The tokens of ``analyze`` in one string, much faster for long texts; raises Unspellable."""
        prepared = self._prepared(text)
        if self._words is None or self._spelling is None or _JOINING_SPACE in prepared:
            return spelling.spelled_stream(self.analyze(text))
        terms = self._words.places(prepared)
        words = list(map(self._spelling.__getitem__, terms))
        if self._synonyms is not None:
            if None in terms:  # Rules look over holes.
                return spelling.spelled_stream(self.analyze(text))
            self._synonyms.lay(terms, words, self._spelling)  # type: ignore[arg-type]
        return spelling.spelled(words)

    def analyze_marked(self, text: str) -> TokenStream:
        """Like ``analyze``, with the offsets of each token in ``text``."""
        maps: list[OffsetMap] = []
        for char_filter in self._char_filters:
            offsets = OffsetMap()
            text = char_filter(text, offsets)
            maps.append(offsets)
        stream = self._tokenizer(text, True)
        if maps and stream.marks is not None:
            stream.marks = [_corrected(mark, maps) for mark in stream.marks]
        return filtered(stream, self._filters)

    def normalize(self, text: str) -> str:
        """The text as the filters that work letter by letter leave it; nothing is cut or stemmed."""
        return filtered(TokenStream([text], [0], end_position=1), self._normalizing).terms[0]


def _corrected(mark: Mark, maps: list[OffsetMap]) -> Mark:
    start, end = mark.start, mark.end
    for offsets in reversed(maps):
        start, end = offsets.original(start), offsets.original(end)
    return Mark(start, end, mark.kind)


# Filters that Elasticsearch also runs over wildcards and other pieces of words.
_NORMALIZING_TYPES = {"lowercase", "asciifolding"}
# Filters that look at single words and leave each where it stands or drop it.
_WORD_TYPES = _NORMALIZING_TYPES | {"stop", "snowball"}


class AnalyzerRegistry:
    """The analyzers an index can use: built in, and those its ``settings.analysis`` defines.

    Raises IllegalArgument for definitions that are wrong or not supported.
    """

    def __init__(self, analysis: dict[str, Any] | None = None) -> None:
        self._analysis = analysis or {}
        self._analyzers = dict(_built_in())
        for name, definition in (self._analysis.get("analyzer") or {}).items():
            self._analyzers[name] = self._shared(name, definition)

    def get(self, name: str) -> Analyzer:
        """The analyzer of that name; raises IllegalArgument."""
        try:
            return self._analyzers[name]
        except KeyError:
            raise IllegalArgument(f"failed to find global analyzer [{name}]") from None

    def has(self, name: str) -> bool:
        """Whether there is an analyzer of that name."""
        return name in self._analyzers

    def custom(self, definition: dict[str, Any]) -> Analyzer:
        """An analyzer that is used once, as ``_analyze`` defines them."""
        return self._build("_custom_", {"type": "custom", **definition})

    def _shared(self, name: str, definition: dict[str, Any]) -> Analyzer:
        """Indexes whose analyzers are defined alike share them, with all they remember."""
        if definition.get("type", "custom") != "custom":
            return self._build(name, definition)
        named = [
            (part, item, (self._analysis.get(part) or {}).get(item))
            for part in ("char_filter", "filter")
            for item in _as_list(definition.get(part))
            if isinstance(item, str)
        ]
        key = json.dumps([name, definition, named], sort_keys=True)
        if key not in _analyzers:
            if len(_analyzers) >= _REMEMBERED_ANALYZERS:
                _analyzers.clear()
            _analyzers[key] = self._build(name, definition)
        return _analyzers[key]

    def _build(self, name: str, definition: dict[str, Any]) -> Analyzer:
        kind = definition.get("type", "custom")
        if kind != "custom":
            return self._preconfigured(name, kind, definition)
        unknown = set(definition) - {"type", "tokenizer", "filter", "char_filter", "position_increment_gap"}
        if unknown:
            raise IllegalArgument(f"analyzer [{name}] has unsupported parameters {sorted(unknown)}")
        tokenizer_name = definition.get("tokenizer")
        if tokenizer_name is None:
            raise IllegalArgument(f"analyzer [{name}] must specify either an analyzer type, or a tokenizer")
        tokenizer = TOKENIZERS.get(tokenizer_name)
        if tokenizer is None:
            raise IllegalArgument(f"Custom Analyzer [{name}] failed to find tokenizer under name [{tokenizer_name}]")
        char_filters = [self._char_filter(name, item) for item in _as_list(definition.get("char_filter"))]
        filters: list[TokenFilter] = []
        normalizing: list[TokenFilter] = []
        stacks_prefixes = False
        word_filters = 0
        for item in _as_list(definition.get("filter")):
            token_filter, kind = self._filter(name, item, tokenizer, tuple(filters))
            if kind in _WORD_TYPES and word_filters == len(filters):
                word_filters += 1
            filters.append(token_filter)
            if kind in _NORMALIZING_TYPES:
                normalizing.append(token_filter)
            stacks_prefixes = kind == "edge_ngram"
        return Analyzer(name, tokenizer, filters, char_filters, normalizing, stacks_prefixes, word_filters)

    def _preconfigured(self, name: str, kind: str, definition: dict[str, Any]) -> Analyzer:
        if kind == "standard":
            words = definition.get("stopwords", "_none_")
            return _standard(name, () if words == "_none_" else [token_filters.stop(_stop_words(words))])
        if kind in self._analyzers and set(definition) <= {"type"}:
            return self._analyzers[kind]
        raise IllegalArgument(f"Unknown analyzer type [{kind}] for [{name}]")

    def _char_filter(self, analyzer: str, name: str) -> CharFilter:
        defined = (self._analysis.get("char_filter") or {}).get(name, {"type": name})
        try:
            return CHAR_FILTERS[defined["type"]]
        except KeyError:
            raise IllegalArgument(
                f"Custom Analyzer [{analyzer}] failed to find char_filter under name [{name}]"
            ) from None

    def _filter(
        self, analyzer: str, item: str | dict[str, Any], tokenizer: Tokenizer, before: tuple[TokenFilter, ...]
    ) -> tuple[TokenFilter, str]:
        if isinstance(item, dict):
            definition = item
        else:
            definition = (self._analysis.get("filter") or {}).get(item) or {"type": item}
        kind = definition.get("type", "")
        options = {key: value for key, value in definition.items() if key != "type"}
        if kind == "synonym":
            return self._synonyms(options, tokenizer, before), kind
        if kind in {"lowercase", "asciifolding"} and not options:
            return (token_filters.lowercase if kind == "lowercase" else token_filters.asciifolding), kind
        if kind == "snowball" and options.get("language", "English") == "English":
            return token_filters.snowball, kind
        if kind == "stop" and set(options) <= {"stopwords"}:
            return token_filters.stop(_stop_words(options.get("stopwords", "_english_"))), kind
        if kind == "edge_ngram" and set(options) <= {"min_gram", "max_gram", "preserve_original"}:
            preserve = str(options.get("preserve_original", False)).lower() == "true"
            minimum, maximum = int(options.get("min_gram", 1)), int(options.get("max_gram", 2))
            if minimum < 1 or minimum > maximum:
                raise IllegalArgument(f"minGram must be between 1 and maxGram [{maximum}], got [{minimum}]")
            return token_filters.edge_ngram(minimum, maximum, preserve), kind
        if kind == "length" and set(options) <= {"min", "max"}:
            return token_filters.length(int(options.get("min", 0)), int(options.get("max", 2**31 - 1))), kind
        raise IllegalArgument(f"Custom Analyzer [{analyzer}] failed to find filter under name [{item}]")

    def _synonyms(self, options: dict[str, Any], tokenizer: Tokenizer, before: tuple[TokenFilter, ...]) -> TokenFilter:
        unknown = set(options) - {"synonyms", "expand", "lenient", "updateable"}
        if unknown:
            raise IllegalArgument(f"synonym filter has unsupported parameters {sorted(unknown)}")

        def analyze(text: str) -> tuple[str, ...]:
            return tuple(filtered(tokenizer(text, False), before).terms)

        expand = str(options.get("expand", True)).lower() == "true"
        return SynonymMap(options.get("synonyms") or (), analyze, expand)


# By their definitions.
_analyzers: dict[str, Analyzer] = {}


@cache
def _built_in() -> dict[str, Analyzer]:
    lowercase = token_filters.lowercase
    return {
        "standard": _standard("standard"),
        "simple": Analyzer("simple", TOKENIZERS["letter"], [lowercase], normalizing=[lowercase]),
        "whitespace": Analyzer("whitespace", TOKENIZERS["whitespace"]),
        "keyword": Analyzer("keyword", TOKENIZERS["keyword"]),
    }


def _standard(name: str, more: Iterable[TokenFilter] = ()) -> Analyzer:
    filters = [token_filters.lowercase, *more]
    return Analyzer(name, TOKENIZERS["standard"], filters, normalizing=filters[:1], word_filters=len(filters))


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _stop_words(value: Any) -> Iterable[str]:
    if value == "_english_":
        return token_filters.ENGLISH_STOP_WORDS
    if value == "_none_":
        return ()
    return _as_list(value)
