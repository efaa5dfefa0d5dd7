"""Apply a file of what editors add to a loaded catalogue."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.editorial_file import EditorialFileCommand
from course_discovery.apps.data_loading.services.editorial import apply_editorial


class Command(EditorialFileCommand):
    help = "Write what editors add to loaded courses from a JSON file, and make its programs and pathways."

    def apply(self, partner: Partner, content: dict[str, list[dict[str, Any]]]) -> None:
        outcome = apply_editorial(partner, content)
        self.stdout.write(f"{outcome.courses} courses and {outcome.course_runs} runs were given their content.")
        self.stdout.write(f"{outcome.programs} programs were made.")
        for key in outcome.unknown_courses:
            self.stderr.write(f"There is no course {key}.")
