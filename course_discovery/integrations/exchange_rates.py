"""Exchange rates, as openexchangerates.org publishes them."""

import requests

from course_discovery.integrations.errors import BadStatus, Unreachable, UnreadableAnswer

URL = "https://openexchangerates.org/api/latest.json"
TIMEOUT = 2


def latest_rates(app_id: str) -> dict[str, float]:
    """Return how much one US dollar is in each currency, by ISO 4217 code. Raises PlatformError; waits two seconds."""
    asked = f"GET {URL}"
    try:
        answer = requests.get(URL, params={"app_id": app_id}, timeout=TIMEOUT)
    except requests.RequestException as error:
        # The text of the error would hold the account's id.
        raise Unreachable(asked, type(error).__name__) from None
    if answer.status_code != 200:
        raise BadStatus(asked, f"status {answer.status_code}", answer.status_code)
    try:
        rates = answer.json()["rates"]
        return {code: rate for code, rate in rates.items() if isinstance(rate, int | float)}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableAnswer(asked, answer.text[:200]) from None
