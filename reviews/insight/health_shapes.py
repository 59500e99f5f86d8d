"""What looking after the house finds: a state in words, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeys.calls import Calls, Lately
from journeys.models import Account
from kycreview.jobs.models import Lane, WorkerBeat
from kycreview.staff.permissions import Permission


class State(TextChoices):
    """Unknown is never taken for in order."""

    OK = "ok", _("In order")
    ATTENTION = "attention", _("Needs attention")
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True)
class Link:
    """A page that helps, for those who may open it."""

    label: str
    href: str
    permission: Permission


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at. `limit` says from when on it needs attention."""

    code: str
    about: str
    state: State
    says: str
    limit: str
    then: str = ""
    # Said by somebody else: never part of a sentence of ours.
    quote: str = ""
    link: Link | None = None

    @property
    def is_name(self) -> bool:
        """Whether `about` is a name that nobody translates."""
        return self.code.startswith("account:")

    @property
    def anchor(self) -> str:
        """The id of its row on the page."""
        return f"health-{self.code.replace(':', '-')}"


@dataclass(frozen=True, kw_only=True)
class ProviderHealth:
    """One account in use, with its calls of the last hour and day."""

    account: Account
    finding: Finding
    hour: Calls
    day: Calls
    lately: Lately
    lane: Lane | None


@dataclass(frozen=True, kw_only=True)
class KindOfJob:
    """The jobs of one kind that are not done."""

    kind: str
    label: str | Promise
    meaning: str | Promise
    due: int = 0
    held: int = 0
    running: int = 0
    set_aside: int = 0
    given_up: int = 0
    oldest_due: datetime | None = None
    oldest_set_aside: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WorkerSeen:
    """A worker, and whether it is there."""

    beat: WorkerBeat
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class Health:
    """Everything that was looked at, at one moment."""

    as_of: datetime
    providers: tuple[ProviderHealth, ...]
    unused: tuple[str, ...]
    kinds: tuple[KindOfJob, ...]
    work: tuple[Finding, ...]
    workers: tuple[WorkerSeen, ...]
    machines: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*(one.finding for one in self.providers), *self.work, *self.machines)

    @property
    def pressing(self) -> tuple[Finding, ...]:
        """What is not in order, the pressing first."""
        order = (State.ATTENTION, State.UNKNOWN)
        return tuple(one for state in order for one in self.findings if one.state == state)

    @property
    def state(self) -> State:
        return worst(one.state for one in self.findings)

    def count(self, state: State) -> int:
        return sum(one.state == state for one in self.findings)


def worst(states: Iterable[State]) -> State:
    """Attention outweighs unknown, and unknown what is in order. Of nothing, nothing is known."""
    found = set(states)
    for state in (State.ATTENTION, State.UNKNOWN, State.OK):
        if state in found:
            return state
    return State.UNKNOWN
