"""Which programs belong to the enterprise subscription, kept up to date."""

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.rules.enterprise_subscription import SUBSCRIPTION_PROGRAM_TYPES
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.programs.models import Program
from course_discovery.rest.data_version import bump_on_commit

FIELD = "enterprise_subscription_inclusion"


@transaction.atomic
def update_program_inclusion(programs: QuerySet[Program]) -> int:
    """Derive the inclusion of these programs anew from their types and courses; return how many changed.

    Costs the same few statements for any number of programs; unchanged rows are not written and leave no history.
    """
    loaded = programs.select_related("type").prefetch_related(
        Prefetch("courses", Course.objects.only("pk", "draft", "draft_version", FIELD))
    )
    changed = []
    now = timezone.now()
    for program in loaded:
        included = program.computed_subscription_inclusion
        if program.enterprise_subscription_inclusion != included:
            program.enterprise_subscription_inclusion = included
            program.modified = now
            changed.append(program)
    if changed:
        bulk_update_with_history(changed, Program, [FIELD, "modified"])
        catalogue_changed.send(Program, model=Program, pks={program.pk for program in changed})
        bump_on_commit()
    return len(changed)


def update_inclusion_of_programs_with(course_ids: set[int]) -> int:
    """Do so for the programs that contain these official courses and whose type can be included at all."""
    if not course_ids:
        return 0
    programs = Program.objects.filter(courses__in=course_ids, type__slug__in=SUBSCRIPTION_PROGRAM_TYPES)
    # Few courses are in a program, and this is asked for each page of a refresh.
    concerned = set(programs.order_by().values_list("pk", flat=True))
    return update_program_inclusion(Program.objects.filter(pk__in=concerned)) if concerned else 0
