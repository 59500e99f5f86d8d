"""What people do with messages: send again, send all failed again, cancel; each is an entry."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.errors import TooLate
from reviews.hooks import cancel, replay, replay_failed, send_test
from reviews.models import Delivery, Subscription
from tests.reviews.hooks.conftest import Hooked
from tests.reviews.hooks.receiver import Receiver
from tests.reviews.house import count_of, events, run_jobs


@pytest.fixture
def refused(hook: Hooked, receiver: Receiver, owner: User) -> Delivery:
    receiver.statuses = [500]
    made = send_test(hook.row, by=owner)
    run_jobs("hook.send")
    made.refresh_from_db()
    receiver.posted.clear()
    receiver.statuses = [200]
    return made


def test_one_that_arrived_can_be_sent_again_under_its_id(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    made = send_test(hook.row, by=owner)
    run_jobs("hook.send")
    made.refresh_from_db()
    replay(made, by=owner)
    run_jobs("hook.send")
    first, second = receiver.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_one_that_waits_is_not_sent_twice(hook: Hooked, owner: User) -> None:
    made = send_test(hook.row, by=owner)
    with pytest.raises(TooLate, match="on its way already"):
        replay(made, by=owner)


def test_one_that_our_own_code_failed_on_can_be_sent_again(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    made = send_test(hook.row, by=owner)
    Delivery.objects.update(state=Delivery.State.SENDING)
    Job.objects.filter(kind="hook.send").update(state=Job.State.SET_ASIDE)
    replay(made, by=owner)
    run_jobs("hook.send")
    assert len(receiver.posted) == 1


@pytest.mark.both_databases
def test_all_that_failed_since_then_is_sent_again(
    hook: Hooked, receiver: Receiver, owner: User, refused: Delivery
) -> None:
    old = send_test(hook.row, by=owner)
    long_ago = timezone.now() - timedelta(days=3)
    Delivery.objects.filter(pk=old.pk).update(state=Delivery.State.GIVEN_UP, at=long_ago)
    Job.objects.filter(subject={"delivery": str(old.pk)}).update(state=Job.State.FAILED)
    since = timezone.now() - timedelta(hours=1)
    assert replay_failed(hook.row, since=since, by=owner) == 1
    run_jobs("hook.send")
    refused.refresh_from_db()
    assert refused.state == Delivery.State.SENT
    assert Delivery.objects.get(pk=old.pk).state == Delivery.State.GIVEN_UP
    (entry,) = events(Event.DELIVERY_REPLAYED)
    assert json.loads(entry.data) == {"count": 1, "deliveries": [str(refused.pk)]}
    assert replay_failed(hook.row, since=since, by=owner) == 0
    assert count_of(Event.DELIVERY_REPLAYED) == 1


def test_a_cancelled_message_never_leaves(
    hook: Hooked, receiver: Receiver, owner: User, refused: Delivery
) -> None:
    cancel(refused, by=owner)
    run_jobs("hook.send")
    assert receiver.posted == []
    assert count_of(Event.DELIVERY_CANCELLED) == 1
    with pytest.raises(TooLate):
        cancel(refused, by=owner)


def test_what_arrived_cannot_be_cancelled(hook: Hooked, owner: User) -> None:
    made = send_test(hook.row, by=owner)
    run_jobs("hook.send")
    with pytest.raises(TooLate):
        cancel(made, by=owner)


def test_a_webhook_that_is_switched_off_sends_nothing_again(
    hook: Hooked, owner: User, refused: Delivery
) -> None:
    Subscription.objects.update(is_active=False)
    refused.subscription.refresh_from_db()
    for act in (
        lambda: replay(refused, by=owner),
        lambda: send_test(refused.subscription, by=owner),
    ):
        with pytest.raises(TooLate, match="switched off"):
            act()
