"""What becomes of a decision: undone within its window, or in effect after it.

Earlier decisions are never overwritten; they are superseded.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.jobs.queue import enqueue
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import CLAIM_LASTS
from reviews.desk.waiting import waiting_columns
from reviews.errors import NotAllowed, TooLate
from reviews.models import Case, Decision, Draft, OutboxRow, Outcome, Round
from reviews.verdicts.overturning import tell_overturned
from reviews.verdicts.readings import decision_to_reread

# The column of a round that names who made the first, second and settling reading.
SETTLING = 3
READER_OF = {1: "first_reader", 2: "second_reader", 3: "settler"}

# A reading that another reader follows has no message: it went on at once and takes no effect.
# Not a join: of an update with a join, PostgreSQL does not look at the state again after a rival.
HAS_MESSAGE = Exists(OutboxRow.objects.filter(decision=OuterRef("pk")))


def withdraw(decision: Decision, *, by: User, seat: Seat = NOWHERE) -> None:
    """Undo within the window: the case comes back with its claim. Raises TooLate, NotAllowed."""
    if decision.person_id != by.pk:
        raise NotAllowed(_("Only the person who decided can undo it."))
    now = timezone.now()
    with transaction.atomic():
        mine = Decision.objects.filter(
            HAS_MESSAGE, pk=decision.pk, state=Decision.State.PROPOSED, takes_effect_at__gt=now
        )
        if not mine.update(state=Decision.State.WITHDRAWN, version=F("version") + 1):
            raise _too_late(decision)
        OutboxRow.objects.filter(decision=decision, state=OutboxRow.State.WAITING).update(
            state=OutboxRow.State.WITHDRAWN
        )
        its_round = Round.objects.filter(pk=decision.round_id)
        its_round.update(**{READER_OF[decision.reading]: None})
        if decision.reading == 1:
            its_round.update(judged_on=None)
        Case.objects.filter(pk=decision.round.case_id, state=Case.State.DECIDED).update(
            state=Case.State.CLAIMED,
            claimed_by=by,
            # The time from the claim to the next decision goes on where it was.
            claimed_at=decision.decided_at - timedelta(seconds=decision.handling_seconds or 0),
            claim_until=now + CLAIM_LASTS,
            version=F("version") + 1,
        )
        record(
            Event.DECISION_WITHDRAWN,
            by=by,
            seat=seat,
            case_id=decision.round.case_id,
            round_id=decision.round_id,
            about=("decision", decision.id),
            data={"outcome": decision.outcome},
        )


def take_effect(decision_id: UUID) -> bool:
    """Make a proposed decision effective once its window is over; False where it is not (yet)."""
    decision = Decision.objects.select_related(
        "round__case__queue__calendar", "round__policy", "round__journey__account", "outbox"
    ).get(pk=decision_id)
    now = timezone.now()
    its_round, case = decision.round, decision.round.case
    with transaction.atomic():
        due = Decision.objects.filter(
            HAS_MESSAGE, pk=decision_id, state=Decision.State.PROPOSED, takes_effect_at__lte=now
        )
        if not due.update(
            state=Decision.State.EFFECTIVE, effective_at=now, version=F("version") + 1
        ):
            return False
        Round.objects.filter(pk=its_round.pk, closed_at__isnull=True).update(closed_at=now)
        Case.objects.filter(pk=case.pk).update(needs="", needs_sanctions=False, closed_at=now)
        if decision.reading == SETTLING:
            tell_overturned(its_round, decision)
        Draft.objects.filter(round=its_round).delete()
        if decision.outcome == Outcome.RESUBMIT:
            Case.objects.filter(pk=case.pk, state=Case.State.DECIDED).update(
                state=Case.State.WAITING,
                **waiting_columns(its_round, asked=now),
                version=F("version") + 1,
            )
        superseded = _supersede_earlier(decision)
        if decision.outbox.state == OutboxRow.State.WAITING:
            enqueue_send(decision.outbox)
        record(
            Event.DECISION_EFFECTIVE,
            system="decisions",
            account=its_round.journey.account.lane,
            case_id=case.pk,
            round_id=its_round.pk,
            about=("decision", decision.id),
            data={"outcome": decision.outcome, "supersedes": superseded},
        )
    return True


def enqueue_send(row: OutboxRow) -> None:
    """Ask for the job that brings this message out, in the running transaction."""
    enqueue(
        "outbox.send",
        key=f"outbox.send:{row.id}",
        subject={"row": str(row.id)},
        lane=row.decision.round.journey.account.lane,
    )


def _supersede_earlier(decision: Decision) -> list[str]:
    """Mark the case's decision that was in effect; what waits to be told of it is told no more.

    Who read the case again and came to the same has superseded nothing.
    """
    confirmed = decision_to_reread(decision.round)
    stays = confirmed is not None and confirmed.outcome == decision.outcome
    earlier = (
        Decision.objects.filter(round__case=decision.round.case_id)
        .filter(
            (Q(pk__in=[]) if stays else Q(state=Decision.State.EFFECTIVE))
            # Readings of this round that other readers followed.
            | Q(state=Decision.State.PROPOSED, round=decision.round_id)
        )
        .exclude(pk=decision.pk)
    )
    found = list(earlier.values_list("pk", flat=True))
    Decision.objects.filter(pk__in=found).update(
        state=Decision.State.SUPERSEDED, version=F("version") + 1
    )
    OutboxRow.objects.filter(decision__in=found, state=OutboxRow.State.WAITING).update(
        state=OutboxRow.State.WITHDRAWN
    )
    return [str(pk) for pk in found]


def _too_late(decision: Decision) -> TooLate:
    if Decision.objects.filter(pk=decision.pk, state=Decision.State.WITHDRAWN).exists():
        return TooLate(_("This decision was undone already."))
    return TooLate(
        _("The time to undo is over: the decision took effect. A lead can reopen the case.")
    )
