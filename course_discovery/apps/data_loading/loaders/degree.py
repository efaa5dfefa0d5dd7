"""Degrees of a product source, and what belongs to them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model, Q
from django.utils.html import format_html, format_html_join

from course_discovery.apps.course_metadata.models import Source
from course_discovery.apps.data_loading.loaders.base import Listing, Loader
from course_discovery.apps.data_loading.loaders.degree_names import DegreeNames, Named
from course_discovery.apps.data_loading.loaders.members import Members, Relation, read_members
from course_discovery.apps.data_loading.loaders.pictures import differs, store_after_commit
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.outcome import CREATED, UPDATED, Outcome
from course_discovery.apps.data_loading.records import DegreeRecord, RowNote
from course_discovery.apps.programs.models import (
    Curriculum,
    Degree,
    DegreeAdditionalMetadata,
    Program,
    Specialization,
)
from course_discovery.apps.programs.rules import marketing
from course_discovery.apps.programs.services.marketing_slugs import assign_marketing_slug
from course_discovery.apps.programs.services.program_defaults import mark_restricted
from course_discovery.integrations.pictures import Picture

logger = logging.getLogger(__name__)

AUTHORS = Relation(Program.authoring_organizations)
SPECIALIZATIONS = Relation(Degree.specializations)
_TITLES = {"create": "DEGREE_CREATE_ERROR", "update": "DEGREE_UPDATE_ERROR"}


@dataclass
class _Stored:
    """What the database has of the degrees of a page."""

    metadata: Mapping[str, DegreeAdditionalMetadata]
    authors: Members
    specializations: Mapping[int, list[str]]
    curricula: Mapping[int, Curriculum]


@dataclass
class _Plan:
    """A degree as it is to be; None stands for what stays as it is."""

    record: DegreeRecord
    degree: Degree
    metadata: DegreeAdditionalMetadata
    author: int | None = None
    specializations: tuple[str, ...] | None = None
    curriculum: Curriculum | None = None
    is_to_be_restricted: bool = False
    pictures: dict[str, Picture] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.degree._state.adding

    @property
    def changes_something(self) -> bool:
        # A slug without directory is still to be settled.
        return (
            self.is_new
            or self.degree.has_changed
            or self.metadata.has_changed
            or self.author is not None
            or self.specializations is not None
            or self.curriculum is not None
            or not marketing.is_subdirectory_slug(self.degree.marketing_slug)
            or self.is_to_be_restricted
        )


class DegreeLoader(Loader[DegreeRecord]):
    """Creates and updates degrees, which partner and product source know by their external identifier. None is ever
    taken away. A degree of the partner without product source counts as one of the source.

    Degrees are few, and much follows from each that changes, so these are saved one by one. What is there already is
    read for a page at once, and an unchanged degree writes nothing.
    """

    def __init__(self, reference: Reference, product_source: Source) -> None:
        super().__init__(reference)
        self._source = product_source
        self._names = DegreeNames(reference.partner, product_source)
        self._restricted_types = frozenset(product_source.ofac_restricted_program_types.values_list("pk", flat=True))
        self._listed: dict[str, DegreeRecord] = {}
        logger.info("Initiating Degree CSV data loader flow.")

    def load(self, records: Sequence[DegreeRecord]) -> Outcome:
        outcome = Outcome()
        organizations = self._names.organizations({record.organization_key for record in records} - {""})
        named: dict[str, tuple[DegreeRecord, Named]] = {}
        for record in records:
            rows, problems = self._names.find(record, organizations)
            if rows is None:
                _fail(outcome, record, problems)
            elif record.identifier in named or self._listed.setdefault(record.identifier, record) != record:
                reason = f"identifier {record.identifier} stands in the table more than once"
                _fail(outcome, record, [_error(record, "update", reason)])
            else:
                named[record.identifier] = record, rows
        stored = self._read(list(named))
        for record, rows in named.values():
            self._load_one(record, rows, stored, outcome)
        return outcome

    def _load_one(self, record: DegreeRecord, named: Named, stored: _Stored, outcome: Outcome) -> None:
        metadata = stored.metadata.get(record.identifier)
        action = "create" if metadata is None else "update"
        if metadata is None:
            logger.info(
                "Degree with external identifier %s is not located in the database. Creating new degree.",
                record.identifier,
            )
        else:
            logger.info(
                "Degree with external identifier %s is located in the database. Updating existing degree.",
                record.identifier,
            )
        try:
            plan = self._plan(record, named, metadata, stored)
            is_new, is_changed = plan.is_new, plan.changes_something
            if is_changed:
                with transaction.atomic():
                    self._save(plan, named)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.debug("Degree %s", record.slug, exc_info=True)
            _fail(outcome, record, [_error(record, action, _reason(error))])
            return
        self._report(plan, is_new, is_changed, outcome)

    def _read(self, identifiers: Sequence[str]) -> _Stored:
        mine = Q(degree__product_source=self._source) | Q(degree__product_source=None)
        rows = (
            DegreeAdditionalMetadata.objects.filter(
                mine,
                degree__partner=self.reference.partner,
                external_identifier__in=identifiers,
            )
            .select_related("degree")
            .order_by("-pk")
        )
        # The oldest of namesakes counts, and one of the source before one without.
        metadata = {
            row.external_identifier: row
            for row in sorted(rows, key=lambda row: bool(row.degree and row.degree.product_source_id))
        }
        degrees = [row.degree_id for row in metadata.values() if row.degree_id]
        authors, specializations = read_members([AUTHORS, SPECIALIZATIONS], degrees)
        values = dict(
            Specialization.objects.filter(
                pk__in={member for members in specializations.values() for member in members}
            ).values_list("pk", "value")
        )
        curricula = Curriculum.objects.filter(program__in=degrees).order_by("-pk")
        return _Stored(
            metadata=metadata,
            authors=authors,
            specializations={
                degree: [values[member] for member in members if member in values]
                for degree, members in specializations.items()
            },
            curricula={curriculum.program_id: curriculum for curriculum in curricula if curriculum.program_id},
        )

    def _plan(
        self, record: DegreeRecord, named: Named, metadata: DegreeAdditionalMetadata | None, stored: _Stored
    ) -> _Plan:
        metadata = metadata or DegreeAdditionalMetadata(degree=Degree(partner=self.reference.partner))
        degree = metadata.degree
        assert degree is not None
        plan = _Plan(record, degree, metadata)
        self._set(plan, named)
        plan.is_to_be_restricted = named.type.pk in self._restricted_types and not degree.has_ofac_restrictions
        pk = degree.pk if not plan.is_new else 0
        if stored.authors.get(pk, []) != [named.organization.pk]:
            plan.author = named.organization.pk
        if record.specializations and list(record.specializations) != stored.specializations.get(pk, []):
            plan.specializations = record.specializations
        if record.courses:
            curriculum = stored.curricula.get(pk) or Curriculum(program=degree)
            text = html_list(record.courses)
            if curriculum.marketing_text != text:
                curriculum.marketing_text = text
                plan.curriculum = curriculum
        pictures = {"card_image": record.card_image, "organization_logo_override": record.organization_logo}
        plan.pictures = {
            name: picture
            for name, picture in pictures.items()
            if picture is not None and differs(getattr(degree, name), picture)
        }
        return plan

    def _set(self, plan: _Plan, named: Named) -> None:
        record, degree, metadata = plan.record, plan.degree, plan.metadata
        degree.title = record.title
        degree.overview = record.overview
        degree.type = named.type
        degree.product_source = self._source
        degree.organization_short_code_override = record.organization_short_code
        degree.primary_subject_override_id = named.subject.pk
        degree.level_type_override_id = named.level.pk
        degree.language_override_id = named.language.pk
        # A slug without directory gets one as soon as the degree has an author, and keeps it.
        if marketing.is_subdirectory_slug(record.slug):
            degree.marketing_slug = record.slug
        metadata.external_identifier = record.identifier
        metadata.external_url = record.external_url
        metadata.organic_url = record.organic_url

    def _save(self, plan: _Plan, named: Named) -> None:
        degree, metadata = plan.degree, plan.metadata
        mark_restricted(degree)
        _check(degree, "title", "marketing_slug", "organization_short_code_override")
        if Program.objects.filter(marketing_slug=degree.marketing_slug or None).exclude(pk=degree.pk).exists():
            raise ValidationError({"marketing_slug": f"{degree.marketing_slug} is the slug of another program"})
        _check(metadata, "external_identifier", "external_url", "organic_url")
        if plan.is_new or degree.has_changed:
            degree.save()
        if plan.author is not None:
            degree.authoring_organizations.set([named.organization])
        assign_marketing_slug(degree)
        if metadata._state.adding or metadata.has_changed:
            metadata.degree = degree
            metadata.save()
        if plan.specializations is not None:
            degree.specializations.set(_specializations(plan.specializations))
        if plan.curriculum is not None:
            plan.curriculum.program = degree
            plan.curriculum.save()

    def _report(self, plan: _Plan, is_new: bool, is_changed: bool, outcome: Outcome) -> None:
        record, degree = plan.record, plan.degree
        for name, picture in plan.pictures.items():
            store_after_commit(Degree, name, {degree.pk: picture})
            logger.info("Image for program [%s] successfully updated.", degree.title)
        for note in record.notes:
            logger.error(note.message)
        outcome.notes.extend(record.notes)
        outcome.results["degrees"].append([str(degree.uuid), degree.marketing_slug])
        if is_new:
            outcome.created += 1
            outcome.wrote(Degree, CREATED, 1)
            outcome.results["created_products"].append(str(degree.uuid))
        elif is_changed or plan.pictures:
            outcome.updated += 1
            outcome.wrote(Degree, UPDATED, 1)
        else:
            outcome.unchanged += 1
            return
        outcome.touch(Program, [degree.pk])

    def finish(self, listing: Listing) -> Outcome:
        """Degrees that the table does not name stay as they are."""
        logger.info("Degree CSV loader ingest pipeline has completed.")
        return Outcome()


def html_list(items: Sequence[str]) -> str:
    """Return the texts as an HTML list."""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


def _specializations(values: Sequence[str]) -> list[Specialization]:
    """Return the specializations of these values, in their order; new ones are made."""
    found = {row.value: row for row in Specialization.objects.filter(value__in=values).order_by("-pk")}
    for value in values:
        if value not in found:
            found[value] = Specialization(value=value)
            _check(found[value], "value")
            found[value].save()
    return [found[value] for value in values]


def _check(row: Model, *names: str) -> None:
    """Check the values of these columns alone: others may be of old. Raises ValidationError."""
    row.clean_fields(exclude={each.name for each in row._meta.get_fields()} - set(names))


def _error(record: DegreeRecord, action: str, reason: str) -> tuple[str, str]:
    code = _TITLES[action]
    # The space that is lacking is part of what operators look for.
    failed = "ingestionfailed" if action == "create" else "updatefailed"
    return code, (
        f"[{code}] Unable to {action} degree {record.slug} in the system. The {failed} with the exception: {reason}"
    )


def _reason(error: Exception) -> str:
    return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _fail(outcome: Outcome, record: DegreeRecord, problems: Sequence[tuple[str, str]]) -> None:
    """Count the row once, and tell all that is wrong with it."""
    key = record.identifier or record.slug
    for place, (code, message) in enumerate(problems):
        logger.error(message)
        if place == 0:
            outcome.fail(key, code, message)
        else:
            outcome.notes.append(RowNote(key, code, message))
