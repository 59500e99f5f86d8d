"""A decision on its way to a provider that takes decisions.

Whatever happened to an earlier attempt, the provider's own state is read and compared before
anything is sent.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.calls import counted
from journeys.choices import Decided
from journeys.connections import connection_of
from journeys.models import Journey
from journeys.providers import get_provider
from journeys.providers.base import AccountConfig, StepReview, Submission
from journeys.providers.bodies import Unreadable, parse_object
from journeys.providers.errors import ProviderUnavailable
from journeys.providers.results import Coded
from kycreview.sealing import seal, seal_json
from kycreview.trail.events import Event
from reviews.desk.conflicts import HELD_AS, found_other_decision
from reviews.evidence.failing import failed_steps
from reviews.models import Decision, OutboxRow, Outcome, Reason
from reviews.outbox.rows import begin_attempt, end_told


def send_decision(row: OutboxRow, *, was_tried: bool) -> None:
    """One attempt. Raises the provider's errors."""
    journey = row.decision.round.journey
    key, config = journey.key(), connection_of(journey.account)
    ours = HELD_AS[row.decision.outcome]
    held = _held_decision(journey, config)
    known = _code(row.decision.snapshot.summary(key).manual_decision)
    # Asking an applicant again who was asked before changes nothing that could be compared.
    asks_anew = row.decision.outcome == Outcome.RESUBMIT and known == ours and not was_tried
    if held == ours and not asks_anew:
        end_told(
            row,
            OutboxRow.State.SENT,
            event=Event.OUTBOX_SENT,
            data={"was_there_already": True, "attempt": row.attempts},
        )
        return
    if held not in {"", known, row.sends_over, *_told_before(row)}:
        with transaction.atomic():
            found_other_decision(row.decision.round, held=held, is_of_message=True)
            end_told(
                row,
                OutboxRow.State.CONFLICT,
                event=Event.OUTBOX_CONFLICT,
                data={"held": held, "attempt": row.attempts},
                why=_("The provider holds another decision (%(held)s). Nothing was sent.")
                % {"held": Decided(held).label},
            )
        return
    submission = submission_of(row.decision, key)
    request = {
        "outcome": submission.outcome,
        "comment": submission.comment,
        "steps": [[step.step_id, step.asks_again] for step in submission.steps],
    }
    sealed_request = seal_json(key, request, context=f"outbox:{row.id}:request")
    if not begin_attempt(row, sealed_request=sealed_request):
        return
    with counted(journey.account):
        receipt = get_provider(journey.account.provider).submit_decision(config, submission)
    OutboxRow.objects.filter(pk=row.pk).update(
        sealed_answer=seal(key, receipt.body, context=f"outbox:{row.id}:answer")
    )
    end_told(
        row,
        OutboxRow.State.SENT,
        event=Event.OUTBOX_SENT,
        data={"status": receipt.status, "attempt": row.attempts + 1},
    )


def submission_of(decision: Decision, key: bytes) -> Submission:
    """What the provider is told: reason codes in words, never the note."""
    words = []
    for reason in Reason.objects.filter(code__in=decision.reason_codes).prefetch_related("texts"):
        english = next((t.reviewer_text for t in reason.texts.all() if t.language == "en"), "")
        text = reason.provider_text or english
        words.append(f"{reason.code}: {text}" if text else reason.code)
    asked = set(decision.steps)
    failed = failed_steps(decision.snapshot, key)
    steps: list[str] = []
    if decision.outcome == Outcome.RESUBMIT:
        steps = [*failed, *sorted(asked - set(failed))]
    elif decision.outcome == Outcome.APPROVE:
        steps = failed
    return Submission(
        provider_id=decision.round.journey.provider_id,
        outcome=decision.outcome,
        comment="; ".join(words),
        steps=tuple(StepReview(step_id=step, asks_again=step in asked) for step in steps),
    )


def _held_decision(journey: Journey, config: AccountConfig) -> str:
    """The manual decision that the provider holds now, as a code; "" for none."""
    provider = get_provider(journey.account.provider)
    with counted(journey.account):
        raw = provider.fetch_journey(config, journey.provider_id)
    try:
        held = provider.normalise(parse_object(raw)).journey.manual_decision
    except Unreadable as error:
        raise ProviderUnavailable(error.sentence, code="unreadable") from None
    return _code(held)


def _code(held: Coded | None) -> str:
    return held.code if held is not None and held.raw else ""


def _told_before(row: OutboxRow) -> set[str]:
    """What earlier decisions of the house told, or may have told, about the same journey."""
    earlier = OutboxRow.objects.filter(
        decision__round__journey=row.decision.round.journey_id,
        decision__decided_at__lt=row.decision.decided_at,
        attempts__gt=0,
    ).exclude(state__in=(OutboxRow.State.FAILED, OutboxRow.State.CONFLICT))
    return {HELD_AS[outcome] for outcome in earlier.values_list("decision__outcome", flat=True)}
