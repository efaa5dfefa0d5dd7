from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.rest.params import QueryParams, TextParam


class PersonParams(QueryParams):
    slug = TextParam(help_text="The person's slug.")
    org = serializers.ListField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        help_text="People who teach in a run of a course by one of these organizations; may be repeated.",
    )


def filter_people(people: QuerySet[Any], params: dict[str, Any]) -> QuerySet[Any]:
    """The people that meet every given parameter, each once."""
    if params["slug"]:
        people = people.filter(slug=params["slug"])
    if params["org"] is not None:
        runs = CourseRun.everything.filter(course__authoring_organizations__key__in=params["org"])
        people = people.filter(pk__in=runs.values("staff"))
    return people
