"""The pages of programs."""

from collections.abc import Collection

from django.db import transaction

from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.rules import marketing
from course_discovery.lib.slugs import unique_slugs


@transaction.atomic
def assign_marketing_slug(program: Program) -> bool:
    """Give the program a slug with directories, made of type, first author and title; tell whether it changed.

    A program that has such a slug keeps it; one without type or author stays as it is. A taken slug gets a number.
    """
    author = program.authoring_organizations.first()
    if author is None or program.type is None or marketing.is_subdirectory_slug(program.marketing_slug):
        return False
    stem = marketing.subdirectory_slug(program.type.slug, author.slug, program.title)
    others = Program.objects.exclude(pk=program.pk)

    def taken_among(slugs: Collection[str]) -> set[str]:
        return set(others.filter(marketing_slug__in=slugs).values_list("marketing_slug", flat=True))

    (slug,) = unique_slugs([stem], taken_among, marketing.MAX_LENGTH)
    program.marketing_slug = str(slug)
    program.save(update_fields=["marketing_slug"])
    return True
