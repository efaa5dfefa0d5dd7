"""Tokenizers: they cut a text into words.

``standard`` follows the word-boundary rules of Unicode Standard Annex #29 as Lucene's StandardTokenizer applies them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

from course_discovery.apps.search.embedded.analysis.stream import Mark, TokenStream

MAX_TOKEN_LENGTH = 255

# Scripts that need no more than the short form of the rules: Latin, Greek, Cyrillic and general punctuation.
_SHORT_RANGES = ((0x0, 0x250), (0x370, 0x500), (0x1E00, 0x2000), (0x2010, 0x2070), (0x20A0, 0x20C0))


def _short_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The rules without combining marks, scripts written without spaces and emoji: what they cover, and the words.

    Most texts are of this kind, and this is several times faster.
    """
    letters = [chr(code) for start, end in _SHORT_RANGES for code in range(start, end)]

    def having(properties: str) -> str:
        members = regex.compile(properties, regex.V1)
        return "".join(re.escape(letter) for letter in letters if members.fullmatch(letter))

    word, digit = having(r"[\p{WB=ALetter}]"), having(r"\p{WB=Numeric}")
    joining, numeric_joining = (
        having(r"[\p{WB=MidLetter}\p{WB=MidNumLet}':]"),
        having(r"[\p{WB=MidNum}\p{WB=MidNumLet}']"),
    )
    connector = having(r"\p{WB=ExtendNumLet}")
    rest = having(
        r"[\p{WB=Other}\p{WB=CR}\p{WB=LF}\p{WB=Newline}\p{WB=WSegSpace}\p{WB=Double_Quote}--[\p{Emoji}--[0-9#*]]]"
    )
    covered = re.compile(f"[{word}{digit}{joining}{numeric_joining}{connector}{rest}]*")
    run = f"[{word}{digit}{connector}]+"
    joint = f"(?:(?<=[{word}])[{joining}](?=[{word}])|(?<=[{digit}])[{numeric_joining}](?=[{digit}]))"
    return covered, re.compile(f"[{connector}]*[{word}{digit}]{run[:-1]}*(?:{joint}{run})*")


_SHORT_TEXT, _SHORT_WORD = _short_words()


def _unicode_words() -> regex.Pattern[str]:
    extend = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*+"
    complex_context = r"\p{LB=SA}"
    joiner = rf"(?:\p{{WB=ExtendNumLet}}{extend})"
    katakana = rf"(?:\p{{WB=Katakana}}{extend})"
    letter = rf"(?:[\p{{WB=ALetter}}\p{{WB=Hebrew_Letter}}--{complex_context}]{extend})"
    digit = rf"(?:[\p{{WB=Numeric}}--{complex_context}]{extend})"
    mid_letter = rf"(?:[\p{{WB=MidLetter}}\p{{WB=MidNumLet}}\p{{WB=Single_Quote}}:]{extend})"
    mid_digit = rf"(?:[\p{{WB=MidNum}}\p{{WB=MidNumLet}}\p{{WB=Single_Quote}}]{extend})"
    katakanas = rf"{katakana}(?:{joiner}*{katakana})*"
    digits = rf"{digit}(?:(?:{joiner}*|{mid_digit}){digit})*"
    # In Hebrew a double quote joins two letters, and a single one may end a word.
    after_hebrew = r"(?<=\p{WB=Hebrew_Letter})"
    quoted = rf"{after_hebrew}\p{{WB=Double_Quote}}{extend}(?=\p{{WB=Hebrew_Letter}})"
    letters = (
        rf"{letter}(?:(?:{joiner}*|{mid_letter}|{quoted}){letter})*(?:{after_hebrew}\p{{WB=Single_Quote}}{extend})?"
    )
    mixed = rf"(?:{katakanas}|(?:{digits}|{letters})+)"
    word = rf"{joiner}*{mixed}(?:{joiner}+{mixed})*{joiner}*"
    emoji_unit = r"(?:[\p{Emoji}--[0-9#*\p{Regional_Indicator}]](?!\uFE0E))(?:\p{Emoji_Modifier}|\uFE0F)*"
    emoji = (
        rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\uFE0F?\u20E3"
        rf"|{emoji_unit}(?:\u200D{emoji_unit})*"
    )
    return regex.compile(
        rf"(?:{emoji})|(?:{complex_context}{extend})+|\p{{Han}}{extend}"
        rf"|\p{{Hiragana}}{extend}|{word}",
        regex.V1,
    )


_UNICODE_WORD = _unicode_words()
_KINDS = tuple(
    (kind, regex.compile(pattern, regex.V1))
    for kind, pattern in (
        ("<NUM>", r"[\p{WB=Numeric}\p{P}_\p{WB=Extend}\p{WB=Format}]+$"),
        ("<EMOJI>", r"[\p{Emoji}--[0-9#*]]|[0-9#*]\uFE0F?\u20E3"),
        ("<SOUTHEAST_ASIAN>", r"\p{LB=SA}"),
        ("<IDEOGRAPHIC>", r"\p{Han}"),
        ("<HIRAGANA>", r"\p{Hiragana}"),
        ("<HANGUL>", r"[\p{Hangul}\p{WB=Extend}\p{WB=Format}]+$"),
        ("<KATAKANA>", r"[\p{WB=Katakana}\p{WB=Extend}\p{WB=Format}]+$"),
    )
)

Tokenizer = Callable[[str, bool], TokenStream]


def standard(text: str, marked: bool = False) -> TokenStream:
    """Words of ``text``; with ``marked``, also where they stand in it."""
    if not marked:
        if text.isascii() and text.isalnum() and len(text) <= MAX_TOKEN_LENGTH:
            return TokenStream([text], [0], end_position=1)
        words = (_SHORT_WORD if _SHORT_TEXT.fullmatch(text) else _UNICODE_WORD).findall(text)
        if not words or max(map(len, words)) <= MAX_TOKEN_LENGTH:
            return TokenStream(words, list(range(len(words))), end_position=len(words))
    terms: list[str] = []
    marks: list[Mark] = []
    for match in _UNICODE_WORD.finditer(text):
        word, start = match[0], match.start()
        kind = _kind(word)
        for at in range(0, len(word), MAX_TOKEN_LENGTH):
            piece = word[at : at + MAX_TOKEN_LENGTH]
            terms.append(piece)
            marks.append(Mark(start + at, start + at + len(piece), kind))
    return TokenStream(terms, list(range(len(terms))), marks if marked else None, end_position=len(terms))


def _kind(word: str) -> str:
    """The type of a token, as ``_analyze`` shows it."""
    return next((kind for kind, pattern in _KINDS if pattern.match(word)), "<ALPHANUM>")


def keyword(text: str, marked: bool = False) -> TokenStream:
    """The whole value as one token, even when it is empty."""
    return TokenStream([text], [0], [Mark(0, len(text), "word")] if marked else None, end_position=1)


_LETTERS = regex.compile(r"\p{L}+")
_NON_SPACES = re.compile(r"\S+")


def _by_pattern(pattern: re.Pattern[str] | regex.Pattern[str]) -> Tokenizer:
    def tokenize(text: str, marked: bool = False) -> TokenStream:
        matches = list(pattern.finditer(text))
        marks = [Mark(match.start(), match.end(), "word") for match in matches] if marked else None
        return TokenStream([match[0] for match in matches], list(range(len(matches))), marks, end_position=len(matches))

    return tokenize


letter = _by_pattern(_LETTERS)
whitespace = _by_pattern(_NON_SPACES)

TOKENIZERS: dict[str, Tokenizer] = {
    "standard": standard,
    "keyword": keyword,
    "letter": letter,
    "whitespace": whitespace,
}
