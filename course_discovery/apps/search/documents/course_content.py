"""What courses and course runs take from their course: loaded and made once for a course and all its runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from course_discovery.apps.course_metadata.models import Course, Subject
from course_discovery.apps.course_metadata.selectors.skills import Skill, skill_names, skills_of_courses
from course_discovery.apps.search.documents.organizations import ShownOrganization, shown_organizations
from course_discovery.apps.search.documents.programs import ShownProgram, programs_of_courses
from course_discovery.apps.search.documents.relations import members, present
from course_discovery.apps.search.text import lines_of, without_markup

_COLUMNS = (
    "pk",
    "uuid",
    "key",
    "title",
    "short_description",
    "full_description",
    "outcome",
    "card_image_url",
    "image",
    "course_length",
    "enterprise_subscription_inclusion",
    "modified",
    "additional_metadata__external_course_marketing_type",
    "level_type__name",
    "partner__short_code",
    "partner__marketing_site_url_root",
    "product_source__slug",
    "type__slug",
)


@dataclass(frozen=True, slots=True)
class CourseContent:
    """A course's row (`course.title`, `course.type__slug`, see _COLUMNS) and what is made of it and its relations.

    `values`: fields of the document of the course and of those of its runs. `words`: its title and descriptions without
    markup, by column. `lines`: the lines that follow them in the text of either document.
    """

    course: Any
    values: dict[str, Any]
    words: dict[str, str]
    lines: list[str]
    authors: list[ShownOrganization]
    expected_learning_items: list[str]
    prerequisites: list[str]
    programs: list[ShownProgram]

    def text(self, uuid: Any, own: dict[str, str | None], more: Iterable[object] = ()) -> str:
        """Return what `q` searches of the course or one of its runs, one thing a line.

        `own`: titles and descriptions that take the place of the course's. `more`: what comes last.
        """
        words = [without_markup(own[name] or "") if own.get(name) else here for name, here in self.words.items()]
        return "\n".join([str(uuid), *filter(None, words), *self.lines, *lines_of(more)])


def course_contents(courses: QuerySet[Course]) -> dict[int, CourseContent]:
    """Return the content of the courses by primary key, in a fixed number of queries."""
    rows: dict[int, Any] = {row.pk: row for row in courses.order_by("pk").values_list(*_COLUMNS, named=True)}
    authors = members(Course.authoring_organizations, rows, "pk")
    sponsors = members(Course.sponsoring_organizations, rows, "pk")
    organizations = shown_organizations({pk for some in (authors, sponsors) for pks in some.values() for pk in pks})
    subject_ids = members(Course.subjects, rows, "pk")
    subjects = _subjects({pk for pks in subject_ids.values() for pk in pks})
    items = members(Course.expected_learning_items, rows, "value")
    prerequisites = members(Course.prerequisites, rows, "name")
    programs = programs_of_courses(rows)
    skills = skills_of_courses({row.key for row in rows.values()})
    return {
        pk: _content(
            row,
            present(organizations, authors[pk]),
            present(organizations, sponsors[pk]),
            present(subjects, subject_ids[pk]),
            items[pk],
            prerequisites[pk],
            skills[row.key],
            programs[pk],
        )
        for pk, row in rows.items()
    }


def _content(
    course: Any,
    authors: list[ShownOrganization],
    sponsors: list[ShownOrganization],
    subjects: list[tuple[str, str]],
    items: list[str],
    prerequisites: list[str],
    skills: list[Skill],
    programs: list[ShownProgram],
) -> CourseContent:
    values = {
        "authoring_organization_bodies": [author.body for author in authors],
        "authoring_organizations": [author.label for author in authors],
        "image_url": _image_url(course.image) if course.image else course.card_image_url,
        "level_type": course.level_type__name,
        "logo_image_urls": [author.logo_url for author in authors if author.logo_url],
        "organizations": list(dict.fromkeys(organization.label for organization in (*authors, *sponsors))),
        "partner": course.partner__short_code or "",
        "skill_names": skill_names(skills),
        "skills": skills,
        "sponsoring_organizations": [sponsor.label for sponsor in sponsors],
        "subject_uuids": [uuid for uuid, _ in subjects],
        "subjects": [name for _, name in subjects],
    }
    searched = (
        values["level_type"],
        *items,
        *values["authoring_organizations"],
        *values["sponsoring_organizations"],
        *prerequisites,
        *values["subjects"],
        *(program.title for program in programs),
    )
    words = {name: without_markup(getattr(course, name) or "") for name in _SEARCHED_FIRST}
    return CourseContent(course, values, words, lines_of(searched), authors, items, prerequisites, programs)


_SEARCHED_FIRST = ("title", "short_description", "full_description")


def _subjects(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return (uuid, name in the language that is active) of the subjects."""
    rows = Subject.objects.prefetch_related("translations").in_bulk(list(pks))
    return {pk: (str(subject.uuid), subject.name) for pk, subject in rows.items()}


def _image_url(name: str) -> str:
    image: Any = Course._meta.get_field("image")
    return image.storage.url(image.attr_class.get_variation_name(name, "small"))
