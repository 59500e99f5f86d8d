"""What a person wants to decide, and what the evidence says to it: the gate, and who reads next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from journeys.models import Snapshot
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.desk.policy_settings import Trigger
from reviews.errors import GateClosed, RateFirst
from reviews.evidence.blind import hidden_people, is_blind
from reviews.evidence.case_page import seen_panels
from reviews.evidence.said import SaidBook, said_about
from reviews.evidence.tree import build_tree
from reviews.models import Opinion, Outcome, Round
from reviews.verdicts.approval_policy import ApprovalPolicy
from reviews.verdicts.confirmed_matches import has_confirmed
from reviews.verdicts.gate import approval_gate
from reviews.verdicts.second_reading import is_at_once, needs_evidence, triggers_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the person wants to decide, and the evidence that their page showed."""

    outcome: str
    reasons: Sequence[str]
    steps: Sequence[str]
    note: str
    seen_digest: str
    seen_snapshot: UUID | None = None
    # The person asks for a second reader, whatever the outcome.
    second_reader: bool = False

    def as_draft(self) -> dict[str, object]:
        """As the form of the page takes it up again."""
        return {
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "steps": list(self.steps),
            "note": self.note,
            "second_reader": self.second_reader,
        }


@dataclass(frozen=True)
class Judged:
    """What the evidence means for the way that a decision takes."""

    triggers: tuple[Trigger, ...] = ()
    # Somebody is approved who is listed: that is read twice whatever the policy says.
    is_listed: bool = False
    is_at_once: bool = False

    @property
    def calls_second(self) -> bool:
        return self.is_listed or bool(self.triggers)


def pass_the_gate(
    its_round: Round, snapshot: Snapshot, wanted: Wanted, codes: list[str], *, by: User
) -> Judged:
    """What the evidence asks for. Raises RateFirst and GateClosed.

    Of an approval alone, and where a match was confirmed, the whole evidence is read for it.
    """
    if is_blind(its_round, viewer=by):
        raise RateFirst(_("Rate the faces first. You may choose “can't tell”."))
    outcome = wanted.outcome
    tree, said = None, SaidBook()
    if needs_evidence(its_round, outcome=outcome):
        tree = build_tree(snapshot, its_round.journey.key())
        hidden = hidden_people(its_round, viewer=by)
        said = said_about(its_round.case_id, viewer=by, its_round=its_round, hidden=hidden)
    if outcome == Outcome.APPROVE and tree is not None:
        refusals = approval_gate(
            tree=tree,
            said=said,
            seen_panels=seen_panels(its_round, viewer=by),
            policy=ApprovalPolicy.of(its_round),
            rating=Opinion.objects.filter(round=its_round, person=by)
            .order_by("-at")
            .values_list("rating", flat=True)
            .first(),
            has_reason=bool(codes),
            has_note=bool(wanted.note.strip()),
            may_confirm=by.may(Permission.SANCTIONS_DECIDE),
        )
        if refusals:
            raise GateClosed(_("This case cannot be approved yet."), refusals)
    return Judged(
        triggers=triggers_of(its_round, outcome=outcome, tree=tree, said=said, by=by),
        is_listed=outcome == Outcome.APPROVE and tree is not None and has_confirmed(tree, said),
        is_at_once=is_at_once(outcome=outcome, tree=tree, said=said),
    )
