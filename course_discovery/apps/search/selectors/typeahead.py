"""What to suggest while somebody types: course runs (one a course) and programs by first letters, people by name."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from course_discovery.apps.course_metadata.models import CourseRun, Person
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.search import connection
from course_discovery.apps.search.documents import CourseRunDocument, ProgramDocument
from course_discovery.apps.search.queries.boosting import boosted
from course_discovery.apps.search.queries.requests import RESTRICTION_TYPES, partner_clause

SUGGESTIONS = 3
# Runs of one course rank close together; a look at so many at once nearly always shows enough courses.
_LOOKED_AT = 15
_PROGRAM_FIELDS = (
    "title.edge_ngram_completion",
    "title.suggest",
    "title",
    "authoring_organizations.edge_ngram_completion",
)
_RUN_FIELDS = (*_PROGRAM_FIELDS, "course_key")


def suggested_course_runs(
    words: str, *, partner: str, include_restricted: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return up to three indexed runs of different courses, the best first.

    A run qualifies when a word of its title or of an organization begins with one of `words`, and it is published, not
    hidden and not restricted (but for the types in `include_restricted`). Keys: `orgs` (keys of the authoring
    organizations), `title`, `marketing_url`, `key`. SearchUnavailable when the engine does not answer.
    """
    found: dict[str, dict[str, Any]] = {}
    while len(found) < SUGGESTIONS:
        hits = _runs(words, partner, include_restricted, other_than=list(found))
        for source in hits:
            if len(found) < SUGGESTIONS:
                found.setdefault(source["course_key"], source)
        if len(hits) < _LOOKED_AT:
            break
    return [_suggestion(source) for source in found.values()]


def _runs(words: str, partner: str, include_restricted: Collection[str], other_than: list[str]) -> list[dict[str, Any]]:
    excluded = [name for name in RESTRICTION_TYPES if name not in include_restricted]
    query = {
        "bool": {
            "should": [{"match": {field: words}} for field in _RUN_FIELDS],
            "minimum_should_match": 1,
            "filter": [{"term": {"published": True}}, partner_clause(partner)],
            "must_not": [
                {"term": {"hidden": True}},
                {"terms": {"restriction_type": excluded}},
                {"terms": {"course_key": other_than}},
            ],
        }
    }
    shown = ["authoring_organization_bodies", "title", "marketing_url", "key", "course_key"]
    body = {"query": boosted(query), "size": _LOOKED_AT, "source": shown}
    answer = connection.search((CourseRunDocument._index._name,), body)
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def suggested_programs(words: str, *, partner: str) -> list[dict[str, Any]]:
    """Return up to three indexed programs, the best first.

    A program qualifies by its title or organizations as a run does, and it is active and not hidden. Keys: `orgs`,
    `title`, `marketing_url`, `uuid`, `type`, `is_2u_degree_program`. SearchUnavailable as above.
    """
    query = {
        "bool": {
            "should": [{"match": {field: words}} for field in _PROGRAM_FIELDS],
            "minimum_should_match": 1,
            "filter": [{"term": {"status": ProgramStatus.Active.value}}, partner_clause(partner)],
            "must_not": [{"term": {"hidden": True}}],
        }
    }
    shown = ["title", "marketing_url", "uuid", "type", "is_2u_degree_program"]
    body = {"query": boosted(query), "size": SUGGESTIONS, "source": [*shown, "authoring_organization_bodies"]}
    answer = connection.search((ProgramDocument._index._name,), body)
    sources = [hit["_source"] for hit in answer["hits"]["hits"]]
    return [{"orgs": _organizations(source), **{name: source[name] for name in shown}} for source in sources]


def _organizations(source: dict[str, Any]) -> list[str]:
    return [json.loads(body)["key"] for body in source["authoring_organization_bodies"]]


def _suggestion(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "orgs": _organizations(source),
        "title": source["title"],
        "marketing_url": source["marketing_url"],
        "key": source["key"],
    }


def suggested_people(words: str, people: QuerySet[Person], organizations: Collection[str] = ()) -> QuerySet[Person]:
    """Return those of the people whose given or family name contains each of the words.

    With `organizations` (keys), only who teaches in a run of a course by one of them. When that finds nobody and
    `words` is a UUID, the person it belongs to.
    """
    found = people
    for word in words.split():
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    if organizations:
        runs = CourseRun.everything.filter(course__authoring_organizations__key__in=organizations)
        found = found.filter(pk__in=runs.filter(staff__isnull=False).values("staff"))
    try:
        uuid = UUID(words.strip())
    except ValueError:
        return found
    return found if found.exists() else people.filter(uuid=uuid)
