"""What every connection to the database is told first."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def connect() -> None:
    """Listen to new connections; called once when Django starts."""
    connection_created.connect(_compare_as_the_columns_do, dispatch_uid="core")


def _compare_as_the_columns_do(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let casts and functions compare with columns: MySQL refuses two collations on both sides of `=`.

    The connection begins with the character set's own collation, whatever the database was made with.
    """
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute("SET collation_connection = @@collation_database")
