"""Trees for tests of the gate: journeys that arrived whole, and what people said about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils import timezone

from journeys.models import Account
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.tree import build_tree
from reviews.verdicts.approval_policy import ApprovalPolicy
from reviews.verdicts.gate import approval_gate
from tests.reviews.house import arrive, store_pictures

MANDATORY = (1, 2, 5)
POLICY = ApprovalPolicy(mandatory=MANDATORY)
ALL = range(1, 9)


def tree_of(account: Account, outcome: str) -> Tree:
    """Of a journey whose pictures have all come."""
    journey = arrive(account, outcome=outcome)
    store_pictures(journey)
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    return build_tree(journey.current_snapshot, journey.key())


def said(*entries: tuple[Identity, str, str]) -> SaidBook:
    """A book with (identity, kind, code) entries."""
    return SaidBook(
        (
            identity,
            Said(
                id=uuid.uuid4(),
                kind=kind,
                code=code,
                who="Somebody",
                at=timezone.now(),
                round_number=1,
                is_mine=True,
            ),
        )
        for identity, kind, code in entries
    )


def codes(
    tree: Tree,
    book: SaidBook | None = None,
    *,
    seen: Collection[int] = ALL,
    rating: int | None = 2,
    has_reason: bool = False,
    has_note: bool = False,
    may_confirm: bool = False,
    policy: ApprovalPolicy = POLICY,
) -> list[str]:
    refusals = approval_gate(
        tree=tree,
        said=book or said(),
        seen_panels=seen,
        policy=policy,
        rating=rating,
        has_reason=has_reason,
        has_note=has_note,
        may_confirm=may_confirm,
    )
    assert all(one.sentence and one.anchor.startswith("#") for one in refusals)
    return [one.code for one in refusals]
