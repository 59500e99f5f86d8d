"""Put a case on hold for a while, or pass it on to those who may confirm sanctions.

Both give it back to the queue with a reason, which is kept as a note. The draft stays.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from kycreview.trail.record import NOWHERE, Seat
from reviews.desk.claims import give_back
from reviews.desk.reasons import cleaned, note_why, open_round_of
from reviews.errors import Incomplete, NotAllowed, RateFirst
from reviews.evidence.blind import is_blind
from reviews.models import Case, Note, Round

LONGEST_HOLD = timedelta(days=14)
_MORNING = 9


def hold(case: Case, *, until: datetime, why: str, by: User, seat: Seat = NOWHERE) -> None:
    """Give the case back until a time: nobody is offered it before. Raises NotYours, Incomplete."""
    now = timezone.now()
    if until <= now:
        raise Incomplete(_("Choose a time that is still to come."), field="until")
    if until > now + LONGEST_HOLD:
        raise Incomplete(_("A case can be held for 14 days at most."), field="until")
    words = cleaned(why)
    with transaction.atomic():
        its_round = _given_back(case, by=by, held_until=until, held_by=by)
        note_why(
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
    words = cleaned(why)
    with transaction.atomic():
        its_round = _given_back(case, by=by, held_until=None, held_by=None, needs_sanctions=True)
        if is_blind(its_round, viewer=by):
            # Who has not rated has not seen any match.
            raise RateFirst(_("Rate the faces first."))
        note_why(its_round, Event.CASE_PASSED_ON, words, data={"to": "sanctions"}, by=by, seat=seat)


def why_held(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The newest reason of each case that was put on hold, for who may see the case.

    Three queries and one key a journey. Notes are many: the trail says which one is the reason.
    """
    said = TrailEntry.objects.filter(event=Event.CASE_HELD, case_id__in=case_ids).order_by("seq")
    newest: dict[UUID, str] = {
        case_id: note_id
        for case_id, note_id in said.values_list("case_id", "object_id")
        if case_id is not None
    }
    notes = Note.objects.filter(pk__in=newest.values()).select_related("round__journey")
    found = {}
    for note in notes:
        try:
            found[note.round.case_id] = note.text(note.round.journey.key())
        except (Broken, KeyGone):
            continue  # erased with the journey's key
    return found


def tomorrow_morning(now: datetime) -> datetime:
    """Nine o'clock tomorrow in the active time zone, which is the person's own."""
    day = timezone.localtime(now) + timedelta(days=1)
    return day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)


def _given_back(case: Case, *, by: User, **columns: object) -> Round:
    """Compare-and-set: the case is open again. Answers its round. Raises NotYours."""
    give_back(case, by=by, **columns)
    return open_round_of(case)
