"""What the demo catalogue decides about each course before any row is written: who, what, when and for how much."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from uuid import NAMESPACE_URL, uuid5

from course_discovery.sandbox.oddities import ODDITY_AT
from course_discovery.sandbox.organizations import ORGANIZATIONS, Organization
from course_discovery.sandbox.outlines import BLOCK_COURSES, LANGUAGES, OUTLINES, Outline
from course_discovery.sandbox.pictures import color_of
from course_discovery.sandbox.subjects import SUBJECTS
from course_discovery.sandbox.texts import short_description
from course_discovery.sandbox.titles import Heading, heading

_CODES = {subject.slug: subject.code for subject in SUBJECTS}
_BY_KEY = {organization.key: organization for organization in ORGANIZATIONS}
_AT_HOME_IN = {
    "es": ("RiosecoX",),
    "fr": ("VallombreuseX",),
    "de": ("SteinbrueckeX",),
    "pt": ("SerraClaraX",),
    "it": ("MontefioritoX",),
    "zh": ("HanwanX", "AuroralisX"),
    "ar": ("NourWadiX",),
}
_PRICES = {
    "professional": (295, 450, 640, 995, 1495, 2250),
    "credit": (49, 99, 149, 199),
    "other": (29, 49, 49, 79, 99, 99, 149, 199, 249),
}


@dataclass(frozen=True)
class CoursePlan:
    """One course. Equal seed, index, number of runs and month of ``today`` give equal plans."""

    seed: int
    index: int
    run_count: int
    today: date

    def rng(self, purpose: str) -> Random:
        """Chance of its own for each purpose, so that a change of one part leaves the others alone."""
        return Random(f"{self.seed}/{self.index}/{purpose}")

    @property
    def outline(self) -> Outline:
        """What its place in the block fixes."""
        return OUTLINES[self.index % BLOCK_COURSES]

    @property
    def oddity(self) -> str | None:
        """Name of its oddity, if it has one."""
        oddity = ODDITY_AT.get(self.index % BLOCK_COURSES)
        # A custom course is made from an earlier run; a catalogue with fewer runs may have cut that one.
        return None if oddity == "ccx" and self.run_count < 2 else oddity

    @cached_property
    def heading(self) -> Heading:
        """Title, level, subject and topic."""
        language = self.outline.language
        number = self.index // BLOCK_COURSES * LANGUAGES[language] + self.outline.language_rank
        return heading(self.seed, language, number)

    @cached_property
    def organization(self) -> Organization:
        """One that teaches the subject, or everything; the former more often."""
        rng = self.rng("organization")
        if self.outline.language in _AT_HOME_IN:
            return _BY_KEY[rng.choice(_AT_HOME_IN[self.outline.language])]
        fitting = [one for one in ORGANIZATIONS if not one.subjects or self.heading.subject in one.subjects]
        return rng.choices(fitting, weights=[8 if one.subjects else 2 for one in fitting])[0]

    @cached_property
    def number(self) -> str:
        """The number part of the course key, unique in the catalogue."""
        ending = self.rng("number").choice(("x", "x", "x", ".1x", ".2x", ""))
        return f"{_CODES[self.heading.subject]}{101 + self.index}{ending}"

    @property
    def key(self) -> str:
        """The course key, ``{org}+{number}``."""
        return f"{self.organization.key}+{self.number}"

    @property
    def uuid(self) -> str:
        """The uuid that e-commerce knows the course by: uuid5 of NAMESPACE_URL and the course key."""
        return str(uuid5(NAMESPACE_URL, self.key))

    @cached_property
    def short_description(self) -> str:
        """One to three sentences."""
        return short_description(self.rng("short description"), self.outline.language, self.heading)

    @cached_property
    def price(self) -> int:
        """Whole US dollars of its main seat."""
        return self.rng("price").choice(_PRICES.get(self.outline.kind, _PRICES["other"]))

    @cached_property
    def hours_a_week(self) -> tuple[int, int]:
        """Least and greatest effort."""
        least = self.rng("effort").randint(1, 6)
        return least, least + self.rng("effort span").randint(1, 5)

    @cached_property
    def weeks(self) -> int:
        """How long it takes."""
        return self.rng("weeks").randint(3, 14)

    @property
    def image_color(self) -> str:
        """Background of its picture, as ``#rrggbb``."""
        return color_of(self.key)
