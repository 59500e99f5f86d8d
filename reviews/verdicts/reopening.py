"""Reopen a decided case: a lead starts a new round, the earlier decision stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.deciders import tell_decider
from reviews.desk.opening import begin_round, next_place
from reviews.desk.routing.standing import standing
from reviews.errors import AlreadyDecided, Incomplete, NotAllowed
from reviews.models import Case, Notice, Round


def reopen(case: Case, *, why: str, by: User, seat: Seat = NOWHERE) -> Round:
    """Raises NotAllowed, Incomplete, AlreadyDecided (the case is open or just being decided)."""
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead reopens a decided case."))
    if not why.strip():
        raise Incomplete(_("Say why the case is reopened."), field="why")
    with transaction.atomic():
        # Locked: of two leads at once, the second finds the round of the first.
        Case.objects.select_for_update().get(pk=case.pk)
        last = case.rounds.select_related(
            "case", "journey__account", "journey__current_snapshot"
        ).order_by("-number")[0]
        decided = Case.objects.filter(pk=case.pk, state=Case.State.DECIDED, round_count=last.number)
        snapshot = last.journey.current_snapshot
        if last.closed_at is None or snapshot is None:
            raise AlreadyDecided(_("Only a case whose decision is in effect can be reopened."))
        snapshot.journey = last.journey
        place = next_place(last.case, snapshot, standing(), why=Round.Why.REOPENED)
        opened = begin_round(decided, last.number + 1, snapshot, place, of=case)
        if opened is None:
            raise AlreadyDecided(_("Only a case whose decision is in effect can be reopened."))
        tell_decider(case, Notice.Kind.REOPENED, by=by)
        record(
            Event.CASE_REOPENED,
            by=by,
            seat=seat,
            account=last.journey.account.lane,
            case_id=case.pk,
            round_id=opened.pk,
            data={"number": opened.number, **place.told()},
            private={"why": why.strip()},
            key_id=last.journey.key_id,
        )
    return opened
