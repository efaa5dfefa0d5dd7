"""Token filters other than synonyms."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

import snowballstemmer

from course_discovery.apps.search.embedded.analysis.stream import TokenStream

TokenFilter = Callable[[TokenStream], TokenStream]


def filtered(stream: TokenStream, filters: Iterable[TokenFilter]) -> TokenStream:
    """The stream after the filters, one after the other."""
    for token_filter in filters:
        stream = token_filter(stream)
    return stream


# Lucene's English stop words.
ENGLISH_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of",
     "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with"}
)  # fmt: skip

# Letters and marks that Unicode does not take apart and Lucene's ASCIIFoldingFilter folds, by what they become.
_FOLDED_FROM = {
    "!": "！",
    "!!": "‼",
    "!?": "⁉",
    '"': "«»“”„″‶＂",
    "#": "＃",
    "%": "％",
    "&": "＆",
    "'": "‘’‚‛′‵‹›＇",
    "(": "⁽₍（",
    ")": "⁾₎）",
    "*": "⁎＊",
    ",": "，",
    "-": "‐‑‒–—－",
    ".": "．",
    "/": "／",
    ":": "：",
    ";": "⁏；",
    "?": "？",
    "?!": "⁈",
    "??": "⁇",
    "@": "＠",
    "A": "ƏȺ",
    "AE": "ÆǢǼ",
    "B": "ƁƂɃʙ",
    "C": "ƇȻʗ",
    "D": "ÐĐƉƊƋ",
    "E": "ƎƐɆⱻ",
    "F": "Ƒ",
    "G": "ƓǤǥǧɢʛ",
    "H": "ĦʜⱧⱵ",
    "HV": "Ƕ",
    "I": "ƖƗɪ",
    "J": "Ɉ",
    "K": "ƘⱩ",
    "L": "ĿŁȽʟⱠⱢ",
    "LL": "Ỻ",
    "M": "ƜⱮ",
    "N": "ŊƝȠɴ",
    "O": "ØƆƟǾ",
    "OE": "Œɶ",
    "OU": "Ȣ",
    "P": "ƤⱣ",
    "Q": "Ɋ",
    "R": "ɌʀʁⱤ",
    "SS": "ẞ",
    "T": "ŦƬƮȾ",
    "TH": "Þ",
    "U": "Ʉ",
    "V": "ƲɅỼ",
    "W": "ǷⱲ",
    "Y": "ƳɎỾʏ",
    "Z": "ƵȜȤⱫ",
    "[": "⁅［",
    "\\": "＼",
    "]": "⁆］",
    "^": "‸",
    "_": "＿",
    "a": "ẚₐₔɐəɚⱥⱯ",
    "ae": "æǣǽ",
    "b": "ƀƃɓ",
    "c": "ƈȼɕ",
    "d": "ðđƌȡɖɗ",
    "db": "ȸ",
    "dz": "ʣʥ",
    "e": "ǝɇₑɘɛɜɝɞʚⱸ",
    "f": "ƒẛ",
    "g": "ɠɡ",
    "h": "ħɥɦʮʯⱨⱶ",
    "hv": "ƕ",
    "i": "ıⁱɨ",
    "j": "ȷɉɟʄʝⱼ",
    "k": "ƙʞⱪ",
    "l": "ŀłƚȴɫɬɭⱡ",
    "ll": "ỻ",
    "ls": "ʪ",
    "lz": "ʫ",
    "m": "ɯɰɱ",
    "n": "ŉŋƞȵⁿɲɳ",
    "o": "øǿₒɔɵⱺ",
    "oe": "œ",
    "ou": "ȣ",
    "p": "ƥ",
    "q": "ĸɋʠ",
    "qp": "ȹ",
    "r": "ɍɼɽɾɿ",
    "s": "ȿẜẝʂ",
    "ss": "ß",
    "t": "ŧƫƭȶʇʈⱦ",
    "tc": "ʨ",
    "th": "þ",
    "ts": "ʦ",
    "u": "ʉ",
    "v": "ʋʌⱱⱴ",
    "w": "ƿʍⱳ",
    "x": "ₓ",
    "y": "ƴɏỿʎ",
    "z": "ƶȝȥɀʐʑⱬ",
    "{": "｛",
    "}": "｝",
    "~": "⁓",
}
# Modifier letters, spacing accents and the like stay; letters, digits and symbols fold to what they are made of.
_FOLDING_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Nd", "No", "Sm", "So"})
_FOLDS = {letter: ascii_ for ascii_, letters in _FOLDED_FROM.items() for letter in letters}


@lru_cache(maxsize=100_000)
def lower_word(word: str) -> str:
    """Lower case letter by letter, as Java does it: no special final sigma, no change of length."""
    return "".join(map(_lower_letter, word))


def _lower_letter(letter: str) -> str:
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else lowered[0]


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """A word with accents and other marks of Latin letters taken off."""
    return "".join(map(_fold_letter, word))


def _fold_letter(letter: str) -> str:
    if letter.isascii() or letter in _FOLDS:
        return _FOLDS.get(letter, letter)
    if unicodedata.category(letter) not in _FOLDING_CATEGORIES:
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if base.isascii() else letter


# PyStemmer's, where it is installed; it must not be entered by two threads at once.
_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()
_REMEMBERED_STEMS = 200_000


class _Stems(dict[str, str]):
    """Stems by word, computed when they are first asked for."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED_STEMS:
            self.clear()
        # No suffix it takes off ends in another letter; keys, numbers and many words need not be tried.
        changes = word[-1:] in "sdygirnmlect'" or "'" in word
        stem = word
        if changes:
            with _stemming:
                stem = _stemmer.stemWord(word)
        self[word] = stem
        return stem


_stems = _Stems()


def snowball(stream: TokenStream) -> TokenStream:
    """Replaces words by their English (Porter2) stems."""
    return stream.with_terms(list(map(_stems.__getitem__, stream.terms)))


def lowercase(stream: TokenStream) -> TokenStream:
    """Puts words in lower case."""
    return stream.with_terms([term.lower() if term.isascii() else lower_word(term) for term in stream.terms])


def asciifolding(stream: TokenStream) -> TokenStream:
    """Takes accents off letters."""
    return stream.with_terms([term if term.isascii() else fold_word(term) for term in stream.terms])


def stop(words: Iterable[str] = ENGLISH_STOP_WORDS) -> TokenFilter:
    """Drops ``words`` and leaves holes where they stood."""
    stop_words = frozenset(words)

    def apply(stream: TokenStream) -> TokenStream:
        if stop_words.isdisjoint(stream.terms):
            return stream
        return stream.select([index for index, term in enumerate(stream.terms) if term not in stop_words])

    return apply


def edge_ngram(min_gram: int = 1, max_gram: int = 2, preserve_original: bool = False) -> TokenFilter:
    """Replaces a token by its beginnings, all on its position; a token shorter than ``min_gram`` vanishes."""

    def apply(stream: TokenStream) -> TokenStream:
        terms: list[str] = []
        sources: list[int] = []
        for index, term in enumerate(stream.terms):
            sizes = list(range(min_gram, min(len(term), max_gram) + 1))
            grams = [term[:size] for size in sizes]
            if preserve_original and term not in grams:
                grams.append(term)
            terms.extend(grams)
            sources.extend([index] * len(grams))
        return stream.select(sources).with_terms(terms)

    return apply


def length(minimum: int = 0, maximum: int = 2**31 - 1) -> TokenFilter:
    """Keeps tokens of a length between the two."""

    def apply(stream: TokenStream) -> TokenStream:
        return stream.select([i for i, term in enumerate(stream.terms) if minimum <= len(term) <= maximum])

    return apply
