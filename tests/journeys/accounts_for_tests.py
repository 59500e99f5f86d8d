"""Accounts for tests: at nobody's address, or at a sandbox that runs; and bodies to save."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from journeys.accounts import Shown, create_account
from journeys.importing import Saved, save_answer
from journeys.models import Account, Journey, Locator, Snapshot
from journeys.sandbox.idwise_endpoints import KEY, SECRET
from journeys.sandbox.journey import journey as sandbox_journey
from journeys.sandbox.server import Sandbox
from journeys.sandbox.signzy_endpoints import TOKEN
from kycreview.jobs.models import Job
from kycreview.jobs.running import work
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry

CALLBACK_SECRET = "callback secret of the tests"
SECRETS = {
    "idwise": {"api_key": KEY, "api_secret": SECRET, "callback_secret": CALLBACK_SECRET},
    "signzy": {"auth_token": TOKEN, "callback_secret": CALLBACK_SECRET},
}


def make_account(provider: str, *, slug: str = "", **columns: Any) -> tuple[Account, Shown]:
    """An account whose provider is at an address that nothing answers at."""
    columns = {"base_url": "http://127.0.0.1:1"} | columns
    account = Account(provider=provider, slug=slug or provider, **columns)
    return account, create_account(account, SECRETS[provider])


def account_at(sandbox: Sandbox, provider: str, **columns: Any) -> Account:
    """An account whose provider is the sandbox; only that address may be reached."""
    settings.SETTINGS = settings.SETTINGS.model_copy(
        update={"PROVIDER_PRIVATE_HOSTS": [sandbox.media_host]}
    )
    base_url = sandbox.idwise_url if provider == "idwise" else sandbox.signzy_url
    return make_account(provider, base_url=base_url, **columns)[0]


def body_of(provider: str, outcome: str, *, index: int = 0) -> bytes:
    """The body of one sandbox journey, without any server."""
    made = sandbox_journey(provider, seed=3, index=index, outcome=outcome, pictures="small")
    return made.body


def saved(
    account: Account, body: bytes | dict[str, Any], provider_id: str = "the-journey"
) -> Saved:
    """Save one answer as the command line would."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return save_answer(account, provider_id, raw, how=Snapshot.How.COMMAND)


def changed(body: bytes, change: Callable[[Any], None]) -> bytes:
    """The body after `change` was made to what it says."""
    said = json.loads(body)
    change(said)
    return json.dumps(said).encode()


def worked(*, rounds: int = 40) -> None:
    """Run what is due until nothing is."""
    for _ in range(rounds):
        if not work(at_most=50):
            return
    raise AssertionError("the work does not end")


def journeys_fetched() -> None:
    """Run the fetches of journeys that are due, and none of their pictures."""
    jobs = Job.objects.filter(kind="journey.fetch")
    work(at_most=100, keys=list(jobs.values_list("key", flat=True)))


def fetch_job(provider_id: str) -> Job:
    jobs = Job.objects.filter(kind="journey.fetch")
    return next(job for job in jobs if job.subject["provider_id"] == provider_id)


def journey_of(account: Account, provider_id: str) -> Journey:
    return Journey.objects.get(account=account, provider_id=provider_id)


def locators_of(journey: Journey) -> list[Locator]:
    return list(Locator.objects.filter(journey=journey).order_by("created_at", "id"))


def entries(event: Event) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(event=event).order_by("seq"))


@dataclass(frozen=True)
class Answered:
    """What the house said to a machine."""

    status_code: int
    content: bytes


def posted(path: str, body: Any, *, headers: dict[str, str]) -> Answered:
    """Post bytes as they are, and everything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: Any = headers
    answer = Client().post(path, data=raw, content_type="application/json", headers=sent)
    return Answered(answer.status_code, answer.content)


def announce(token: str, body: Any) -> Answered:
    """Announce journeys as the client's own system does."""
    return posted("/api/expected", body, headers={"Authorization": f"Bearer {token}"})
