"""Messages on their way, over real HTTP: signed, tried again, paused, given up."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from journeys.models import Account
from kycreview.jobs.models import Job, Lane
from kycreview.sealing import destroy_data_key
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.hooks import change_subscription, renew_secret, replay, send_test
from reviews.models import Delivery, Subscription
from tests.reviews.hooks.conftest import Hooked
from tests.reviews.hooks.outside import new_hook
from tests.reviews.hooks.receiver import Receiver
from tests.reviews.house import arrive, count_of, events, run_jobs


def sent_test(hook: Hooked, owner: User) -> Delivery:
    """A test message after one attempt."""
    made = send_test(hook.row, by=owner)
    run_jobs("hook.send")
    made.refresh_from_db()
    return made


@pytest.mark.both_databases
def test_a_message_is_posted_once_and_its_signature_holds(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    made = sent_test(hook, owner)
    (posted,) = receiver.posted
    headers = {name.lower(): value for name, value in posted.headers.items()}
    assert headers["webhook-id"] == f"msg_{made.pk.hex}"
    assert headers["content-type"] == "application/json"
    assert hook.secret.startswith("whsec_")
    said = Webhook(hook.secret).verify(posted.body, posted.headers)
    assert said["type"] == "ping"
    assert (made.state, made.status, made.attempts) == (Delivery.State.SENT, 204, 1)
    assert made.sent_at is not None
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(posted.body + b" ", posted.headers)


def test_for_a_day_after_a_renewal_both_secrets_hold(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    new = renew_secret(hook.row, by=owner)
    assert new != hook.secret
    sent_test(hook, owner)
    (posted,) = receiver.posted
    for secret in (hook.secret, new):
        Webhook(secret).verify(posted.body, posted.headers)


def test_after_that_day_only_the_new_secret_signs(
    hook: Hooked, receiver: Receiver, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.hooks.subscriptions.BOTH_VALID_FOR", timedelta(seconds=-1))
    new = renew_secret(hook.row, by=owner)
    sent_test(hook, owner)
    (posted,) = receiver.posted
    Webhook(new).verify(posted.body, posted.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(posted.body, posted.headers)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_what_is_not_taken_is_tried_again_under_the_same_id(
    hook: Hooked, receiver: Receiver, owner: User, status: int
) -> None:
    receiver.statuses = [status, 200]
    made = sent_test(hook, owner)
    assert (made.state, made.status) == (Delivery.State.REFUSED, status)
    assert made.last_error
    (job,) = run_jobs("hook.send")
    made.refresh_from_db()
    assert (made.state, made.status, made.attempts) == (Delivery.State.SENT, 200, 2)
    assert (made.last_error, job.state) == ("", Job.State.DONE)
    first, second = receiver.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_who_is_gone_pauses_the_webhook_until_somebody_acts(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    receiver.statuses = [410]
    made = sent_test(hook, owner)
    assert (made.state, made.status) == (Delivery.State.REFUSED, 410)
    lane = Lane.objects.get(name=hook.row.lane)
    assert lane.paused_at is not None
    assert lane.resumes_at is None
    assert run_jobs("hook.send")[0].state == Job.State.WAITING
    assert len(receiver.posted) == 1
    entry = events(Event.HOOK_CHANGED)[-1]
    assert entry.account == hook.row.lane
    assert count_of(Event.ACCOUNT_PAUSED) == 0
    hook.row.url = receiver.url + "/new"
    change_subscription(hook.row, by=owner)
    receiver.statuses = [200]
    run_jobs("hook.send")
    made.refresh_from_db()
    assert made.state == Delivery.State.SENT


def test_a_redirect_is_not_followed_and_pauses(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    receiver.statuses = [302]
    receiver.location = "http://127.0.0.1:1/elsewhere"
    made = sent_test(hook, owner)
    assert (made.state, made.status) == (Delivery.State.REFUSED, 302)
    assert Lane.objects.get(name=hook.row.lane).paused_at is not None


def test_ten_failures_in_a_row_pause_the_webhook_for_a_while(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    receiver.statuses = [503]
    for _ in range(10):
        send_test(hook.row, by=owner)
    run_jobs("hook.send")
    lane = Lane.objects.get(name=hook.row.lane)
    assert lane.paused_at is not None
    assert lane.resumes_at is not None


@pytest.mark.both_databases
def test_after_three_days_a_message_is_given_up_and_can_be_sent_again(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    receiver.statuses = [500]
    made = sent_test(hook, owner)
    long_ago = timezone.now() - timedelta(hours=73)
    Job.objects.filter(kind="hook.send").update(first_wait_at=long_ago)
    (job,) = run_jobs("hook.send")
    made.refresh_from_db()
    assert (made.state, job.state) == (Delivery.State.GIVEN_UP, Job.State.FAILED)
    receiver.statuses = [200]
    replay(made, by=owner)
    run_jobs("hook.send")
    made.refresh_from_db()
    assert (made.state, made.attempts) == (Delivery.State.SENT, 3)
    assert count_of(Event.DELIVERY_REPLAYED) == 1


def test_a_message_of_a_webhook_that_was_switched_off_never_leaves(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    made = send_test(hook.row, by=owner)
    Subscription.objects.update(is_active=False)
    run_jobs("hook.send")
    made.refresh_from_db()
    assert (made.state, receiver.posted) == (Delivery.State.CANCELLED, [])


def test_a_secret_that_cannot_be_read_ends_the_message(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    made = send_test(hook.row, by=owner)
    destroy_data_key(hook.row.key_id)
    run_jobs("hook.send")
    made.refresh_from_db()
    assert (made.state, receiver.posted) == (Delivery.State.GIVEN_UP, [])


@pytest.mark.parametrize("is_personal", [True, False])
def test_the_reference_leaves_only_where_the_webhook_says_so(
    owner: User, receiver: Receiver, idwise: Account, is_personal: bool
) -> None:
    new_hook(owner, url=receiver.url, events=["journey.received"], is_personal=is_personal)
    journey = arrive(idwise, outcome="glare")
    run_jobs("hook.send")
    assert journey.current_snapshot is not None
    reference = journey.current_snapshot.summary(journey.key()).reference
    (posted,) = receiver.posted
    told = json.loads(posted.body)["data"]["journey"]
    assert told.get("reference") == (reference if is_personal else None)
    assert (reference.encode() in posted.body) is is_personal


def test_a_journey_that_was_erased_is_told_of_without_its_reference(
    owner: User, receiver: Receiver, idwise: Account
) -> None:
    new_hook(owner, url=receiver.url, events=["journey.received"], is_personal=True)
    journey = arrive(idwise, outcome="glare")
    destroy_data_key(journey.key_id)
    run_jobs("hook.send")
    (posted,) = receiver.posted
    assert json.loads(posted.body)["data"]["journey"]["reference"] == ""


def test_an_address_inside_the_house_is_refused_before_anything_is_sent(
    hook: Hooked, receiver: Receiver, owner: User
) -> None:
    Subscription.objects.update(url="http://127.0.0.1:1/kyc")
    made = sent_test(hook, owner)
    assert (made.state, made.status) == (Delivery.State.REFUSED, None)
    assert receiver.posted == []
    assert Lane.objects.get(name=hook.row.lane).paused_at is not None
