"""Apply the catalogs and verticals of a file of what editors add."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.editorial_file import EditorialFileCommand
from course_discovery.apps.explorer.services.markets import apply_markets


class Command(EditorialFileCommand):
    help = "Make the catalogs and verticals of the file that `load_editorial` reads. The search index must be there."

    def apply(self, partner: Partner, content: dict[str, list[dict[str, Any]]]) -> None:
        apply_markets(partner, content)
