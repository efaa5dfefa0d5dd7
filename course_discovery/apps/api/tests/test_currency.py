import pytest
import requests
from django.core.cache import cache

from course_discovery.integrations import exchange_rates

PATH = "/api/v1/currency"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


class Provider:
    """Stands in for the provider of rates; `answers` holds what it answers next, bodies or errors."""

    def __init__(self):
        self.answers = []
        self.asked = []

    def get(self, url, params, timeout):
        self.asked.append((url, params, timeout))
        status, body = self.answers.pop(0)
        if isinstance(body, Exception):
            raise body
        answer = requests.Response()
        answer.status_code = status
        answer._content = body
        return answer


@pytest.fixture
def provider(monkeypatch, settings):
    settings.OPENEXCHANGERATES_API_KEY = "secret-id"
    provider = Provider()
    monkeypatch.setattr(exchange_rates.requests, "get", provider.get)
    return provider


def test_without_an_account_nothing_is_asked(plain, settings, provider):
    settings.OPENEXCHANGERATES_API_KEY = ""
    assert plain.get(PATH).json() == {}
    assert provider.asked == []


def test_rates_by_country(plain, provider):
    provider.answers = [(200, b'{"rates": {"EUR": 0.5, "MXN": 18, "GBP": null}}')]
    told = plain.get(PATH).json()
    assert len(told) == 28
    assert told["DEU"] == told["ESP"] == {"code": "EUR", "symbol": "€", "rate": 0.5}
    assert told["MEX"] == {"code": "MXN", "symbol": "$", "rate": 18}
    assert told["GBR"] == {"code": "GBP", "symbol": "£", "rate": None}
    assert told["PER"] == {"code": "PEN", "symbol": "S/.", "rate": None}
    assert provider.asked == [("https://openexchangerates.org/api/latest.json", {"app_id": "secret-id"}, 2)]


def test_rates_are_asked_for_once_a_day(plain, provider):
    provider.answers = [(200, b'{"rates": {"EUR": 0.5}}')]
    assert plain.get(PATH).json() == plain.get(PATH).json()
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (200, b"no json"), (200, b"[]"), (200, b'{"rates": 3}'), (0, requests.ConnectionError("secret-id"))],
)
def test_a_failing_provider_is_left_alone_for_a_while(plain, provider, caplog, answer):
    provider.answers = [answer]
    assert plain.get(PATH).json() == {}
    assert plain.get(PATH).json() == {}
    assert len(provider.asked) == 1
    assert "No exchange rates" in caplog.text
    assert "secret-id" not in caplog.text


def test_the_address_has_no_slash_and_needs_an_account(anonymous, plain):
    assert plain.get(f"{PATH}/").status_code == 404
    assert anonymous.get(PATH).status_code == 401
