"""A journey decided at the provider's own console, while or after it is looked at here.

Whose word counts is a matter of the account: where the house decides, the conflict is shown until a
lead settles it; where the provider does, its word closes the case and takes the place of ours.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.choices import Decided
from journeys.models import Journey, Snapshot
from journeys.providers.results import Coded
from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.routing.why import Why
from reviews.errors import NotAllowed, TooLate
from reviews.models import Case, Decision, Notice, OutboxRow, Outcome, Round

_SYSTEM = "conflicts"
_BIT = Why.PROVIDER_DECIDED.value
# What a decision of ours reads like once the provider holds it.
HELD_AS = {
    Outcome.APPROVE.value: Decided.APPROVED.value,
    Outcome.REJECT.value: Decided.REJECTED.value,
    Outcome.RESUBMIT.value: Decided.RESUBMISSION.value,
}
# Words that end a journey; "refer" and "incomplete" ask for somebody, which is what we are.
_FINAL = frozenset(HELD_AS.values())
_STANDING = (Decision.State.PROPOSED, Decision.State.EFFECTIVE)


@transaction.atomic
def meet_provider(last: Round) -> str:
    """Compare what the provider decided with what we know and said; the code of a conflict or "".

    `last` is a case's last round with case, journey and account. An answer with nothing new but
    the provider's decision is no evidence: it is newer than the journey's current one.
    """
    answers = Snapshot.objects.filter(journey=last.journey_id).defer("sealed_bytes")
    snapshot = answers.order_by("-number").first()
    if snapshot is None or last.met_on_id == snapshot.pk:
        return ""
    Round.objects.filter(pk=last.pk).update(met_on=snapshot)
    key = _key(last.journey)
    held = held_decision(snapshot, key) if key is not None else ""
    if held not in _FINAL or key is None:
        return ""
    seen = last.judged_on or last.opened_on
    known = held_decision(seen, key)
    said = _said(last)
    if held in said and is_in_conflict(last.case):
        # Both say the same by now.
        Case.objects.filter(pk=last.case_id).update(
            held_at_provider="", why_bits=F("why_bits").bitand(~_BIT)
        )
    if held == known or held in said:
        return ""
    found_other_decision(last, held=held)
    return held


def held_decision(snapshot: Snapshot, key: bytes) -> str:
    """What a person at the provider decided, as this answer says it; "" for nothing."""
    try:
        return _code(snapshot.summary(key).manual_decision)
    except Broken:
        return ""


def found_other_decision(last: Round, *, held: str, is_of_message: bool = False) -> None:
    """The provider holds this: a conflict, or, where the provider decides, the end of the case.

    `is_of_message`: a message of ours met it, and says so in the trail by itself.
    """
    account = last.journey.account
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=last.case_id)
        if case.held_at_provider == held and case.round_count == last.number:
            return
        to_tell = _who_is_told(case, last)
        if account.makes_decisions_here:
            Case.objects.filter(pk=case.pk).update(
                held_at_provider=held, why_bits=F("why_bits").bitor(_BIT)
            )
            if not is_of_message:
                _record(Event.OUTBOX_CONFLICT, last, held=held)
        else:
            _close_with(case, last, held=held)
        for person in to_tell:
            Notice.objects.create(person_id=person, kind=Notice.Kind.CONFLICT, case=case)


def accept(case: Case, *, by: User, seat: Seat = NOWHERE) -> None:
    """The provider's decision stands; ours is superseded, and is not sent.

    Raises NotAllowed, TooLate. The case has to be decided: an open one is decided by its reader.
    """
    last = _conflict_of(case, by=by)
    with transaction.atomic():
        mine = in_conflict(Case.objects.filter(pk=case.pk, version=case.version)).filter(
            state__in=(Case.State.DECIDED, Case.State.WAITING)
        )
        if not mine.update(
            state=Case.State.DECIDED,
            why_bits=F("why_bits").bitand(~_BIT),
            closed_at=timezone.now(),
            asked_at=None,
            version=F("version") + 1,
        ):
            raise _settled()
        _supersede(last, why_row=OutboxRow.State.CANCELLED)
        _record(Event.DECISION_SUPERSEDED, last, held=case.held_at_provider, by=by, seat=seat)


def send_over(case: Case, *, by: User, seat: Seat = NOWHERE) -> OutboxRow:
    """Our decision stands: the row that may be sent over what the provider holds, for the caller to
    bring out in the same transaction. Raises NotAllowed, TooLate.
    """
    last = _conflict_of(case, by=by)
    row = (
        OutboxRow.objects.filter(
            decision__round=last,
            decision__state=Decision.State.EFFECTIVE,
            kind=OutboxRow.Kind.DECISION,
        )
        .select_related("decision__round__journey__account")
        .first()
    )
    if row is None:
        raise _nothing_to_send()
    with transaction.atomic():
        mine = in_conflict(Case.objects.filter(pk=case.pk, version=case.version))
        if not mine.update(
            held_at_provider="",
            why_bits=F("why_bits").bitand(~_BIT),
            version=F("version") + 1,
        ):
            raise _settled()
        sendable = OutboxRow.objects.filter(pk=row.pk).exclude(state=OutboxRow.State.SENDING)
        if not sendable.update(
            state=OutboxRow.State.WAITING, sends_over=case.held_at_provider, last_error=""
        ):
            raise _settled()
        _record(Event.JOB_RETRIED, last, held=case.held_at_provider, by=by, seat=seat)
    return row


def in_conflict(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these the ones where the provider holds another decision and nobody has settled it."""
    return (
        cases.exclude(held_at_provider="")
        .annotate(its_bit=F("why_bits").bitand(_BIT))
        .filter(its_bit=_BIT)
    )


def is_in_conflict(case: Case) -> bool:
    return bool(case.held_at_provider and case.why_bits & _BIT)


def _conflict_of(case: Case, *, by: User) -> Round:
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead settles what the provider decided differently."))
    if not is_in_conflict(case):
        raise _settled()
    return case.rounds.select_related("case", "journey__account").order_by("-number")[0]


def _settled() -> TooLate:
    return TooLate(_("Somebody settled this meanwhile, or the case went on."))


def _nothing_to_send() -> TooLate:
    return TooLate(_("There is no decision of ours in effect that could be sent."))


def _close_with(case: Case, last: Round, *, held: str) -> None:
    """The provider is the system of record: its word ends the case, whatever state it is in."""
    now = timezone.now()
    Round.objects.filter(pk=last.pk, closed_at__isnull=True).update(
        closed_at=now, judged_on=last.journey.current_snapshot_id
    )
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.DECIDED,
        needs="",
        needs_sanctions=False,
        claimed_by=None,
        claimed_at=None,
        claim_until=None,
        assigned_to=None,
        held_until=None,
        held_by=None,
        asked_at=None,
        closed_at=now,
        held_at_provider=held,
        version=F("version") + 1,
    )
    _supersede(last, why_row=OutboxRow.State.WITHDRAWN)
    _record(Event.DECISION_SUPERSEDED, last, held=held)


def _supersede(last: Round, *, why_row: OutboxRow.State) -> None:
    ours = Decision.objects.filter(round__case=last.case_id, state__in=_STANDING)
    found = list(ours.values_list("pk", flat=True))
    Decision.objects.filter(pk__in=found).update(
        state=Decision.State.SUPERSEDED, version=F("version") + 1
    )
    OutboxRow.objects.filter(decision__in=found).exclude(
        state__in=(OutboxRow.State.SENT, OutboxRow.State.SENDING)
    ).update(state=why_row)


def _said(last: Round) -> set[str]:
    """What decisions of ours say, or have said, of this journey: its echo is no news."""
    ours = Decision.objects.filter(round__journey=last.journey_id).exclude(
        state=Decision.State.WITHDRAWN
    )
    newest = ours.order_by("-decided_at").first()
    told = OutboxRow.objects.filter(
        decision__round__journey=last.journey_id, state=OutboxRow.State.SENT, attempts__gt=0
    )
    # An older echo counts only until the newest was told.
    said = {newest.outcome} if newest is not None else set()
    if newest is None or not told.filter(decision=newest).exists():
        said |= set(told.values_list("decision__outcome", flat=True))
    return {HELD_AS[outcome] for outcome in said}


def _who_is_told(case: Case, last: Round) -> set[UUID]:
    """Who holds the case, or who decided it."""
    if case.claimed_by_id is not None:
        return {case.claimed_by_id}
    ours = Decision.objects.filter(round=last.pk, state__in=_STANDING)
    return set(ours.values_list("person_id", flat=True))


def _record(
    event: Event, last: Round, *, held: str, by: User | None = None, seat: Seat = NOWHERE
) -> None:
    who: dict[str, Any] = {"by": by, "seat": seat} if by is not None else {"system": _SYSTEM}
    record(
        event,
        **who,
        account=last.journey.account.lane,
        case_id=last.case_id,
        round_id=last.pk,
        data={"held": held},
    )


def _key(journey: Journey) -> bytes | None:
    try:
        return journey.key()
    except KeyGone:
        return None


def _code(held: Coded | None) -> str:
    return held.code if held is not None and held.raw else ""
