"""Cases, rounds and decisions at chosen times, without evidence: what figures are counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from journeys.models import Account, Snapshot
from kycreview.staff.models import User
from reviews.insight.figures import asked_now, figures_of, house_zone
from reviews.insight.period import Period
from reviews.insight.shapes import Figures
from reviews.models import Case, Decision, OutboxRow, Queue, Round
from tests.reviews.house import arrive

HOUR = timedelta(hours=1)
# Monday to Sunday; the house is four hours ahead of UTC.
MONDAY, SUNDAY = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC)
FIRST_MOMENT = MONDAY - 4 * HOUR
END = SUNDAY + timedelta(days=1) - 4 * HOUR
NOW = END - 10 * HOUR
NOON = MONDAY + 8 * HOUR
SECOND = timedelta(seconds=1)


class Book:
    """Writes rows as a desk would have left them; all of them are about one journey."""

    def __init__(self, account: Account, *, by: User) -> None:
        self.account, self.by = account, by
        self.journey = arrive(account, outcome="clean_pass")
        self.snapshot = Snapshot.objects.get(journey=self.journey)
        self.queue = Queue.objects.get(kind=Queue.Kind.DEFAULT)

    def opened(self, at: datetime, *, due: datetime | None = None, **columns: Any) -> Round:
        """A new case with its first round."""
        columns = {"queue": self.queue, "account": self.account} | columns
        case = Case.objects.create(
            opened_at=at, round_opened_at=at, due_at=due or at + 24 * HOUR, **columns
        )
        return self._round(case, number=1, why=Round.Why.FIRST, at=at, due=case.due_at)

    def again(self, its_round: Round, at: datetime, *, why: Round.Why) -> Round:
        """The next round of a case that had been decided."""
        case = its_round.case
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.OPEN, round_count=its_round.number + 1, round_opened_at=at
        )
        Case.objects.filter(pk=case.pk).update(due_at=at + 24 * HOUR)
        number = its_round.number + 1
        return self._round(case, number=number, why=why, at=at, due=at + 24 * HOUR)

    def decided(
        self,
        its_round: Round,
        outcome: str,
        at: datetime,
        *,
        by: User | None = None,
        reading: int = 1,
        reasons: Sequence[str] = (),
    ) -> Decision:
        """In effect. Readings and decisions before it have been superseded."""
        theirs = Decision.objects.filter(round__case=its_round.case)
        theirs.exclude(state=Decision.State.WITHDRAWN).update(state=Decision.State.SUPERSEDED)
        made = self.read(its_round, outcome, at, by=by, reading=reading, reasons=reasons)
        Decision.objects.filter(pk=made.pk).update(
            state=Decision.State.EFFECTIVE, effective_at=at + timedelta(seconds=30)
        )
        OutboxRow.objects.create(decision=made, kind=OutboxRow.Kind.NOTHING, not_before=at)
        Round.objects.filter(pk=its_round.pk).update(closed_at=at)
        Case.objects.filter(pk=its_round.case_id).update(state=Case.State.DECIDED, closed_at=at)
        return made

    def read(
        self,
        its_round: Round,
        outcome: str,
        at: datetime,
        *,
        by: User | None = None,
        reading: int = 1,
        reasons: Sequence[str] = (),
    ) -> Decision:
        """A reading that another reader follows."""
        return Decision.objects.create(
            round=its_round,
            person=by or self.by,
            outcome=outcome,
            decided_at=at,
            takes_effect_at=at + timedelta(seconds=30),
            snapshot=self.snapshot,
            evidence_digest="0" * 64,
            reason_codes=sorted(reasons),
            reading=reading,
        )

    def _round(
        self, case: Case, *, number: int, why: Round.Why, at: datetime, due: datetime
    ) -> Round:
        return Round.objects.create(
            case=case,
            number=number,
            why=why,
            journey=self.journey,
            opened_on=self.snapshot,
            opened_at=at,
            due_at=due,
        )


def counted(first: datetime, last: datetime, *, now: datetime, **narrowed: str) -> Figures:
    """The figures of these days of the house."""
    period = Period(first.date(), last.date(), house_zone())
    return figures_of(asked_now(period, now=now, **narrowed))


def week(**narrowed: str) -> Figures:
    return counted(MONDAY, SUNDAY, now=NOW, **narrowed)
