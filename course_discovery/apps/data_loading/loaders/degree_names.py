"""What the tables of degrees call by name: organizations, types, subjects, levels, languages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import LevelType, Organization, OrganizationMapping, Source, Subject
from course_discovery.apps.data_loading.records import DegreeRecord
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.models import ProgramType

_MESSAGES = {
    "MISSING_ORGANIZATION": "Unable to locate partner organization with key {value} for the degree {slug}.",
    "MISSING_PROGRAM_TYPE": 'Unable to find the program type "{value}" for the degree {slug}',
    "MISSING_SUBJECT_DATA": 'Unable to find the subject "{value}" for the degree {slug}',
    "MISSING_LEVEL_TYPE_DATA": 'Unable to find the level type "{value}" for the degree {slug}',
    "MISSING_LANGUAGE_TAG_DATA": 'Unable to find the language "{value}" for the degree {slug}',
}


@dataclass(frozen=True)
class Named:
    """The rows that a degree names."""

    organization: Organization
    type: ProgramType
    subject: Subject
    level: LevelType
    language: LanguageTag


class DegreeNames:
    """Reads the short lists once, and the organizations of a page with the page."""

    def __init__(self, partner: Partner, product_source: Source) -> None:
        self._partner = partner
        self._source = product_source
        self._types = {each.slug: each for each in ProgramType.objects.order_by("pk")}
        # Names are translated; those of tables are English.
        subjects = Subject.objects.filter(partner=partner, translations__language_code="en")
        self._subjects = _by_name(subjects.values_list("translations__name", "pk"), Subject)
        levels = LevelType.objects.filter(translations__language_code="en")
        self._levels = _by_name(levels.values_list("translations__name_t", "pk"), LevelType)
        self._languages = _by_name(LanguageTag.objects.values_list("name", "pk"), LanguageTag)

    def organizations(self, keys: Collection[str]) -> Mapping[str, Organization]:
        """Return the organizations that the product source, else the partner, knows under these keys."""
        own = {row.key: row for row in Organization.objects.filter(partner=self._partner, key__in=keys)}
        mapped = OrganizationMapping.objects.filter(
            source=self._source, organization_external_key__in=keys, organization__partner=self._partner
        )
        found = own | {row.organization_external_key: row.organization for row in mapped.select_related("organization")}
        return {key: row for key, row in found.items() if key in keys}

    def find(
        self, record: DegreeRecord, organizations: Mapping[str, Organization]
    ) -> tuple[Named | None, list[tuple[str, str]]]:
        """Return what the record names, or None with all of (code, message) that it takes to mend it."""
        found: dict[str, tuple[Any, str]] = {
            "MISSING_ORGANIZATION": (organizations.get(record.organization_key), record.organization_key),
            "MISSING_PROGRAM_TYPE": (self._types.get(type_slug(record.product_type)), record.product_type),
            "MISSING_SUBJECT_DATA": (self._subjects.get(record.subject), record.subject),
            "MISSING_LEVEL_TYPE_DATA": (self._levels.get(record.level), record.level),
            "MISSING_LANGUAGE_TAG_DATA": (self._languages.get(record.language), record.language),
        }
        problems = [
            (code, f"[{code}] {_MESSAGES[code].format(value=value, slug=record.slug)}")
            for code, (row, value) in found.items()
            # A blank cell is reported as missing data.
            if row is None and value
        ]
        if record.missing:
            names = ", ".join(record.missing)
            problems.append(
                (
                    "MISSING_REQUIRED_DATA",
                    f"[MISSING_REQUIRED_DATA] Degree {record.slug} is missing the required data for ingestion. "
                    f'The missing data elements are "{names}"',
                )
            )
        return (None, problems) if problems else (Named(*(row for row, _value in found.values())), [])


def type_slug(name: str) -> str:
    """Return the slug of a program type as tables name it: `Master's` is `masters`."""
    return name.replace("'", "").replace("’", "").lower()


def _by_name(names: Sequence[tuple[str, Any]] | Any, model: Any) -> dict[str, Any]:
    """Rows that hold no more than their key, by name: nothing else of them is needed."""
    return {name: model(pk=pk) for name, pk in names}
