"""What leads do with a case in other hands: take it back, give it to a named person; and asking.

Each has a reason, and each tells whom it concerns.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.eligible import colleagues_for
from reviews.desk.reasons import cleaned, note_why, open_round_of
from reviews.errors import AlreadyClaimed, AlreadyDecided, NotAllowed
from reviews.evidence.readers import why_not_take
from reviews.models import Case, Notice

_WORKED_ON = (Case.State.OPEN, Case.State.CLAIMED)
# Who asks again within this time has been heard already.
_ASKED_LATELY = timedelta(minutes=5)


def take_back(case: Case, *, why: str, by: User, seat: Seat = NOWHERE) -> None:
    """Free a case of whoever holds it, has it on hold or was given it.

    Raises NotAllowed, Incomplete, AlreadyDecided, AlreadyClaimed.
    """
    _refuse_others(by)
    words = cleaned(why)
    with transaction.atomic():
        was = _locked(case)
        whose = _whose(was)
        if whose is None:
            raise AlreadyDecided(_("Nobody has this case, so there is nothing to take back."))
        _set(was, assigned_to=None)
        _tell(whose, Notice.Kind.TAKEN, case, by=by)
        note_why(
            open_round_of(was),
            Event.CASE_TAKEN_BACK,
            words,
            data={"from": str(whose)},
            by=by,
            seat=seat,
        )


def hand_over(case: Case, *, to: UUID, why: str, by: User, seat: Seat = NOWHERE) -> User:
    """Give a case to a named person, who alone is offered it from now on.

    Raises NotAllowed (with what stands against that person), Incomplete, AlreadyDecided.
    """
    _refuse_others(by)
    words = cleaned(why)
    with transaction.atomic():
        was = _locked(case)
        chosen = next((one for one in colleagues_for(was) if one.person.pk == to), None)
        if chosen is None:
            raise NotAllowed(_("This person does not review cases."))
        if chosen.why_not:
            raise NotAllowed(
                _("%(who)s cannot take the case: %(why)s")
                % {"who": chosen.person, "why": chosen.why_not}
            )
        whose = _whose(was)
        _set(was, assigned_to=chosen.person)
        _tell(whose, Notice.Kind.TAKEN, case, by=by)
        _tell(chosen.person.pk, Notice.Kind.ASSIGNED, case, by=by)
        note_why(
            open_round_of(was),
            Event.CASE_ASSIGNED,
            words,
            data={"to": str(chosen.person.pk), "from": str(whose or ""), "how": "by_hand"},
            by=by,
            seat=seat,
        )
    return chosen.person


def ask_back(case: Case, *, by: User, seat: Seat = NOWHERE) -> User:
    """Ask whoever holds the case for it. Raises NotAllowed, AlreadyDecided."""
    if why := why_not_take(case, person=by):
        raise NotAllowed(why)
    now = timezone.now()
    with transaction.atomic():
        holder = _locked(case).claimed_by
        if holder is None or holder.pk == by.pk:
            raise AlreadyDecided(_("Nobody else holds this case now. Reload the page to claim it."))
        asked = Notice.objects.filter(
            kind=Notice.Kind.ASKED, case=case, person=holder, by=by, at__gte=now - _ASKED_LATELY
        )
        if not asked.exists():
            _tell(holder.pk, Notice.Kind.ASKED, case, by=by)
            record(
                Event.CASE_ASKED_BACK,
                by=by,
                seat=seat,
                case_id=case.pk,
                data={"of": str(holder.pk)},
            )
    return holder


def who_asks(case: Case, *, person: User) -> list[User]:
    """Who asked this person for the case lately; that they read it is no answer."""
    asked = Notice.objects.filter(
        kind=Notice.Kind.ASKED,
        case=case,
        person=person,
        at__gte=timezone.now() - 2 * _ASKED_LATELY,
    ).select_related("by")
    return list({one.by_id: one.by for one in asked if one.by is not None}.values())


def _refuse_others(by: User) -> None:
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead takes cases back or gives them to somebody."))


def _locked(case: Case) -> Case:
    """The row as it is, still until the transaction ends. Raises AlreadyDecided."""
    was = (
        Case.objects.select_for_update(of=("self",))
        .select_related("queue", "claimed_by")
        .get(pk=case.pk)
    )
    if was.state not in _WORKED_ON:
        raise AlreadyDecided(_("This case is not open: it was decided or waits for the applicant."))
    return was


def _whose(was: Case) -> UUID | None:
    """Who loses the case by this."""
    is_on_hold = was.held_until is not None and was.held_until > timezone.now()
    return was.claimed_by_id or was.assigned_to_id or (was.held_by_id if is_on_hold else None)


def _set(was: Case, *, assigned_to: User | None) -> None:
    still = Case.objects.filter(pk=was.pk, version=was.version, state__in=_WORKED_ON)
    if not still.update(
        state=Case.State.OPEN,
        claimed_by=None,
        claimed_at=None,
        claim_until=None,
        held_until=None,
        held_by=None,
        assigned_to=assigned_to,
        version=F("version") + 1,
    ):
        raise AlreadyClaimed(_("The case changed while you were looking. Look again."))


def _tell(person_id: UUID | None, kind: Notice.Kind, case: Case, *, by: User) -> None:
    if person_id is not None and person_id != by.pk:
        Notice.objects.create(person_id=person_id, kind=kind, case=case, by=by)
