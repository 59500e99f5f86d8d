"""Tell readers that another reader saw it differently. Notices alone; nothing is decided here."""

from __future__ import annotations

from uuid import UUID

from reviews.models import Decision, Notice, Round
from reviews.verdicts.readings import decision_to_reread


def tell_overturned(its_round: Round, decision: Decision) -> None:
    """A notice to everybody whose word in this round, or before it, differs from this one.

    Both have read by now, so that each may know of the other. Who was told already is not told
    again.
    """
    theirs = Decision.objects.filter(round=its_round, state=Decision.State.PROPOSED)
    differ: set[UUID] = set(
        theirs.exclude(outcome=decision.outcome).values_list("person_id", flat=True)
    )
    before = decision_to_reread(its_round)
    if before is not None and before.outcome != decision.outcome:
        differ.add(before.person_id)
    _tell(its_round.case_id, differ - {decision.person_id}, by=decision.person_id, since=its_round)


def _tell(case_id: UUID, people: set[UUID], *, by: UUID, since: Round) -> None:
    told = Notice.objects.filter(
        case=case_id, kind=Notice.Kind.OVERTURNED, person__in=people, at__gte=since.opened_at
    )
    for person in people - set(told.values_list("person_id", flat=True)):
        Notice.objects.create(
            person_id=person, kind=Notice.Kind.OVERTURNED, case_id=case_id, by_id=by
        )
