"""Reopen a decided case: a lead starts a new round, the earlier decision stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.deciders import tell_decider
from reviews.desk.opening import next_place
from reviews.desk.routing.standing import standing
from reviews.desk.versions import version_of
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
        if not decided.update(
            state=Case.State.OPEN,
            round_count=F("round_count") + 1,
            version=F("version") + 1,
            held_at_provider="",
            **place.columns(snapshot, now=timezone.now()),
        ):
            raise AlreadyDecided(_("Only a case whose decision is in effect can be reopened."))
        opened = Round.objects.create(
            case=case,
            number=last.number + 1,
            why=Round.Why.REOPENED,
            journey=last.journey,
            opened_on=snapshot,
            policy=version_of(place.queue),
        )
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
