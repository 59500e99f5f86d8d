"""The rows of one batch of cases: case, round, decision, what was said of screening matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from journeys.growing.copying import insert
from journeys.growing.ground import KEY_ID
from journeys.growing.rows import Grown, new_id
from kycreview.sealing import data_key, seal_json
from reviews.desk.claims import CLAIM_LASTS
from reviews.desk.routing.kinds import document_code
from reviews.growing.house import GrownQueue, House
from reviews.growing.lives import Fate, Life
from reviews.models import Case, CaseJourney, Decision, Outcome, Round, Statement
from reviews.models.case import CODE_LETTERS
from reviews.verdicts.screening import IS_THIS_PERSON, NOT_THIS_PERSON, precedent_key_of

_UNDO: Final = timedelta(seconds=30)
_OUTCOMES: Final = {
    Fate.WAITING: Outcome.RESUBMIT,
    Fate.APPROVED: Outcome.APPROVE,
    Fate.REJECTED: Outcome.REJECT,
}
_STATES: Final = {
    Fate.CLAIMED: Case.State.CLAIMED,
    Fate.WAITING: Case.State.WAITING,
    Fate.APPROVED: Case.State.DECIDED,
    Fate.REJECTED: Case.State.DECIDED,
}
_NEEDS: Final = {Fate.SECOND: Case.Needs.SECOND, Fate.SETTLE: Case.Needs.SETTLE}
# Odd, so that codes of one seed never meet: a million random ones would.
_CODE_STRIDE: Final = 0x9E3779B97F
_CODES: Final = len(CODE_LETTERS) ** 8


@dataclass(frozen=True, slots=True)
class GrownCase:
    """One case that was written."""

    id: str
    round_id: str
    decision_id: str | None
    outcome: str
    code: str
    queue: GrownQueue
    first_reader: str
    second_reader: str


def write_cases(
    lives: Sequence[Life], grown: Sequence[Grown], house: House, *, now: datetime, stream: Random
) -> list[GrownCase]:
    """Write a case with its round for every journey, in the running transaction."""
    pairs = list(zip(lives, grown, strict=True))
    made = [_made(life, house, stream) for life in lives]
    rows = list(zip(pairs, made, strict=True))
    insert(Case, _CASE, [_case(life, one, case, now, stream) for (life, one), case in rows])
    insert(CaseJourney, ("case_id", "journey_id"), [(case.id, one.id) for (_l, one), case in rows])
    insert(Round, _ROUND, [_round(life, one, case) for (life, one), case in rows])
    insert(Decision, _DECISION, _decisions(rows, house, stream))
    insert(Statement, _STATEMENT, _statements(rows, stream))
    return made


def code_of(index: int, *, seed: int) -> str:
    """The code of a grown case; two of one seed never have the same."""
    number = (index * _CODE_STRIDE + seed * 0x5DEECE66D) % _CODES
    letters = []
    for _place in range(8):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


def _made(life: Life, house: House, stream: Random) -> GrownCase:
    first, second = house.two_readers(stream)
    is_decided = life.fate.is_decided
    return GrownCase(
        id=new_id(stream),
        round_id=new_id(stream),
        decision_id=new_id(stream) if is_decided else None,
        outcome=_OUTCOMES[life.fate].value if is_decided else "",
        code=code_of(life.index, seed=house.ground.seed),
        queue=house.queue_for(stream, is_technical=life.verdict == "error"),
        first_reader=first,
        second_reader=second,
    )


_CASE = (
    "id", "code", "queue_id", "state", "opened_at", "due_at", "claimed_by_id", "claim_until",
    "needs", "needs_sanctions", "held_until", "held_by_id", "account_id", "flow_id",
    "document_type", "country_code", "why_bits", "severity", "rank", "turn_at",
    "round_opened_at", "closed_at",
)  # fmt: skip


def _case(
    life: Life, one: Grown, case: GrownCase, now: datetime, stream: Random
) -> tuple[object, ...]:
    due_at = life.opened_at + case.queue.late_after
    if life.fate == Fate.WAITING:
        due_at = life.decided_at + timedelta(days=7)
    is_claimed, is_held = life.fate == Fate.CLAIMED, life.fate == Fate.HELD
    return (
        case.id,
        case.code,
        case.queue.slug,
        _STATES.get(life.fate, Case.State.OPEN).value,
        life.opened_at,
        due_at,
        case.first_reader if is_claimed else None,
        now + CLAIM_LASTS * stream.random() if is_claimed else None,
        _NEEDS[life.fate].value if life.fate in _NEEDS else "",
        life.is_screened and not life.fate.is_decided and stream.random() < 0.1,
        now + timedelta(hours=stream.randrange(2, 72)) if is_held else None,
        case.first_reader if is_held else None,
        one.account.id,
        one.flow_id,
        document_code(one.applicant.document_type),
        one.applicant.country,
        life.why_bits,
        life.severity,
        life.rank,
        due_at - case.queue.handling,
        life.opened_at,
        life.decided_at + _UNDO if life.fate.is_decided else None,
    )


_ROUND = (
    "id", "case_id", "number", "why", "journey_id", "opened_on_id", "judged_on_id", "opened_at",
    "due_at", "closed_at", "first_reader_id", "second_reader_id",
)  # fmt: skip


def _round(life: Life, one: Grown, case: GrownCase) -> tuple[object, ...]:
    is_decided = life.fate.is_decided
    is_read = is_decided or life.fate in _NEEDS
    return (
        case.round_id,
        case.id,
        1,
        Round.Why.FIRST.value,
        one.id,
        one.snapshot_id,
        one.snapshot_id if is_decided else None,
        life.opened_at,
        life.opened_at + case.queue.late_after,
        life.decided_at + _UNDO if is_decided else None,
        case.first_reader if is_read else None,
        case.second_reader if life.fate == Fate.SETTLE else None,
    )


_DECISION = (
    "id", "round_id", "person_id", "outcome", "state", "decided_at", "takes_effect_at",
    "effective_at", "snapshot_id", "evidence_digest", "reason_codes", "policy_id",
    "handling_seconds", "reading",
)  # fmt: skip


def _decisions(
    rows: Sequence[tuple[tuple[Life, Grown], GrownCase]], house: House, stream: Random
) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for (life, one), case in rows:
        if case.decision_id is None:
            continue
        at = life.decided_at
        codes = house.reasons.get(case.outcome, ())
        found.append(
            (
                case.decision_id,
                case.round_id,
                case.first_reader,
                case.outcome,
                Decision.State.EFFECTIVE.value,
                at,
                at + _UNDO,
                at + _UNDO,
                one.snapshot_id,
                one.evidence_digest,
                [stream.choice(codes)] if codes else [],
                case.queue.policy_id,
                life.handling_seconds,
                1,
            )
        )
    return found


_STATEMENT = (
    "id", "round_id", "person_id", "at", "kind", "stable_key", "content_hash", "code",
    "sealed_values", "precedent_key",
)  # fmt: skip


def _statements(
    rows: Sequence[tuple[tuple[Life, Grown], GrownCase]], stream: Random
) -> list[tuple[object, ...]]:
    """What was said of each list entry that the applicant was found in."""
    key = data_key(KEY_ID)
    found: list[tuple[object, ...]] = []
    for (life, one), case in rows:
        if case.decision_id is None:
            continue
        for entry in one.applicant.listed:
            statement_id = new_id(stream)
            is_other = stream.random() < 0.94
            values = {"attributes": ["birth_date", "nationality"] if is_other else []}
            found.append(
                (
                    statement_id,
                    case.round_id,
                    case.first_reader,
                    life.decided_at - timedelta(seconds=40),
                    Statement.Kind.DISPOSITION.value,
                    f"{stream.getrandbits(256):064x}",
                    f"{stream.getrandbits(256):064x}",
                    NOT_THIS_PERSON if is_other else IS_THIS_PERSON,
                    seal_json(key, values, context=f"statement:{statement_id}"),
                    precedent_key_of(one.account.id, one.applicant.applicant_id, entry),
                )
            )
    return found
