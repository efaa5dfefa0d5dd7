"""Tokenizers: they cut a text into words.

``standard`` follows the word-boundary rules of Unicode Standard Annex #29 as Lucene's StandardTokenizer applies them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

from course_discovery.apps.search.embedded.analysis.stream import Mark, TokenStream

MAX_TOKEN_LENGTH = 255

# The rules over ASCII alone, for most texts and much faster: a point, colon or apostrophe joins letters; a point, comma,
# semicolon or apostrophe joins digits; the underscore joins anything but is no word alone.
_ASCII_WORD = re.compile(
    r"_*[A-Za-z0-9]\w*(?:(?:(?<=[A-Za-z])[.:'](?=[A-Za-z])|(?<=[0-9])[.,;'](?=[0-9]))\w+)*", re.ASCII
)


def _unicode_words() -> regex.Pattern[str]:
    extend = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*+"
    complex_context = r"\p{LB=SA}"
    joiner = rf"(?:\p{{WB=ExtendNumLet}}{extend})"
    katakana = rf"(?:\p{{WB=Katakana}}{extend})"
    hebrew = rf"(?:\p{{WB=Hebrew_Letter}}{extend})"
    letter = rf"(?:[\p{{WB=ALetter}}\p{{WB=Hebrew_Letter}}--{complex_context}]{extend})"
    digit = rf"(?:[\p{{WB=Numeric}}--{complex_context}]{extend})"
    mid_letter = rf"(?:[\p{{WB=MidLetter}}\p{{WB=MidNumLet}}\p{{WB=Single_Quote}}:]{extend})"
    mid_digit = rf"(?:[\p{{WB=MidNum}}\p{{WB=MidNumLet}}\p{{WB=Single_Quote}}]{extend})"
    katakanas = rf"{katakana}(?:{joiner}*{katakana})*"
    hebrews = rf"{hebrew}(?:\p{{WB=Single_Quote}}{extend}|\p{{WB=Double_Quote}}{extend}{hebrew})"
    digits = rf"{digit}(?:(?:{joiner}*|{mid_digit}){digit})*"
    letters = rf"{letter}(?:(?:{joiner}*|{mid_letter}){letter})*"
    mixed = rf"(?:{katakanas}|(?:{hebrews}|{digits}|{letters})+)"
    word = rf"{joiner}*{mixed}(?:{joiner}+{mixed})*{joiner}*"
    emoji_unit = r"(?:[\p{Emoji}--[0-9#*\p{Regional_Indicator}]](?!\uFE0E))(?:\p{Emoji_Modifier}|\uFE0F)*"
    emoji = (
        rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\uFE0F?\u20E3"
        rf"|{emoji_unit}(?:\u200D{emoji_unit})*"
    )
    return regex.compile(
        rf"(?P<emoji>{emoji})|(?P<asian>(?:{complex_context}{extend})+)|(?P<han>\p{{Han}}{extend})"
        rf"|(?P<hiragana>\p{{Hiragana}}{extend})|(?P<word>{word})",
        regex.V1,
    )


_UNICODE_WORD = _unicode_words()
_KINDS = {"emoji": "<EMOJI>", "asian": "<SOUTHEAST_ASIAN>", "han": "<IDEOGRAPHIC>", "hiragana": "<HIRAGANA>"}
_NUMBER = regex.compile(r"[\p{WB=Numeric}\p{P}_\p{WB=Extend}\p{WB=Format}]+")
_HANGUL = regex.compile(r"[\p{Hangul}\p{WB=Extend}\p{WB=Format}]+")
_KATAKANA = regex.compile(r"[\p{WB=Katakana}\p{WB=Extend}\p{WB=Format}]+")

Tokenizer = Callable[[str, bool], TokenStream]


def standard(text: str, marked: bool = False) -> TokenStream:
    """Words of ``text``; with ``marked``, also where they stand in it."""
    if not marked and text.isascii():
        words = _ASCII_WORD.findall(text)
        if not words or max(map(len, words)) <= MAX_TOKEN_LENGTH:
            return TokenStream(words, list(range(len(words))), end_position=len(words))
    terms: list[str] = []
    marks: list[Mark] = []
    for match in _UNICODE_WORD.finditer(text):
        word, start = match[0], match.start()
        kind = _kind(match.lastgroup or "word", word)
        for at in range(0, len(word), MAX_TOKEN_LENGTH):
            piece = word[at : at + MAX_TOKEN_LENGTH]
            terms.append(piece)
            marks.append(Mark(start + at, start + at + len(piece), kind))
    return TokenStream(terms, list(range(len(terms))), marks if marked else None, end_position=len(terms))


def _kind(group: str, word: str) -> str:
    if group != "word":
        return _KINDS[group]
    if _NUMBER.fullmatch(word):
        return "<NUM>"
    if _HANGUL.fullmatch(word):
        return "<HANGUL>"
    return "<KATAKANA>" if _KATAKANA.fullmatch(word) else "<ALPHANUM>"


def keyword(text: str, marked: bool = False) -> TokenStream:
    """The whole value as one token; an empty value has none."""
    if not text:
        return TokenStream([], [], [] if marked else None)
    return TokenStream([text], [0], [Mark(0, len(text), "word")] if marked else None, end_position=1)


_LETTERS = regex.compile(r"\p{L}+")
_NON_SPACES = re.compile(r"\S+")


def _by_pattern(pattern: re.Pattern[str] | regex.Pattern[str]) -> Tokenizer:
    def tokenize(text: str, marked: bool = False) -> TokenStream:
        matches = list(pattern.finditer(text))
        marks = [Mark(match.start(), match.end(), "word") for match in matches] if marked else None
        return TokenStream(
            [match[0] for match in matches], list(range(len(matches))), marks, end_position=len(matches)
        )

    return tokenize


letter = _by_pattern(_LETTERS)
whitespace = _by_pattern(_NON_SPACES)

TOKENIZERS: dict[str, Tokenizer] = {
    "standard": standard,
    "keyword": keyword,
    "letter": letter,
    "whitespace": whitespace,
}
