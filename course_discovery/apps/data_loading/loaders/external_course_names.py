"""What tables of courses call by name: organizations, types, subjects, levels, languages, people, collaborators."""

import logging
from collections.abc import Iterable
from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    Collaborator,
    CourseRunType,
    CourseType,
    LevelType,
    Organization,
    Person,
    Subject,
)
from course_discovery.apps.data_loading.rules.cell_values import parts
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.models import ProgramType

logger = logging.getLogger(__name__)

PROGRAM_TYPES = frozenset(
    ("xseries", "micromasters", "professional-certificate", "professional-program-wl", "masters")
    + ("bachelors", "doctorate", "license", "certificate", "microbachelors")
)


class CourseNames:
    """The lists are read once, when the load begins. Names are compared without case, keys exactly."""

    def __init__(self, partner: Partner) -> None:
        self._partner = partner
        self._organizations = {row.key: row for row in Organization.objects.filter(partner=partner)}
        course_types = CourseType.objects.order_by("-pk").prefetch_related("entitlement_types", "course_run_types")
        self._course_types = _by_name((row.name, row) for row in course_types)
        run_types = CourseRunType.objects.order_by("-pk").prefetch_related("tracks__seat_type")
        self._run_types = _by_name((row.name, row) for row in run_types)
        subjects = Subject.objects.filter(partner=partner).in_bulk()
        english = Subject.objects.filter(pk__in=subjects, translations__language_code="en").order_by("-pk")
        self._subjects = _by_name((name, subjects[pk]) for name, pk in english.values_list("translations__name", "pk"))
        levels = LevelType.objects.in_bulk()
        translated = LevelType.objects.order_by("-pk").values_list("translations__name_t", "name", "pk")
        self._levels = _by_name(
            (name, levels[pk]) for in_language, own, pk in translated for name in (in_language, own) if name
        )
        languages = list(LanguageTag.objects.order_by("-pk"))
        self._languages = _by_name([*((row.name, row) for row in languages), *((row.code, row) for row in languages)])
        known = ProgramType.objects.filter(slug__in=PROGRAM_TYPES)
        self._program_types = {row.slug: row for row in known}

    def organization(self, key: str | None) -> Organization | None:
        return self._organizations.get(key or "")

    def course_type(self, name: str | None) -> CourseType | None:
        return self._course_types.get((name or "").lower())

    def run_type(self, name: str | None) -> CourseRunType | None:
        return self._run_types.get((name or "").lower())

    def program_type(self, slug: str | None) -> ProgramType | None:
        return self._program_types.get(slug or "")

    def level(self, name: str) -> LevelType:
        """Raises ValueError."""
        if level := self._levels.get(name.lower()):
            return level
        raise ValueError(f"course_level: there is no level {name}")

    def subjects(self, names: Iterable[str | None]) -> list[Subject]:
        """Return those that are named, in order and each once. Raises ValueError."""
        found: dict[str, Subject] = {}
        for name in filter(None, names):
            subject = self._subjects.get(name.lower())
            if subject is None:
                raise ValueError(f"Unable to locate subject {name} in the database. Skipping subject association")
            found[name.lower()] = subject
        return list(found.values())

    def languages(self, cell: str | None) -> list[LanguageTag]:
        """Read a list of names or codes. Raises ValueError."""
        found = {}
        for name in parts(cell):
            language = self._languages.get(name.lower())
            if language is None:
                raise ValueError(
                    f"Language {name} from provided string {cell} is either missing or an invalid ietf language"
                )
            found[language.pk] = language
        return list(found.values())

    def collaborators(self, cell: str | None) -> list[Collaborator]:
        """Return the collaborators of a list of names; those that nobody knows yet are made."""
        names = parts(cell)
        known = {row.name: row for row in Collaborator.objects.filter(name__in=names).order_by("-pk")} if names else {}
        for name in names:
            if name not in known:
                known[name] = Collaborator.objects.create(name=name)
                logger.info("A new collaborator '%s' has been created", name)
        return [known[name] for name in names]

    def staff(self, cell: str | None, run_key: str) -> list[Person]:
        """Return the people of a list of given names; those that nobody knows yet are made."""
        names = parts(cell)
        people = Person.objects.filter(partner=self._partner, given_name__in=names).order_by("-pk")
        known = {row.given_name: row for row in people} if names else {}
        for name in names:
            if name not in known:
                known[name] = Person.objects.create(partner=self._partner, given_name=name)
                logger.info("Staff with name %s has been created for course run %s", name, run_key)
        return [known[name] for name in names]


def _by_name(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Of several rows of one name the last counts."""
    return {name.lower(): row for name, row in rows}
