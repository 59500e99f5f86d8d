"""What the trail says of grown cases: that they opened, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from journeys.growing.copying import insert
from journeys.growing.rows import Grown
from kycreview.trail.events import Event
from kycreview.trail.record_many import Past, record_many
from reviews.growing.cases import GrownCase
from reviews.growing.lives import Life

_SYSTEM: Final = "grow"


def write_past(lives: Sequence[Life], grown: Sequence[Grown], cases: Sequence[GrownCase]) -> None:
    """Last in the transaction of their rows: writers of the trail wait for each other here."""
    triples = zip(lives, grown, cases, strict=True)
    record_many([past for triple in triples for past in _past(*triple)], insert=insert)


def _past(life: Life, one: Grown, case: GrownCase) -> Iterator[Past]:
    yield Past(
        event=Event.CASE_OPENED,
        at=life.opened_at,
        system=_SYSTEM,
        account=one.account.lane,
        case_id=case.id,
        round_id=case.round_id,
        about=("journey", one.id),
        data={"code": case.code, "queue": case.queue.slug, "verdict": one.verdict.value},
    )
    if case.decision_id is not None:
        yield Past(
            event=Event.DECISION_PROPOSED,
            at=life.decided_at,
            actor_id=case.first_reader,
            role="Reviewer",
            account=one.account.lane,
            case_id=case.id,
            round_id=case.round_id,
            about=("decision", case.decision_id),
            data={"outcome": case.outcome, "evidence_digest": one.evidence_digest},
        )
