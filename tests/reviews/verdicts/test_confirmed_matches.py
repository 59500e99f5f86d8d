"""Approving although a listed person is the applicant: what it takes, and what forbids it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journeys.models import Account
from journeys.providers import results as r
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.errors import GateClosed
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Tree
from reviews.evidence.tree import build_tree
from reviews.models import Case, Decision, Queue, Round, Statement
from reviews.verdicts.saying import say
from reviews.verdicts.screening import CODES
from tests.people import MakePerson
from tests.reviews.house import arrive, decided, opened, round_of
from tests.reviews.verdicts.gate_trees import POLICY, codes, said, tree_of


def confirmed(tree: Tree, *datasets: str) -> tuple[Tree, SaidBook]:
    """The tree with one match on these lists, and somebody's word that it is the applicant."""
    match = tree.matches[0]
    listed = replace(match, datasets=tuple(r.Coded(one, one) for one in datasets))
    identity = tree.identity_of(match)
    known = {**tree.identities, id(listed): identity}
    changed = replace(tree, matches=(listed,), identities=known)
    return changed, said((identity, "disposition", "is_this_person"))


@pytest.mark.parametrize("datasets", [("pep",), ("pep_linked", "adverse_media"), ("insolvency",)])
def test_a_confirmed_match_is_approved_by_one_who_may_and_says_why(
    idwise: Account, datasets: tuple[str, ...]
) -> None:
    tree, book = confirmed(tree_of(idwise, "aml_sanctions"), *datasets)
    nobody = codes(tree, book, has_reason=True, has_note=True)
    silent = codes(tree, book, has_reason=True, may_confirm=True)
    both = codes(tree, book, has_reason=True, has_note=True, may_confirm=True)
    assert (nobody, silent, both) == (["match_needs_right"], ["match_needs_note"], [])
    never = replace(POLICY, approve_with_confirmed=Queue.Confirmed.NEVER)
    refused = codes(tree, book, has_reason=True, has_note=True, may_confirm=True, policy=never)
    assert refused == ["match_is_this_person"]


@pytest.mark.parametrize("datasets", [("sanctions",), ("pep", "sanctions"), ("unknown",), ()])
def test_nobody_is_approved_who_is_on_a_list_of_sanctions_or_an_unknown_one(
    idwise: Account, datasets: tuple[str, ...]
) -> None:
    tree, book = confirmed(tree_of(idwise, "aml_sanctions"), *datasets)
    refused = codes(tree, book, has_reason=True, has_note=True, may_confirm=True)
    assert refused == ["match_sanctioned"]


def exposed(body: dict[str, Any]) -> None:
    """Of the listed people one, who is politically exposed and on no other list."""
    match = body["aml"]["matches"][0]
    body["aml"]["matches"] = [{**match, "datasets": ["Politically Exposed Person"]}]


@pytest.fixture
def case(idwise: Account) -> Case:
    return opened(arrive(idwise, outcome="aml_sanctions", change=exposed))


def confirm(its_round: Round, *, by: User) -> None:
    """Say of every match that it is the applicant."""
    snapshot = its_round.journey.current_snapshot
    assert snapshot is not None
    tree = build_tree(snapshot, its_round.journey.key())
    assert [[one.code for one in match.datasets] for match in tree.matches] == [["pep"]]
    for match in tree.matches:
        identity = tree.identity_of(match)
        kind = Statement.Kind.DISPOSITION
        known = {identity: CODES}
        say(its_round, identity, kind=kind, code="is_this_person", known=known, by=by)


@pytest.mark.both_databases
def test_an_approval_of_a_listed_person_goes_on_to_a_second_reader(
    case: Case, lead: User, make_person: MakePerson
) -> None:
    its_round = round_of(claim(case, by=lead))
    confirm(its_round, by=lead)
    with pytest.raises(GateClosed) as refusal:
        decided(its_round, "approve", by=lead)
    assert [one.code for one in refusal.value.refusals] == ["match_needs_note"]
    first = decided(its_round, "approve", by=lead, note="Office ended ten years ago.")
    case.refresh_from_db()
    assert (case.state, case.needs, first.reading) == (Case.State.OPEN, Case.Needs.SECOND, 1)
    second = make_person("lead")
    its_round = round_of(claim(case, by=second))
    with pytest.raises(GateClosed) as refusal:
        decided(its_round, "approve", by=second)
    assert [one.code for one in refusal.value.refusals] == ["match_open"]
    confirm(its_round, by=second)
    decided(its_round, "approve", by=second, note="I see it the same way.")
    case.refresh_from_db()
    assert case.state == Case.State.DECIDED
    assert Decision.objects.filter(outcome="approve").count() == 2


def test_a_rejection_of_a_listed_person_needs_no_second_reader(case: Case, lead: User) -> None:
    its_round = round_of(claim(case, by=lead))
    confirm(its_round, by=lead)
    decided(its_round, "reject", by=lead)
    case.refresh_from_db()
    assert (case.state, case.needs) == (Case.State.DECIDED, "")


def test_who_may_not_confirm_cannot_approve_a_listed_person(case: Case, reviewer: User) -> None:
    its_round = round_of(claim(case, by=reviewer))
    confirm(its_round, by=reviewer)
    with pytest.raises(GateClosed) as refusal:
        decided(its_round, "approve", by=reviewer, note="Why not.")
    assert [one.code for one in refusal.value.refusals] == ["match_needs_right"]
