"""A text column that compares whole and case-sensitively on every database."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import lookups

BINARY_COLLATIONS = {"mysql": "utf8mb4_bin"}
# For lookups that are to ignore case, as forms search.
COLLATIONS_WITHOUT_CASE = {"mysql": "utf8mb4_general_ci"}


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


class _WithoutCase(lookups.BuiltinLookup):
    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        sql, parameters = super().process_lhs(compiler, connection, lhs)
        if collation := COLLATIONS_WITHOUT_CASE.get(connection.vendor):
            sql = f"{sql} COLLATE {collation}"
        return sql, parameters


@ExactCharField.register_lookup
class IExact(_WithoutCase, lookups.IExact):
    """`iexact` of a column that compares with case."""


@ExactCharField.register_lookup
class IContains(_WithoutCase, lookups.IContains):
    """`icontains` of a column that compares with case."""


@ExactCharField.register_lookup
class IStartsWith(_WithoutCase, lookups.IStartsWith):
    """`istartswith` of a column that compares with case."""
