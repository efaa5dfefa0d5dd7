"""Ask the LMS which languages machine translation and transcription offer for runs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.management.progress import console_on, print_runs, progress_for
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.pipelines import AI_LANGUAGES
from course_discovery.apps.data_loading.selectors.default_partner import default_partner
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing
from course_discovery.apps.data_loading.sources.ai_languages import runs_to_ask


class Command(BaseCommand):
    help = "Update the languages into which the LMS translates and transcribes runs by machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--partner",
            default=settings.DEFAULT_PARTNER_ID,
            help="Name, short code or number of the partner; the default partner without it.",
        )
        parser.add_argument("--active", action="store_true", help="Runs that have not ended.")
        parser.add_argument("--marketable", action="store_true", help="Runs that are marketable; with --active either.")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = _partner(options["partner"])
        if partner is None:
            raise CommandError("No partner object found. Ensure that the Partner data is correctly configured.")
        table = runs_to_ask(partner, _keys(partner, options["active"], options["marketable"]))
        if not table.origin:
            raise CommandError(f"Partner {partner.short_code} has no lms_url: there is nobody to ask.")
        console = console_on(self.stdout)
        try:
            with progress_for(console) as progress:
                run = load_table(partner, AI_LANGUAGES, table, progress)
        except AlreadyRefreshing as error:
            raise CommandError(str(error)) from error
        print_runs([run.refresh_run], console)
        if run.status != RunStatus.Completed:
            raise CommandError(f"The languages could not be updated: {run.error}")


def _partner(named: str | int | None) -> Partner | None:
    if named is None:
        return default_partner()
    text = str(named)
    by_name = Q(name__iexact=text) | Q(short_code__iexact=text)
    return Partner.objects.filter(by_name | Q(pk=int(text)) if text.isdecimal() else by_name).order_by("pk").first()


def _keys(partner: Partner, active: bool, marketable: bool) -> list[str]:
    """Return the keys of the official runs that are one of what is asked for; all when nothing is."""
    runs = CourseRun.objects.filter(course__partner=partner)
    chosen = CourseRun.objects.none() if active or marketable else runs
    if active:
        chosen |= runs.active()
    if marketable:
        chosen |= runs.marketable()
    return list(chosen.order_by("key").values_list("key", flat=True))
