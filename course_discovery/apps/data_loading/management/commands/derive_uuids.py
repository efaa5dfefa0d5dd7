"""Make the uuids of a partner's catalogue follow from its keys."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.services.uuids import derive_uuids
from course_discovery.rest import data_version


class Command(BaseCommand):
    help = (
        "Derive the uuids of organizations, courses and course runs from their keys (version 5, URL namespace), so "
        "that installations loaded from the same platform agree on them, and with shops that name courses so. "
        "For new installations: other systems that know the present uuids lose track of the objects."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partner_code", required=True, help="The short code of the partner.")

    def handle(self, *args: Any, partner_code: str, **options: Any) -> None:
        partner = Partner.objects.filter(short_code=partner_code).first()
        if partner is None:
            raise CommandError(f"There is no partner {partner_code}.")
        for kind, count in derive_uuids(partner).items():
            self.stdout.write(f"{count} {kind} got another uuid.")
        data_version.bump()
