"""How a field's terms are spelled inside tantivy.

Mappings grow and tantivy's schema cannot, so all fields share two tantivy fields: ``t`` for the tokens of analysed text
(with positions) and ``k`` for whole values. Each term starts with one letter that stands for its field.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import tantivy

from course_discovery.apps.search.embedded.analysis.analyzers import POSITION_GAP
from course_discovery.apps.search.embedded.analysis.spelling import HOLE, MARK, Unspellable
from course_discovery.apps.search.embedded.analysis.stream import TokenStream
from course_discovery.apps.search.embedded.errors import IllegalArgument
from course_discovery.apps.search.embedded.index.chunk import Chunk
from course_discovery.apps.search.embedded.index.columns import (
    Column,
    TextColumn,
    pack_keywords,
    pack_values,
)
from course_discovery.apps.search.embedded.mapping.documents import Values
from course_discovery.apps.search.embedded.mapping.field_types import FLOATS, MAX_TERM_BYTES, Field

TOKENS, VALUES, ORD, SOURCE = "t", "k", "ord", "source"
# Every document holds this once: the score tantivy gives for it tells how tantivy normalizes the document's length.
MARKER = "\x02"
_TOKENIZER = "words"
_FIRST_LETTER = 0x4E00
# Joins the words of a completion value into its one term.
COMPLETION_SEPARATOR = "\x1f"
TRUE, FALSE = "T", "F"
_REMEMBERED_LENGTH = 1000
# Positions between two texts of one field.
_GAP = " ".join(["", *[HOLE] * POSITION_GAP, ""])


def schema() -> tantivy.Schema:
    """The one schema of every index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(ORD, fast=True, indexed=True)
    builder.add_text_field(TOKENS, tokenizer_name=_TOKENIZER, index_option="position")
    builder.add_text_field(VALUES, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(SOURCE, stored=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index, stacked: Iterable[str] = ()) -> None:
    """Must be called before a segment is begun, with the terms that its documents stack on one position.

    Terms that share a position are spelled without a space between them; tantivy's filter for compound words takes
    them apart again and leaves them on that position. To hand over each token by itself costs ten times as much.
    """
    tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    tokenizer = tokenizer.filter(tantivy.Filter.custom_stopword([HOLE]))
    if stacked:
        tokenizer = tokenizer.filter(tantivy.Filter.split_compound(list(stacked)))
    index.register_tokenizer(_TOKENIZER, tokenizer.build())


def prefix(field: Field) -> str:
    """The letter all terms of the field start with."""
    return chr(_FIRST_LETTER + field.number)


def home(field: Field) -> str:
    """The tantivy field that holds the field's terms."""
    return TOKENS if field.is_text else VALUES


def completion_term(stream: TokenStream) -> str:
    """The one term of a completion value."""
    return COMPLETION_SEPARATOR.join(stream.terms)


class _Spelled(NamedTuple):
    """A text as tantivy takes it, None when nothing is left of it; its positions and its tokens."""

    text: str | tantivy.PreTokenizedString | None
    positions: int
    tokens: int


class ChunkBuilder:
    """Collects documents for one commit: tantivy documents at once, columns at the end.

    ``stacked`` are the terms that ``register_tokenizer`` must know.
    """

    def __init__(self) -> None:
        self.stacked: set[str] = set()
        self._remembered: dict[tuple[int | str, ...], _Spelled] = {}
        self._ords: list[int] = []
        self._ids: list[str] = []
        self._versions: list[int] = []
        self._rows: defaultdict[Field, list[tuple[int, Any]]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._ords)

    def add(self, ord_: int, doc_id: str, version: int, values: Values, source: bytes) -> tantivy.Document:
        """Takes a document in and returns what tantivy has to index. Raises IllegalArgument for an immense term."""
        slot = len(self._ords)
        document = tantivy.Document()
        document.add_unsigned(ORD, ord_)
        document.add_text(TOKENS, MARKER)
        document.add_bytes(SOURCE, source)
        rows: list[tuple[Field, Any]] = []
        for field, items in values.items():
            if field.nested:
                continue
            if field.kind == "text":
                rows.append((field, self._add_text(document, field, items)))
            elif field.kind == "completion":
                rows.append((field, self._add_completion(document, field, items)))
            else:
                self._add_values(document, field, items)
                rows.append((field, items))
        for field, row in rows:
            self._rows[field].append((slot, row))
        self._ords.append(ord_)
        self._ids.append(doc_id)
        self._versions.append(version)
        return document

    def build(self) -> Chunk:
        """The columns of everything added."""
        size = len(self._ords)
        columns = {field.name: self._column(field, rows, size) for field, rows in self._rows.items()}
        return Chunk(np.array(self._ords, np.int64), self._ids, np.array(self._versions, np.int64), columns)

    @staticmethod
    def _column(field: Field, rows: list[tuple[int, Any]], size: int) -> Column:
        if field.is_text:
            lengths = np.full(size, -1, dtype=np.int32)
            tokens = np.zeros(size, dtype=np.int32)
            for slot, (length, count) in rows:
                lengths[slot], tokens[slot] = length, count
            return TextColumn(lengths, tokens)
        if field.kind == "keyword":
            return pack_keywords(rows, size)
        return pack_values(rows, size, np.float64 if field.kind in FLOATS else np.int64)

    def _add_text(self, document: tantivy.Document, field: Field, texts: list[str]) -> tuple[int, int]:
        # Most short values stand in many documents of a commit: names of organizations, languages, levels.
        if sum(map(len, texts)) <= _REMEMBERED_LENGTH:
            key: tuple[int | str, ...] = (field.number, *texts)
            spelled = self._remembered.get(key)
            if spelled is None:
                spelled = self._remembered[key] = self._spell(field, texts)
        else:
            spelled = self._spell(field, texts)
        if isinstance(spelled.text, str):
            document.add_text(TOKENS, spelled.text)
        elif spelled.text is not None:
            document.add_pre_tokenized_text(TOKENS, spelled.text)
        return spelled.positions, spelled.tokens

    def _spell(self, field: Field, texts: list[str]) -> _Spelled:
        assert field.analyzer is not None
        letter = prefix(field)
        try:
            parts = [field.analyzer.spell(text) for text in texts]
        except Unspellable:
            return self._spell_tokens(field, texts)
        tokens = sum(part.tokens for part in parts)
        if tokens == 0:
            return _Spelled(None, 0, 0)
        text = _GAP.join(part.text for part in parts).replace(MARK, letter)
        if text.count(letter) != tokens:  # Some of them are letters of terms.
            return self._spell_tokens(field, texts)
        for part in parts:
            for word in part.stacks:
                self.stacked.update(letter + term for term in word.split(MARK)[1:])
        return _Spelled(text, sum(part.positions for part in parts), tokens)

    @staticmethod
    def _spell_tokens(field: Field, texts: list[str]) -> _Spelled:
        assert field.analyzer is not None
        streams = [field.analyzer.analyze(text) for text in texts]
        tokens = _tokens(prefix(field), streams)
        if not tokens:
            return _Spelled(None, 0, 0)
        positions = sum(len(set(stream.positions)) for stream in streams)
        return _Spelled(tantivy.PreTokenizedString("", tokens), positions, len(tokens))

    @staticmethod
    def _add_completion(document: tantivy.Document, field: Field, inputs: list[str]) -> tuple[int, int]:
        assert field.analyzer is not None
        terms = [completion_term(field.analyzer.analyze(text)) for text in inputs]
        terms = [term for term in terms if term]
        tokens = [tantivy.Token(prefix(field) + term, at * (POSITION_GAP + 1), 0, 0) for at, term in enumerate(terms)]
        if tokens:
            document.add_pre_tokenized_text(TOKENS, tantivy.PreTokenizedString("", tokens))
        return len(tokens), len(tokens)

    @staticmethod
    def _add_values(document: tantivy.Document, field: Field, items: list[Any]) -> None:
        letter = prefix(field)
        if field.kind == "boolean":
            for value in set(items):
                document.add_text(VALUES, letter + (TRUE if value else FALSE))
        elif field.kind == "keyword":
            for value in set(items):
                if len(value) > MAX_TERM_BYTES // 4 and len(value.encode()) > MAX_TERM_BYTES:
                    raise IllegalArgument(
                        f'Document contains at least one immense term in field="{field.name}" (whose UTF8 encoding is '
                        f"longer than the max length {MAX_TERM_BYTES}), all of which were skipped."
                    )
                document.add_text(VALUES, letter + value)


def _tokens(letter: str, streams: list[TokenStream]) -> list[tantivy.Token]:
    tokens: list[tantivy.Token] = []
    base = 0
    for stream in streams:
        for position, term in zip(stream.positions, stream.terms, strict=True):
            tokens.append(tantivy.Token(letter + term, base + position, 0, 0))
        base += stream.end_position + POSITION_GAP
    return tokens
