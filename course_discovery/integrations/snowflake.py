"""Queries of the data warehouse, Snowflake."""

import warnings
from typing import Any, NamedTuple

from django.conf import settings

from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.optional import NotAvailable, optional_module

# Seconds for the login, and for a query until its answer is there.
LOGIN_TIMEOUT = 60
QUERY_TIMEOUT = 900


class Answer(NamedTuple):
    """The lines of a query's answer, with the names of the columns in the spelling of the warehouse."""

    columns: list[str]
    lines: list[tuple[Any, ...]]


def query(sql: str) -> Answer:
    """Ask the warehouse of the SNOWFLAKE_ settings. Raises PlatformError, NotAvailable."""
    arguments = _connection_arguments()
    connector = optional_module("snowflake.connector", "snowflake-connector-python")
    try:
        with warnings.catch_warnings():
            # Of options that will have another default one day.
            warnings.simplefilter("ignore", FutureWarning)
            connection = connector.connect(**arguments)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, timeout=QUERY_TIMEOUT)
                return Answer([column[0] for column in cursor.description], cursor.fetchall())
        finally:
            connection.close()
    except connector.errors.Error as error:
        raise Unreachable(f"Snowflake account {settings.SNOWFLAKE_ACCOUNT}", str(error)) from error


def _connection_arguments() -> dict[str, Any]:
    names = ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_SERVICE_USER", "SNOWFLAKE_SERVICE_USER_PASSWORD", "SNOWFLAKE_DATABASE")
    account, user, password, database = (getattr(settings, name) for name in names)
    if missing := [name for name in names if not getattr(settings, name)]:
        raise NotAvailable(f"The data warehouse is not configured: {', '.join(missing)}")
    return {
        "account": account,
        "user": user,
        "password": password,
        "database": database,
        "login_timeout": LOGIN_TIMEOUT,
        "network_timeout": QUERY_TIMEOUT,
        "session_parameters": {"CLIENT_TELEMETRY_ENABLED": False},
        **settings.SNOWFLAKE_CONNECTION_OPTIONS,
    }
