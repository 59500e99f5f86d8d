"""Decide, undo, take effect, reopen. The rules stand in reviews/README.md.

Decision, trail entry and outbox row are one transaction; earlier decisions are never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.importing import evidence_digest
from journeys.models import Journey, MediaUse, Snapshot
from journeys.providers import get_provider
from kycreview.jobs.queue import enqueue
from kycreview.sealing import seal
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import (
    AlreadyDecided,
    EvidenceChanged,
    Incomplete,
    NotAllowed,
    NotYours,
    TooLate,
)
from reviews.evidence.changes import what_changed
from reviews.evidence.failing import failed_checks
from reviews.models import (
    Case,
    Decision,
    Draft,
    Note,
    OutboxRow,
    Outcome,
    Reason,
    Round,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the person wants to decide, and the evidence that their page showed."""

    outcome: str
    reasons: Sequence[str]
    steps: Sequence[str]
    note: str
    seen_digest: str
    seen_snapshot: UUID | None = None


def decide(open_round: Round, wanted: Wanted, *, by: User, seat: Seat = NOWHERE) -> Decision:
    """Record a decision; it takes effect when the undo window is over.

    Raises NotYours, AlreadyDecided, EvidenceChanged (with what changed), Incomplete.
    """
    case = Case.objects.select_related("queue").get(pk=open_round.case_id)
    _refuse_strangers(case, by=by)
    if open_round.closed_at is not None or open_round.number != case.round_count:
        raise AlreadyDecided(_("This round is closed; the case went on without this page."))
    now = timezone.now()
    with transaction.atomic():
        # Locking the journey keeps its pointer still while the evidence is compared.
        journey = Journey.objects.select_for_update().get(pk=open_round.journey_id)
        snapshot = Snapshot.objects.get(pk=journey.current_snapshot_id)
        digest = evidence_digest(snapshot)
        if wanted.seen_digest != digest:
            raise _evidence_changed(wanted, snapshot)
        codes = _check_complete(wanted, snapshot, key=journey.key())
        mine = Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by)
        if not mine.update(
            state=Case.State.DECIDED,
            claimed_by=None,
            claim_until=None,
            version=F("version") + 1,
        ):
            raise AlreadyDecided(_("This case was decided or taken while you were looking."))
        decision = Decision.objects.create(
            round=open_round,
            person=by,
            outcome=wanted.outcome,
            decided_at=now,
            takes_effect_at=now + timedelta(seconds=case.queue.undo_seconds),
            snapshot=snapshot,
            evidence_digest=digest,
            media_sha256=_picture_hashes(snapshot),
            reason_codes=codes,
            steps=sorted(set(wanted.steps)) if wanted.outcome == Outcome.RESUBMIT else [],
        )
        Round.objects.filter(pk=open_round.pk).update(judged_on=snapshot)
        private = _keep_note(open_round, decision, wanted.note, journey, by=by)
        _prepare_outbox(decision, journey)
        Draft.objects.filter(round=open_round, person=by).delete()
        enqueue(
            "decision.take_effect",
            key=f"decision.take_effect:{decision.id}",
            subject={"decision": str(decision.id)},
            at=decision.takes_effect_at,
        )
        record(
            Event.DECISION_PROPOSED,
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
            },
            private=private,
            key_id=journey.key_id,
        )
    return decision


def withdraw(decision: Decision, *, by: User, seat: Seat = NOWHERE) -> None:
    """Undo within the window: the case comes back with its claim. Raises TooLate, NotAllowed."""
    if decision.person_id != by.pk:
        raise NotAllowed(_("Only the person who decided can undo it."))
    with transaction.atomic():
        mine = Decision.objects.filter(
            pk=decision.pk, state=Decision.State.PROPOSED, takes_effect_at__gt=timezone.now()
        )
        if not mine.update(state=Decision.State.WITHDRAWN, version=F("version") + 1):
            raise TooLate(
                _("The time to undo is over: the decision took effect. A lead can reopen the case.")
            )
        OutboxRow.objects.filter(decision=decision, state=OutboxRow.State.WAITING).update(
            state=OutboxRow.State.WITHDRAWN
        )
        Case.objects.filter(pk=decision.round.case_id, state=Case.State.DECIDED).update(
            state=Case.State.CLAIMED,
            claimed_by=by,
            claim_until=timezone.now() + timedelta(minutes=10),
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
    """Make a proposed decision effective once its window is over; False where it was undone."""
    decision = Decision.objects.select_related("round__case", "round__journey__account").get(
        pk=decision_id
    )
    now = timezone.now()
    its_round, case = decision.round, decision.round.case
    with transaction.atomic():
        due = Decision.objects.filter(
            pk=decision_id, state=Decision.State.PROPOSED, takes_effect_at__lte=now
        )
        if not due.update(
            state=Decision.State.EFFECTIVE, effective_at=now, version=F("version") + 1
        ):
            return False
        Round.objects.filter(pk=its_round.pk, closed_at__isnull=True).update(closed_at=now)
        if decision.outcome == Outcome.RESUBMIT:
            Case.objects.filter(pk=case.pk, state=Case.State.DECIDED).update(
                state=Case.State.WAITING, version=F("version") + 1
            )
        earlier = Decision.objects.filter(
            round__case=case, state=Decision.State.EFFECTIVE
        ).exclude(pk=decision_id)
        superseded = [str(pk) for pk in earlier.values_list("pk", flat=True)]
        earlier.update(state=Decision.State.SUPERSEDED, version=F("version") + 1)
        row = OutboxRow.objects.filter(decision=decision).first()
        if row is not None and row.state == OutboxRow.State.WAITING:
            enqueue(
                "outbox.send",
                key=f"outbox.send:{row.id}",
                subject={"row": str(row.id)},
                lane=its_round.journey.account.lane,
            )
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


def reopen(case: Case, *, why: str, by: User, seat: Seat = NOWHERE) -> Round:
    """A lead starts a new round on a decided case; the earlier decision stays.

    Raises NotAllowed, Incomplete, AlreadyDecided (the case is open or just being decided).
    """
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead reopens a decided case."))
    if not why.strip():
        raise Incomplete(_("Say why the case is reopened."), field="why")
    last = case.rounds.select_related("journey").order_by("-number")[0]
    with transaction.atomic():
        mine = Case.objects.filter(
            pk=case.pk, state=Case.State.DECIDED, round_count=last.number
        ).exclude(rounds__closed_at__isnull=True)
        if not mine.update(
            state=Case.State.OPEN,
            round_count=F("round_count") + 1,
            version=F("version") + 1,
            due_at=timezone.now() + timedelta(hours=case.queue.due_hours),
        ):
            raise AlreadyDecided(_("Only a case whose decision is in effect can be reopened."))
        opened = Round.objects.create(
            case=case,
            number=last.number + 1,
            why=Round.Why.REOPENED,
            journey=last.journey,
            opened_on=Snapshot.objects.get(pk=last.journey.current_snapshot_id),
        )
        record(
            Event.CASE_REOPENED,
            by=by,
            seat=seat,
            case_id=case.pk,
            round_id=opened.pk,
            data={"number": opened.number},
            private={"why": why.strip()},
            key_id=last.journey.key_id,
        )
    return opened


def _refuse_strangers(case: Case, *, by: User) -> None:
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role does not decide cases."))
    if case.state in (Case.State.DECIDED, Case.State.WAITING):
        raise AlreadyDecided(_("This case was decided already; your page is from before that."))
    if case.claimed_by_id != by.pk:
        holder = f" {case.claimed_by}" if case.claimed_by else ""
        raise NotYours(
            _("You do not hold this case%(holder)s. Claim it to decide it; your text is kept.")
            % {"holder": f" ({_('it is with')}{holder})" if holder else ""}
        )


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
    if wanted.outcome not in Outcome.values:
        raise Incomplete(_("Choose an outcome."), field="outcome")
    chosen = set(wanted.reasons)
    known = set(
        Reason.objects.filter(
            code__in=chosen, outcome=wanted.outcome, is_active=True
        ).values_list("code", flat=True)
    )
    if chosen - known:
        raise Incomplete(_("A reason does not belong to this outcome."), field="reasons")
    if not known:
        if wanted.outcome == Outcome.REJECT:
            raise Incomplete(_("Choose at least one reason to reject."), field="reasons")
        if wanted.outcome == Outcome.RESUBMIT:
            raise Incomplete(_("Choose at least one reason to ask again."), field="reasons")
        if failing := failed_checks(snapshot, key):
            raise Incomplete(
                _("Checks failed (%(checks)s). Choose a reason why you approve all the same.")
                % {"checks": ", ".join(failing[:3])},
                field="reasons",
            )
    if wanted.outcome == Outcome.RESUBMIT and not wanted.steps:
        raise Incomplete(_("Choose at least one step for the applicant to do again."), field="steps")
    return sorted(known)


def _picture_hashes(snapshot: Snapshot) -> list[str]:
    found = MediaUse.objects.filter(snapshot=snapshot, locator__blob__isnull=False)
    return sorted(set(found.values_list("locator__blob__sha256", flat=True)))  # type: ignore[type-var]  # the filter leaves no None


def _keep_note(
    its_round: Round, decision: Decision, text: str, journey: Journey, *, by: User
) -> dict[str, str]:
    if not text.strip():
        return {}
    note = Note(round=its_round, person=by, decision=decision)
    note.sealed_text = seal(
        journey.key(), text.strip().encode("utf-8", "replace"), context=f"note:{note.id}"
    )
    note.save(force_insert=True)
    return {"note": text.strip()}


def _prepare_outbox(decision: Decision, journey: Journey) -> None:
    can = get_provider(journey.account.provider).CAPABILITIES
    if not journey.account.makes_decisions_here:
        kind = OutboxRow.Kind.NOTHING
    elif can.takes_decisions:
        kind = OutboxRow.Kind.DECISION
    elif can.needs_new_journey and decision.outcome == Outcome.RESUBMIT:
        kind = OutboxRow.Kind.NEW_JOURNEY
    else:
        kind = OutboxRow.Kind.NOTHING
    OutboxRow.objects.create(decision=decision, kind=kind, not_before=decision.takes_effect_at)
