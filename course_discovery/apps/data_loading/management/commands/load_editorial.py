"""Apply a file of what editors add to a loaded catalogue."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.services.editorial import apply_editorial


class Command(BaseCommand):
    help = "Write what editors add to loaded courses from a JSON file, and make its programs and pathways."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--partner_code", required=True)

    def handle(self, *args: Any, file: Path, partner_code: str, **options: Any) -> None:
        partner = Partner.objects.filter(short_code=partner_code).first()
        if partner is None:
            raise CommandError(f"There is no partner with the short code {partner_code}.")
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as JSON: {error}") from error
        outcome = apply_editorial(partner, content)
        self.stdout.write(f"{outcome.courses} courses and {outcome.course_runs} runs were given their content.")
        self.stdout.write(f"{outcome.programs} programs were made.")
        for key in outcome.unknown_courses:
            self.stderr.write(f"There is no course {key}.")
