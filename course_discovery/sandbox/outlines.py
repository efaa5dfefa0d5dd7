"""How the demo catalogue is mixed: exact shares of kinds, ages, run counts and languages in every block of 300 courses.

The mixture depends on a course's place in its block alone, neither on the seed nor on the size of the catalogue, so
that tests may count on it and the first courses stay the same when a catalogue grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")

BLOCK_COURSES = 300
BLOCK_RUNS = 720

# What a course sells: the names of course types, "credit" standing for credit-verified-audit; "none" has no products.
KINDS = {
    "verified-audit": 176,
    "audit": 36,
    "professional": 24,
    "credit": 18,
    "honor": 10,
    "verified-honor": 10,
    "verified": 8,
    "none": 18,
}
# Where the newest run of a course stands today.
AGES = {"current": 150, "archived": 60, "starting_soon": 45, "upcoming": 45}
RUN_COUNTS = {1: 76, 2: 98, 3: 72, 4: 38, 5: 16}
LANGUAGES = {"en": 240, "es": 18, "fr": 10, "de": 7, "pt": 7, "it": 4, "zh": 8, "ar": 6}


@dataclass(frozen=True)
class Outline:
    """What is fixed about the course at one place of a block; ``language_rank`` counts its language there, from 0."""

    kind: str
    age: str
    run_count: int
    language: str
    language_rank: int


def _spread(purpose: str, shares: Mapping[T, int]) -> list[T]:
    values = [value for value, share in shares.items() for _ in range(share)]
    if len(values) != BLOCK_COURSES:
        raise ValueError(f"shares of {purpose} add up to {len(values)}, not {BLOCK_COURSES}")
    Random(f"outlines/{purpose}").shuffle(values)
    return values


def _outlines() -> tuple[Outline, ...]:
    ranks = dict.fromkeys(LANGUAGES, 0)
    outlines = []
    for kind, age, run_count, language in zip(
        _spread("kinds", KINDS),
        _spread("ages", AGES),
        _spread("run counts", RUN_COUNTS),
        _spread("languages", LANGUAGES),
        strict=True,
    ):
        outlines.append(Outline(kind, age, run_count, language, ranks[language]))
        ranks[language] += 1
    return tuple(outlines)


OUTLINES = _outlines()


def run_counts(courses: int, runs: int) -> list[int]:
    """How many runs each of ``courses`` courses has, ``runs`` in all.

    Every course has the number its outline gives; what is missing or too much is made up at the last courses, down to
    one run each. Raises ValueError when there are fewer runs than courses, or none to add them to.
    """
    if courses < 0 or runs < courses or (courses == 0 and runs > 0):
        raise ValueError(f"{courses} courses cannot have {runs} runs: each has at least one")
    counts = [OUTLINES[index % BLOCK_COURSES].run_count for index in range(courses)]
    difference = runs - sum(counts)
    for index in reversed(range(courses)):
        if difference >= 0:
            break
        removed = min(counts[index] - 1, -difference)
        counts[index] -= removed
        difference += removed
    while difference > 0:
        # One more for as many of the last courses as are needed; all of them, again and again, when much is missing.
        for index in range(courses - 1, max(courses - 1 - difference, -1), -1):
            counts[index] += 1
            difference -= 1
    return counts
