"""Make the account that a visitor of the demo signs in with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import User


class Command(BaseCommand):
    help = "Make a staff account with a generated password, which is kept in a file. Only for the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--password-file", type=Path, required=True, help="Where the password is kept (mode 600).")

    def handle(self, *args: Any, username: str, password_file: Path, **options: Any) -> None:
        if not settings.DISCOVERY_DEMO:
            raise CommandError("This command makes a superuser; it works only with DISCOVERY_DEMO=1.")
        user = User.objects.filter(username=username).first()
        if user is not None and password_file.exists():
            return
        password = token_urlsafe(9)
        if user is None:
            user = User(username=username, email=f"{username}@example.com", full_name="Demo Visitor")
        user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()
        password_file.unlink(missing_ok=True)
        with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(password)
