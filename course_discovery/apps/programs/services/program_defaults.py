"""What the service fills in, so that title, type and courses are enough for a program."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course, Organization, Source
from course_discovery.apps.programs.models import Program


def settle(program: Program, courses: Sequence[Course], partner: Partner | None) -> None:
    """Set what follows from the courses on a program about to be saved; writes nothing.

    A program without partner gets that of its first course, else the one given; without product source that of its
    courses if they agree, else the default one if there is one. Programs that their source restricts are marked so.
    """
    if program.partner_id is None:
        program.partner = courses[0].partner if courses else partner
    if program.product_source_id is None:
        program.product_source = _source_of(courses)
    mark_restricted(program)


def mark_restricted(program: Program) -> None:
    """Set the OFAC restriction of a program whose source restricts its type."""
    source, program_type = program.product_source, program.type
    if source and program_type and source.ofac_restricted_program_types.filter(pk=program_type.pk).exists():
        program.has_ofac_restrictions = True
        program.ofac_comment = f"Program type {program_type.slug} is OFAC restricted for {source.name}"


@transaction.atomic
def adopt_authors(program: Program) -> bool:
    """Make the authors of the courses those of a program without any, in order; tell whether there were some.

    Its marketing slug follows.
    """
    if program.authoring_organizations.exists():
        return False
    courses = program.courses.prefetch_related("authoring_organizations")
    authors: dict[int, Organization] = {
        author.pk: author for course in courses for author in course.authoring_organizations.all()
    }
    if authors:
        program.authoring_organizations.set(list(authors.values()))
    return bool(authors)


def _source_of(courses: Sequence[Course]) -> Source | None:
    sources = {course.product_source_id: course.product_source for course in courses}
    if len(sources) == 1 and (common := next(iter(sources.values()))) is not None:
        return common
    return Source.objects.filter(slug=settings.DEFAULT_PRODUCT_SOURCE_SLUG).first()
