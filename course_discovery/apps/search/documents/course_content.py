"""Values that courses and course runs take from their course."""

from typing import Any

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.search.documents.organizations import logo_urls, organization_body, organization_labels


def course_content_values(course: Course) -> dict[str, Any]:
    """Return what a course's document and those of its runs have alike; everything it reads must be prefetched."""
    authoring = list(course.authoring_organizations.all())
    sponsoring = list(course.sponsoring_organizations.all())
    subjects = list(course.subjects.all())
    return {
        "authoring_organization_bodies": [organization_body(organization) for organization in authoring],
        "authoring_organizations": organization_labels(authoring),
        "image_url": course.image_url,
        "level_type": course.level_type.name if course.level_type else None,
        "logo_image_urls": logo_urls(authoring),
        "organizations": list(dict.fromkeys(organization_labels([*authoring, *sponsoring]))),
        # Skills come with the taxonomy; until it is installed nobody has any.
        "skill_names": [],
        "skills": [],
        "sponsoring_organizations": organization_labels(sponsoring),
        "subject_uuids": [str(subject.uuid) for subject in subjects],
        "subjects": [subject.name for subject in subjects],
    }


def text_parts(course: Course, content: dict[str, Any], item: Any) -> list[Any]:
    """Return what `q` searches of a course or one of its runs (`item`), in the order of reading."""
    return [
        item.uuid,
        item.title,
        item.short_description,
        item.full_description,
        content["level_type"],
        *(learned.value for learned in course.expected_learning_items.all()),
        *content["authoring_organizations"],
        *content["sponsoring_organizations"],
        *(prerequisite.name for prerequisite in course.prerequisites.all()),
        *content["subjects"],
    ]


# What `course_content_values` and `text_parts` read, relative to a course.
CONTENT_SELECTED = ("partner", "level_type")
CONTENT_PREFETCHED = (
    "authoring_organizations__partner",
    "authoring_organizations__tags",
    "expected_learning_items",
    "prerequisites",
    "sponsoring_organizations",
    "subjects__translations",
)
