"""Where a round is worked, and what the lists show of it: the columns of a case, and the event.

Chooses and reckons, and begins a case's next round; its entry in the trail is the opener's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from journeys.models import Snapshot
from kycreview.sealing import Broken, KeyGone
from reviews.comparing.countries import country_code
from reviews.desk.limits import due_in, turn_in
from reviews.desk.routing.facts import Facts, severity
from reviews.desk.routing.gathering import at_this_look, gather
from reviews.desk.routing.kinds import Reopening, document_code
from reviews.desk.routing.matching import Cause, Choice
from reviews.desk.routing.standing import Standing
from reviews.desk.routing.why import Why, why_bits
from reviews.desk.versions import version_of
from reviews.models import Case, Queue, Round

_log = logging.getLogger(__name__)
# What can be wrong with stored evidence: a key that is gone, a box that is damaged, a shape that
# nobody knows. The database's own troubles are not among them.
_UNREADABLE = (KeyGone, Broken, LookupError, ValueError, TypeError, AttributeError)
REOPENING_OF = {
    Round.Why.RESUBMISSION: Reopening.RESUBMISSION,
    Round.Why.SILENCE: Reopening.RESUBMISSION,
    Round.Why.NEW_EVIDENCE: Reopening.EVIDENCE,
    Round.Why.MONITOR: Reopening.MONITOR,
    Round.Why.SPOT_CHECK: Reopening.SPOT_CHECK,
    Round.Why.RENEWAL: Reopening.RENEWAL,
}
# Of a lead's reopening and a second look at what is closed no rule asks: they say so themselves.
_OWN_BITS = {
    Round.Why.SILENCE: Why.RESUBMISSION,
    Round.Why.REOPENED: Why.REOPENED,
    Round.Why.REREAD: Why.SAMPLED,
}
_STAYS = (Round.Why.RESUBMISSION, Round.Why.SILENCE, Round.Why.REOPENED, Round.Why.REREAD)


@dataclass(frozen=True)
class Place:
    """The queue of a round and what chose it. `facts` is None where they could not be read."""

    queue: Queue
    choice: Choice
    facts: Facts | None
    why: Round.Why
    routing: int
    is_sampled: bool = False

    def columns(self, snapshot: Snapshot, *, now: datetime) -> dict[str, Any]:
        """What the case's row says from this round on."""
        due = due_in(self.queue, since=now)
        return {
            "queue": self.queue,
            "account": snapshot.journey.account,
            "flow_id": snapshot.flow_id,
            "document_type": document_code(snapshot.document_type),
            "country_code": country_code(snapshot.country_code) or snapshot.country_code,
            "why_bits": self.why_bits,
            "severity": severity(self.facts) if self.facts else 0,
            "rank": self.queue.rank,
            "rule_id": self.choice.rule_id,
            "due_at": due,
            "turn_at": turn_in(self.queue, due=due),
            "round_opened_at": now,
            "closed_at": None,
        }

    @property
    def why_bits(self) -> int:
        if self.facts is None:
            return int(Why.TECHNICAL)
        bits = why_bits(self.facts, is_sampled=self.is_sampled)
        return bits | int(_OWN_BITS.get(self.why, Why(0)))

    def told(self) -> dict[str, object]:
        """For the trail: the queue and why. Only what admins wrote, nothing of the applicant."""
        return {
            "queue": self.queue.pk,
            "policy": self.queue.version,
            "routing": self.routing,
            "cause": "sampled" if self.is_sampled else self.choice.cause.value,
            "rule": self.choice.rule_id,
            "fits": [[hit.field, hit.operator.value, *hit.values] for hit in self.choice.why],
        }


def begin_round(
    mine: QuerySet[Case], number: int, snapshot: Snapshot, place: Place, *, of: Case
) -> Round | None:
    """The next round of a closed case, in the caller's transaction; None where `mine` is empty.

    `mine` is the case as the caller saw it: compare-and-set. Nothing of the round before lives on.
    """
    columns = place.columns(snapshot, now=timezone.now())
    if not mine.update(
        state=Case.State.OPEN,
        version=F("version") + 1,
        round_count=number,
        needs="",
        assigned_to=None,
        reminded_at=None,
        asked_at=None,
        held_at_provider="",
        **columns,
    ):
        return None
    return Round.objects.create(
        case=of,
        number=number,
        why=place.why,
        journey=snapshot.journey,
        opened_on=snapshot,
        due_at=columns["due_at"],
        policy=version_of(place.queue),
    )


def read_facts(snapshots: Iterable[Snapshot], standing: Standing) -> dict[UUID, Facts]:
    """Facts by snapshot id, few queries for all. What cannot be read is left out, and logged."""
    wanted = list(snapshots)
    try:
        return gather(wanted, with_nationality=standing.asks_nationality)
    except _UNREADABLE:
        found: dict[UUID, Facts] = {}
        for one in wanted:
            try:
                found |= gather([one], with_nationality=standing.asks_nationality)
            except _UNREADABLE as error:
                _log.error("facts of journey %s: %s", one.journey_id, type(error).__name__)
        return found


def place_of(
    facts: Facts | None,
    standing: Standing,
    *,
    why: Round.Why = Round.Why.FIRST,
    number: int = 1,
    is_sampled: bool = False,
) -> Place:
    """The queue that the rules choose; the technical one where nothing could be read."""
    if facts is None:
        choice = Choice(standing.technical.pk, "", Cause.UNREADABLE)
        return Place(standing.technical, choice, None, why, standing.number)
    event = REOPENING_OF.get(why, Reopening.NONE).value
    facts = at_this_look(facts, reopened_by=event, round_number=number)
    choice = standing.choose(facts)
    queue = standing.queues[choice.queue]
    return Place(queue, choice, facts, why, standing.number, is_sampled)


def next_place(case: Case, snapshot: Snapshot, standing: Standing, *, why: Round.Why) -> Place:
    """The queue of a case's next round: its rule's where something happened outside.

    What the case itself brings about stays in its queue, as long as that is in use and somebody
    there could judge it.
    """
    facts = read_facts([snapshot], standing).get(snapshot.pk)
    place = place_of(facts, standing, why=why, number=case.round_count + 1)
    own = standing.queues[case.queue_id]
    if facts is None or why not in _STAYS or not own.is_active:
        return place
    if facts.is_technical and why == Round.Why.RESUBMISSION:
        return place
    return replace(place, queue=own, choice=Choice(own.pk, case.rule_id, Cause.STAYS))
