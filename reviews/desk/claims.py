"""Claim, keep, release, recuse. Compare-and-set: zero rows means that somebody was first."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.losing import where_it_went
from reviews.desk.offering import Rights, free, free_for, in_turn, own_first, own_of, rights_of
from reviews.desk.prepared import first_offered, locked
from reviews.errors import AlreadyClaimed, AlreadyDecided, NotAllowed, NotYours, ReviewError
from reviews.evidence.readers import why_not_take
from reviews.models import Case, Draft, Opinion, Recusal, Round

__all__ = [
    "CLAIM_LASTS",
    "claim",
    "claim_next",
    "free_for",
    "holds",
    "in_turn",
    "keep",
    "next_for",
    "recuse",
    "release",
    "release_untouched",
]

CLAIM_LASTS = timedelta(minutes=10)
_OPEN = (Case.State.OPEN, Case.State.CLAIMED)


def claim(case: Case, *, by: User, seat: Seat = NOWHERE) -> Case:
    """Take an open case for ten minutes. Raises AlreadyClaimed, AlreadyDecided, NotAllowed."""
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role does not claim cases; a reviewer or lead can."))
    if why := why_not_take(case, person=by):
        raise NotAllowed(why)
    with transaction.atomic():
        taken = _take(case, by=by, seat=seat)
    case.refresh_from_db()
    if not taken and not (case.state == Case.State.CLAIMED and case.claimed_by_id == by.pk):
        raise _who_was_first(case, viewer=by)
    return case


def claim_next(*, by: User, seat: Seat = NOWHERE) -> Case | None:
    """Claim the most urgent free case, what was given to this person first; None without any."""
    if not by.may(Permission.CASES_REVIEW):
        return None
    rights = rights_of(by)
    for is_own in (True, False):
        # Most people have none of their own: that is asked in few words.
        if is_own and not own_of(by.pk, Case.objects.filter(state__in=_OPEN)).exists():
            continue
        if found := _claim_first(by, rights, is_own=is_own, seat=seat):
            return found
    return None


def _claim_first(by: User, rights: Rights, *, is_own: bool, seat: Seat) -> Case | None:
    passed_over: set[UUID] = set()
    while True:
        now = timezone.now()
        with transaction.atomic():
            if passed_over:
                rest = locked(by.pk, rights, now=now, is_own=is_own)
                found = rest.exclude(pk__in=passed_over).first()
            else:
                found = first_offered(by.pk, rights, now=now, is_own=is_own)
            if found is None:
                return None
            is_taken = not _saw_these_faces(found, person=by) and _take(found, by=by, seat=seat)
        if is_taken:
            return found
        passed_over.add(found.pk)


def next_for(person: User) -> Case | None:
    """What `claim_next` would take, as far as one look tells."""
    return next((found for offered in own_first(person) if (found := offered.first())), None)


def holds(its_round: Round, *, person: User) -> bool:
    """Whether this open round is in this person's hands now."""
    mine = Case.objects.filter(pk=its_round.case_id, state=Case.State.CLAIMED, claimed_by=person)
    return its_round.closed_at is None and mine.exists()


def keep(case: Case, *, by: User) -> bool:
    """Renew the claim while the page is open; False where it was lost."""
    mine = Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by)
    return bool(mine.update(claim_until=timezone.now() + CLAIM_LASTS))


def release(case: Case, *, by: User, seat: Seat = NOWHERE) -> None:
    """Give the case back to the queue. Raises NotYours."""
    with transaction.atomic():
        give_back(case, by=by)
        record(Event.CASE_RELEASED, by=by, seat=seat, case_id=case.pk, data={})


def release_untouched(beside: UUID, *, by: User, since: datetime, seat: Seat = NOWHERE) -> None:
    """Give back what was claimed after `since`, beside one case, and nothing was done in.

    Who undoes a decision goes back to its case; the one that its submit had opened would wait ten
    minutes for nobody.
    """
    open_round = {"round__case": OuterRef("pk"), "round__closed_at__isnull": True, "person": by}
    untouched = (
        Case.objects.filter(state=Case.State.CLAIMED, claimed_by=by, claimed_at__gt=since)
        .exclude(pk=beside)
        .exclude(Exists(Opinion.objects.filter(**open_round)))
        .exclude(Exists(Draft.objects.filter(**open_round)))
    )
    for case in untouched:
        with suppress(NotYours):
            release(case, by=by, seat=seat)


def recuse(case: Case, *, by: User, seat: Seat = NOWHERE) -> None:
    """ "I know this person": give the case back for good. Raises NotYours."""
    with transaction.atomic():
        Recusal.objects.get_or_create(case=case, person=by)
        give_back(case, by=by)
        record(Event.CASE_RECUSED, by=by, seat=seat, case_id=case.pk, data={})


def give_back(case: Case, *, by: User, **columns: object) -> None:
    """Compare-and-set, in the caller's transaction: the case is open again. Raises NotYours."""
    mine = Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by)
    if not mine.update(
        state=Case.State.OPEN,
        claimed_by=None,
        claimed_at=None,
        claim_until=None,
        version=F("version") + 1,
        **columns,
    ):
        raise NotYours(_("You do not hold this case, so there is nothing to give back."))


def _take(case: Case, *, by: User, seat: Seat) -> bool:
    """Compare-and-set; whomever the case was given to or held by, it is this person's now."""
    now = timezone.now()
    columns: dict[str, object] = {
        "state": Case.State.CLAIMED,
        "claimed_by": by,
        "claimed_at": now,
        "claim_until": now + CLAIM_LASTS,
        "assigned_to": None,
        "held_until": None,
        "held_by": None,
    }
    same = Case.objects.filter(free(now), pk=case.pk)
    if not same.update(**columns, version=F("version") + 1):
        return False
    record(Event.CASE_CLAIMED, by=by, seat=seat, case_id=case.pk, data={})
    for name, value in columns.items():
        setattr(case, name, value)
    case.version += 1
    return True


def _saw_these_faces(case: Case, *, person: User) -> bool:
    """Equal faces of an earlier round are not worth a column: the query cannot tell them."""
    return bool(getattr(case, "may_have_seen", False)) and bool(why_not_take(case, person=person))


def _who_was_first(case: Case, *, viewer: User) -> ReviewError:
    if case.state == Case.State.CLAIMED and case.claimed_by is not None:
        until = timezone.localtime(case.claim_until).strftime("%H:%M") if case.claim_until else ""
        return AlreadyClaimed(
            _("%(who)s holds this case until %(until)s.") % {"who": case.claimed_by, "until": until}
        )
    return AlreadyDecided(where_it_went(case, viewer=viewer))
