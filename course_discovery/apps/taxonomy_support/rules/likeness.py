"""Which courses are like which: by the skills they teach and the subjects they belong to."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Traits:
    """What a course is compared by. `organizations`: its authors, among whose courses it is compared once more."""

    partner: Hashable
    skills: frozenset[str] = frozenset()
    subjects: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    enrollment_count: int = 0

    @property
    def is_comparable(self) -> bool:
        return bool(self.skills or self.subjects)


class Likeness(NamedTuple):
    """How much another course (by its id) is like one: lengths count what both have, ratios divide it by the union."""

    course: int
    skills_ratio: float
    skills_length: int
    subjects_ratio: float
    subjects_length: int


class Likenesses:
    """Finds the courses that are like one. What all of them share is counted at once, in arrays over the courses."""

    def __init__(self, courses: Mapping[int, Traits]) -> None:
        self.courses = courses
        traits = list(courses.values())
        self._place = {pk: place for place, pk in enumerate(courses)}
        self._pks = np.fromiter(courses, int, len(courses))
        self._learners = np.array([one.enrollment_count for one in traits], int)
        self._skills = _Holders((one.partner, one.skills) for one in traits)
        self._subjects = _Holders((one.partner, one.subjects) for one in traits)
        self._organizations = _Holders((one.partner, one.organizations) for one in traits)

    def of(self, course: int, at_most: int) -> list[Likeness]:
        """Return the courses of the same partner that share a skill or a subject with the course, the most alike first.

        Up to `at_most` of all, and as many of its organizations; each once. Of equals the one with more learners comes
        first, then the one with the smaller id.
        """
        traits = self.courses[course]
        skills = self._skills.sharing(traits.partner, traits.skills)
        subjects = self._subjects.sharing(traits.partner, traits.subjects)
        found = np.flatnonzero(skills + subjects)
        found = found[found != self._place[course]]
        skills, subjects = skills[found], subjects[found]
        skills_ratio = _ratio(skills, len(traits.skills) + self._skills.sizes[found])
        subjects_ratio = _ratio(subjects, len(traits.subjects) + self._subjects.sizes[found])
        # The last key sorts first.
        order = np.lexsort(
            (self._pks[found], -self._learners[found], -subjects, -subjects_ratio, -skills, -skills_ratio)
        )
        is_related = self._organizations.sharing(traits.partner, traits.organizations)[found[order]] > 0
        chosen = np.union1d(np.arange(len(order))[:at_most], np.flatnonzero(is_related)[:at_most])
        return [
            Likeness(
                int(self._pks[found[row]]),
                float(skills_ratio[row]),
                int(skills[row]),
                float(subjects_ratio[row]),
                int(subjects[row]),
            )
            for row in order[chosen]
        ]


class _Holders:
    """Which courses, by their place in the catalogue, have a feature; how many each has."""

    def __init__(self, rows: Iterable[tuple[Hashable, Collection[Any]]]) -> None:
        places: dict[tuple[Hashable, Any], list[int]] = defaultdict(list)
        sizes = []
        for place, (partner, features) in enumerate(rows):
            sizes.append(len(features))
            for feature in features:
                places[partner, feature].append(place)
        self.sizes = np.array(sizes, int)
        self._places = {feature: np.array(found, int) for feature, found in places.items()}

    def sharing(self, partner: Hashable, features: Collection[Any]) -> Array:
        """Return for each course how many of these features it has."""
        places = [self._places[partner, feature] for feature in features]
        found = np.concatenate(places) if places else np.array([], int)
        return np.bincount(found, minlength=len(self.sizes))


def _ratio(shared: Array, in_both: Array) -> Array:
    """Divide by the size of the union; what shares nothing has none."""
    return np.divide(shared, in_both - shared, out=np.zeros(len(shared)), where=shared > 0)
