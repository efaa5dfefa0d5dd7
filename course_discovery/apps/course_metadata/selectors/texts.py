"""Short texts that hang on courses, organizations and product metas: six relations in one query."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from taggit.models import TaggedItem

from course_discovery.apps.course_metadata.models import Course, CourseUrlRedirect, Organization, ProductMeta


class CourseTexts(NamedTuple):
    """Of one course, each list in the order of its making or of the editor's choice."""

    prerequisites: list[str]
    expected_learning_items: list[str]
    topics: list[str]
    url_redirects: list[str]


class Texts(NamedTuple):
    """By the id of their row; a row without any has empty lists."""

    courses: dict[int, CourseTexts]
    organization_tags: dict[int, list[str]]
    product_meta_keywords: dict[int, list[str]]


def short_texts(
    courses: Collection[int], organizations: Collection[int] = (), product_metas: Collection[int] = ()
) -> Texts:
    """Return what hangs on the rows with these ids."""
    items: Any = Course.expected_learning_items.through
    prerequisites: Any = Course.prerequisites.through
    queries = [
        _texts("prerequisites", prerequisites.objects, "course_id", "pk", "prerequisite__name", courses),
        _texts(
            "expected_learning_items", items.objects, "course_id", "sort_value", "expectedlearningitem__value", courses
        ),
        _texts("url_redirects", CourseUrlRedirect.objects, "course_id", "pk", "value", courses),
        _tags("topics", Course, courses),
        _tags("tags", Organization, organizations),
        _tags("keywords", ProductMeta, product_metas),
    ]
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for relation, row, _position, text in queries[0].union(*queries[1:], all=True).order_by("position"):
        found[relation, row].append(text)
    return Texts(
        {course: CourseTexts(*(found[relation, course] for relation in CourseTexts._fields)) for course in courses},
        {organization: found["tags", organization] for organization in organizations},
        {meta: found["keywords", meta] for meta in product_metas},
    )


def _tags(relation: str, model: type[Any], ids: Collection[int]) -> QuerySet[Any]:
    of_model = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(model))
    return _texts(relation, of_model, "object_id", "pk", "tag__name", ids)


def _texts(relation: str, rows: Any, owner: str, position: str, text: str, ids: Collection[int]) -> QuerySet[Any]:
    # An impossible id instead of none: Django drops an empty query from a union, and the union with its first.
    return (
        rows.filter(**{f"{owner}__in": list(ids) or [0]})
        .order_by()
        .annotate(
            relation=Value(relation, CharField()),
            of_row=F(owner),
            position=Cast(F(position), IntegerField()),
            text=Cast(F(text), CharField(max_length=255)),
        )
        .values_list("relation", "of_row", "position", "text")
    )
