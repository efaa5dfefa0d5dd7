"""The document of a program, degrees included."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django_elasticsearch_dsl import fields
from django_elasticsearch_dsl.registries import registry

from course_discovery.apps.course_metadata.selectors.skills import Skill, skill_names, skills_of_programs
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.selectors.pages import load_programs, with_program_joins
from course_discovery.apps.search.analysis import synonym_text
from course_discovery.apps.search.documents.base import (
    CatalogueDocument,
    Sources,
    address,
    alias_named,
    catalogue_values,
    completion,
    index_settings,
    keyword_and_lower,
    plain,
    prose,
    skills_field,
)
from course_discovery.apps.search.documents.organizations import ShownOrganization, shown_organizations
from course_discovery.apps.search.documents.relations import members, present
from course_discovery.apps.search.text import searchable_text

# What the document shows of a program's relations, and of its courses.
_NEEDED = frozenset(
    {
        "corporate_endorsements",
        "courses",
        "expected_learning_items",
        "faq",
        "individual_endorsements",
        "job_outlook_items",
        "languages",
        "staff",
        "subjects",
        "type",
    }
)
_NEEDED_OF_COURSES = frozenset({"course_runs", "entitlements", "seats"})


@registry.register_document
class ProgramDocument(CatalogueDocument):
    """A program of whatever status, with what the runs of its courses offer: those that everybody may take."""

    authoring_organization_bodies = fields.TextField()
    authoring_organization_uuids = fields.KeywordField()
    authoring_organizations = plain(fields={**keyword_and_lower(), **completion()})
    card_image_url = address()
    course_run_statuses = fields.KeywordField()
    credit_backing_organizations = plain()
    excluded_from_search = fields.BooleanField()
    excluded_from_seo = fields.BooleanField()
    hidden = fields.BooleanField()
    is_2u_degree_program = fields.BooleanField()
    is_program_eligible_for_one_click_purchase = fields.BooleanField()
    language = plain()
    marketing_url = address()
    max_hours_effort_per_week = fields.IntegerField()
    min_hours_effort_per_week = fields.IntegerField()
    published = fields.BooleanField()
    search_card_display = plain()
    seat_types = fields.KeywordField()
    skill_names = fields.KeywordField()
    skills = skills_field()
    staff_uuids = fields.KeywordField()
    status = fields.KeywordField()
    subject_uuids = fields.KeywordField()
    subtitle = prose()
    title = fields.TextField(analyzer=synonym_text, fields=completion())
    type = prose(fields=keyword_and_lower())
    weeks_to_complete_max = fields.IntegerField()
    weeks_to_complete_min = fields.IntegerField()

    class Index:
        name = alias_named("program")
        settings = index_settings()

    class Django:
        model = Program

    def get_queryset(self) -> QuerySet[Program]:
        """Return all programs."""
        return Program.objects.order_by("pk")

    def rows_at_once(self) -> int:
        """Return fewer than of other rows: each program comes with its courses, their runs and seats."""
        return min(100, super().rows_at_once())

    def sources(self, pks: Collection[int]) -> Sources:
        programs = list(with_program_joins(self.get_queryset().filter(pk__in=pks)))
        load_programs(programs, needed=_NEEDED, needed_of_courses=_NEEDED_OF_COURSES)
        ids = [program.pk for program in programs]
        authors = members(Program.authoring_organizations, ids, "pk")
        backers = members(Program.credit_backing_organizations, ids, "pk")
        organizations = shown_organizations({pk for some in (authors, backers) for pks in some.values() for pk in pks})
        skills = skills_of_programs([program.uuid for program in programs])
        return {
            program.pk: _source(
                program,
                present(organizations, authors[program.pk]),
                present(organizations, backers[program.pk]),
                skills[program.uuid],
            )
            for program in programs
        }


def _source(
    program: Program, authors: list[ShownOrganization], backers: list[ShownOrganization], skills: list[Skill]
) -> dict[str, Any]:
    type_name = str(program.type) if program.type else None
    return {
        **catalogue_values(Program, program.pk, program.uuid, aggregation_key=str(program.uuid)),
        "authoring_organization_bodies": [author.body for author in authors],
        "authoring_organization_uuids": [author.uuid for author in authors],
        "authoring_organizations": [author.label for author in authors],
        "card_image_url": program.card_image_url,
        "course_run_statuses": program.course_run_statuses,
        "credit_backing_organizations": [backer.label for backer in backers],
        "excluded_from_search": program.excluded_from_search,
        "excluded_from_seo": program.excluded_from_seo,
        "hidden": program.hidden,
        "is_2u_degree_program": program.is_2u_degree_program,
        "is_program_eligible_for_one_click_purchase": program.is_program_eligible_for_one_click_purchase,
        "language": list(dict.fromkeys(language.display_name for language in program.languages)),
        "marketing_url": program.marketing_url,
        "max_hours_effort_per_week": program.max_hours_effort_per_week,
        "min_hours_effort_per_week": program.min_hours_effort_per_week,
        "organizations": [organization.label for organization in (*authors, *backers)],
        "partner": program.partner.short_code if program.partner else "",
        "published": program.status == ProgramStatus.Active,
        "search_card_display": _search_card(program.degree_row),
        "seat_types": program.seat_types,
        "skill_names": skill_names(skills),
        "skills": skills,
        "staff_uuids": [str(person.uuid) for person in _teachers(program)],
        "start": program.start,
        "status": program.status,
        "subject_uuids": [str(subject.uuid) for subject in program.subjects],
        "subtitle": program.subtitle,
        "text": searchable_text(_searched(program, type_name, authors, backers)),
        "title": program.title,
        "type": type_name,
        "weeks_to_complete_max": program.weeks_to_complete_max,
        "weeks_to_complete_min": program.weeks_to_complete_min,
    }


def _search_card(degree: Any) -> list[str | None]:
    if degree is None:
        return []
    return [degree.search_card_ranking, degree.search_card_cost, degree.search_card_courses]


def _teachers(program: Any) -> Iterable[Any]:
    """Return who teaches any of the runs, each once; the API's `staff` are those of the advertised runs."""
    return {person.pk: person for run in program.course_runs for person in run.staff.all()}.values()


def _searched(
    program: Any, type_name: str | None, authors: list[ShownOrganization], backers: list[ShownOrganization]
) -> Iterable[object]:
    """Yield what `q` searches of the program, one thing a line."""
    yield from (program.uuid, program.title, program.status, type_name, program.subtitle, program.overview)
    for language in (*program.languages, *program.transcript_languages):
        yield language.name
    for organization in (*authors, *backers):
        yield organization.label
    for question in program.faq.all():
        yield from (question.question, question.answer)
    for item in program.expected_learning_items.all():
        yield item.value
    for subject in program.subjects:
        yield subject.name
    for person in _teachers(program):
        yield person.full_name
    for outlook in program.job_outlook_items.all():
        yield outlook.value
    yield from _endorsed(program.individual_endorsements.all())
    for endorsement in program.corporate_endorsements.all():
        yield from (endorsement.corporation_name, endorsement.statement)
        yield from _endorsed(endorsement.individual_endorsements.all())


def _endorsed(endorsements: Iterable[Any]) -> Iterable[object]:
    for endorsement in endorsements:
        yield from (endorsement.endorser.full_name, endorsement.quote)
