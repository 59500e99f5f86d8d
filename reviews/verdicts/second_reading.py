"""What calls a second reader, by the policy of the round: the triggers that hold for a decision.

Reads only. Whom it calls, and what follows, is for `readings` and `deciding`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kycreview.staff.models import User
from reviews.desk.policy_settings import Trigger
from reviews.desk.sampling import is_drawn
from reviews.evidence.faces import machine_outcome
from reviews.evidence.reveal import agreement
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Tree
from reviews.evidence.standing import all_standing
from reviews.models import Opinion, Outcome, Round, Statement
from reviews.verdicts.confirmed_matches import has_confirmed, has_confirmed_grave
from reviews.verdicts.screening import IS_THIS_PERSON


def triggers_of(
    its_round: Round, *, outcome: str, tree: Tree | None, said: SaidBook, by: User
) -> tuple[Trigger, ...]:
    """What of the policy holds, in its order; the sample is drawn from what nothing else calls.

    `tree` may be None where `needs_evidence` says that no trigger looks at it.
    """
    wanted = set(its_round.setting("second_reader_when"))
    found = tuple(
        trigger
        for trigger in _holding(its_round, outcome=outcome, tree=tree, said=said, by=by)
        if trigger.value in wanted
    )
    if found or Trigger.SAMPLED.value not in wanted or outcome != Outcome.APPROVE:
        return found
    # By the round's id, so that nobody can choose.
    percent = its_round.setting("sample_percent")
    is_in = is_drawn(its_round.pk, percent=percent, purpose="approved")
    return (Trigger.SAMPLED,) if is_in else ()


def needs_evidence(its_round: Round, *, outcome: str) -> bool:
    """Whether the whole evidence has to be read for this decision.

    Of all but approvals only where somebody said that a listed person is the applicant.
    """
    if outcome == Outcome.APPROVE:
        return True
    return Statement.objects.filter(
        round__case=its_round.case_id,
        kind=Statement.Kind.DISPOSITION,
        code=IS_THIS_PERSON,
    ).exists()


def is_at_once(*, outcome: str, tree: Tree | None, said: SaidBook) -> bool:
    """Whether a final decision goes on without a window: nobody confirms such a match twice."""
    if tree is None or outcome == Outcome.APPROVE:
        return False
    return has_confirmed_grave(tree, said)


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


def _holding(
    its_round: Round, *, outcome: str, tree: Tree | None, said: SaidBook, by: User
) -> Iterator[Trigger]:
    if disagrees_with_machine(its_round, by=by):
        yield Trigger.DISAGREE
    if outcome == Outcome.APPROVE:
        yield Trigger.APPROVE
    if outcome == Outcome.REJECT:
        yield Trigger.REJECT
    if tree is not None and has_confirmed(tree, said):
        yield Trigger.AML_MATCH
    has_failed = tree is not None and any(one.is_failed for one in all_standing(tree))
    if outcome == Outcome.APPROVE and has_failed:
        yield Trigger.OVERRIDE
