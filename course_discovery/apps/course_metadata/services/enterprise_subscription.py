"""Which courses and runs belong to the enterprise subscription, kept up to date."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from course_discovery.apps.course_metadata.models import Course, CourseRun

FIELD = "enterprise_subscription_inclusion"


@transaction.atomic
def update_subscription_inclusion(courses: QuerySet[Course]) -> int:
    """Derive the inclusion of these courses and of their runs anew; return how many rows changed.

    Costs the same few statements for any number of courses; unchanged rows are not written and leave no history.
    Start from `Course.everything` to reach drafts too.
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
        bulk_update_with_history(changed_courses, Course, [FIELD, "modified"], manager=Course.everything)
    if changed_runs:
        bulk_update_with_history(changed_runs, CourseRun, [FIELD, "modified"], manager=CourseRun.everything)
    return len(changed_courses) + len(changed_runs)
