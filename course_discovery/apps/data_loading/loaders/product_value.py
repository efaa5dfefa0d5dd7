"""What leads and clicks of courses and programs are worth."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from course_discovery.apps.course_metadata.models import ProductValue
from course_discovery.apps.data_loading.loaders.product_table import ProductLoader, Rows
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import ProductValueRecord

FIELDS = ("per_lead_usa", "per_lead_international", "per_click_usa", "per_click_international")
Values = tuple[int | None, ...]


class ProductValueLoader(ProductLoader[ProductValueRecord]):
    """Gives products values of their own; the rows of a course share theirs. Blank cells leave what there is, else 0.

    Other products that shared the former values keep them.
    """

    kind = "product value"
    refusal = "Data validation issue for product with UUID: {}. Skipping ingestion for this item. Details: {}"
    course_relation = program_relation = "in_year_value"

    def not_found(self, record: ProductValueRecord) -> str:
        return f"{record.product_type.title()} with UUID: {record.label} was not found"

    def write(self, fitting: Sequence[tuple[ProductValueRecord, Rows]], outcome: Outcome) -> None:
        self.give(fitting, "in_year_value", partial(_value_for, values={}), "product value", outcome)


def _value_for(
    record: ProductValueRecord, former: ProductValue | None, values: dict[tuple[UUID | None, Values], Any]
) -> ProductValue:
    """Return the former row if it says the same, else one that both rows of the product share."""
    wanted: dict[str, int | None] = {}
    for name in FIELDS:
        told = getattr(record, name)
        wanted[name] = told if told is not None else getattr(former, name) if former else 0
    key = record.uuid, tuple(wanted.values())
    if former is not None and all(getattr(former, name) == value for name, value in wanted.items()):
        values.setdefault(key, former)
        return former
    return values.setdefault(key, ProductValue(**wanted))
