import sys

import pytest

from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.optional import NotAvailable
from course_discovery.integrations.snowflake import query
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside import SnowflakeDouble, running_double


@pytest.fixture
def warehouse(settings):
    with running_double(SnowflakeDouble(["COURSE_UUID", "HOURS"], [["a", 6.5], ["b", None]])) as double:
        settings.SNOWFLAKE_ACCOUNT = "account"
        settings.SNOWFLAKE_DATABASE = "prod"
        settings.SNOWFLAKE_SERVICE_USER = "loader"
        settings.SNOWFLAKE_SERVICE_USER_PASSWORD = "hidden"
        settings.SNOWFLAKE_CONNECTION_OPTIONS = double.connection_options
        yield double


def test_the_answer_of_a_query(warehouse):
    answer = query("SELECT * FROM lengths")
    assert answer.columns == ["COURSE_UUID", "HOURS"]
    assert answer.lines == [("a", "6.5"), ("b", None)]
    assert warehouse.queries == ["SELECT * FROM lengths"]
    login = warehouse.logins[0]
    assert (login["ACCOUNT_NAME"], login["LOGIN_NAME"], login["PASSWORD"]) == ("account", "loader", "hidden")


def test_a_warehouse_that_refuses(warehouse):
    refusal = {"data": {}, "code": "390100", "message": "Incorrect username or password.", "success": False}
    warehouse.failing["/session/v1/login-request"] = json_response(200, refusal)
    with pytest.raises(Unreachable, match="Incorrect username or password") as raised:
        query("SELECT 1")
    assert "hidden" not in str(raised.value)


def test_without_settings_it_says_what_to_set(warehouse, settings):
    settings.SNOWFLAKE_ACCOUNT = settings.SNOWFLAKE_DATABASE = ""
    with pytest.raises(NotAvailable, match="SNOWFLAKE_ACCOUNT, SNOWFLAKE_DATABASE$"):
        query("SELECT 1")


def test_without_the_package_it_says_what_to_install(warehouse, monkeypatch):
    monkeypatch.setitem(sys.modules, "snowflake.connector", None)
    with pytest.raises(NotAvailable, match="snowflake-connector-python is not installed: pip install -r"):
        query("SELECT 1")
