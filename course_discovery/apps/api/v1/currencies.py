"""The currencies of the countries that prices are shown in, with what a US dollar is worth in them."""

import logging
from typing import Any

from django.conf import settings
from django.core.cache import cache

from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.exchange_rates import latest_rates

logger = logging.getLogger(__name__)

CACHE_KEY = "exchange_rate_key"
RATES_LAST = 24 * 60 * 60
# While the provider fails, not every request waits for it.
FAILURES_LAST = 60

EURO = ("EUR", "€")
EURO_COUNTRIES = (
    *("AUT", "BEL", "CYP", "EST", "FIN", "FRA", "DEU", "GRC", "IRL", "ITA"),
    *("LVA", "LTU", "LUX", "MLT", "NLD", "PRT", "SVK", "SVN", "ESP"),
)
# By ISO 3166-1 alpha-3 code of the country: code and symbol of its currency.
CURRENCIES = {
    "IND": ("INR", "₹"),
    "BRA": ("BRL", "R$"),
    "MEX": ("MXN", "$"),
    "GBR": ("GBP", "£"),
    "AUS": ("AUD", "$"),
    "CHN": ("CNY", "¥"),
    "COL": ("COP", "$"),
    "PER": ("PEN", "S/."),
    "CAN": ("CAD", "$"),
    **dict.fromkeys(EURO_COUNTRIES, EURO),
}


def currencies() -> dict[str, dict[str, Any]]:
    """Return `{country: {code, symbol, rate}}`; empty while rates are not to be had. A rate may be missing: None."""
    rates = _rates()
    if not rates:
        return {}
    return {
        country: {"code": code, "symbol": symbol, "rate": rates.get(code)}
        for country, (code, symbol) in CURRENCIES.items()
    }


def _rates() -> dict[str, float]:
    if not settings.OPENEXCHANGERATES_API_KEY:
        return {}
    rates: dict[str, float] | None = cache.get(CACHE_KEY)
    if rates is not None:
        return rates
    try:
        rates = latest_rates(settings.OPENEXCHANGERATES_API_KEY)
    except PlatformError as error:
        logger.error("No exchange rates: %s", error)
        rates = {}
    cache.set(CACHE_KEY, rates, RATES_LAST if rates else FAILURES_LAST)
    return rates
