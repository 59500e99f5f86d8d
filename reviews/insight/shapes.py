"""What figures are made of. Values only, nothing about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from reviews.insight.period import Period

# Of fewer, no share and no percentile is shown: one case more or less would turn it around.
FEW = 20
PERCENTS = (50, 85, 90, 95, 100)


@dataclass(frozen=True)
class Asked:
    """What is counted: a period; of one account or queue, where one is given."""

    period: Period
    now: datetime
    account: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Spread:
    """How long things took: how many, and percentiles in seconds."""

    count: int = 0
    seconds: Mapping[int, float] = field(default_factory=dict)

    @property
    def is_few(self) -> bool:
        return self.count < FEW

    def at(self, percent: int) -> float | None:
        """Seconds that so many per cent took at most; None of few."""
        return None if self.is_few else self.seconds[percent]

    @property
    def longest(self) -> float:
        return self.seconds.get(100, 0.0)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int = 0
    of: int = 0

    @property
    def is_few(self) -> bool:
        return self.of < FEW

    @property
    def percent(self) -> float | None:
        """None of few."""
        return None if self.is_few else 100 * self.count / self.of


@dataclass(frozen=True)
class Timing:
    """Decisions by whether they came before their look was due; of looks of old nobody knows."""

    in_time: int = 0
    late: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        return self.in_time + self.late

    @property
    def decided(self) -> int:
        return self.known + self.unknown

    @property
    def share(self) -> Share:
        """In time, of those of which it is known."""
        return Share(self.in_time, self.known)

    @property
    def late_share(self) -> Share:
        return Share(self.late, self.known)


@dataclass(frozen=True)
class Readings:
    """What other readers said of decisions. Each has its own denominator."""

    # Second readers who said something else than the first, of all cases that were read twice.
    differed: Share = Share()
    # First readings that did not become the decision, of the same.
    overturned: Share = Share()
    # Decisions that fell otherwise after a lead had opened the case again, or a spot check had.
    reopened: Share = Share()
    # Blind re-readings that came to the same, of all that were read.
    reread: Share = Share()
    # Re-readings that a lead settled against the first decision, of all that were read.
    reread_overturned: Share = Share()


@dataclass(frozen=True, kw_only=True)
class Line:
    """The figures of everything, of one queue or of one account."""

    code: str
    name: str
    received: int = 0
    # Of the received ones: cases that came again, to be looked at once more.
    again: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    wait: Spread = Spread()
    timing: Timing = Timing()
    open: int = 0
    late: int = 0
    soon: int = 0
    age: Spread = Spread()
    readings: Readings = Readings()

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def overdue(self) -> Share:
        return Share(self.late, self.open)

    @property
    def shares(self) -> list[Share]:
        """Each outcome of all decisions, in the order of `outcomes`."""
        return [Share(count, self.decided) for count in self.outcomes.values()]

    @property
    def overturned(self) -> Share:
        """Decisions that others looked at, and that became something else."""
        found = self.readings
        return Share(
            found.overturned.count + found.reopened.count, found.overturned.of + found.reopened.of
        )


@dataclass(frozen=True)
class DayFlow:
    """What came in and what was decided on one day."""

    day: date
    received: int
    decided: int

    @property
    def more(self) -> int:
        """What the day added to the backlog; below nothing where it took from it."""
        return self.received - self.decided


@dataclass(frozen=True)
class PieceFigures:
    """A day, week or month of the period."""

    first: date
    last: date
    outcomes: Mapping[str, int]
    wait: Spread
    timing: Timing = Timing()

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def shares(self) -> list[Share]:
        return [Share(count, self.decided) for count in self.outcomes.values()]


@dataclass(frozen=True)
class ReasonCount:
    """One reason: in how many decisions of its outcome, and in how many before."""

    code: str
    words: str
    outcome: str
    share: Share
    before: int


@dataclass(frozen=True)
class AgeBin:
    """Open cases of one queue that are about as old: how many, by how pressing they are."""

    # From the youngest, of the scale's rows.
    row: int
    late: int
    soon: int
    rest: int


@dataclass(frozen=True)
class OpenQueue:
    """A queue and the ages of what is open in it."""

    code: str
    name: str
    open: int
    late: int
    soon: int
    # The limit in seconds; None where it runs in working hours alone.
    limit: float | None
    # 85 of 100 were decided by this age, in the period; None of few.
    usual: float | None
    bins: tuple[AgeBin, ...]


@dataclass(frozen=True)
class DueCase:
    """One of the next that are late. Its code names nobody."""

    case_id: UUID
    code: str
    queue: str
    due_at: datetime
    state: str


@dataclass(frozen=True)
class FaceAgreement:
    """What people said of the faces before they knew what the machine said, of one account."""

    name: str
    agree: int
    # The person says the same, the machine does not; and the other way round.
    only_person: int
    only_machine: int

    @property
    def of(self) -> int:
        return self.agree + self.only_person + self.only_machine

    @property
    def shares(self) -> list[Share]:
        return [
            Share(count, self.of) for count in (self.agree, self.only_person, self.only_machine)
        ]


@dataclass(frozen=True)
class Figures:
    """All of it, as of a moment."""

    asked: Asked
    total: Line
    queues: tuple[Line, ...]
    accounts: tuple[Line, ...]
    days: tuple[DayFlow, ...]
    pieces: tuple[PieceFigures, ...]
    reasons: tuple[ReasonCount, ...]
    # The age in seconds at the top of the scale of `open_queues`.
    oldest: float
    open_queues: tuple[OpenQueue, ...]
    next_late: tuple[DueCase, ...]
    faces: tuple[FaceAgreement, ...]
    outcome_timing: Mapping[str, Timing] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing came in, nothing was decided, and nothing is open."""
        return not (self.total.received or self.total.decided or self.total.open)
