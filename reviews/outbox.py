"""What leaves the house: send a decision, or ask for a new journey. No call inside a transaction.

Exactly-once does not exist outward. The row says `sending` before each attempt; whatever happened
to an earlier attempt, the provider's own state is read and compared before anything is sent again.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.choices import Decided
from journeys.importing import request_fetch
from journeys.models import Applicant, Journey, Snapshot
from journeys.providers import get_provider
from journeys.providers.base import AccountConfig, NewJourney, NewLink, StepReview, Submission
from journeys.providers.bodies import Unreadable, parse_object
from journeys.providers.errors import ProviderRejected, ProviderUnavailable
from journeys.connections import connection_of
from kycreview.jobs.queue import enqueue
from kycreview.sealing import seal, seal_json, unseal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import NotAllowed, TooLate
from reviews.evidence.failing import failed_steps
from reviews.models import ApplicantLink, Decision, OutboxRow, Outcome, Reason, Round

_SYSTEM = "outbox"
# What a decision of ours reads like once the provider holds it.
_HELD_AS = {
    Outcome.APPROVE.value: Decided.APPROVED.value,
    Outcome.REJECT.value: Decided.REJECTED.value,
    Outcome.RESUBMIT.value: Decided.RESUBMISSION.value,
}


def send(row_id: UUID) -> None:
    """Bring one message out. Raises the provider's errors; the job decides about them."""
    row = OutboxRow.objects.select_related(
        "decision__round__case", "decision__round__journey__account", "decision__snapshot"
    ).get(pk=row_id)
    if row.decision.state not in (Decision.State.EFFECTIVE, Decision.State.SUPERSEDED):
        return
    if row.kind == OutboxRow.Kind.NOTHING:
        _end(row, OutboxRow.State.SENT, event=None)
        return
    was_tried = row.state == OutboxRow.State.SENDING
    if not OutboxRow.objects.filter(
        pk=row.pk, state__in=(OutboxRow.State.WAITING, OutboxRow.State.SENDING)
    ).update(state=OutboxRow.State.SENDING, attempts=F("attempts") + 1):
        return
    try:
        if row.kind == OutboxRow.Kind.DECISION:
            _send_decision(row)
        else:
            _ask_for_new_journey(row, was_tried=was_tried)
    except ProviderRejected as error:
        _end(row, OutboxRow.State.FAILED, event=Event.OUTBOX_FAILED, why=error.sentence)
        raise
    except ProviderUnavailable as error:
        OutboxRow.objects.filter(pk=row.pk).update(last_error=error.sentence[:400])
        raise


def submission_of(decision: Decision, key: bytes) -> Submission:
    """What the provider is told: reason codes in words, never the note."""
    codes = list(
        Reason.objects.filter(code__in=decision.reason_codes).prefetch_related("texts")
    )
    words = []
    for reason in codes:
        text = next((t.reviewer_text for t in reason.texts.all() if t.language == "en"), "")
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


def shown_link(link: ApplicantLink, *, by: User, seat: Seat = NOWHERE) -> str:
    """The applicant's link in clear, to whoever holds the case or decided it: an event.

    Raises TooLate once it has expired or was replaced, NotAllowed for strangers.
    """
    its_round = Round.objects.select_related("journey", "case").get(pk=link.round_id)
    decided = Decision.objects.filter(round=its_round, person=by).exists()
    if not (decided or its_round.case.claimed_by_id == by.pk):
        raise NotAllowed(_("Only the person who asked for the resubmission can see its link."))
    now = timezone.now()
    with transaction.atomic():
        valid = ApplicantLink.objects.filter(
            pk=link.pk, state=ApplicantLink.State.CURRENT, expires_at__gt=now,
            sealed_url__isnull=False,
        )
        if not valid.update(shown_at=now):
            raise TooLate(_("This link is no longer valid. Renew it to get another one."))
        record(
            Event.LINK_SHOWN,
            by=by,
            seat=seat,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", link.id),
        )
    if link.sealed_url is None:
        raise TooLate(_("This link is no longer valid. Renew it to get another one."))
    return unseal(
        its_round.journey.key(), link.sealed_url, context=f"link:{link.id}"
    ).decode("utf-8")


def renew_link(link: ApplicantLink, *, by: User, seat: Seat = NOWHERE) -> None:
    """Ask for another link: the row goes out once more. Raises TooLate while one is on its way."""
    row = (
        OutboxRow.objects.filter(
            decision__round=link.round_id,
            kind=OutboxRow.Kind.NEW_JOURNEY,
            decision__state__in=(Decision.State.EFFECTIVE, Decision.State.SUPERSEDED),
        )
        .select_related("decision__round__journey__account")
        .first()
    )
    if row is None:
        raise TooLate(_("There is no resubmission in effect to renew the link of."))
    again(row, by=by, seat=seat)


def again(row: OutboxRow, *, by: User, seat: Seat = NOWHERE) -> None:
    """Send a row once more by hand (after a refusal, or for a new link)."""
    with transaction.atomic():
        mine = OutboxRow.objects.filter(
            pk=row.pk,
            state__in=(OutboxRow.State.FAILED, OutboxRow.State.SENT, OutboxRow.State.CONFLICT),
        )
        if not mine.update(state=OutboxRow.State.WAITING, last_error=""):
            raise TooLate(_("This message is on its way already."))
        enqueue_send(row)
        record(
            Event.JOB_RETRIED,
            by=by,
            seat=seat,
            case_id=row.decision.round.case_id,
            round_id=row.decision.round_id,
            about=("outbox", row.id),
        )


def enqueue_send(row: OutboxRow) -> None:
    from_round = row.decision.round
    enqueue(
        "outbox.send",
        key=f"outbox.send:{row.id}",
        subject={"row": str(row.id)},
        lane=from_round.journey.account.lane,
    )


def _send_decision(row: OutboxRow) -> None:
    journey, key, config = _seam(row)
    provider = get_provider(journey.account.provider)
    ours = _HELD_AS[row.decision.outcome]
    held = _held_decision(journey, config)
    known = row.decision.snapshot.summary(key).manual_decision
    if held == ours:
        _end(row, OutboxRow.State.SENT, event=Event.OUTBOX_SENT, data={"acknowledged": True})
        return
    expected = {"", known.code if known else "", *_sent_before(row)}
    if held not in expected:
        _end(
            row,
            OutboxRow.State.CONFLICT,
            event=Event.OUTBOX_CONFLICT,
            why=f"The provider holds another decision ({held}). Nothing was sent.",
        )
        return
    submission = submission_of(row.decision, key)
    OutboxRow.objects.filter(pk=row.pk).update(
        sealed_request=seal_json(
            key,
            {"outcome": submission.outcome, "comment": submission.comment,
             "steps": [[step.step_id, step.asks_again] for step in submission.steps]},
            context=f"outbox:{row.id}:request",
        )
    )
    receipt = provider.submit_decision(config, submission)
    OutboxRow.objects.filter(pk=row.pk).update(
        sealed_answer=seal(key, receipt.body, context=f"outbox:{row.id}:answer")
    )
    _end(row, OutboxRow.State.SENT, event=Event.OUTBOX_SENT, data={"status": receipt.status})


def _ask_for_new_journey(row: OutboxRow, *, was_tried: bool) -> None:
    journey, key, config = _seam(row)
    provider = get_provider(journey.account.provider)
    if was_tried:
        # An answer may have been lost: its link was shown to nobody, and is listed as an orphan.
        _list_orphan(row)
    summary = row.decision.snapshot.summary(key)
    user_id = _applicant_id(row.decision.snapshot, key)
    link = provider.request_resubmission(
        config,
        NewJourney(
            flow_id=summary.flow_id,
            user_id=user_id,
            reference=summary.reference,
            language=summary.language.code if summary.language else "",
        ),
    )
    _keep_link(row, link, key)


def _keep_link(row: OutboxRow, link: NewLink, key: bytes) -> None:
    its_round = row.decision.round
    new = ApplicantLink(
        round=its_round,
        provider_id=link.provider_id,
        expires_at=timezone.now() + timedelta(seconds=link.seconds_valid),
    )
    new.sealed_url = seal(key, link.url.encode("utf-8"), context=f"link:{new.id}")
    with transaction.atomic():
        ApplicantLink.objects.filter(
            round=its_round, state=ApplicantLink.State.CURRENT
        ).update(state=ApplicantLink.State.REPLACED)
        new.save(force_insert=True)
        _ended(row, OutboxRow.State.SENT)
        record(
            Event.LINK_CREATED,
            system=_SYSTEM,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", new.id),
            data={"journey": link.provider_id, "expires_at": new.expires_at.isoformat()},
        )


def _list_orphan(row: OutboxRow) -> None:
    its_round = row.decision.round
    with transaction.atomic():
        orphan = ApplicantLink.objects.create(
            round=its_round, state=ApplicantLink.State.ORPHAN, expires_at=timezone.now()
        )
        record(
            Event.LINK_ORPHANED,
            system=_SYSTEM,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", orphan.id),
        )


def _seam(row: OutboxRow) -> tuple[Journey, bytes, AccountConfig]:
    journey = row.decision.round.journey
    return journey, journey.key(), connection_of(journey.account)


def _held_decision(journey: Journey, config: AccountConfig) -> str:
    """The manual decision that the provider holds now, as a code; "" for none."""
    provider = get_provider(journey.account.provider)
    raw = provider.fetch_journey(config, journey.provider_id)
    try:
        held = provider.normalise(parse_object(raw)).journey.manual_decision
    except Unreadable as error:
        raise ProviderUnavailable(error.sentence) from None
    return held.code if held is not None and held.raw else ""


def _sent_before(row: OutboxRow) -> set[str]:
    """What earlier rounds of this case told the provider about the same journey."""
    outcomes = OutboxRow.objects.filter(
        decision__round__journey=row.decision.round.journey, state=OutboxRow.State.SENT
    ).exclude(pk=row.pk)
    return {_HELD_AS[outcome] for outcome in outcomes.values_list("decision__outcome", flat=True)}


def _applicant_id(snapshot: Snapshot, key: bytes) -> str:
    row = Applicant.objects.filter(snapshot=snapshot).first()
    return row.part(key, snapshot).applicant_id if row is not None else ""


def _ended(row: OutboxRow, state: OutboxRow.State, *, why: str = "") -> None:
    OutboxRow.objects.filter(pk=row.pk).update(
        state=state,
        sent_at=timezone.now() if state == OutboxRow.State.SENT else None,
        last_error=why[:400],
    )


def _end(
    row: OutboxRow,
    state: OutboxRow.State,
    *,
    event: Event | None,
    why: str = "",
    data: dict[str, object] | None = None,
) -> None:
    its_round = row.decision.round
    account = its_round.journey.account
    with transaction.atomic():
        _ended(row, state, why=why)
        if event is None:
            return
        if event == Event.OUTBOX_SENT:
            request_fetch(account, its_round.journey.provider_id, how=Snapshot.How.FOLLOW_UP)
        record(
            event,
            system=_SYSTEM,
            account=account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("outbox", row.id),
            data={"outcome": row.decision.outcome, "attempt": row.attempts + 1,
                  **({"why": why} if why else {}), **(data or {})},
        )
