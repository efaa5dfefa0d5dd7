"""Slugs: how they are made of a text, and how they are kept apart from those already taken."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from text_unidecode import unidecode

ATTEMPTS = 100


class SettledSlug(str):
    """A slug that was made unique already; a slug field that makes its own on create keeps it as it is."""


class SlugsExhausted(ValueError):
    """Every numbered form of a slug is taken."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"max slug attempts for {slug} exceeded ({ATTEMPTS})")


def slugify(*texts: object, max_length: int | None = None, keep: str = "") -> str:
    """Return the texts as one ASCII slug: lower case, joined by `-`, with a `-` for every run of other characters.

    `keep` names characters besides letters, digits and `-` that stay, such as `/`. The result may be empty.
    """
    # A plain apostrophe parts words ("cs50-s"), a typographic one does not ("insiders"): stored slugs are like that.
    joined = "-".join(unidecode(str(text).replace("'", "-")).replace("'", "") for text in texts if text)
    slug = re.sub(f"[^a-z0-9{re.escape(keep)}]+", "-", joined.lower()).strip("-")
    return slug[:max_length].rstrip("-") if max_length else slug


def candidates(stem: str, max_length: int) -> Iterator[str]:
    """Yield the forms of a slug in the order they are tried: the stem (unless empty), then `-2` to `-100`."""
    if stem:
        yield stem
    for number in range(2, ATTEMPTS + 1):
        suffix = f"-{number}"
        yield stem[: max_length - len(suffix)].rstrip("-") + suffix


def unique_slugs(
    stems: Sequence[str], taken_among: Callable[[Collection[str]], Collection[str]], max_length: int
) -> list[SettledSlug]:
    """Return one free slug a stem, in order, different from each other too.

    `taken_among` gets slugs and answers which of them are in use. It is asked once for the stems, and once more for
    all numbered forms of those that collide. Raises SlugsExhausted.
    """
    used = set(taken_among({stem for stem in stems if stem}))
    seen: set[str] = set()
    crowded: set[str] = set()
    for stem in stems:
        if not stem or stem in used or stem in seen:
            crowded.add(stem)
        seen.add(stem)
    if crowded:
        used |= set(taken_among({slug for stem in crowded for slug in candidates(stem, max_length)}))

    # A stem of the batch must not lose its plain form to a numbered form of another stem.
    reserved = {stem for stem in stems if stem and stem not in used}
    chosen: list[SettledSlug] = []
    for stem in stems:
        for slug in candidates(stem, max_length):
            if slug not in used and (slug == stem or slug not in reserved):
                used.add(slug)
                chosen.append(SettledSlug(slug))
                break
        else:
            raise SlugsExhausted(stem)
    return chosen
