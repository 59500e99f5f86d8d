"""A sandbox with a journey of each provider, and a house that fetches them over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from journeys.importing import ask_for
from journeys.models import Account, Snapshot
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from tests.journeys.accounts_for_tests import account_at, fetch_job, journey_of, journeys_fetched

PROVIDERS = ("idwise", "signzy")


@dataclass
class House:
    """A sandbox with one clean journey of each provider, and an account at each."""

    sandbox: Sandbox
    accounts: dict[str, Account] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def fetch(self, provider: str) -> Job:
        """Ask for the provider's journey, run what is due, and return the job."""
        ask_for(self.accounts[provider], [self.ids[provider]])
        journeys_fetched()
        return fetch_job(self.ids[provider])

    def snapshot(self, provider: str) -> Snapshot:
        return journey_of(self.accounts[provider], self.ids[provider]).snapshots.get()

    def asked(self, part: str) -> int:
        return sum(times for path, times in self.sandbox.served().items() if part in path)


@contextmanager
def running_house() -> Iterator[House]:
    """Everything runs until the block ends."""
    outcomes = [(provider, "clean_pass") for provider in PROVIDERS]
    with Sandbox(outcomes=outcomes, pictures="small", retry_seconds=()) as sandbox:
        made = House(sandbox)
        for listed in sandbox.journeys():
            provider = listed["provider"]
            made.accounts[provider] = account_at(sandbox, provider)
            made.ids[provider] = listed["id"]
        yield made
