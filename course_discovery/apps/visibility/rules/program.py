"""Where a program appears, and why."""

from typing import NamedTuple

from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.rules import listing
from course_discovery.apps.visibility.rules import document, rows
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.verdict import Place, Verdict, verdict

EXAMPLES = 5


class ProgramFacts(NamedTuple):
    """What decides about a program. `partner` and `asked` are short codes: whose it is, and whose catalogue is asked.

    `untyped_runs`: keys of the runs of its courses that have no type.
    """

    status: str
    hidden: bool
    marketing_slug: str
    type_slug: str | None
    partner: str | None
    asked: str | None
    courses: int
    untyped_runs: tuple[str, ...]


def active(program: ProgramFacts) -> Verdict:
    no = "It is not active: set its status in admin."
    shown = program.status == ProgramStatus.Active
    return verdict("status", shown, program.status, yes="It is active.", no=no)


def cached(status: str) -> Verdict:
    """An LMS asks for active and for retired programs."""
    no = "Platforms ask for active and retired programs only: set its status in admin."
    return verdict("status", listing.is_cached(status), status, yes="Platforms ask for programs of this status.", no=no)


def page(program: ProgramFacts) -> Verdict:
    no = "It has no page: give it a marketing slug."
    return verdict("marketing_slug", bool(program.marketing_slug), program.marketing_slug, yes="It has a page.", no=no)


def not_hidden(program: ProgramFacts) -> Verdict:
    no = "It is hidden: untick that in admin."
    return verdict("hidden", not program.hidden, program.hidden, yes="It is not hidden.", no=no)


def type_in_feeds(program: ProgramFacts) -> Verdict:
    no = "Programs of its type are not in feeds." if program.type_slug else "It has no type: choose one."
    shown = listing.is_in_feeds(program.type_slug)
    return verdict("type", shown, program.type_slug, yes="Programs of its type are in feeds.", no=no)


def typed_runs(program: ProgramFacts) -> Verdict:
    """Keeps the program from nothing: but an LMS never counts it as completed."""
    if not program.untyped_runs:
        return Verdict("typed_runs", True, 0, "Every run of its courses has a type.")
    named = ", ".join(program.untyped_runs[:EXAMPLES]) + (", ..." if len(program.untyped_runs) > EXAMPLES else "")
    reason = f"Runs without a type count as never completed in an LMS: load their modes, or choose a type: {named}."
    return Verdict("typed_runs", True, len(program.untyped_runs), reason, warning=True)


def with_courses(program: ProgramFacts) -> Verdict:
    """Likewise."""
    reason = "It has courses." if program.courses else "It is shown, but empty: choose its courses in admin."
    return Verdict("courses", True, program.courses, reason, warning=not program.courses)


def places(program: ProgramFacts, indexed: IndexedFacts) -> list[Place]:
    own = rows.partner(program.partner, program.asked)
    suggested = (document.active(indexed), document.not_hidden(indexed))
    counted = (document.published(indexed), document.not_hidden(indexed))
    platforms = (own, cached(program.status), with_courses(program), typed_runs(program))
    return [
        Place("list", "/api/v1/programs/", (own,)),
        Place("marketable", "/api/v1/programs/?marketable=1", (own, active(program), page(program))),
        Place("unhidden", "/api/v1/programs/?hidden=0", (own, not_hidden(program))),
        Place("platforms", "/api/v1/programs/?status=active&status=retired", platforms),
        document.place(indexed, program.asked, "search", "/api/v1/search/all/"),
        document.place(indexed, program.asked, "search_facets", "/api/v1/search/all/facets/", *counted),
        document.place(indexed, program.asked, "typeahead", "/api/v1/search/typeahead", *suggested),
    ]
