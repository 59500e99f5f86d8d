"""The product inside the test's process, a sandbox beside it: work runs when the test says so."""

from __future__ import annotations

from collections.abc import Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser

from journeys.importing import request_fetch
from journeys.models import Account, Journey, Snapshot
from journeys.sandbox.server import Sandbox
from kycreview.jobs.running import work
from kycreview.staff.models import User
from reviews.desk.pulling import pull
from reviews.models import Case
from tests.people import SignedIn
from tests.stories.windows import Scheme, Window, open_window

Outcomes = Sequence[tuple[str, str | None]]


@dataclass(frozen=True)
class Inside:
    """The running site, what the provider holds, and the two ways to let time pass."""

    url: str
    sandbox: Sandbox
    accounts: dict[str, Account]
    browser: Browser
    signed_in: SignedIn

    def fetch(self, journey_id: str) -> None:
        """A callback's hint came: the journey is asked for, and everything due is done."""
        provider = self.sandbox.shelf.provider_of(journey_id)
        request_fetch(self.accounts[provider], journey_id, how=Snapshot.How.CALLBACK)
        self.settle()

    def fetch_all(self) -> None:
        for _provider, journey_id in self.sandbox.shelf.ids():
            self.fetch(journey_id)

    def settle(self) -> None:
        """Do every job that is due now, and open what needs a person."""
        while work(at_most=50):
            pass
        pull()

    def journey_of(self, journey_id: str) -> Journey:
        return Journey.objects.get(provider_id=journey_id)

    def case_of(self, journey_id: str) -> Case:
        found = self.journey_of(journey_id).case_link.case
        assert isinstance(found, Case)
        return found

    def claimed(self, journey_id: str, *, by: User) -> Case:
        """Its case, held by this person until long after the test."""
        case = self.case_of(journey_id)
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.CLAIMED,
            claimed_by=by,
            claim_until=timezone.now() + timedelta(hours=1),
        )
        return Case.objects.get(pk=case.pk)

    def window(
        self,
        person: User | None,
        *,
        width: int = 1440,
        scheme: Scheme = "light",
        locale: str = "en-GB",
        expected: Set[int] = frozenset(),
    ) -> AbstractContextManager[Window]:
        """A window of its own; signed in already, or nobody's."""
        name = settings.SESSION_COOKIE_NAME
        cookies = {name: self.signed_in(person).cookies[name].value} if person else {}
        return open_window(
            self.browser,
            self.url,
            width=width,
            scheme=scheme,
            locale=locale,
            cookies=cookies,
            expected=expected,
        )
