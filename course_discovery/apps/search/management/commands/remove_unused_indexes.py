"""Delete old search indexes that no alias uses."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from course_discovery.apps.search import indexes
from course_discovery.apps.search.documents import DOCUMENTS

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Delete the oldest indexes that no alias uses; ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT of each alias stay."

    def handle(self, *args: Any, **options: Any) -> None:
        for document in DOCUMENTS.values():
            alias = document._index._name
            logger.info("Found %d indexes", len(indexes.physical_indexes(alias)))
            deleted = indexes.prune_indexes(alias)
            if deleted:
                logger.info("Successfully deleted indices %s.", deleted)
            else:
                logger.info("No indices to remove.")
