"""Webhooks are made and changed: what is refused, what is recorded, what is never shown again."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.errors import Incomplete
from reviews.hooks import change_subscription, renew_secret, send_test
from reviews.hooks.subscriptions import secrets_in_force
from reviews.models import Delivery, Subscription
from tests.reviews.hooks.conftest import Hooked
from tests.reviews.hooks.outside import new_hook
from tests.reviews.house import events


@pytest.mark.parametrize(
    "url",
    [
        "http://core.example.test/kyc",
        "https://core.example.test:8443/kyc",
        "https://me:secret@core.example.test/kyc",
        "ftp://core.example.test/kyc",
        "https://",
        "core.example.test",
        "https://[::1",
        "http://127.0.0.1:8000/",
    ],
)
def test_an_address_that_is_no_plain_https_is_refused(owner: User, url: str) -> None:
    with pytest.raises(Incomplete, match="https address"):
        new_hook(owner, url=url)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["ping"], ["case.opened", "no.such"]])
def test_only_events_of_the_list_can_be_chosen(owner: User, chosen: list[str]) -> None:
    with pytest.raises(Incomplete, match="at least one event"):
        new_hook(owner, events=chosen)


def test_a_secret_stands_in_no_entry_and_no_column(owner: User) -> None:
    row, secret = new_hook(owner)
    renewed = renew_secret(row, by=owner)
    entries = events(Event.HOOK_CREATED, Event.HOOK_CHANGED)
    assert len(entries) == 2
    row.refresh_from_db()
    for kept in (secret, renewed):
        assert all(kept not in entry.data for entry in entries)
        assert kept.encode() not in bytes(row.sealed_secret)


def test_a_change_is_an_entry_with_before_and_after(owner: User) -> None:
    row, _secret = new_hook(owner, events=["case.opened"])
    row.events = ["case.opened", "case.decided"]
    change_subscription(row, by=owner)
    (entry,) = events(Event.HOOK_CHANGED)
    said = json.loads(entry.data)
    assert said["before"]["events"] == ["case.opened"]
    assert said["after"]["events"] == ["case.decided", "case.opened"]


def test_switching_off_cancels_what_waits(hook: Hooked, owner: User) -> None:
    made = send_test(hook.row, by=owner)
    hook.row.is_active = False
    change_subscription(hook.row, by=owner)
    made.refresh_from_db()
    assert made.state == Delivery.State.CANCELLED


def test_two_renewals_leave_two_secrets(owner: User) -> None:
    row, _first = new_hook(owner)
    second = renew_secret(row, by=owner)
    third = renew_secret(row, by=owner)
    row.refresh_from_db()
    assert secrets_in_force(row, now=timezone.now()) == [third, second]
