import logging
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.publisher.services.outbound.salesforce import tell_run
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.optional import NotAvailable

logger = logging.getLogger(__name__)

# So many requests in a row that came to nothing say that Salesforce is out of reach.
_OUT_OF_REACH = 3


class Command(BaseCommand):
    help = "Tell Salesforce of all official course runs that it knows, for each partner that has a Salesforce."

    def handle(self, *args: Any, **options: Any) -> None:
        told, failed = 0, []
        for partner in Partner.objects.filter(salesforce__isnull=False).order_by("pk"):
            runs = CourseRun.objects.filter(course__partner=partner, salesforce_id__gt="")
            keys = list(runs.order_by("pk").values_list("key", flat=True))
            untold = self._tell(partner, keys)
            told += len(keys) - len(untold)
            failed += untold
        self.stdout.write(f"Told Salesforce of {told} course runs.")
        if failed:
            raise CommandError(f"Following course runs were unable to sync with salesforce  {failed}")

    def _tell(self, partner: Partner, keys: list[str]) -> list[str]:
        """Return the keys of the runs that Salesforce could not be told of."""
        failed: list[str] = []
        in_vain = 0
        console = Console(file=cast(TextIO, self.stderr))
        for key in track(keys, partner.short_code, console=console, disable=not console.is_terminal):
            if in_vain >= _OUT_OF_REACH:
                logger.error("Failed to sync data for course [%s]", key)
                failed.append(key)
                continue
            try:
                tell_run(partner, key, even_if_known=True)
                in_vain = 0
            except NotAvailable as error:
                raise CommandError(str(error)) from error
            except Exception as error:  # one run that cannot be told of keeps no other waiting
                is_ours = not isinstance(error, PlatformError)
                logger.error("Failed to sync data for course [%s]: %s", key, error, exc_info=is_ours)
                in_vain = in_vain + 1 if isinstance(error, PlatformError) and error.transient else 0
                failed.append(key)
        return failed
