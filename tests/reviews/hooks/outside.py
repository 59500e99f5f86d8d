"""A webhook, a message and a token of the client's own systems, as rows that tests need."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kycreview.staff.models import User
from reviews.api import make_token
from reviews.hooks import HookEvent, create_subscription
from reviews.hooks.telling import tell_one
from reviews.models import CHOOSABLE, ApiToken, Delivery, Subscription

EVERY_EVENT = [event.value for event in CHOOSABLE]


def new_hook(by: User, **columns: Any) -> tuple[Subscription, str]:
    """A webhook for all events, and its secret."""
    wanted = {"name": "Core system", "url": "https://core.example.test/kyc", "events": EVERY_EVENT}
    row = Subscription(**{**wanted, **columns})
    return row, create_subscription(row, by=by)


def hook_row() -> Subscription:
    """The first webhook there is, made where there is none."""
    return Subscription.objects.first() or new_hook(User.objects.all()[0])[0]


def delivery_row() -> Delivery:
    """The first message there is, made where there is none."""
    found = Delivery.objects.first()
    return found or tell_one(hook_row(), HookEvent.PING, at=timezone.now(), data={})


def token_row() -> ApiToken:
    """The first token there is, made where there is none."""
    found = ApiToken.objects.first()
    return found or make_token("Core system", ["cases.read"], by=User.objects.all()[0])[0]
