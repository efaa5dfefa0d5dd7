"""A fixture for tests of pages as people use them, in headless Chromium (`make test.browser`)."""

import shutil

import pytest

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,1000",
)
WAIT_SECONDS = 20  # Two busy processors share Chromium, the server and the tests.


@pytest.fixture(scope="module")
def browser():
    # Every test session loads this file, few of them need what it takes.
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.implicitly_wait(WAIT_SECONDS)
    yield driver
    driver.quit()
