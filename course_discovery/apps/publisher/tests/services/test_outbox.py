"""What is noted for outside systems, and how it is sent."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.publisher.choices import OutboundSystem, PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services import delivery
from course_discovery.apps.publisher.services.delivery import Delivery, deliver_due
from course_discovery.apps.publisher.services.outbox import enqueue, send_again
from course_discovery.integrations.errors import BadStatus, Unreachable

pytestmark = pytest.mark.django_db


class Senders:
    """Takes the place of all senders: remembers what was sent, and raises what a key is given."""

    def __init__(self):
        self.sent = []
        self.errors = {}

    def __getitem__(self, kind):
        return self.send

    def send(self, push):
        self.sent.append((push.system, push.what, push.key))
        if error := self.errors.get(push.key):
            raise error
        return "told"

    @property
    def keys(self):
        return [key for _, _, key in self.sent]


@pytest.fixture
def senders(monkeypatch):
    senders = Senders()
    monkeypatch.setattr(delivery, "SENDERS", senders)
    return senders


@pytest.fixture
def partner():
    return PartnerFactory()


def push(partner, key, system=OutboundSystem.Studio, what="run", details=None):
    return OutboundPush(partner=partner, system=system, what=what, key=key, details=details)


def later(seconds):
    """Let the time of those that wait come."""
    cache.clear()  # where it stands which systems rest
    for row in OutboundPush.objects.exclude(status__in=(PushStatus.Delivered, PushStatus.Failed)):
        row.due -= timedelta(seconds=seconds)
        row.save()


def test_pushes_are_sent_in_order_and_once(partner, senders):
    enqueue([push(partner, "a"), push(partner, "b")])
    enqueue([push(partner, "c")])
    assert deliver_due() == Delivery(delivered=3)
    assert deliver_due() == Delivery()
    assert senders.keys == ["a", "b", "c"]
    row = OutboundPush.objects.get(key="a")
    assert (row.status, row.attempts, row.result) == (PushStatus.Delivered, 1, "told")
    assert row.finished is not None


def test_one_that_waits_does_for_another_like_it(partner, senders):
    enqueue([push(partner, "a"), push(partner, "a"), push(partner, "b")])
    enqueue([push(partner, "a"), push(partner, "a", what="image"), push(partner, "a", OutboundSystem.Ecommerce)])
    enqueue([push(PartnerFactory(), "a")])
    enqueue([push(partner, "b", details={"former_key": "x"})])
    enqueue([push(partner, "b", details={"former_key": "y"})])
    deliver_due()
    assert senders.keys == ["a", "b", "a", "a", "a", "b", "b"]


def test_what_was_sent_is_sent_again_after_another_change(partner, senders):
    enqueue([push(partner, "a")])
    deliver_due()
    enqueue([push(partner, "a")])
    deliver_due()
    assert senders.keys == ["a", "a"]


def test_a_system_that_is_ill_is_left_alone_and_others_are_not(partner, senders):
    senders.errors["a"] = Unreachable("PATCH x", "no answer")
    enqueue([push(partner, "a"), push(partner, "b"), push(partner, "c", OutboundSystem.Lms)])
    assert deliver_due() == Delivery(delivered=1, postponed=1)
    assert senders.keys == ["a", "c"]
    waiting = OutboundPush.objects.get(key="a")
    assert (waiting.status, waiting.result) == (PushStatus.Pending, "PATCH x: no answer")
    assert 58 < (waiting.due - timezone.now()).total_seconds() <= 60


def test_a_system_that_is_ill_is_left_alone_by_the_next_change_too(partner, senders):
    senders.errors["a"] = Unreachable("PATCH x", "no answer")
    enqueue([push(partner, "a")])
    deliver_due()
    enqueue([push(partner, "b"), push(PartnerFactory(), "c")])
    assert deliver_due() == Delivery(delivered=1)
    assert senders.keys == ["a", "c"]
    assert OutboundPush.objects.get(key="b").attempts == 0
    senders.errors.clear()
    later(61)
    assert deliver_due() == Delivery(delivered=2)


def test_somebody_who_asks_again_has_the_system_asked_again(partner, senders, settings):
    settings.OUTBOX_ATTEMPTS = 1
    senders.errors["a"] = Unreachable("PATCH x", "no answer")
    enqueue([push(partner, "a")])
    assert deliver_due() == Delivery(failed=1)
    senders.errors.clear()
    send_again(OutboundPush.objects.all())
    assert deliver_due() == Delivery(delivered=1)


def test_waits_double_and_end(partner, senders, settings):
    settings.OUTBOX_ATTEMPTS = 3
    senders.errors["a"] = Unreachable("PATCH x", "no answer")
    enqueue([push(partner, "a")])
    waits = []
    while deliver_due().postponed:
        waits.append(round((OutboundPush.objects.get().due - timezone.now()).total_seconds()))
        later(waits[-1] + 1)
    assert waits == [60, 120]
    row = OutboundPush.objects.get()
    assert (row.status, row.attempts, row.result) == (PushStatus.Failed, 3, "PATCH x: no answer")


def test_a_refusal_is_given_up_at_once_until_somebody_asks_again(partner, senders):
    senders.errors["a"] = BadStatus("PATCH x", "status 400 no", 400)
    enqueue([push(partner, "a")])
    assert deliver_due() == Delivery(failed=1)
    assert deliver_due() == Delivery()
    senders.errors.clear()
    assert send_again(OutboundPush.objects.all()) == 1
    assert send_again(OutboundPush.objects.all()) == 0
    assert deliver_due() == Delivery(delivered=1)


def test_a_system_may_ask_to_be_left_alone_for_longer(partner, senders):
    senders.errors["a"] = BadStatus("PATCH x", "status 429", 429, retry_after=900)
    enqueue([push(partner, "a")])
    deliver_due()
    assert 890 < (OutboundPush.objects.get().due - timezone.now()).total_seconds() <= 900


def test_what_concerns_one_row_keeps_its_order(partner, senders):
    """The run must be there before it is changed; given up, it keeps nobody waiting."""
    senders.errors["a"] = RuntimeError("our own fault")
    enqueue([push(partner, "a", what="new_run"), push(partner, "a", what="run")])
    assert deliver_due() == Delivery(postponed=1)
    assert senders.sent == [("studio", "new_run", "a")]
    assert OutboundPush.objects.get(what="new_run").result == "RuntimeError: our own fault"
    later(61)
    senders.errors.clear()
    deliver_due()
    assert [what for _, what, _ in senders.sent] == ["new_run", "new_run", "run"]


def test_a_push_of_a_process_that_died_is_sent_again(partner, senders, settings):
    enqueue([push(partner, "a")])
    assert delivery._claim(set()).key == "a"
    assert deliver_due() == Delivery()
    later(settings.OUTBOX_CLAIM_SECONDS + 1)
    assert deliver_due() == Delivery(delivered=1)


def test_who_took_too_long_does_not_end_what_another_has_claimed(partner, senders, settings):
    enqueue([push(partner, "a")])
    slow = delivery._claim(set())
    later(settings.OUTBOX_CLAIM_SECONDS + 1)
    delivery._claim(set())
    delivery._send(slow)
    assert OutboundPush.objects.get().status == PushStatus.Running


def test_nothing_is_sent_of_a_change_that_was_taken_back(partner, senders, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            enqueue([push(partner, "a")])
            raise ZeroDivisionError
        with transaction.atomic():
            enqueue([push(partner, "b")])
            assert senders.sent == []
    assert senders.keys == ["b"]


def test_a_broker_that_is_away_breaks_no_change(partner, senders, monkeypatch, django_capture_on_commit_callbacks):
    def away():
        raise ConnectionError("no broker")

    monkeypatch.setattr("course_discovery.apps.publisher.tasks.deliver_outbox_task.delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue([push(partner, "a")])
    assert OutboundPush.objects.get().status == PushStatus.Pending


def test_delivered_pushes_are_kept_for_a_while(partner, senders, settings, capsys):
    enqueue([push(partner, "old"), push(partner, "new")])
    deliver_due()
    finished = timezone.now() - timedelta(days=settings.OUTBOX_KEPT_DAYS, seconds=1)
    OutboundPush.objects.filter(key="old").update(finished=finished)
    call_command("deliver_outbox")
    assert capsys.readouterr().out.startswith("Delivered 0, to be tried again 0, given up 0")
    assert [row.key for row in OutboundPush.objects.all()] == ["new"]
