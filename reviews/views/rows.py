"""What lists show about decisions, and the reasons' words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from reviews.forms import every_reason
from reviews.models import Decision, OutboxRow, Outcome, Reason

_REPEATABLE = (
    OutboxRow.State.FAILED,
    OutboxRow.State.CONFLICT,
    OutboxRow.State.GIVEN_UP,
)
OUTCOME_ICONS = {"approve": "check", "reject": "x", "resubmit": "rotate-ccw"}


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
        if is_told and row and row.state in _REPEATABLE
        else "",
        round=decision.round.number,
        is_reading=is_reading,
    )


def _reading_label(number: int) -> str:
    if number == 1:
        return _("First reading, another follows")
    return _("Second reading, a lead settles")
