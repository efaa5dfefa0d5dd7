"""Tables of programs that learners can subscribe to: a row a program and currency."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from course_discovery.apps.data_loading.records import RowNote, SubscriptionRecord
from course_discovery.apps.data_loading.sources.table import Cells, TableSource

ELIGIBLE = {"TRUE": True, "FALSE": False}
# What fits the column of prices.
PRICE_LIMIT = 10**8


class ProgramSubscriptions(TableSource[SubscriptionRecord]):
    columns = ("uuid", "subscription_eligible")

    def key(self, cells: Cells) -> str | None:
        return cells["uuid"]

    def transform(self, row: Any) -> SubscriptionRecord:
        cells = self.cells(row)
        label = cells["uuid"] or ""
        eligible, told = cells["subscription_eligible"] or "", cells.get("subscription_price")
        price = _price(told) if told else None
        problem = None
        if eligible not in ELIGIBLE:
            problem = _invalid(label, "eligibility")
        elif told and price is None:
            problem = _invalid(label, "price")
        return SubscriptionRecord(
            label, _uuid(label), ELIGIBLE.get(eligible, False), price, cells.get("currency"), problem
        )


def _invalid(label: str, what: str) -> RowNote:
    message = f"Skipped record: {label} because of invalid subscription {what} value"
    return RowNote(label, f"invalid_{what}", message)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _price(text: str) -> Decimal | None:
    try:
        price = Decimal(text.replace("$", "").strip())
        return price.quantize(Decimal("0.01")) if 0 <= price < PRICE_LIMIT else None
    except InvalidOperation:
        return None
