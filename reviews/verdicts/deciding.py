"""Decide: the rules of a decision, and its record. The rules stand in reviews/README.md.

Decision, trail entry, jobs and outbox row are one transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.importing import evidence_digest
from journeys.models import Blob, Journey, Snapshot
from journeys.providers import get_provider
from kycreview.jobs.queue import enqueue
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.losing import where_it_went
from reviews.desk.mentions import mentioned_in, tell_mentioned
from reviews.desk.reasons import keep_words
from reviews.desk.routing.why import Why
from reviews.desk.versions import version_of
from reviews.errors import (
    AlreadyDecided,
    EvidenceChanged,
    Incomplete,
    NotAllowed,
    NotYours,
)
from reviews.evidence.changes import what_changed
from reviews.evidence.failing import askable_steps
from reviews.models import (
    Case,
    Decision,
    OutboxRow,
    Outcome,
    PolicyVersion,
    Reason,
    Round,
)
from reviews.verdicts.effects import READER_OF
from reviews.verdicts.judging import Wanted, pass_the_gate
from reviews.verdicts.overturning import tell_overturned
from reviews.verdicts.readings import reading_of
from reviews.verdicts.writing import keep_draft

# What the lists say of a case that another reader follows on.
_BIT_OF = {
    Case.Needs.SECOND.value: Why.SECOND_READER.value,
    Case.Needs.SETTLE.value: Why.SETTLE.value,
}


def decide(open_round: Round, wanted: Wanted, *, by: User, seat: Seat = NOWHERE) -> Decision:
    """Record a decision; it takes effect when the undo window is over.

    Where another reader has to follow, it is a reading: the case goes on at once, without a window.
    Raises NotYours, AlreadyDecided, NotAllowed, EvidenceChanged (with what changed), Incomplete,
    RateFirst, GateClosed (with what stands against an approval).
    """
    case = Case.objects.select_related("queue", "claimed_by").get(pk=open_round.case_id)
    _refuse_strangers(case, by=by)
    if open_round.closed_at is not None or open_round.number != case.round_count:
        raise AlreadyDecided(_("This round is closed; the case went on without this page."))
    now = timezone.now()
    with transaction.atomic():
        # Locking the journey keeps its pointer still while the evidence is compared.
        journey = Journey.objects.select_for_update().get(pk=open_round.journey_id)
        snapshot = _current(journey)
        digest = evidence_digest(snapshot)
        if wanted.seen_digest != digest:
            raise _evidence_changed(wanted, snapshot)
        codes = _check_complete(wanted, snapshot, key=journey.key())
        judged = pass_the_gate(open_round, snapshot, wanted, codes, by=by)
        read = reading_of(
            open_round,
            outcome=wanted.outcome,
            calls_second=wanted.second_reader or judged.calls_second,
            by=by,
        )
        people = mentioned_in(
            wanted.note,
            open_round,
            by=by,
            goes_apart=read.goes_on and read.needs == Case.Needs.SECOND,
        )
        # Whom no window waits for, nobody can undo.
        window = timedelta() if judged.is_at_once else open_round.undo_window
        mine = Case.objects.filter(
            pk=case.pk,
            state=Case.State.CLAIMED,
            claimed_by=by,
            round_count=open_round.number,
        )
        if not mine.update(
            state=Case.State.OPEN if read.goes_on else Case.State.DECIDED,
            needs=read.needs,
            why_bits=F("why_bits").bitor(_BIT_OF.get(read.needs if read.goes_on else "", 0)),
            claimed_by=None,
            claimed_at=None,
            claim_until=None,
            version=F("version") + 1,
        ):
            raise AlreadyDecided(_told(case, by=by))
        decision = Decision.objects.create(
            round=open_round,
            person=by,
            outcome=wanted.outcome,
            decided_at=now,
            takes_effect_at=now + window,
            policy=_policy_of(open_round),
            handling_seconds=_seconds_since(case.claimed_at, now),
            reading=read.number,
            snapshot=snapshot,
            evidence_digest=digest,
            media_sha256=_picture_hashes(snapshot),
            reason_codes=codes,
            steps=sorted(set(wanted.steps)) if wanted.outcome == Outcome.RESUBMIT else [],
        )
        Round.objects.filter(pk=open_round.pk).update(
            judged_on=snapshot, **{READER_OF[read.number]: by}
        )
        private = _keep_note(open_round, decision, wanted.note, journey, tell=people, by=by)
        # An undo gives the case back with what was written.
        keep_draft(open_round, wanted.as_draft(), by=by)
        if not read.goes_on:
            _prepare_outbox(decision, journey, confirms=read.confirms)
            enqueue(
                "decision.take_effect",
                key=f"decision.take_effect:{decision.id}",
                subject={"decision": str(decision.id)},
                at=decision.takes_effect_at,
            )
        record(
            Event.READING_MADE if read.goes_on else Event.DECISION_PROPOSED,
            by=by,
            seat=seat,
            account=journey.account.lane,
            case_id=case.pk,
            round_id=open_round.pk,
            about=("decision", decision.id),
            data={
                "outcome": decision.outcome,
                "reasons": codes,
                "steps": decision.steps,
                "snapshot": snapshot.number,
                "evidence_digest": digest,
                "media_sha256": decision.media_sha256,
                "reading": read.number,
                "needs": read.needs if read.goes_on else "",
                "triggers": [trigger.value for trigger in judged.triggers],
            },
            private=private,
            key_id=journey.key_id,
        )
        if read.needs == Case.Needs.SETTLE and read.goes_on:
            tell_overturned(open_round, decision)
    return decision


def _policy_of(its_round: Round) -> PolicyVersion:
    """The version that the round began with; of a moved case the one of where it is."""
    return its_round.kept_policy or version_of(its_round.case.queue)


def _seconds_since(claimed_at: datetime | None, now: datetime) -> int | None:
    return max(0, int((now - claimed_at).total_seconds())) if claimed_at is not None else None


def _refuse_strangers(case: Case, *, by: User) -> None:
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role does not decide cases."))
    if case.state in (Case.State.DECIDED, Case.State.WAITING):
        raise AlreadyDecided(_told(case, by=by))
    if case.claimed_by_id == by.pk:
        return
    if case.claimed_by is None and not case.needs and case.assigned_to_id is None:
        raise NotYours(_("You do not hold this case. Claim it to decide it; your text is kept."))
    raise NotYours(_told(case, by=by))


def _told(case: Case, *, by: User) -> str:
    """Who has or decided the case, and when: what a person reads who was not the first."""
    return _("%(where)s Your text is kept.") % {"where": where_it_went(case, viewer=by)}


def _current(journey: Journey) -> Snapshot:
    if journey.current_snapshot is None:
        raise LookupError("a case on a journey without evidence")
    return journey.current_snapshot


def _evidence_changed(wanted: Wanted, snapshot: Snapshot) -> EvidenceChanged:
    seen = (
        Snapshot.objects.filter(pk=wanted.seen_snapshot, journey=snapshot.journey_id).first()
        if wanted.seen_snapshot
        else None
    )
    return EvidenceChanged(
        _("New evidence came in while you were looking. Nothing was decided; look again."),
        what_changed(seen or snapshot, snapshot),
    )


def _check_complete(wanted: Wanted, snapshot: Snapshot, *, key: bytes) -> list[str]:
    """The reason codes, sorted. Raises Incomplete."""
    if wanted.outcome not in Outcome.values:
        raise Incomplete(_("Choose an outcome."), field="outcome")
    chosen = set(wanted.reasons)
    known = dict(
        Reason.objects.filter(code__in=chosen, outcome=wanted.outcome, is_active=True).values_list(
            "code", "needs_note"
        )
    )
    if chosen - known.keys():
        raise Incomplete(_("A reason does not belong to this outcome."), field="reasons")
    if not known:
        if wanted.outcome == Outcome.REJECT:
            raise Incomplete(_("Choose at least one reason to reject."), field="reasons")
        if wanted.outcome == Outcome.RESUBMIT:
            raise Incomplete(_("Choose at least one reason to ask again."), field="reasons")
    if any(known.values()) and not wanted.note.strip():
        raise Incomplete(
            _("A reason that you chose asks for a note: say more in it."), field="note"
        )
    if wanted.outcome == Outcome.RESUBMIT:
        if not wanted.steps:
            raise Incomplete(
                _("Choose at least one step for the applicant to do again."), field="steps"
            )
        if set(wanted.steps) - set(askable_steps(snapshot, key)):
            raise Incomplete(_("A step is not part of this journey."), field="steps")
    return sorted(known)


def _picture_hashes(snapshot: Snapshot) -> list[str]:
    found = Blob.objects.filter(locators__uses__snapshot=snapshot)
    return sorted(set(found.values_list("sha256", flat=True)))


def _keep_note(
    its_round: Round,
    decision: Decision,
    text: str,
    journey: Journey,
    *,
    tell: list[User],
    by: User,
) -> dict[str, str]:
    words = text.strip()
    if not words:
        return {}
    note = keep_words(its_round, words, key=journey.key(), by=by, decision=decision)
    tell_mentioned(tell, note, by=by)
    return {"note": words}


def _prepare_outbox(decision: Decision, journey: Journey, *, confirms: bool) -> None:
    can = get_provider(journey.account.provider).CAPABILITIES
    if confirms or not journey.account.makes_decisions_here:
        kind = OutboxRow.Kind.NOTHING
    elif can.takes_decisions:
        kind = OutboxRow.Kind.DECISION
    elif can.needs_new_journey and decision.outcome == Outcome.RESUBMIT:
        kind = OutboxRow.Kind.NEW_JOURNEY
    else:
        kind = OutboxRow.Kind.NOTHING
    OutboxRow.objects.create(decision=decision, kind=kind, not_before=decision.takes_effect_at)
