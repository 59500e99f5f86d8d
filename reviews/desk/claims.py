"""Claim, keep, release, recuse. Compare-and-set: zero rows means that somebody was first."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import AlreadyClaimed, AlreadyDecided, NotAllowed, NotYours, ReviewError
from reviews.evidence.readers import why_not
from reviews.models import Case, Recusal, Round, Unblinded

CLAIM_LASTS = timedelta(minutes=10)


def free_for(person: User) -> QuerySet[Case]:
    """Open cases that this person may claim now, the most urgent first."""
    now = timezone.now()
    open_round = Round.objects.filter(case=OuterRef("pk"), closed_at__isnull=True)
    read = open_round.filter(Q(first_reader=person) | Q(second_reader=person))
    unrated = Unblinded.objects.filter(
        round__case=OuterRef("pk"), round__closed_at__isnull=True, person=person
    ).exclude(content_hash="")
    found = (
        Case.objects.filter(
            Q(state=Case.State.OPEN) | Q(state=Case.State.CLAIMED, claim_until__lt=now)
        )
        .exclude(recusals__person=person)
        .exclude(held_until__gt=now)
        .exclude(~Q(needs="") & Exists(read))
        .exclude(Q(queue__blind_first=True) & Exists(unrated))
    )
    if not person.may(Permission.CASES_LEAD):
        found = found.exclude(needs=Case.Needs.SETTLE)
    if not person.may(Permission.SANCTIONS_DECIDE):
        found = found.exclude(needs_sanctions=True)
    return found.order_by("due_at", "id")


def claim(case: Case, *, by: User, seat: Seat = NOWHERE) -> Case:
    """Take an open case for ten minutes. Raises AlreadyClaimed, AlreadyDecided, NotAllowed."""
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role does not claim cases; a reviewer or lead can."))
    if Recusal.objects.filter(case=case, person=by).exists():
        raise NotAllowed(_("You gave this case back for good because you know the person."))
    if why := why_not(case, person=by):
        raise NotAllowed(why)
    now = timezone.now()
    with transaction.atomic():
        free = Case.objects.filter(pk=case.pk).filter(
            Q(state=Case.State.OPEN) | Q(state=Case.State.CLAIMED, claim_until__lt=now)
        )
        taken = free.update(
            state=Case.State.CLAIMED,
            claimed_by=by,
            claim_until=now + CLAIM_LASTS,
            held_until=None,
            version=F("version") + 1,
        )
        if taken:
            record(Event.CASE_CLAIMED, by=by, seat=seat, case_id=case.pk, data={})
    case.refresh_from_db()
    if not taken and not (case.state == Case.State.CLAIMED and case.claimed_by_id == by.pk):
        raise _who_was_first(case)
    return case


def in_turn(person: User) -> QuerySet[Case]:
    """What this person is offered, in that order: live cases before any test."""
    return free_for(person).order_by("is_test", "due_at", "id")


def claim_next(*, by: User, seat: Seat = NOWHERE) -> Case | None:
    """Claim the most urgent free case; None where there is none."""
    passed_over: set[UUID] = set()
    while found := list(in_turn(by).exclude(pk__in=passed_over)[:20]):
        for case in found:
            try:
                return claim(case, by=by, seat=seat)
            except (AlreadyClaimed, AlreadyDecided, NotAllowed):
                # A rival was first, or this person saw these very faces in an earlier round.
                passed_over.add(case.pk)
    return None


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
    _give_back(case, by=by, seat=seat, event=Event.CASE_RELEASED)


def recuse(case: Case, *, by: User, seat: Seat = NOWHERE) -> None:
    """ "I know this person": give the case back for good. Raises NotYours."""
    with transaction.atomic():
        Recusal.objects.get_or_create(case=case, person=by)
        _give_back(case, by=by, seat=seat, event=Event.CASE_RECUSED)


def _give_back(case: Case, *, by: User, seat: Seat, event: Event) -> None:
    with transaction.atomic():
        mine = Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by)
        if not mine.update(
            state=Case.State.OPEN, claimed_by=None, claim_until=None, version=F("version") + 1
        ):
            raise NotYours(_("You do not hold this case, so there is nothing to give back."))
        record(event, by=by, seat=seat, case_id=case.pk, data={})


def _who_was_first(case: Case) -> ReviewError:
    if case.state == Case.State.CLAIMED and case.claimed_by is not None:
        until = timezone.localtime(case.claim_until).strftime("%H:%M") if case.claim_until else ""
        return AlreadyClaimed(
            _("%(who)s holds this case until %(until)s.") % {"who": case.claimed_by, "until": until}
        )
    return AlreadyDecided(_("This case is not open: it was decided or waits for the applicant."))
