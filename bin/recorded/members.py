"""Which hits one side has and the other has not, each with its reason."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bin.recorded import known, later
from bin.recorded.cases import Case, CaseDifference, Explained, Verdict
from bin.recorded.recording import EngineHits, Recording

_FIELDED = re.compile(r'[\w.*\\]+:(\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|"[^"]*"|\S+)')
_OPERATOR = re.compile(r'\b(AND|OR|NOT|and|or|not)\b|&&|\|\||[()!+"-]')
_NEGATION = re.compile(r"\b(NOT|not)\b|!|(^|[\s(:])-")
_ADDRESS = re.compile(r"https?://\S+")
_MARKUP = re.compile(r"&lt;.*?&gt;|<[^>]*>|&(?:amp;)?\w+;", re.S)
_WORD = re.compile(r"\w+")
# Values that no bare word of ours searches.
_NOT_READ = ("url", "bodies", "image", "logo")


@dataclass(frozen=True)
class Catalogue:
    """What is to be known about documents: the second partner's, those of restricted runs, and the recorded ones."""

    recording: Recording
    foreign: frozenset[str]
    restricted: frozenset[str]
    later_documents: int


def explained_hits(
    case: Case, hits: EngineHits, ours: list[str], expected: int, got: int, catalogue: Catalogue
) -> Iterator[Explained]:
    """The reasons for hits that differ; `ours` are all of this service's, whose names are those of the recording."""
    mine, theirs = set(ours), set(hits.keys)
    lost = [name for name in hits.keys if name not in mine]
    gained = [name for name in ours if name not in theirs] if hits.whole else []
    reasons: dict[tuple[Verdict, str], list[str]] = {}
    for name in lost:
        reasons.setdefault(_why_lost(case, name, catalogue), []).append(f"-{name}")
    for name in gained:
        reasons.setdefault(_why_gained(case, name, catalogue), []).append(f"+{name}")
    if not hits.whole and not any(verdict is Verdict.UNEXPLAINED for verdict, _ in reasons):
        # Of a list that was cut the rest is known by number alone.
        reason = why_fewer(case, expected - got, {name for name in lost}, catalogue)
        if reason != (Verdict.AGREED, ""):
            reasons.setdefault(reason, []).append(f"{expected - got} of the hits that were not recorded")
    for (verdict, reason), names in reasons.items():
        yield Explained(CaseDifference("members", expected, got, ", ".join(names[:3])), verdict, reason)


def _why_lost(case: Case, name: str, catalogue: Catalogue) -> tuple[Verdict, str]:
    if name.partition(":")[0] in later.TYPES:
        return Verdict.SKIPPED, "needs documents of other types"
    if name in catalogue.foreign:
        return Verdict.KNOWN, known.PARTNERS
    if name in catalogue.restricted and "/search/limited" in case.endpoint:
        return Verdict.KNOWN, known.RESTRICTED_RUNS
    query = query_of(case)
    document = catalogue.recording.documents.get(name, {})
    if "/search/" in case.endpoint:
        read = _plain(document.get("text"), document.get("title"), document.get("key"))
        skills = _plain(*(document.get("skill_names") or ()))
        if document and not _has_words(query, read.replace(skills, " ") if skills else read):
            if _has_words(query, skills):
                return Verdict.SKIPPED, "needs skills"
            return Verdict.KNOWN, known.SEARCHED_TEXT
    elif "/" in query and bare_words(query):
        return Verdict.KNOWN, known.SLASHES
    elif bare_words(query):
        return Verdict.KNOWN, known.BARE_WORDS
    return Verdict.UNEXPLAINED, ""


def _why_gained(case: Case, name: str, catalogue: Catalogue) -> tuple[Verdict, str]:
    query = query_of(case)
    if case.host in catalogue.recording.other_hosts and name in catalogue.foreign:
        return Verdict.KNOWN, known.PARTNERS
    document = catalogue.recording.documents.get(name)
    if document is not None and _found_by_folding(query, document):
        return Verdict.KNOWN, known.ACCENTS
    if "/search/" not in case.endpoint and bare_words(query):
        if "/" in query:
            return Verdict.KNOWN, known.SLASHES
        # Of what is excluded, fewer words match.
        if _NEGATION.search(query):
            return Verdict.KNOWN, known.BARE_WORDS
    return Verdict.UNEXPLAINED, ""


def why_fewer(case: Case, fewer: int, lost: set[str], catalogue: Catalogue) -> tuple[Verdict, str]:
    fewer -= len(lost)
    if fewer == 0:
        return Verdict.AGREED, ""
    query = query_of(case)
    if "/search/" not in case.endpoint and bare_words(query):
        if "/" in query:
            return Verdict.KNOWN, known.SLASHES
        if fewer > 0 or _NEGATION.search(query):
            return Verdict.KNOWN, known.BARE_WORDS
    spare = 0
    if "/search/all" in case.endpoint or "/search/limited" in case.endpoint:
        spare += catalogue.later_documents
    if "/search/all" not in case.endpoint:
        spare += len(catalogue.foreign)
    if "/search/limited" in case.endpoint:
        spare += len(catalogue.restricted)
    if 0 < fewer <= spare:
        if spare >= catalogue.later_documents > 0 and "/search/" in case.endpoint and spare != len(catalogue.foreign):
            return Verdict.SKIPPED, "needs documents of other types"
        return Verdict.KNOWN, known.PARTNERS
    if "/search/" in case.endpoint and query and any(len(word) < 7 for word in _WORD.findall(query)):
        # All of those that were recorded bear it out.
        if lost and fewer > 0:
            return Verdict.KNOWN, known.SEARCHED_TEXT
    return Verdict.UNEXPLAINED, ""


def query_of(case: Case) -> str:
    return case.parameter("q") or case.parameter("query") or case.parameter("pubq") or ""


def bare_words(query: str) -> list[str]:
    """The words of a raw query that name no field."""
    rest = _OPERATOR.sub(" ", _FIELDED.sub(" ", query))
    return [word for word in rest.split() if word.strip("*?")]


def _plain(*parts: Any) -> str:
    """Lower case text without addresses and markup."""
    text = " ".join(str(part) for part in parts if part)
    return _MARKUP.sub(" ", _ADDRESS.sub(" ", text)).lower()


def _has_words(query: str, text: str) -> bool:
    """Whether every word of the query, or one of its stem, stands in the text."""
    words = set(_WORD.findall(fold(text)))
    return all(
        any(word.startswith(_stem(wanted)) if len(wanted) > 4 else word == wanted for word in words)
        for wanted in _WORD.findall(fold(query.lower()))
    )


def _stem(word: str) -> str:
    return word[: max(3, len(word) - 3)]


def _found_by_folding(query: str, document: dict[str, Any]) -> bool:
    """Whether a word of the query stands in the document with other accents or apostrophes only."""
    text = " ".join(str(value) for name, value in document.items() if not any(part in name for part in _NOT_READ))
    raw = set(_tokens(text.lower()))
    folded = {fold(token) for token in raw if fold(token) != token}
    wanted = [word for word in _tokens(query.lower()) if len(word) > 2]
    return any(fold(word) in folded or _stem(fold(word)) in {_stem(token) for token in folded} for word in wanted) or any(
        fold(word) != word for word in wanted
    )


def _tokens(text: str) -> Iterable[str]:
    return re.findall(r"[\w'’]+", text)


def fold(text: str) -> str:
    """Without accents, and with plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
