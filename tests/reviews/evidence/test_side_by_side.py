"""What changed since the round before, on two trees as a page builds them."""

from __future__ import annotations

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.pulling import pull
from reviews.evidence.case_page import case_page, changes_since
from reviews.models import Case
from tests.reviews.house import (
    arrive,
    arrive_again,
    body_of,
    held_case,
    in_effect,
    kind_and_side,
    store_pictures,
)


def test_a_first_look_has_nothing_before(idwise: Account, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    page = case_page(its_round.case, viewer=reviewer)
    assert changes_since(page.rounds, page.tree, viewer=reviewer) is None


def test_what_an_applicant_sent_again_stands_beside_what_was_there(
    idwise: Account, reviewer: User
) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey, content=kind_and_side)
    in_effect(held_case(journey, by=reviewer), "resubmit", by=reviewer)
    better = body_of("idwise", outcome="clean_pass")

    def sent_again(body: dict[str, object]) -> None:
        # The sandbox's journeys of one index have one id.
        body.clear()
        body.update(better)

    arrive_again(journey, sent_again)
    store_pictures(journey)
    assert pull() == 1
    page = case_page(Case.objects.get(), viewer=reviewer)
    changes = changes_since(page.rounds, page.tree, viewer=reviewer)
    assert changes is not None
    assert changes.number == 1
    assert changes.has_document
    turned = [pair for pair in changes.checks if pair.before and pair.after]
    assert all(pair.before != pair.after for pair in turned)
    assert changes.checks
