"""The explorer as a person uses it, in headless Chromium (`make test.browser`)."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import text_to_be_present_in_element, url_contains
from selenium.webdriver.support.ui import WebDriverWait

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.browser import WAIT_SECONDS
from course_discovery.apps.explorer.tests.test_explore import catalogue

__all__ = ["catalogue"]

pytestmark = [
    pytest.mark.browser,
    # The server reads in threads of its own; the seeded types come back after each test.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def live(catalogue, live_server, settings):
    """The demo catalogue on a port; every host names its only partner."""
    settings.DEFAULT_PARTNER_ID = Partner.objects.get(site__domain="testserver").pk
    return live_server


def open_page(browser, url):
    """Open the page and let it be painted: Chromium drops the keys that are pressed before."""
    browser.get(url)
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def wait_for_heading(browser, text):
    """Wait for the next page: until it has come, the one before still answers."""
    WebDriverWait(browser, WAIT_SECONDS).until(
        text_to_be_present_in_element((By.ID, "results-heading"), text), f"the heading never was {text!r}"
    )


def test_a_visitor_searches_narrows_and_takes_it_back(browser, live):
    open_page(browser, live.url)
    wait_for_heading(browser, "2 results")
    browser.find_element(By.ID, "words").send_keys("oceans", Keys.ENTER)
    wait_for_heading(browser, "1 result")
    open_page(browser, live.url)
    browser.find_element(By.LINK_TEXT, "Advanced").click()
    wait_for_heading(browser, "1 result")
    assert "Glaciers" in browser.find_element(By.CSS_SELECTOR, ".results h3").text
    browser.find_element(By.CSS_SELECTOR, ".selected a").click()
    wait_for_heading(browser, "2 results")


def test_the_keyboard_alone_reaches_the_results(browser, live):
    open_page(browser, live.url)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the results"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(browser, WAIT_SECONDS).until(url_contains("#results"))


def test_every_control_has_a_name_and_every_heading_its_place(browser, live):
    open_page(browser, live.url)
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('input:not([type=hidden]), select, button, a')]"
        ".filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.ariaLabel).map(e => e.outerHTML)"
    )
    assert unnamed == []
    levels = browser.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"


def test_nothing_is_loaded_from_elsewhere_and_nothing_fails(browser, live):
    open_page(browser, live.url)
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert loaded
    assert [url for url in loaded if not url.startswith((live.url, "data:"))] == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
