"""The pages of refreshes as a person uses them, in headless Chromium (`make test.browser`)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import text_to_be_present_in_element
from selenium.webdriver.support.ui import WebDriverWait

from course_discovery.apps.core.tests.browser import WAIT_SECONDS
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.data_loading.models import RefreshLease, SourceRun
from course_discovery.apps.data_loading.tests.history import failures_of, lease_of, refresh, source_of

pytestmark = [
    pytest.mark.browser,
    # The server reads in threads of its own; the seeded rows come back after each test.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
LIST = reverse("admin:data_loading_refreshrun_changelist")


@pytest.fixture
def signed_in(browser, live_server):
    client = Client()
    client.force_login(UserFactory(username="admin", is_staff=True, is_superuser=True))
    browser.get(f"{live_server.url}/admin/login/")
    browser.add_cookie(
        {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    )
    # What pages of other tests complained of.
    browser.get_log("browser")
    return browser


@pytest.fixture
def running():
    run = refresh(PartnerFactory(), timedelta(seconds=30), status="running", ended=None, holder="process 7")
    source_of(run, seconds=None, status="running", pages=1, seen=50, announced=1756)
    lease_of(run)
    return run


def wait_for(browser, text):
    WebDriverWait(browser, WAIT_SECONDS).until(
        text_to_be_present_in_element((By.ID, "refresh-progress"), text), f"the page never said {text!r}"
    )


def severe(browser):
    """What went wrong in the page; that browsers ask for an icon is no fault."""
    entries = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    return [message for message in entries if "favicon" not in message]


def test_the_page_of_a_running_refresh_keeps_itself_up_to_date(signed_in, live_server, running):
    browser = signed_in
    browser.get(live_server.url + reverse("admin:data_loading_refreshrun_change", args=[running.pk]))
    wait_for(browser, "1 of 36")
    browser.execute_script("window.isFirstPage = true")
    SourceRun.objects.update(pages=2, seen=100)
    wait_for(browser, "2 of 36")
    # It was not loaded anew for that.
    assert browser.execute_script("return window.isFirstPage")
    RefreshLease.objects.all().delete()
    wait_for(browser, "It will be taken up by the next refresh of the same stage.")
    assert not browser.find_element(By.ID, "refresh-progress").get_attribute("data-progress")
    assert severe(browser) == []


def test_a_page_whose_session_ended_says_that_it_does_not_know(signed_in, live_server, running):
    browser = signed_in
    browser.get(live_server.url + reverse("admin:data_loading_refreshrun_change", args=[running.pk]))
    wait_for(browser, "1 of 36")
    browser.delete_all_cookies()
    WebDriverWait(browser, WAIT_SECONDS).until(
        text_to_be_present_in_element((By.ID, "refresh-progress-note"), "does not tell how far it is")
    )


def test_the_overview_can_be_read_and_used_by_everybody(signed_in, live_server, running):
    failures_of(source_of(refresh(running.partner, timedelta(days=1)), failed=1), "nonsense")
    browser = signed_in
    browser.get(live_server.url + LIST)
    section = browser.find_element(By.CSS_SELECTOR, ".refreshes")
    assert section.find_element(By.CSS_SELECTOR, "svg").accessible_name.startswith("The last runs of lms_courses")
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('.refreshes a, .refresh-start :is(input:not([type=hidden]), select)')]"
        ".filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.value).map(e => e.outerHTML)"
    )
    assert unnamed == []
    section.find_element(By.TAG_NAME, "summary").click()
    assert "running: no rows" in section.text
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [url for url in loaded if not url.startswith((live_server.url, "data:"))] == []
    assert severe(browser) == []
