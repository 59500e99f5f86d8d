"""Which reading of a round a decision is, and whether another person has to read it too."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.errors import NotAllowed
from reviews.models import Case, Decision, Round


@dataclass(frozen=True)
class Reading:
    """Which reading this is, and whether another reader has to follow."""

    number: int
    needs: str
    goes_on: bool
    # It says what the decision in effect says already: that one stays, and nobody is told.
    confirms: bool = False


def reading_of(its_round: Round, *, outcome: str, calls_second: bool, by: User) -> Reading:
    """First, second or settling, and what follows. Raises NotAllowed.

    Two readers with different outcomes: a lead who was neither settles. The settler's word is the
    last. A re-reading is compared with the decision in effect, as a second reading is with a first.
    """
    standing = decision_to_reread(its_round)
    confirms = standing is not None and standing.outcome == outcome
    if its_round.case.needs == Case.Needs.SETTLE:
        if not by.may(Permission.CASES_LEAD):
            raise NotAllowed(_("Two readers disagree: a lead who was neither of them settles it."))
        return Reading(3, its_round.case.needs, goes_on=False, confirms=confirms)
    if standing is not None:
        needs = "" if confirms else Case.Needs.SETTLE.value
        return Reading(1, needs, goes_on=not confirms, confirms=confirms)
    if its_round.case.needs == Case.Needs.SECOND:
        first = Decision.objects.get(round=its_round, reading=1, state=Decision.State.PROPOSED)
        if first.outcome == outcome:
            return Reading(2, its_round.case.needs, goes_on=False)
        return Reading(2, Case.Needs.SETTLE, goes_on=True)
    if calls_second:
        return Reading(1, Case.Needs.SECOND, goes_on=True)
    return Reading(1, "", goes_on=False)


def decision_to_reread(its_round: Round) -> Decision | None:
    """The decision in effect that this round reads again; None where it is no re-reading."""
    if its_round.why != Round.Why.REREAD:
        return None
    return (
        Decision.objects.filter(round__case=its_round.case_id, state=Decision.State.EFFECTIVE)
        .exclude(round=its_round.pk)
        .order_by("-decided_at")
        .first()
    )
