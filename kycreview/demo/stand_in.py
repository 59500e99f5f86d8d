"""The sandbox as the demo talks to it: where to post callbacks, which journeys there are."""

from __future__ import annotations

import http.client
import json
import secrets
from typing import Any

from journeys.accounts import callback_url, change_account, create_account
from journeys.models import Account
from journeys.sandbox.idwise_endpoints import KEY, SECRET
from journeys.sandbox.signzy_endpoints import TOKEN
from kycreview.demo.errors import CannotStart
from kycreview.demo.surroundings import Place
from kycreview.jobs import lanes
from kycreview.jobs.models import Lane
from kycreview.staff.models import User

NAMES = ("idwise", "signzy")
_MADE_BY_DEMO = "http://127.0.0.1:"


class NoAnswer(Exception):
    """The sandbox is away or refused; it can be asked again."""


def make_accounts(place: Place, *, by: User) -> None:
    """One account of each provider that leads to the sandbox. Raises CannotStart."""
    given = {"idwise": {"api_key": KEY, "api_secret": SECRET}, "signzy": {"auth_token": TOKEN}}
    for name in NAMES:
        base_url = f"{place.sandbox}/{name}"
        known = Account.objects.filter(slug=name).first()
        if known is None:
            kept = given[name] | {"callback_secret": secrets.token_urlsafe(24)}
            create_account(Account(provider=name, slug=name, base_url=base_url), kept)
        elif not known.base_url.startswith(_MADE_BY_DEMO):
            raise CannotStart(
                f"This database holds a real account {name!r}, and a demo does not touch those. "
                "Give it a DATA_DIR (and DATABASE_URL) of its own."
            )
        elif known.base_url != base_url:
            known.base_url = base_url
            change_account(known, {}, by=by)


def set_callbacks(place: Place) -> None:
    """Let both providers post to us from now on. Raises NoAnswer."""
    targets = {}
    for account in Account.objects.filter(slug__in=NAMES):
        targets[account.slug] = {
            "url": callback_url(account),
            "scheme": account.callback_scheme,
            "header": account.callback_header,
            "secret": account.secrets()["callback_secret"],
        }
    ask(place, "POST", "configure", {"callbacks": targets})


def end_outage() -> None:
    """What paused because the sandbox was away need not wait: it is known to be back."""
    away = Lane.objects.filter(paused_at__isnull=False, resumes_at__isnull=False)
    for lane in away.filter(name__in=[f"account:{name}" for name in NAMES]):
        lanes.resume(lane.name)


def journey_ids(place: Place) -> dict[str, list[str]]:
    """The journeys that the sandbox began with, by provider. Raises NoAnswer.

    Those that were asked for since come by callback, as they would from a provider.
    """
    listed = ask(place, "GET", "journeys")["journeys"][: place.journeys]
    return {name: [each["id"] for each in listed if each["provider"] == name] for name in NAMES}


def ask(place: Place, method: str, what: str, body: object = None) -> Any:
    """One of the sandbox's own endpoints. Raises NoAnswer."""
    connection = http.client.HTTPConnection("127.0.0.1", place.sandbox_port, timeout=30)
    try:
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        connection.request(method, f"/_sandbox/{what}", body=sent, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise NoAnswer(f"{method} {what}: {answer.status} {text[:200]!r}")
        return json.loads(text)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(f"{method} {what}: {error}") from None
    finally:
        connection.close()
