"""What lists show about cases and decisions. No names, scores or verdict words in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from reviews.forms import every_reason
from reviews.models import Case, Decision, OutboxRow, Outcome, Reason, Round

SOON = timedelta(hours=2)
OUTCOME_ICONS = {"approve": "check", "reject": "x", "resubmit": "rotate-ccw"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case in a list."""

    case: Case
    href: str
    journey_label: str
    document_label: str
    country: str
    provider_label: str
    attempt: int
    opened_at: datetime
    due_at: datetime
    due_state: str
    age_text: str
    claimed_by: User | None
    claim_until: datetime | None
    state_label: str
    is_test: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """One decision in a list or on a case."""

    id: str
    case_code: str
    href: str
    at: datetime
    who: str
    outcome: str
    outcome_label: str
    outcome_icon: str
    reasons: list[str]
    state_code: str
    state_label: str
    can_undo: bool
    seconds_left: int
    undo_url: str
    outbox_state: str
    outbox_state_label: str
    outbox_error: str
    retry_url: str
    round: int
    # Another reader followed at once: there was no window, and nothing takes effect by itself.
    is_reading: bool = False
    note: str = ""


def with_rounds(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a row needs: three queries for any number of them."""
    sealed = ("sealed_bytes", "sealed_summary", "sealed_unmapped")
    rounds = (
        Round.objects.select_related("journey__account", "journey__current_snapshot")
        .defer(*(f"journey__current_snapshot__{name}" for name in sealed))
        .order_by("-number")
    )
    return cases.select_related("queue", "claimed_by").prefetch_related(
        Prefetch("rounds", queryset=rounds)
    )


def case_rows(cases: Iterable[Case]) -> list[Row]:
    now = timezone.now()
    return [_row(case, now) for case in cases]


def has_lapsed(case: Case, now: datetime) -> bool:
    """A claim that ended can be taken by anybody."""
    return case.claim_until is not None and case.claim_until < now


def _row(case: Case, now: datetime) -> Row:
    last = case.rounds.all()[0]
    snapshot = last.journey.current_snapshot
    left = case.due_at - now
    due_state = "none" if left >= SOON else "fail" if left < timedelta() else "attention"
    is_held = case.state == Case.State.CLAIMED and not has_lapsed(case, now)
    return Row(
        case=case,
        href=reverse("case", args=[case.pk]),
        journey_label=case.queue.name,
        document_label=(snapshot.document_type if snapshot else ""),
        country=(snapshot.country_code if snapshot else ""),
        provider_label=last.journey.account.get_provider_display(),
        attempt=last.number,
        opened_at=last.opened_at,
        due_at=case.due_at,
        due_state=due_state,
        age_text=timesince(last.opened_at, now, depth=1),
        claimed_by=case.claimed_by if is_held else None,
        claim_until=case.claim_until,
        state_label=case.get_state_display(),
        is_test=case.is_test,
        reason=str(last.get_why_display()),
    )


def reason_texts(reasons: Iterable[Reason] | None = None) -> dict[str, str]:
    """Every code's words in the person's language. Two queries, none where `reasons` are given."""
    language = (get_language() or "en")[:2]
    found = {}
    for reason in every_reason() if reasons is None else reasons:
        texts = {text.language: text.reviewer_text for text in reason.texts.all()}
        found[reason.code] = texts.get(language) or texts.get("en") or reason.code
    return found


def decision_rows(
    decisions: Iterable[Decision], *, viewer: User, words: dict[str, str]
) -> list[DecisionRow]:
    """`decisions` come with round__case, person and outbox selected."""
    now = timezone.now()
    return [_decision_row(decision, viewer, words, now) for decision in decisions]


def is_settled(rows: Iterable[DecisionRow]) -> bool:
    """Whether nothing is on its way any more, so that the page can stop asking."""
    moving = ("waiting", "sending")
    return not any(
        (row.state_code == Decision.State.PROPOSED and not row.is_reading)
        or row.outbox_state in moving
        for row in rows
    )


def _decision_row(
    decision: Decision, viewer: User, words: dict[str, str], now: datetime
) -> DecisionRow:
    left = (decision.takes_effect_at - now).total_seconds()
    row: OutboxRow | None = getattr(decision, "outbox", None)
    is_reading = decision.state == Decision.State.PROPOSED and row is None
    can_undo = (
        decision.state == Decision.State.PROPOSED
        and not is_reading
        and left > 0
        and decision.person_id == viewer.pk
    )
    is_told = row is not None and row.kind != OutboxRow.Kind.NOTHING
    case = decision.round.case
    return DecisionRow(
        id=str(decision.pk),
        case_code=case.code,
        href=reverse("case", args=[case.pk]),
        at=decision.decided_at,
        who=str(decision.person),
        outcome=decision.outcome,
        outcome_label=str(Outcome(decision.outcome).label),
        outcome_icon=OUTCOME_ICONS[decision.outcome],
        reasons=[words.get(code, code) for code in decision.reason_codes],
        state_code=decision.state,
        state_label=_reading_label(decision.reading)
        if is_reading
        else str(decision.get_state_display()),
        can_undo=can_undo,
        seconds_left=max(0, int(left)),
        undo_url=reverse("decision_undo", args=[decision.pk]),
        outbox_state=row.state if is_told and row else "none",
        outbox_state_label=str(row.get_state_display()) if is_told and row else "",
        outbox_error=row.last_error if is_told and row else "",
        retry_url=reverse("outbox_retry", args=[row.pk])
        if is_told and row and row.state in (OutboxRow.State.FAILED, OutboxRow.State.CONFLICT)
        else "",
        round=decision.round.number,
        is_reading=is_reading,
    )


def _reading_label(number: int) -> str:
    if number == 1:
        return _("First reading, another follows")
    return _("Second reading, a lead settles")
