"""What holds for courses, course runs and programs alike."""

from collections.abc import Collection
from typing import NamedTuple

from course_discovery.apps.course_metadata.rules import listing
from course_discovery.apps.visibility.rules.verdict import Verdict, verdict


class Pair(NamedTuple):
    """Which rows of a draft pair there are; `draft_status` is that of a draft run."""

    has_official: bool
    has_draft: bool = False
    draft_status: str | None = None


def official(pair: Pair) -> Verdict:
    """Everybody but editors reads the official row."""
    if not pair.has_official:
        status = f" Its status is {pair.draft_status}." if pair.draft_status else ""
        reason = f"There is only a draft, which editors alone see. It becomes official when it is reviewed.{status}"
        return Verdict("official", False, "draft", reason)
    if not pair.has_draft:
        return Verdict("official", True, "official", "There is an official row.")
    status = f" (status {pair.draft_status})" if pair.draft_status else ""
    reason = f"There is an official row. Changes of the draft{status} appear once they are made official."
    return Verdict("official", True, "official and draft", reason)


def partner(own: str | None, asked: str | None) -> Verdict:
    """A host shows the catalogue of one partner; both are short codes. The comparison ignores case."""
    shown = own is not None and asked is not None and own.lower() == asked.lower()
    if own is None:
        no = "It belongs to no partner: choose one."
    elif asked is None:
        no = "This host belongs to no partner: set the partner's site, or DEFAULT_PARTNER_ID."
    else:
        no = f"It belongs to partner {own}, and the catalogue asked is that of {asked}: ask at the site of {own}."
    return verdict("partner", shown, own, yes="It belongs to the partner whose catalogue is asked.", no=no)


def type_in_use(slug: str | None, retired: Collection[str], setting: str) -> Verdict:
    return verdict(
        "retired_type",
        listing.is_in_use(slug, retired),
        slug,
        yes="Its type is in use." if slug else "It has no type, which does not count as a retired one.",
        no=f"Its type is retired: the setting {setting} names it.",
    )
