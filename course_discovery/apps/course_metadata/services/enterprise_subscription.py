"""Which courses and runs belong to the enterprise subscription, kept up to date."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.rest.data_version import bump_on_commit

FIELD = "enterprise_subscription_inclusion"
ROWS_A_STATEMENT = 500


@transaction.atomic
def update_subscription_inclusion(courses: QuerySet[Course]) -> int:
    """Derive the inclusion of these courses and of their runs anew; return how many rows changed.

    Costs the same few statements for any number of courses; unchanged rows are not written and leave no history.
    Start from `Course.everything` to reach drafts too. Sends `catalogue_changed`, by which programs follow.
    """
    loaded = list(courses.select_related("type").prefetch_related("authoring_organizations", "course_runs"))
    changed_courses, changed_runs = [], []
    now = timezone.now()
    for course in loaded:
        if course.enterprise_subscription_inclusion != (included := course.computed_subscription_inclusion()):
            course.enterprise_subscription_inclusion = included
            course.modified = now
            changed_courses.append(course)
        for run in course.course_runs.all():
            if run.enterprise_subscription_inclusion != (included := run.computed_subscription_inclusion):
                run.enterprise_subscription_inclusion = included
                run.modified = now
                changed_runs.append(run)
    # The default manager would leave the drafts among them unwritten.
    if changed_courses:
        bulk_update_with_history(
            changed_courses, Course, [FIELD, "modified"], ROWS_A_STATEMENT, manager=Course.everything
        )
        catalogue_changed.send(Course, model=Course, pks={course.pk for course in changed_courses})
    if changed_runs:
        bulk_update_with_history(
            changed_runs, CourseRun, [FIELD, "modified"], ROWS_A_STATEMENT, manager=CourseRun.everything
        )
        catalogue_changed.send(CourseRun, model=CourseRun, pks={run.pk for run in changed_runs})
    if changed_courses or changed_runs:
        bump_on_commit()
    return len(changed_courses) + len(changed_runs)


def update_inclusion_of_organization(organization_id: int) -> int:
    """Do so for all courses, drafts and official ones, that the organization is an author of."""
    authored = Course.everything.filter(authoring_organizations=organization_id)
    return update_subscription_inclusion(Course.everything.filter(pk__in=authored.values("pk")))
