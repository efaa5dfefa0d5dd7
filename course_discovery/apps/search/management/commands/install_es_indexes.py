"""Make sure that every search alias exists, with an empty index where there was none."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from course_discovery.apps.search import indexes
from course_discovery.apps.search.documents import DOCUMENTS

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Make sure that every search alias exists. Fills nothing, and leaves existing aliases as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        for document in DOCUMENTS.values():
            alias = document._index._name
            logger.info("Making sure alias [%s] exists...", alias)
            if indexes.current_index(alias):
                logger.info("...alias exists.")
                if indexes.is_outdated(document):
                    logger.warning("The index of [%s] was made for another mapping: run update_index.", alias)
            else:
                indexes.point_aliases({alias: indexes.create_index(document)})
                logger.info("...alias updated.")
