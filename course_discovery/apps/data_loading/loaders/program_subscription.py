"""Programs that learners can subscribe to, and for how much."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows
from course_discovery.apps.data_loading.outcome import UPDATED, Outcome
from course_discovery.apps.data_loading.records import RowNote, SubscriptionRecord
from course_discovery.apps.programs.models import Program, ProgramSubscription, ProgramSubscriptionPrice

logger = logging.getLogger(__name__)


class ProgramSubscriptionLoader(Loader[SubscriptionRecord]):
    """Sets whether programs of the partner can be subscribed to, and one price a currency.

    A row without price or currency leaves prices alone, and those in currencies that no row names stay.
    """

    def load(self, records: Sequence[SubscriptionRecord]) -> Outcome:
        outcome = Outcome()
        page = _Page(self._programs(records))
        for record in records:
            if problem := record.problem or self._problem(record, page):
                logger.error(problem.message)
                outcome.fail(problem.key, problem.code, problem.message)
            else:
                page.apply(record, outcome)
        page.write(outcome)
        return outcome

    def _programs(self, records: Sequence[SubscriptionRecord]) -> dict[UUID | None, Program]:
        uuids = {record.uuid for record in records if record.uuid}
        rows = Program.objects.filter(partner=self.reference.partner, uuid__in=uuids)
        return {program.uuid: program for program in rows}

    def _problem(self, record: SubscriptionRecord, page: "_Page") -> RowNote | None:
        if record.uuid not in page.programs:
            message = f"Unable to locate Program instance with code {record.label}"
            return RowNote(record.label, "program_not_found", message)
        if record.currency and record.currency not in self.reference.currencies:
            message = f"Could not find currency {record.currency} for program {record.label}"
            return RowNote(record.label, "unknown_currency", message)
        return None


class _Page:
    """The subscriptions and prices of a page's programs, in two queries, and which of them are to be written."""

    def __init__(self, programs: dict[UUID | None, Program]) -> None:
        self.programs = programs
        subscriptions = ProgramSubscription.objects.filter(program__in=programs.values())
        prices = ProgramSubscriptionPrice.objects.filter(program_subscription__program__in=programs.values())
        self._subscriptions = {row.program_id: row for row in subscriptions}
        self._prices = {(row.program_subscription_id, row.currency_id): row for row in prices}
        self._changed: dict[UUID, Any] = {}

    def apply(self, record: SubscriptionRecord, outcome: Outcome) -> None:
        program = self.programs[record.uuid]
        subscription = self._subscriptions.get(program.pk)
        is_new = subscription is None
        if subscription is None:
            subscription = self._subscriptions[program.pk] = ProgramSubscription(program=program)
        changed: list[Any] = []
        if is_new or subscription.subscription_eligible != record.is_eligible:
            subscription.subscription_eligible = record.is_eligible
            changed.append(subscription)
        if record.price is not None and record.currency:
            key = subscription.pk, record.currency
            price = self._prices.get(key)
            is_new_price = price is None
            if price is None:
                price = self._prices[key] = ProgramSubscriptionPrice(
                    program_subscription=subscription, currency_id=record.currency
                )
            if is_new_price or price.price != record.price:
                price.price = record.price
                changed.append(price)
        self._changed |= {row.pk: row for row in changed}
        if not changed:
            outcome.unchanged += 1
            return
        outcome.created += is_new
        outcome.updated += not is_new
        outcome.touch(Program, [program.pk])
        outcome.results["programs"].append(str(program.uuid))

    def write(self, outcome: Outcome) -> None:
        _write(ProgramSubscription, self._changed.values(), "subscription_eligible", ("program_id",), outcome)
        _write(
            ProgramSubscriptionPrice,
            self._changed.values(),
            "price",
            ("program_subscription_id", "currency_id"),
            outcome,
        )


def _write(model: Any, changed: Any, field: str, identity: Sequence[str], outcome: Outcome) -> None:
    rows = [row for row in changed if isinstance(row, model)]
    old = [row for row in rows if not row._state.adding]
    create_rows(model, [row for row in rows if row._state.adding], identity, outcome, history=False)
    now = timezone.now()
    for row in old:
        row.modified = now
    if old:
        model.objects.bulk_update(old, [field, "modified"])
        outcome.wrote(model, UPDATED, len(old))
