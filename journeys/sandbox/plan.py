"""What decides every byte of a sandbox journey, and the ids that follow from it. Draws nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from journeys.sandbox.people import Person

Look = Literal["drawn", "small"]

# Journeys that clients create have indexes from here on.
FIRST_CREATED = 1_000_000
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
# An index travels in the first eight digits of a locator, so that a fresh process finds the
# journey behind a picture without making all of them. Odd, so that it can be undone modulo 2**32.
_STRIDE = 0x9E3779B1
_STRIDE_BACK = pow(_STRIDE, -1, 2**32)


@dataclass(frozen=True)
class Truth:
    """What the sandbox knows and no provider can: the answer to every question of a reviewer."""

    same_person: bool = True
    altered: bool = False
    live: bool = True
    expired: bool = False
    under_age: bool = False
    listed: bool = False


@dataclass(frozen=True, kw_only=True)
class Played:
    """How often the applicant did one step, and with which outcome the last time."""

    attempt: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One journey at one moment. Equal plans give equal bytes."""

    provider: str
    seed: int
    index: int
    outcome: str
    today: date
    base_url: str
    look: Look = "drawn"
    # Empty or None where the plan follows from seed and index alone.
    journey_id: str = ""
    person_index: int | None = None
    reference: str = ""
    user_id: str = ""
    flow_id: str = ""
    callback_url: str = ""
    callback_key: str = ""
    language: str = ""
    # What a journey that is played again keeps from its first time.
    flow: str = ""
    document: str = ""
    attempt: int = 0
    steps: Mapping[str, Played] = field(default_factory=dict)
    # "outcome" leaves the manual decision to the outcome; "" is none.
    manual_decision: str = "outcome"

    def played(self, step: str) -> Played:
        """How `step` was last done; as the journey's outcome says unless it was done again."""
        return self.steps.get(step) or Played(attempt=self.attempt, outcome=self.outcome)

    def digest(self, label: str, *, size: int = 16) -> str:
        """Hex digits that belong to this journey and `label`, twice as many as `size`."""
        text = f"{self.provider}:{self.seed}:{self.index}:{label}"
        return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()

    def shared_digest(self, label: str, *, size: int = 16) -> str:
        """As `digest`, the same for all journeys of this provider and seed."""
        text = f"{self.provider}:{self.seed}:{label}"
        return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()

    def number(self, label: str, *, below: int) -> int:
        """A number from 0 that belongs to this journey and `label`."""
        return int(self.digest(label, size=8), 16) % below

    @property
    def started_at(self) -> datetime:
        """Journeys lie a good quarter of an hour apart, the latest before midnight of `today`."""
        latest = datetime.combine(self.today, time(), UTC) - timedelta(minutes=30)
        spread = timedelta(
            seconds=self.number("start", below=600),
            microseconds=1000 * self.number("microsecond", below=1000) + 462,
        )
        place = self.index if self.index < FIRST_CREATED else 0
        return latest - place * timedelta(minutes=17) - spread

    @property
    def ended_at(self) -> datetime:
        took = timedelta(seconds=70 + self.number("took", below=200), microseconds=454_774)
        again = timedelta(minutes=11) * max(
            [self.attempt, *(played.attempt for played in self.steps.values())]
        )
        return self.started_at + took + again


@dataclass(frozen=True, kw_only=True)
class SandboxJourney:
    """One journey as a provider would hold it: the body, and what each locator leads to."""

    provider: str
    journey_id: str
    outcome: str
    person: Person
    truth: Truth
    body: bytes
    media: Mapping[str, Callable[[], bytes]]


def journey_id_of(provider: str, *, seed: int, index: int) -> str:
    """IDWise: 24 hex digits. Signzy: ten upper-case letters and digits."""
    text = f"{provider}:{seed}:{index}:journey"
    digest = hashlib.blake2b(text.encode(), digest_size=12)
    if provider == "idwise":
        return digest.hexdigest()
    number = int.from_bytes(digest.digest(), "big")
    letters = []
    for _ in range(10):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def tagged(hex_digits: str, *, index: int) -> str:
    """The digits with the index hidden in the first eight."""
    return f"{index * _STRIDE % 2**32:08x}{hex_digits[8:]}"


def index_in(hex_digits: str) -> int | None:
    """The index that `tagged` hid; None where the text holds no such digits."""
    try:
        return int(hex_digits[:8], 16) * _STRIDE_BACK % 2**32
    except ValueError:
        return None


def uuid_like(hex_digits: str) -> str:
    """32 hex digits as a UUID is printed."""
    d = hex_digits
    return f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:32]}"
