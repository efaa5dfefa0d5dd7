"""A text column that compares whole and case-sensitively on every database."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

BINARY_COLLATIONS = {"mysql": "utf8mb4_bin"}


class ExactCharField(models.CharField):
    """A CharField for keys.

    MySQL and MariaDB compare text without case and accents by default, SQLite and PostgreSQL do not; a fixed
    `db_collation` would name a collation that the others lack.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if collation := BINARY_COLLATIONS.get(connection.vendor):
            parameters["collation"] = collation
        return parameters
