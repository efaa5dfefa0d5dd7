from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from course_discovery.apps.api.comparison import recordings
from course_discovery.apps.api.internal_requests import every_object
from course_discovery.apps.api.v1.views.course import CourseViewSet
from course_discovery.apps.api.v1.views.course_run import CourseRunViewSet
from course_discovery.apps.api.v1.views.organization import OrganizationViewSet
from course_discovery.apps.core.models import Partner, User
from course_discovery.lib.clock import clock_at

VIEWS = {"courses": CourseViewSet, "course_runs": CourseRunViewSet, "organizations": OrganizationViewSet}


class Command(BaseCommand):
    help = (
        "Write the catalogue of a partner as the API shows it to a member of staff: courses.jsonl.gz, "
        "course_runs.jsonl.gz and organizations.jsonl.gz in FOLDER, one object a line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--user", help="Username of the reader; default: the first member of staff.")
        parser.add_argument("--partner_code", help="Short code of the partner; default: the first partner.")
        parser.add_argument("--now", help="Answer as of this moment (2026-11-21T12:10:00Z) instead of the present.")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
        user = staff.filter(username=options["user"]).first() if options["user"] else staff.first()
        if user is None:
            raise CommandError("There is no such member of staff.")
        partners = Partner.objects.select_related("site").order_by("pk")
        code = options["partner_code"]
        partner = partners.filter(short_code=code).first() if code else partners.first()
        if partner is None:
            raise CommandError("There is no such partner.")
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        with _clock(options["now"]):
            for resource, view in VIEWS.items():
                objects: Iterator[dict[str, Any]] = every_object(view, user, partner)
                self.stdout.write(f"{resource}: {recordings.write(folder, resource, objects)}")


def _clock(moment: str | None) -> Any:
    if moment is None:
        return nullcontext()
    parsed = parse_datetime(moment)
    if parsed is None or parsed.tzinfo is None:
        raise CommandError(f"{moment} is not a moment with a time zone.")
    return clock_at(parsed)
