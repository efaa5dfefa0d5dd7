"""Where a course run appears, and why."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from course_discovery.apps.course_metadata.rules import course_run as rules
from course_discovery.apps.course_metadata.rules import listing
from course_discovery.apps.course_metadata.rules.keys import is_deprecated_run_key
from course_discovery.apps.visibility.rules import document, rows
from course_discovery.apps.visibility.rules.document import IndexedFacts
from course_discovery.apps.visibility.rules.rows import Pair
from course_discovery.apps.visibility.rules.verdict import Place, Verdict, verdict

# What the affiliate feed sells.
SOLD_BY_AFFILIATES = ("verified", "professional")


class RunFacts(NamedTuple):
    """What decides about a run. `partner` and `asked` are short codes: whose it is, and whose catalogue is asked.

    `type_is_marketable` is None for a run without a type; `seat_types` has one slug a seat.
    """

    key: str
    pair: Pair
    partner: str | None
    asked: str | None
    status: str
    hidden: bool
    restriction_type: str | None
    type_slug: str | None
    type_is_marketable: bool | None
    retired_types: Collection[str]
    seat_types: tuple[str, ...]
    slug: str
    marketing_url: str | None
    end: datetime | None
    enrollment_start: datetime | None
    enrollment_end: datetime | None
    now: datetime


def published(run: RunFacts) -> Verdict:
    return verdict(
        "status",
        listing.is_published(run.status),
        run.status,
        yes="It is published.",
        no=_what_to_do(run.status),
    )


def _what_to_do(status: str) -> str:
    if rules.in_review(status):
        return "It is in review, and not published yet: the reviewers decide."
    if status == "reviewed":
        return "It is reviewed, and goes public at its go-live date: set that date, or publish it."
    return "It is not published: submit it for review in Publisher, or set its status in admin."


def not_hidden(run: RunFacts) -> Verdict:
    no = "It is hidden. The authoring tool says so (catalog visibility): change it there."
    return verdict("hidden", not run.hidden, run.hidden, yes="It is not hidden.", no=no)


def for_everybody(run: RunFacts) -> Verdict:
    no = f"Only some buyers may take it: lift that, or ask with `include_restricted={run.restriction_type}`."
    shown = listing.is_for_everybody(run.restriction_type)
    return verdict("restriction", shown, run.restriction_type, yes="Everybody may take it.", no=no)


def listed_type(run: RunFacts) -> Verdict:
    """Lists let a run without a type pass."""
    yes = "Its type is marketable." if run.type_slug else "It has no type yet, which lists let pass."
    no = "Runs of its type are not marketed: choose another type, or mark the type as marketable in admin."
    return verdict("type", listing.has_listed_type(run.type_is_marketable), run.type_slug, yes=yes, no=no)


def marketable_type(run: RunFacts) -> Verdict:
    """What a run says of itself (`is_marketable`) wants a type."""
    no = "Runs of its type are not marketed." if run.type_slug else "It has no type: choose one, or load its modes."
    shown = rules.could_be_marketable(bool(run.type_is_marketable), key="", draft=False)
    return verdict("type", shown, run.type_slug, yes="Its type is marketable.", no=no)


def current_key(run: RunFacts) -> Verdict:
    no = "Its key is of the old form Org/Course/Run, whose runs are not marketed."
    return verdict("key", not is_deprecated_run_key(run.key), run.key, yes="Its key is of the form in use.", no=no)


def seats(run: RunFacts) -> Verdict:
    no = "It sells nothing: load its modes or products, or add a seat."
    sold = ", ".join(run.seat_types)
    return verdict("seats", bool(run.seat_types), sold or None, yes="It has seats.", no=no)


def affiliate_seats(run: RunFacts) -> Verdict:
    sold = [slug for slug in run.seat_types if slug in SOLD_BY_AFFILIATES]
    no = f"The feed lists seats of the types {' and '.join(SOLD_BY_AFFILIATES)} only, and it has none."
    return verdict("seats", bool(sold), ", ".join(run.seat_types) or None, yes="It has a seat for the feed.", no=no)


def slug(run: RunFacts) -> Verdict:
    return verdict("slug", bool(run.slug), run.slug, yes="It has a slug.", no="It has no slug: save it once more.")


def marketing_page(run: RunFacts) -> Verdict:
    no = "It has no page: that takes a slug and a marketable type."
    return verdict("marketing_url", bool(run.marketing_url), run.marketing_url, yes="It has a page.", no=no)


def not_over(run: RunFacts) -> Verdict:
    shown = listing.is_not_over(run.end, run.now)
    yes = "It is not over." if run.end else "It has no end."
    return verdict("end", shown, _moment(run.end), yes=yes, no="It is over: change its end in Studio.")


def enrollment_not_over(run: RunFacts) -> Verdict:
    shown = listing.enrollment_is_not_over(run.enrollment_end, run.now)
    yes = "Enrollment is not over." if run.enrollment_end else "Enrollment has no end."
    no = "Enrollment is over: change its end in Studio."
    return verdict("enrollment_end", shown, _moment(run.enrollment_end), yes=yes, no=no)


def enrollment_begun(run: RunFacts) -> Verdict:
    shown = listing.enrollment_has_begun(run.enrollment_start, run.now)
    yes = "Enrollment has begun." if run.enrollment_start else "Enrollment has no start, which counts as begun."
    no = "Enrollment has not begun: wait, or change its start in Studio."
    return verdict("enrollment_start", shown, _moment(run.enrollment_start), yes=yes, no=no)


def marketable(run: RunFacts) -> tuple[Verdict, ...]:
    """What the filter `marketable` asks of a run, and with it catalogs, files and feeds."""
    return (rows.official(run.pair), published(run), listed_type(run), seats(run), slug(run))


def active(run: RunFacts) -> tuple[Verdict, ...]:
    return (not_over(run), enrollment_not_over(run))


def on_offer(run: RunFacts) -> tuple[Verdict, ...]:
    """What makes a course available: one such run."""
    return (*marketable(run), not_over(run), enrollment_not_over(run), enrollment_begun(run))


def on_sale(run: RunFacts) -> tuple[Verdict, ...]:
    """What the CSV file of a catalog lists."""
    return (*marketable(run), *active(run), for_everybody(run))


def in_course(run: RunFacts) -> tuple[Verdict, ...]:
    """What makes the answer of a course show the run."""
    return (rows.official(run.pair), for_everybody(run), not_hidden(run))


def places(run: RunFacts, course_in_use: Verdict, indexed: IndexedFacts) -> list[Place]:
    """Where the run appears. `course_in_use`: whether the type of its course is."""
    in_list = (
        rows.official(run.pair),
        rows.partner(run.partner, run.asked),
        rows.type_in_use(run.type_slug, run.retired_types, "RETIRED_RUN_TYPES"),
        for_everybody(run),
    )
    at_course = (*in_course(run), rows.partner(run.partner, run.asked), course_in_use)
    own = (*marketable(run)[:2], marketable_type(run), current_key(run), seats(run), marketing_page(run))
    everybody = document.for_everybody(indexed)
    public = (document.published(indexed), document.not_hidden(indexed))
    return [
        Place("list", "/api/v1/course_runs/", in_list),
        Place("marketable", "/api/v1/course_runs/?marketable=1", _each((*in_list, *marketable(run)))),
        Place("active", "/api/v1/course_runs/?active=1", (*in_list, *active(run))),
        Place("unhidden", "/api/v1/course_runs/?hidden=0", (*in_list, not_hidden(run))),
        Place("course", "/api/v1/courses/: course_runs", at_course),
        Place("marketing", "/api/v1/course_runs/: is_marketable", own),
        document.place(indexed, run.asked, "search", "/api/v1/search/all/", everybody),
        document.place(indexed, run.asked, "search_facets", "/api/v1/search/all/facets/", everybody, *public),
        document.place(indexed, run.asked, "typeahead", "/api/v1/search/typeahead", everybody, *public),
    ]


def _each(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Each verdict once."""
    return tuple(dict.fromkeys(verdicts))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
