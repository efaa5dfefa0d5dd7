"""What the commands that apply a file of what editors add have in common."""

import json
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner


class EditorialFileCommand(BaseCommand, ABC):
    """Reads the file and finds the partner; commands say in `apply` what becomes of them."""

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
        self.apply(partner, content)

    @abstractmethod
    def apply(self, partner: Partner, content: dict[str, list[dict[str, Any]]]) -> None:
        """Write the content of the file, lists of rows by kind, for the partner."""
