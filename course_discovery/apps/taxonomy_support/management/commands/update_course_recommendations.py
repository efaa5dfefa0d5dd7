"""Make course recommendations anew."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from course_discovery.apps.taxonomy_support.models import UpdateCourseRecommendationsConfig
from course_discovery.apps.taxonomy_support.services.course_recommendations import (
    all_courses,
    courses_changed_since,
    courses_named,
    update_recommendations,
)

DEFAULT_DAYS = 10


class Command(BaseCommand):
    help = "Compare courses with all others by skills and subjects, and store which are like them. Choose one option."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="all_courses", help="All official courses.")
        parser.add_argument("-uuids", "--uuids", nargs="+", metavar="UUID", help="The courses of these UUIDs.")
        parser.add_argument(
            "-num-past-days",
            "--num-past-days",
            type=int,
            metavar="DAYS",
            help="Courses that were made, or whose skills changed, in so many days.",
        )
        parser.add_argument("--args-from-database", action="store_true", help="As the configuration in the admin says.")

    def handle(
        self,
        *args: Any,
        all_courses: bool,
        uuids: list[str] | None,
        num_past_days: int | None,
        args_from_database: bool,
        **options: Any,
    ) -> None:
        if sum((all_courses, uuids is not None, num_past_days is not None, args_from_database)) != 1:
            raise CommandError("Invalid arguments")
        if args_from_database:
            configuration = UpdateCourseRecommendationsConfig.get_solo()
            uuids = configuration.uuids.split() or None
            all_courses = configuration.all_courses
            num_past_days = configuration.num_past_days or DEFAULT_DAYS
        outcome = update_recommendations(_chosen(uuids, all_courses, num_past_days))
        self.stdout.write(f"{len(outcome.updated)} courses were compared, {len(outcome.skipped)} skipped.")


def _chosen(uuids: list[str] | None, everything: bool, days: int | None) -> set[int]:
    if uuids is not None:
        try:
            return courses_named([UUID(text) for text in uuids])
        except ValueError as error:
            raise CommandError(f"Invalid arguments: not all of these are UUIDs: {' '.join(uuids)}") from error
    if everything:
        return all_courses()
    return courses_changed_since(timezone.now() - timedelta(days=days or 0))
