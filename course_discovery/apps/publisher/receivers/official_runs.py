"""Runs whose offer became official: the shop and the LMS are told."""

from typing import Any

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.signals import offer_made_official
from course_discovery.apps.publisher.services.offer_pushes import push_offer


def connect() -> None:
    offer_made_official.connect(_on_offer, dispatch_uid="publisher.official_runs")


def _on_offer(instance: CourseRun, **_: Any) -> None:
    push_offer(instance)
