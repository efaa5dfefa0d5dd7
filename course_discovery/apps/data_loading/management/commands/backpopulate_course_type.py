"""Fill in unknown types of courses and their runs from what they sell."""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.rules.course_type import RunTypeFacts
from course_discovery.apps.data_loading.loaders.reference import Reference, read_reference
from course_discovery.apps.data_loading.models import BackpopulateCourseTypeConfig
from course_discovery.apps.data_loading.services.course_types import backpopulate_types

NAME = "backpopulate_course_type"


class Command(BaseCommand):
    help = (
        "Find the types that fit what courses and their runs sell, and with --commit set those that are not known yet. "
        "Types that are known are checked and never changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partner", help="The short code of the partner.")
        parser.add_argument("--course", metavar="UUID", action="append", default=[], help="A course; repeatable.")
        parser.add_argument(
            "--org", metavar="KEY", action="append", default=[], help="All courses of an organization; repeatable."
        )
        parser.add_argument(
            "--allow-for",
            metavar="COURSE-TYPE-SLUG:RUN-TYPE-SLUG",
            action="append",
            default=[],
            help="Let courses of a type have runs of a type that they may not have otherwise; repeatable.",
        )
        parser.add_argument("--commit", action="store_true", help="Write the types; without it they are only checked.")
        parser.add_argument(
            "--args-from-database",
            action="store_true",
            help="Take all arguments from the row of BackpopulateCourseTypeConfig in the admin.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["args_from_database"]:
            arguments = BackpopulateCourseTypeConfig.get_solo().arguments.split()
            options = vars(self.create_parser("manage.py", NAME).parse_args(arguments))
        if not options["partner"]:
            self.stdout.write(self.create_parser("manage.py", NAME).format_help())
            raise CommandError("You must specify --partner")
        partner = Partner.objects.filter(short_code=options["partner"]).first()
        if partner is None:
            raise CommandError(f"Unable to locate partner with code {options['partner']}")
        reference = read_reference(partner)
        extra_run_types = _extra_run_types(options["allow_for"], reference)
        courses = _courses(partner, options["course"], options["org"])
        if not courses:
            raise CommandError("No courses found. Did you specify an argument?")
        failed = backpopulate_types(courses, reference, extra_run_types, options["commit"])
        done = "got their types" if options["commit"] else "would get their types, or have them; nothing was written"
        self.stdout.write(f"{len(courses) - len(failed)} of {len(courses)} rows of courses {done}.")
        if failed:
            raise CommandError(f"Could not backpopulate a course type for the following courses: {', '.join(failed)}")


def _courses(partner: Partner, uuids: Sequence[str], organizations: Sequence[str]) -> list[int]:
    """Return the primary keys of all rows of the courses."""
    try:
        asked = [UUID(str(uuid)) for uuid in uuids]
    except ValueError as error:
        raise CommandError(f"--course takes UUIDs: {', '.join(map(str, uuids))}") from error
    wanted = Q(uuid__in=asked) | Q(authoring_organizations__key__in=organizations)
    rows = Course.everything.filter(wanted, partner=partner)
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _extra_run_types(pairs: Sequence[str], reference: Reference) -> dict[str, list[RunTypeFacts]]:
    """Return what `course-type-slug:run-type-slug` allows, by course type."""
    run_types = {kind.slug: kind for kind in reference.run_types}
    course_types = {kind.slug for kind in reference.course_types}
    allowed: defaultdict[str, list[RunTypeFacts]] = defaultdict(list)
    for pair in pairs:
        course_type, _colon, run_type = pair.partition(":")
        if course_type not in course_types:
            raise CommandError(f"Supplied Course Type slug [{course_type}] does not exist.")
        if run_type not in run_types:
            raise CommandError(f"Supplied Course Run Type slug [{run_type}] does not exist.")
        allowed[course_type].append(run_types[run_type])
    return dict(allowed)
