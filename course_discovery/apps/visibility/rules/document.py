"""What the search index holds of an object; the engine decides by that, not by the database."""

from typing import NamedTuple

from course_discovery.apps.course_metadata.rules import listing
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.search.document_states import (
    ABSENT,
    AGED,
    EXTRA,
    FRESH,
    MISSING,
    NO_INDEX,
    STALE,
    UNAVAILABLE,
)
from course_discovery.apps.visibility.rules import rows
from course_discovery.apps.visibility.rules.verdict import Place, Verdict, verdict

REPAIR = "`manage.py verify_index --repair` mends that."
_OUTCOMES: dict[str, tuple[bool | None, str]] = {
    FRESH: (True, "The index has what the database says."),
    AGED: (True, "The index has it, as of some time ago: `manage.py refresh_aged_documents` keeps up with the clock."),
    STALE: (True, f"The index has an older state, and search answers by that. {REPAIR}"),
    EXTRA: (True, f"The index has it, although it must not be found. {REPAIR}"),
    MISSING: (False, f"The index lacks it, although it should be found. {REPAIR}"),
    ABSENT: (False, "It is not indexed: only official rows are, of types in use, and runs only of a marketable type."),
    NO_INDEX: (False, "There is no index for it yet: `manage.py update_index` makes one."),
    UNAVAILABLE: (None, "The search engine does not answer, so that nothing can be said: see `/health/ready/`."),
}


class IndexedFacts(NamedTuple):
    """The state of a document (see search.document_states) and those of its values that decide; None without one.

    `differing` names the fields that are not as the database says.
    """

    state: str
    differing: tuple[str, ...] = ()
    partner: str | None = None
    published: bool | None = None
    hidden: bool | None = None
    status: str | None = None
    restriction_type: str | None = None

    @property
    def is_there(self) -> bool:
        return self.state in (FRESH, AGED, STALE, EXTRA)


def indexed(facts: IndexedFacts) -> Verdict:
    shown, reason = _OUTCOMES[facts.state]
    value = f"{facts.state}: {', '.join(facts.differing)}" if facts.differing else facts.state
    return Verdict("index", shown, value, reason, warning=facts.state in (STALE, EXTRA))


def published(facts: IndexedFacts) -> Verdict:
    return verdict(
        "indexed_status",
        facts.published is True,
        facts.published,
        yes="The index says that it is published.",
        no="The index says that it is not published: publish it.",
    )


def active(facts: IndexedFacts) -> Verdict:
    return verdict(
        "indexed_status",
        facts.status == ProgramStatus.Active,
        facts.status,
        yes="The index says that the program is active.",
        no="The index says that the program is not active: set its status.",
    )


def not_hidden(facts: IndexedFacts) -> Verdict:
    return verdict(
        "indexed_hidden",
        facts.hidden is not True,
        facts.hidden,
        yes="The index says that it is not hidden.",
        no="The index says that it is hidden.",
    )


def for_everybody(facts: IndexedFacts) -> Verdict:
    return verdict(
        "indexed_restriction",
        listing.is_for_everybody(facts.restriction_type),
        facts.restriction_type,
        yes="The index knows of no restriction.",
        no=f"Only {facts.restriction_type} may take it: ask with `include_restricted={facts.restriction_type}`.",
    )


def place(facts: IndexedFacts, asked: str | None, name: str, address: str, *more: Verdict) -> Place:
    """A place that answers from the index of the partner `asked`; without a document there is nothing more to say."""
    if not facts.is_there:
        return Place(name, address, (indexed(facts),))
    return Place(name, address, (indexed(facts), rows.partner(facts.partner, asked), *more))
