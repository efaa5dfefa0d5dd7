import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.core.models import SalesforceConfiguration
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    partner = PartnerFactory()
    SalesforceConfiguration.objects.create(partner=partner, username="us", password="them")
    return CourseFactory(partner=partner, salesforce_id="a0C1")


def known_runs(salesforce_double, course, *keys):
    for key in keys:
        CourseRunFactory(
            course=course, key=key, salesforce_id=salesforce_double.add("Course_Run__c", Course_Number__c=key)
        )


def test_all_official_runs_that_it_knows_are_told_of(salesforce_double, course, capsys):
    known_runs(salesforce_double, course, "a", "b")
    CourseRunFactory(course=course)
    CourseRunFactory(salesforce_id="a0R9")
    call_command("update_course_run_in_salesforce")
    call_command("update_course_run_in_salesforce")
    assert [(verb, values["Course_Number__c"]) for verb, _, values in salesforce_double.told] == [
        ("update", "a"),
        ("update", "b"),
        ("update", "a"),
        ("update", "b"),
    ]
    assert capsys.readouterr().out == "Told Salesforce of 2 course runs.\n" * 2


def test_those_that_cannot_be_told_of_are_named(salesforce_double, course, capsys, caplog):
    known_runs(salesforce_double, course, "a", "c")
    CourseRunFactory(course=course, key="b", salesforce_id="unknown")
    message = r"^Following course runs were unable to sync with salesforce  \['b'\]$"
    with pytest.raises(CommandError, match=message):
        call_command("update_course_run_in_salesforce")
    assert [record.getMessage().partition(":")[0] for record in caplog.records if record.levelname == "ERROR"] == [
        "Failed to sync data for course [b]"
    ]
    assert capsys.readouterr().out == "Told Salesforce of 2 course runs.\n"


def test_a_salesforce_out_of_reach_is_not_asked_for_every_run(salesforce_double, course):
    known_runs(salesforce_double, course, *"abcde")
    salesforce_double.account = ("us", "another password")
    with pytest.raises(CommandError, match=r"\['a', 'b', 'c', 'd', 'e'\]$"):
        call_command("update_course_run_in_salesforce")
    assert len(salesforce_double.logins) == 3
