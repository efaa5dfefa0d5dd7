"""Load the catalogue from the partners' platforms."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.progress import console_on, print_runs, progress_for
from course_discovery.apps.data_loading.models import RefreshRun
from course_discovery.apps.data_loading.pipelines import LAST_STAGE
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing, LeaseLost
from course_discovery.apps.data_loading.services.orphans import delete_orphan_media
from course_discovery.apps.data_loading.services.refresh import finish_refreshes, ran_well, refresh_partner
from course_discovery.apps.data_loading.services.report import mail_new_failures

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Refresh courses, course runs and what is sold with them from the platforms of the partners."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partner_code", help="The short code of the one partner to refresh; all without it.")
        parser.add_argument(
            "--data_loader_stage",
            type=int,
            default=0,
            help="The one stage to do: 1 runs, 2 what is sold (shop, else LMS modes), 3 analytics; all without it.",
        )
        parser.add_argument(
            "--restart", action="store_true", help="Begin from page 1 even where a refresh was killed lately."
        )
        parser.add_argument(
            "--allow-large-deletes",
            action="store_true",
            help="Delete what is gone upstream even if it is a large share of what there is.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stage = options["data_loader_stage"]
        if not 0 <= stage <= LAST_STAGE:
            raise CommandError(f"Invalid data loader stage. It must be between 1-{LAST_STAGE}")
        partners = Partner.objects.order_by("pk")
        if options["partner_code"]:
            partners = partners.filter(short_code=options["partner_code"])
        if not partners:
            raise CommandError("No partners available!")

        console = console_on(self.stdout)
        runs: list[RefreshRun] = []
        errors: list[str] = []
        refreshed: list[Partner] = []
        try:
            with progress_for(console) as progress:
                for partner in partners:
                    refreshed.append(partner)
                    try:
                        runs.append(
                            refresh_partner(
                                partner,
                                progress,
                                stage=stage,
                                restart=options["restart"],
                                allow_large_deletes=options["allow_large_deletes"],
                            )
                        )
                    except (AlreadyRefreshing, LeaseLost) as error:
                        refreshed.remove(partner)
                        errors.append(str(error))
                    except Exception as error:
                        # One partner's trouble is none of the others.
                        logger.exception("The refresh of %s was interrupted", partner.short_code)
                        errors.append(f"The refresh of {partner.short_code} was interrupted: {error}")
        finally:
            removed = delete_orphan_media()
            finish_refreshes()
            for partner in refreshed:
                mail_new_failures(partner)
        print_runs(runs, console)
        console.print(f"Orphans removed: {removed['Image']} images, {removed['Video']} videos.")
        if not ran_well(runs):
            errors.append("One or more of the data loaders above failed.")
        if errors:
            raise CommandError(" ".join(errors))
