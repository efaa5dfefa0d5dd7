import sys
import time

import pytest

from course_discovery.integrations import salesforce as module
from course_discovery.integrations.errors import BadStatus, Unreachable, UnreadableAnswer
from course_discovery.integrations.optional import NotAvailable
from course_discovery.integrations.salesforce import Account, Created, SalesforceApi, shared_api
from course_discovery.integrations.soql import by_key, text
from course_discovery.integrations.tests.salesforce import running_salesforce
from course_discovery.sandbox.api import Response, json_response

KEY = "NorthX+O'Neill\\1"
LOOKUP = by_key("Course__c", "Course_Key__c", KEY)
QUERY = "/services/data/v59.0/query/"


@pytest.fixture
def double(settings, monkeypatch, tmp_path):
    with running_salesforce(settings, monkeypatch, tmp_path) as running:
        yield running


@pytest.fixture
def api():
    return SalesforceApi(Account("us", "them"))


def test_objects_are_created_once_updated_and_queried(double, api):
    created = api.create("Course__c", {"Course_Key__c": KEY}, LOOKUP)
    assert created.is_new
    assert api.create("Course__c", {"Course_Key__c": KEY}, LOOKUP) == Created(created.id, is_new=False)
    api.update("Course__c", created.id, {"Course_Name__c": "Geometry"})
    double.page_size = 1
    double.add("Course__c", Course_Key__c=KEY, Course_Name__c="Another")
    soql = f"SELECT Course_Name__c FROM Course__c WHERE Course_Key__c={text(KEY)} ORDER BY CreatedDate ASC"
    assert [record["Course_Name__c"] for record in api.query(soql)] == ["Geometry", "Another"]
    assert double.logins == [("us", "them")]


def test_keys_are_compared_with_case(double, api):
    double.add("Course__c", Course_Key__c=KEY.lower())
    assert api.create("Course__c", {"Course_Key__c": KEY}, LOOKUP).is_new


@pytest.mark.parametrize(
    ("account", "sent"),
    [
        (Account("us", "them", security_token="token"), "themtoken"),
        (Account("us", "them", security_token="token", organization_id="00D"), "them"),
    ],
)
def test_an_organization_stands_for_the_security_token(double, account, sent):
    double.account = ("us", sent)
    assert SalesforceApi(account).query(LOOKUP.soql) == []
    assert double.logins == [("us", sent)]


def test_an_expired_session_is_renewed_once(double, api):
    api.query(LOOKUP.soql)
    double.expire()
    assert api.create("Course__c", {"Course_Key__c": KEY}, LOOKUP).is_new
    assert len(double.logins) == 2
    double.failing[QUERY] = json_response(401, [{"errorCode": "INVALID_SESSION_ID"}])
    asked = len(double.requests)
    with pytest.raises(Unreachable, match="Salesforce query .*INVALID_SESSION_ID"):
        api.query(LOOKUP.soql)
    assert len(double.requests) - asked == 3  # asked, logged in, asked again


def test_a_broken_connection_is_repeated_once_and_nothing_is_made_twice(double, api, caplog):
    double.unheard = 1
    created = api.create("Course__c", {"Course_Key__c": KEY}, LOOKUP, look_first=False)
    assert created == Created(double.records["Course__c"][0]["Id"], is_new=False)
    assert len(double.records["Course__c"]) == 1
    assert caplog.messages == ["An OSError occurred while attempting to call create for Course__c"]
    assert len(double.logins) == 2


def test_a_second_failure_is_told(double, api):
    double.unheard = 2
    found_nothing = LOOKUP._replace(is_it=lambda record: False)
    with pytest.raises(Unreachable, match="Salesforce create Course__c: ConnectionError"):
        api.create("Course__c", {"Course_Key__c": KEY}, found_nothing)
    assert len(double.logins) == 2


def test_one_that_never_answers_is_given_up(double, api, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", (1, 0.05))
    monkeypatch.setattr(double, "answer", lambda request: time.sleep(0.2) or Response(200, b""))
    with pytest.raises(Unreachable, match="ReadTimeout"):
        api.query(LOOKUP.soql)


def test_a_login_that_is_refused_may_come_through_later(double):
    with pytest.raises(Unreachable, match="Salesforce login of us: .*Invalid username") as raised:
        SalesforceApi(Account("us", "wrong")).query(LOOKUP.soql)
    assert raised.value.transient
    assert "wrong" not in str(raised.value)


@pytest.mark.parametrize(
    ("answer", "error", "transient"),
    [
        (json_response(400, [{"errorCode": "INVALID_FIELD", "message": "No such column"}]), BadStatus, False),
        (json_response(403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED"}]), Unreachable, True),
        (json_response(503, [{"errorCode": "SERVER_UNAVAILABLE"}]), Unreachable, True),
        (Response(500, b"<html>"), BadStatus, True),
        (json_response(200, {"rows": []}), UnreadableAnswer, True),
        (json_response(200, []), UnreadableAnswer, True),
        (Response(200, b"<html>"), UnreadableAnswer, True),
    ],
)
def test_what_is_refused_or_makes_no_sense(double, api, answer, error, transient):
    double.failing[QUERY] = answer
    with pytest.raises(error, match="Salesforce query SELECT Id,Course_Key__c") as raised:
        api.query(LOOKUP.soql)
    assert raised.value.transient == transient


def test_everybody_shares_the_session_of_an_account():
    account = Account("us", "them")
    assert shared_api(account) is shared_api(Account("us", "them"))
    assert shared_api(account) is not shared_api(Account("us", "changed"))
    assert "them" not in repr(account)


def test_without_the_package_it_says_what_to_install(api, monkeypatch):
    monkeypatch.setitem(sys.modules, "simple_salesforce", None)
    with pytest.raises(NotAvailable, match="simple-salesforce is not installed: pip install -r"):
        api.query(LOOKUP.soql)
