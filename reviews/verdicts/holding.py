"""Put a case on hold for a while, or pass it on to those who may confirm sanctions.

Both give it back to the queue with a reason, which is kept as a note. The draft stays.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import Incomplete, NotAllowed, NotYours, RateFirst
from reviews.evidence.blind import is_blind
from reviews.models import Case, Note, Round
from reviews.verdicts.writing import LONGEST_NOTE

LONGEST_HOLD = timedelta(days=14)
_MORNING = 9


def hold(case: Case, *, until: datetime, why: str, by: User, seat: Seat = NOWHERE) -> None:
    """Give the case back until a time: nobody is offered it before. Raises NotYours, Incomplete."""
    now = timezone.now()
    if until <= now:
        raise Incomplete(_("Choose a time that is still to come."), field="until")
    if until > now + LONGEST_HOLD:
        raise Incomplete(_("A case can be held for 14 days at most."), field="until")
    words = _reason(why)
    with transaction.atomic():
        its_round = _given_back(case, by=by, held_until=until)
        _note_why(
            its_round,
            Event.CASE_HELD,
            words,
            data={"until": until.isoformat(timespec="seconds")},
            by=by,
            seat=seat,
        )


def pass_on(case: Case, *, why: str, by: User, seat: Seat = NOWHERE) -> None:
    """Pass the case on to holders of sanctions.decide.

    Raises NotYours, NotAllowed, Incomplete, RateFirst.
    """
    if by.may(Permission.SANCTIONS_DECIDE):
        raise NotAllowed(_("You may confirm sanctions matches yourself."))
    words = _reason(why)
    with transaction.atomic():
        its_round = _given_back(case, by=by, needs_sanctions=True)
        if is_blind(its_round, viewer=by):
            # Who has not rated has not seen any match.
            raise RateFirst(_("Rate the faces first."))
        _note_why(
            its_round, Event.CASE_PASSED_ON, words, data={"to": "sanctions"}, by=by, seat=seat
        )


def tomorrow_morning(now: datetime) -> datetime:
    """Nine o'clock tomorrow in the active time zone, which is the person's own."""
    day = timezone.localtime(now) + timedelta(days=1)
    return day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)


def _reason(why: str) -> str:
    words = why.strip()
    if not words:
        raise Incomplete(_("Say why, in a few words."), field="why")
    if len(words) > LONGEST_NOTE:
        raise Incomplete(_("The reason is longer than 4,000 characters."), field="why")
    return words


def _given_back(
    case: Case, *, by: User, held_until: datetime | None = None, needs_sanctions: bool = False
) -> Round:
    """Compare-and-set: the case is open again. Answers its round. Raises NotYours."""
    mine = Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by)
    if not mine.update(
        state=Case.State.OPEN,
        claimed_by=None,
        claim_until=None,
        version=F("version") + 1,
        held_until=held_until,
        # Passed on once, it stays so.
        needs_sanctions=needs_sanctions or case.needs_sanctions,
    ):
        raise NotYours(_("You do not hold this case, so there is nothing to give back."))
    return (
        Round.objects.select_related("case__queue", "journey__account", "journey__current_snapshot")
        .filter(case=case, closed_at__isnull=True)
        .order_by("-number")[0]
    )


def _note_why(
    its_round: Round, event: Event, words: str, *, data: dict[str, str], by: User, seat: Seat
) -> None:
    """Words about a case may name the applicant: sealed as a note, a commitment in the trail."""
    journey = its_round.journey
    note = Note(round=its_round, person=by)
    note.put(words, key=journey.key())
    note.save(force_insert=True)
    record(
        event,
        by=by,
        seat=seat,
        account=journey.account.lane,
        case_id=its_round.case_id,
        round_id=its_round.pk,
        about=("note", note.id),
        data=data,
        private={"why": words},
        key_id=journey.key_id,
    )
