"""Apply the catalogs and verticals of a file of what editors add."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.explorer.services.markets import apply_markets


class Command(BaseCommand):
    help = "Make the catalogs and verticals of the file that `load_editorial` reads. The search index must be there."

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
        apply_markets(partner, content)
