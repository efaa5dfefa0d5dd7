"""The invented people who teach the demo courses."""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from course_discovery.sandbox.organizations import ORGANIZATIONS
from course_discovery.sandbox.pictures import color_of
from course_discovery.sandbox.subjects import SUBJECTS

PEOPLE_PER_ORGANIZATION = 3

_GIVEN = (
    "Amara", "Bruno", "Célia", "Dimitri", "Eleni", "Farid", "Greta", "Hamza", "Inés", "Jonas", "Keiko", "Lucía",
    "Mateo", "Nadia", "Oluwaseun", "Priya", "Quentin", "Rania", "Søren", "Tomás", "Ulrike", "Vikram", "Wanjiru",
    "Ximena", "Yusuf", "Zofia", "Anneke", "Björn", "Chiara", "Dalia", "Emre", "Fleur", "Goran", "Hanneke", "Isolde",
    "Jürgen",
)  # fmt: skip
_FAMILY = (
    "Abernathy", "Brandvold", "Castellanos", "Dufresnoy", "Eriksdotter", "Fontanarrosa", "Gupta-Reyes", "Hakimi",
    "Ilunga", "Jankowiak", "Kowalczuk", "Lindqvist", "Mbatha", "Nakagawa", "O'Rahilly", "Petrossian", "Quispe",
    "Rautenbach", "Sørlund", "Tavares", "Uyanik", "Vandenbroek", "Weissenfels", "Yamauchi", "Zubiri", "Achterberg",
    "Bellweather", "Çelikkol", "Drăgulescu", "Étienne", "Fairweather-Osei",
)  # fmt: skip
_TITLES = (
    "Professor of {}",
    "Lecturer in {}",
    "Senior Fellow, {}",
    "Course Director, {}",
    "Practitioner in Residence, {}",
)
_BIOS = (
    "{name} teaches {field} and answers questions faster than e-mail deserves.",
    "{name} came to {field} late, by way of a bakery, and has taught it ever since.",
    "{name} has spent twenty years on {field} and still keeps a list of open questions.",
    "Before joining, {name} worked on {field} outside universities.",
)


@dataclass(frozen=True)
class Person:
    """A member of a course team; ``slug`` is unique."""

    slug: str
    given_name: str
    family_name: str
    bio: str
    position: str
    organization_key: str
    salutation: str = ""
    major_works: str = ""
    # Type (facebook, twitter, blog, others) and address.
    networks: tuple[tuple[str, str], ...] = ()
    expertise: tuple[str, ...] = ()
    # Of the portrait, as #rrggbb; none without one.
    color: str = ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ø", "o")).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def people(seed: int) -> list[Person]:
    """``PEOPLE_PER_ORGANIZATION`` people for each organization, in the order of ``ORGANIZATIONS``."""
    rng = Random(f"{seed}/people")
    names = [(given, family) for given in _GIVEN for family in _FAMILY]
    chosen = rng.sample(names, len(ORGANIZATIONS) * PEOPLE_PER_ORGANIZATION)
    found = []
    for number, (given, family) in enumerate(chosen):
        field = rng.choice(SUBJECTS).name
        bio = "" if number % 20 == 19 else f"<p>{rng.choice(_BIOS).format(name=given, field=field.lower())}</p>"
        found.append(
            Person(
                slug=_slug(f"{given} {family}"),
                given_name=given,
                family_name=family,
                bio=bio,
                position=rng.choice(_TITLES).format(field),
                organization_key=ORGANIZATIONS[number // PEOPLE_PER_ORGANIZATION].key,
                **_more(number, _slug(f"{given} {family}"), field),
            )
        )
    return found


def _more(number: int, slug: str, field: str) -> dict[str, Any]:
    """What every third person tells besides."""
    if number % 3:
        return {}
    return {
        "salutation": "Dr.",
        "major_works": f"<p>A Short Guide to {field}</p>",
        "networks": (("twitter", f"https://twitter.example/{slug}"), ("blog", f"https://blog.example/{slug}")),
        "expertise": (field,),
        "color": color_of(slug),
    }
