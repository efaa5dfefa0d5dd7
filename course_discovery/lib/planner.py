"""Statistics by which the database chooses its indexes."""

import logging

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


def refresh_statistics() -> None:
    """Count anew what has grown much since it was counted last; outside of transactions.

    Other databases see to that themselves. SQLite does so when it is told, and until then takes every index for as good
    as any other: it reads all courses of a partner to find some by their keys.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
    except DatabaseError as error:  # somebody else writes for long; the next call will do it
        logger.warning("Statistics of the database stay as they are: %s", error)
