"""Catalogs and verticals of the demo, from the file of what editors add: no other app sees both."""

from typing import Any

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.services.catalogs import create_catalog
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.tagging.models import SubVertical, Vertical
from course_discovery.apps.tagging.services.verticals import assign_vertical


def apply_markets(partner: Partner, content: dict[str, list[dict[str, Any]]]) -> None:
    """Make the `catalogs` {name, query, program_query, include_archived} and `verticals` that are not there yet.

    A vertical is {name, sub_verticals: [{name, courses: [key]}]}; these courses are assigned to the sub-vertical.
    The search engine must answer: it checks the queries.
    """
    for row in content.get("catalogs", []):
        if not Catalog.objects.filter(name=row["name"]).exists():
            create_catalog(**row)
    for row in content.get("verticals", []):
        vertical, _created = Vertical.objects.get_or_create(name=row["name"])
        for part in row["sub_verticals"]:
            sub_vertical, _created = SubVertical.objects.get_or_create(
                name=part["name"], defaults={"vertical": vertical}
            )
            for course in Course.objects.filter(partner=partner, key__in=part["courses"]):
                assign_vertical(course, vertical, sub_vertical)
