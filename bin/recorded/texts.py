"""What stands in a recorded document, read the way that searches of ours read it."""

import re
import unicodedata
from functools import cache
from html import unescape
from importlib import import_module
from typing import Any

import snowballstemmer
from django.conf import settings

from course_discovery.apps.search.text import without_markup

_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")
_WITH_APOSTROPHES = re.compile(r"[\w'’]+")
# Values that no bare word of ours searches.
_NOT_READ = ("url", "bodies", "image", "logo", "skill")
_stemmer = snowballstemmer.stemmer("english")


def plain_text(*parts: Any) -> str:
    """Lower case text without addresses and markup."""
    text = " ".join(str(part) for part in parts if part)
    # Some values hold markup as such, others with its signs written as entities.
    return _ADDRESS.sub(" ", without_markup(unescape(text))).lower()


def has_words(query: str, text: str) -> bool:
    """Whether every word of the query, or one of its stem, stands in the text."""
    words = {_stem(word) for word in _WORD.findall(fold(text))}
    return all(_stem(wanted) in words for wanted in _WORD.findall(fold(query.lower())))


@cache
def _stem(word: str) -> str:
    return _stemmer.stemWord(word)


def found_by_folding(query: str, document: dict[str, Any]) -> bool:
    """Whether a word of the query and one of the document are the same but for accents or apostrophes."""
    words = set(_WITH_APOSTROPHES.findall(read_text(document)))
    folded = {_stem(fold(word)) for word in words if fold(word) != word}
    plain = {_stem(word) for word in words}
    for wanted in _WITH_APOSTROPHES.findall(query.lower()):
        stem = _stem(fold(wanted))
        if stem in folded or (fold(wanted) != wanted and stem in plain):
            return True
    return False


def found_by_synonyms(query: str, document: dict[str, Any]) -> bool:
    """Whether our list of synonyms puts a word of the query beside a phrase of the document."""
    text, wanted = read_text(document), {*_WORD.findall(query.lower())}
    return any(
        wanted & {word for phrase in phrases for word in phrase.split()} and any(phrase in text for phrase in phrases)
        for phrases in _synonyms()
    )


@cache
def _synonyms() -> list[list[str]]:
    lines = import_module(settings.SYNONYMS_MODULE).SYNONYMS
    return [[phrase.strip() for phrase in line.split(",")] for line in lines]


def read_text(document: dict[str, Any]) -> str:
    """What bare words search, in lower case."""
    return plain_text(*(value for name, value in document.items() if not any(part in name for part in _NOT_READ)))


def fold(text: str) -> str:
    """Without accents, and with plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
