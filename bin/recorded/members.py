"""Which hits one side has and the other has not, each with its reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from bin.recorded import known, later
from bin.recorded.cases import Case, CaseDifference, Explained, Verdict
from bin.recorded.recording import EngineHits, Recording
from bin.recorded.texts import found_by_folding, found_by_synonyms, has_words, plain_text

_FIELDED = re.compile(r'[\w.*\\]+:(\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|"[^"]*"|\S+)')
_OPERATOR = re.compile(r'\b(AND|OR|NOT|and|or|not)\b|&&|\|\||[()!+"-]')
_NEGATION = re.compile(r"\b(NOT|not)\b|!|(^|[\s(:])-")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Catalogue:
    """What is to be known about documents: the second partner's, those of restricted runs, and the recorded ones."""

    recording: Recording
    foreign: frozenset[str]
    restricted: frozenset[str]

    @property
    def restricted_courses(self) -> frozenset[str]:
        return frozenset(name for name in self.restricted if name.startswith("course:"))

    def spare(self, case: Case) -> int:
        """How many documents ours may lack: another partner's where nobody asked, restricted runs."""
        spare = 0 if "/search/all" in case.endpoint else len(self.foreign)
        return spare + (len(self.restricted) if "/search/limited" in case.endpoint else 0)


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
        reason = why_fewer(case, expected - got, set(lost), catalogue)
        if reason != (Verdict.AGREED, ""):
            reasons.setdefault(reason, []).append(f"{expected - got} of the hits that were not recorded")
    for (verdict, reason), names in reasons.items():
        yield Explained(CaseDifference("members", expected, got, ", ".join(names[:3])), verdict, reason)


def _why_lost(case: Case, name: str, catalogue: Catalogue) -> tuple[Verdict, str]:
    if name in catalogue.foreign:
        return Verdict.KNOWN, known.PARTNERS
    if name in catalogue.restricted and (name.startswith("course:") or "/search/limited" in case.endpoint):
        return Verdict.KNOWN, known.RESTRICTED_RUNS
    if waits_for := later.asked_for(unquote_plus(urlsplit(case.path).query)):
        return Verdict.SKIPPED, f"needs {waits_for}"
    query = query_of(case)
    document = catalogue.recording.documents.get(name, {})
    if "/search/" in case.endpoint:
        if document and not has_words(query, plain_text(_said(document), document.get("title"))):
            return Verdict.KNOWN, known.SEARCHED_TEXT
    elif "/" in query and bare_words(query):
        return Verdict.KNOWN, known.SLASHES
    elif bare_words(query):
        return Verdict.KNOWN, known.BARE_WORDS
    return Verdict.UNEXPLAINED, ""


def _said(document: dict[str, Any]) -> str:
    """The searched text, without the lines that said "None" of what a person lacks."""
    return "\n".join(line for line in (document.get("text") or "").splitlines() if line.strip() != "None")


def _why_gained(case: Case, name: str, catalogue: Catalogue) -> tuple[Verdict, str]:
    query = query_of(case)
    if case.host in catalogue.recording.other_hosts and name in catalogue.foreign:
        return Verdict.KNOWN, known.PARTNERS
    if name in catalogue.restricted and name.startswith("course:"):
        return Verdict.KNOWN, known.RESTRICTED_RUNS
    document = catalogue.recording.documents.get(name)
    if document is not None and case.parameter("skills") in (document.get("skill_names") or ()):
        return Verdict.KNOWN, known.SKILLS
    if document is not None and found_by_synonyms(query, document):
        return Verdict.KNOWN, known.SYNONYMS
    if document is not None and found_by_folding(query, document):
        return Verdict.KNOWN, known.ACCENTS
    if "/search/" not in case.endpoint and bare_words(query):
        if "/" in query:
            return Verdict.KNOWN, known.SLASHES
        # Of what is excluded, fewer words match.
        if _NEGATION.search(query):
            return Verdict.KNOWN, known.BARE_WORDS
    return Verdict.UNEXPLAINED, ""


def why_fewer(case: Case, fewer: int, lost: set[str], catalogue: Catalogue) -> tuple[Verdict, str]:
    """Why ours are `fewer` of a list that was cut, of which `lost` are known by name; agreed if none are.

    Nobody can tell which the others are: there must not be more of them than there are documents to lack.
    """
    # A course without its restricted runs may only have moved beyond what was recorded.
    fewer -= len([name for name in lost if not (name in catalogue.restricted and name.startswith("course:"))])
    if fewer == 0:
        return Verdict.AGREED, ""
    query = query_of(case)
    if "/search/" not in case.endpoint and bare_words(query):
        if "/" in query:
            return Verdict.KNOWN, known.SLASHES
        if fewer > 0 or _NEGATION.search(query):
            return Verdict.KNOWN, known.BARE_WORDS
    if "/search/all" in case.endpoint and 0 < fewer <= len(catalogue.restricted_courses):
        # A course has no dates, statuses or languages of its restricted runs.
        return Verdict.KNOWN, known.RESTRICTED_RUNS
    if 0 < fewer <= catalogue.spare(case):
        return Verdict.KNOWN, known.PARTNERS
    if "/search/" in case.endpoint and query and lost and fewer > 0:
        # All of those that were recorded bear it out.
        return Verdict.KNOWN, known.SEARCHED_TEXT
    return Verdict.UNEXPLAINED, ""


def query_of(case: Case) -> str:
    return case.parameter("q") or case.parameter("query") or case.parameter("pubq") or ""


def bare_words(query: str) -> list[str]:
    """The words of a raw query that name no field."""
    rest = _OPERATOR.sub(" ", _FIELDED.sub(" ", query))
    return [word for word in rest.split() if word.strip("*?")]
