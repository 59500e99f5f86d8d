"""Which reading of a round a decision is, and whether another person has to read it too."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.errors import NotAllowed
from reviews.evidence.faces import machine_outcome
from reviews.evidence.reveal import agreement
from reviews.models import Case, Decision, Opinion, Round


@dataclass(frozen=True)
class Reading:
    """Which reading this is, and whether another reader has to follow."""

    number: int
    needs: str
    goes_on: bool


def reading_of(its_round: Round, *, outcome: str, asks_for_second: bool, by: User) -> Reading:
    """First, second or settling, and what follows. Raises NotAllowed.

    Person and machine disagree, or the person asks for it: a second reader follows. Two readers
    with different outcomes: a lead who was neither settles. The settler's word is the last.
    """
    if its_round.case.needs == Case.Needs.SETTLE:
        if not by.may(Permission.CASES_LEAD):
            raise NotAllowed(_("Two readers disagree: a lead who was neither of them settles it."))
        return Reading(3, its_round.case.needs, goes_on=False)
    if its_round.case.needs == Case.Needs.SECOND:
        first = Decision.objects.get(round=its_round, reading=1, state=Decision.State.PROPOSED)
        if first.outcome == outcome:
            return Reading(2, its_round.case.needs, goes_on=False)
        return Reading(2, Case.Needs.SETTLE, goes_on=True)
    if asks_for_second or disagrees_with_machine(its_round, by=by):
        return Reading(1, Case.Needs.SECOND, goes_on=True)
    return Reading(1, "", goes_on=False)


def disagrees_with_machine(its_round: Round, *, by: User) -> bool:
    """By the person's first rating: a later one was given with the machine's answer in sight."""
    rating = (
        Opinion.objects.filter(round=its_round, person=by)
        .order_by("at")
        .values_list("rating", flat=True)
        .first()
    )
    if rating is None:
        return False
    outcome = machine_outcome(its_round.journey.current_snapshot_id)
    return agreement(rating, outcome) == "disagree"
