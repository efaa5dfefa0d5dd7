"""What editors add to a loaded catalogue, from a file: subjects, levels, people, texts, efforts, programs, skills."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from simple_history.utils import bulk_update_with_history
from taggit.models import Tag, TaggedItem

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    Course,
    CourseRun,
    LevelType,
    Organization,
    Person,
    PersonAreaOfExpertise,
    PersonSocialNetwork,
    Position,
    Subject,
)
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.data_loading.services.drawn_pictures import drawn_picture
from course_discovery.apps.data_loading.services.editorial_programs import apply_programs
from course_discovery.apps.data_loading.services.editorial_showcase import apply_showcase, apply_skills
from course_discovery.lib.slugs import SettledSlug

ORGANIZATION_TEXTS = {"name": "name", "description": "description", "homepage_url": "homepage"}
COURSE_TEXTS = ("title", "short_description", "full_description", "outcome", "prerequisites_raw", "syllabus_raw")
RUN_NUMBERS = ("min_effort", "max_effort", "weeks_to_complete")
BATCH = 500
PORTRAIT_SIZE = (110, 110)


@dataclass(frozen=True)
class EditorialOutcome:
    """How many rows were written to or made, and the keys of courses that the catalogue does not have."""

    courses: int
    course_runs: int
    programs: int
    unknown_courses: tuple[str, ...]


@transaction.atomic
def apply_editorial(partner: Partner, content: dict[str, list[dict[str, Any]]]) -> EditorialOutcome:
    """Write the content to the partner's official courses and their runs, in a fixed number of statements a batch.

    `content` has the lists `subjects` {slug, name, description}, `levels` {name, sort_value}, `organizations` {key,
    name, description, homepage}, `people` {slug, given_name, family_name, bio, position, organization_key, ...},
    `courses` {course_key, subjects, level, language, transcript_languages, topics, skills, staff, texts and efforts},
    `showcase` (editorial_showcase.py) and those of editorial_programs.py; each may be missing. Rows are found by slug,
    name or key and made if they are not there. Content of a course replaces that of all its runs; texts of runs that
    only repeat the course's are dropped.
    """
    organizations = _fill_organizations(partner, content.get("organizations", []))
    subjects = _subjects(partner, content.get("subjects", []))
    levels = _levels(content.get("levels", []))
    people = _people(partner, content.get("people", []), organizations)
    rows = {row["course_key"]: row for row in content.get("courses", [])}

    courses = list(Course.objects.filter(partner=partner, key__in=rows))
    runs = list(CourseRun.objects.filter(course__in=courses).select_related("course"))
    for course in courses:
        row = rows[course.key]
        course.level_type = levels.get(row.get("level") or "") or course.level_type
        for name in COURSE_TEXTS:
            setattr(course, name, row.get(name) or getattr(course, name))
    for run in runs:
        row = rows[run.course.key]
        run.language_id = row.get("language") or run.language_id
        for name in RUN_NUMBERS:
            setattr(run, name, row.get(name, getattr(run, name)))
        run.short_description = ""
    changed_courses = [course for course in courses if course.has_changed]
    bulk_update_with_history(changed_courses, Course, ["level_type", *COURSE_TEXTS], batch_size=BATCH)
    bulk_update_with_history(
        [run for run in runs if run.has_changed],
        CourseRun,
        ["language", "short_description_override", *RUN_NUMBERS],
        batch_size=BATCH,
    )

    by_key = [(course, rows[course.key]) for course in courses]
    by_run = [(run, rows[run.course.key]) for run in runs]
    _relate(
        Course.subjects, [(course.pk, [subjects[slug] for slug in row.get("subjects", [])]) for course, row in by_key]
    )
    _relate(CourseRun.staff, [(run.pk, [people[slug] for slug in row.get("staff", [])]) for run, row in by_run])
    _relate(
        CourseRun.transcript_languages,
        [(run.pk, sorted(set(row.get("transcript_languages", [])))) for run, row in by_run],
    )
    _tag(Course, [(course.pk, row.get("topics", [])) for course, row in by_key])

    apply_showcase(partner, content.get("showcase", []))
    programs = apply_programs(partner, content)
    apply_skills(content.get("courses", []), content.get("programs", []))

    catalogue_changed.send(sender=Course, model=Course, pks=[course.pk for course in courses])
    catalogue_changed.send(sender=CourseRun, model=CourseRun, pks=[run.pk for run in runs])
    unknown = rows.keys() - {course.key for course in courses}
    return EditorialOutcome(len(courses), len(runs), programs, tuple(sorted(unknown)))


def _fill_organizations(partner: Partner, rows: list[dict[str, Any]]) -> dict[str, Organization]:
    """Write names and texts to the organizations there are; return all of the partner's by key."""
    organizations = {row.key: row for row in Organization.objects.filter(partner=partner)}
    changed = []
    for row in rows:
        organization = organizations.get(row["key"])
        if organization is None:
            continue
        for field, name in ORGANIZATION_TEXTS.items():
            setattr(organization, field, row.get(name) or getattr(organization, field))
        if organization.has_changed:
            changed.append(organization)
    bulk_update_with_history(changed, Organization, list(ORGANIZATION_TEXTS), batch_size=BATCH)
    return organizations


def _subjects(partner: Partner, rows: list[dict[str, Any]]) -> dict[str, int]:
    for row in rows:
        if not Subject.objects.filter(partner=partner, slug=row["slug"]).exists():
            texts = {"name": row["name"], "description": row.get("description")}
            Subject.objects.create(partner=partner, slug=SettledSlug(row["slug"]), **texts)
    return dict(Subject.objects.filter(partner=partner).values_list("slug", "pk"))


def _levels(rows: list[dict[str, Any]]) -> dict[str, LevelType]:
    for row in rows:
        if not LevelType.objects.filter(name=row["name"]).exists():
            level = LevelType(name=row["name"], sort_value=row.get("sort_value", 0))
            level.name_t = row["name"]  # type: ignore[attr-defined]  # translated
            level.save()
    return {level.name: level for level in LevelType.objects.all()}


def _people(partner: Partner, rows: list[dict[str, Any]], organizations: dict[str, Organization]) -> dict[str, int]:
    known = set(Person.objects.filter(partner=partner).values_list("slug", flat=True))
    new = [row for row in rows if row["slug"] not in known]
    people = Person.objects.bulk_create(
        Person(
            partner=partner,
            slug=SettledSlug(row["slug"]),
            given_name=row["given_name"],
            family_name=row.get("family_name"),
            bio=row.get("bio"),  # type: ignore[misc]  # the stubs do not see that it may be null
            salutation=row.get("salutation") or None,
            major_works=row.get("major_works", ""),
            profile_image=drawn_picture(row["color"], PORTRAIT_SIZE) if row.get("color") else None,
            published=True,
        )
        for row in new
    )
    Position.objects.bulk_create(
        Position(person=person, title=row["position"], organization=organizations.get(row.get("organization_key", "")))
        for person, row in zip(people, new, strict=True)
        if row.get("position")
    )
    PersonSocialNetwork.objects.bulk_create(
        PersonSocialNetwork(person=person, type=kind, url=url)
        for person, row in zip(people, new, strict=True)
        for kind, url in row.get("networks", [])
    )
    PersonAreaOfExpertise.objects.bulk_create(
        PersonAreaOfExpertise(person=person, value=value)
        for person, row in zip(people, new, strict=True)
        for value in row.get("expertise", [])
    )
    return dict(Person.objects.filter(partner=partner).values_list("slug", "pk"))


def _relate(relation: Any, targets: Collection[tuple[int, list[Any]]]) -> None:
    """Replace the related rows of each object: (pk, pks in order)."""
    field = relation.field
    through, owner, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    position = getattr(through, "_sort_field_name", None)
    through.objects.filter(**{f"{owner}_id__in": [pk for pk, _ in targets]}).delete()
    through.objects.bulk_create(
        (
            through(
                **{f"{owner}_id": pk, f"{other}_id": target},
                **({position: place} if position else {}),
            )
            for pk, related in targets
            for place, target in enumerate(dict.fromkeys(related))
        ),
        batch_size=BATCH,
    )


def _tag(model: type[models.Model], targets: Iterable[tuple[int, list[str]]]) -> None:
    """Replace the tags of each object: (pk, names). Names that differ in case alone are one tag."""
    targets = list(targets)
    wanted: dict[str, str] = {}
    for name in (name for _, names in targets for name in names):
        wanted.setdefault(name.lower(), name)
    tags = {tag.name.lower(): tag for tag in Tag.objects.filter(name__in=wanted.values())}
    for lower, name in wanted.items():
        if lower not in tags:
            tags[lower] = Tag.objects.create(name=name)
    content_type = ContentType.objects.get_for_model(model)
    TaggedItem.objects.filter(content_type=content_type, object_id__in=[pk for pk, _ in targets]).delete()
    TaggedItem.objects.bulk_create(
        (
            TaggedItem(content_type=content_type, object_id=pk, tag=tags[lower])
            for pk, names in targets
            for lower in dict.fromkeys(name.lower() for name in names)
        ),
        batch_size=BATCH,
    )
