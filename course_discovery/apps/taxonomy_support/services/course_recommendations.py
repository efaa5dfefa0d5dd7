"""Course recommendations, made anew from skills and subjects."""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from taxonomy.models import CourseSkills

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.taxonomy_support.models import CourseRecommendation
from course_discovery.apps.taxonomy_support.rules.likeness import Likeness, Likenesses, Traits
from course_discovery.apps.taxonomy_support.selectors.recommendations import AT_MOST
from course_discovery.lib.batches import batched
from course_discovery.rest.data_version import bump_on_commit

logger = logging.getLogger(__name__)

COURSES_A_TRANSACTION = 100
ROWS_A_STATEMENT = 1000


class Outcome(NamedTuple):
    """Keys of the courses: `skipped` have neither skills nor subjects and so no recommendations."""

    updated: list[str]
    skipped: list[str]


def all_courses() -> set[int]:
    """Return the primary keys of all official courses."""
    return set(Course.objects.values_list("pk", flat=True))


def courses_named(uuids: Collection[UUID]) -> set[int]:
    """Return the primary keys of the official courses of these UUIDs."""
    return set(Course.objects.filter(uuid__in=uuids).values_list("pk", flat=True))


def courses_changed_since(since: datetime) -> set[int]:
    """Return the primary keys of the official courses that were made since, or whose skills changed."""
    keys = CourseSkills.objects.filter(modified__gte=since).values_list("course_key", flat=True)
    return set(Course.objects.filter(Q(created__gte=since) | Q(key__in=set(keys))).values_list("pk", flat=True))


def update_recommendations(course_ids: Collection[int]) -> Outcome:
    """Compare these official courses with all of their partners and replace their recommendations.

    Of each course as many are kept as readers are ever shown. Four queries, and a few for every hundred courses.
    """
    keys = dict(Course.objects.values_list("pk", "key"))
    likenesses = Likenesses(_traits(keys))
    outcome = Outcome([], [])
    for some in batched(sorted(set(course_ids) & keys.keys()), COURSES_A_TRANSACTION):
        rows: list[CourseRecommendation] = []
        for pk in some:
            if likenesses.courses[pk].is_comparable:
                outcome.updated.append(keys[pk])
                rows.extend(_row(pk, one) for one in likenesses.of(pk, AT_MOST))
            else:
                outcome.skipped.append(keys[pk])
        with transaction.atomic():
            CourseRecommendation.objects.filter(course__in=some).delete()
            CourseRecommendation.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT)
            bump_on_commit()
    if outcome.skipped:
        logger.warning("Courses with neither skills nor subjects get no recommendations: %s", outcome.skipped)
    return outcome


def _traits(keys: dict[int, str]) -> dict[int, Traits]:
    skills: dict[str, set[str]] = defaultdict(set)
    links = CourseSkills.objects.filter(is_blacklisted=False).values_list("course_key", "skill__name")
    for key, name in links.iterator():
        skills[key].add(name)
    subjects, organizations = _related(Course.subjects), _related(Course.authoring_organizations)
    return {
        pk: Traits(
            partner=partner,
            skills=frozenset(skills.get(keys.get(pk, ""), ())),
            subjects=frozenset(subjects.get(pk, ())),
            organizations=frozenset(organizations.get(pk, ())),
            enrollment_count=enrollment_count or 0,
        )
        for pk, partner, enrollment_count in Course.objects.values_list("pk", "partner", "enrollment_count")
    }


def _related(relation: Any) -> dict[int, set[int]]:
    """Return the primary keys of the related rows by that of their official course."""
    found: dict[int, set[int]] = defaultdict(set)
    target = relation.field.m2m_reverse_field_name()
    rows = relation.through.objects.filter(course__draft=False).values_list("course", target)
    for course, other in rows.iterator():
        found[course].add(other)
    return found


def _row(course: int, one: Likeness) -> CourseRecommendation:
    return CourseRecommendation(
        course_id=course,
        recommended_course_id=one.course,
        skills_intersection_ratio=one.skills_ratio,
        skills_intersection_length=one.skills_length,
        subjects_intersection_ratio=one.subjects_ratio,
        subjects_intersection_length=one.subjects_length,
    )
