"""The gate before an approval: everything that stands against it, told at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeys.choices import MediaKind
from journeys.models import Account
from journeys.providers import results as r
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.standing import all_standing, unexplained
from reviews.evidence.tree import build_tree
from reviews.models import Panel
from reviews.verdicts.gate import approval_gate, mandatory_panels
from tests.reviews.house import arrive
from tests.reviews.verdicts.gate_trees import ALL, MANDATORY, POLICY, codes, said, tree_of


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_nothing_stands_against_a_clean_journey_that_was_looked_at(
    provider: str, idwise: Account, signzy: Account
) -> None:
    account = {"idwise": idwise, "signzy": signzy}[provider]
    assert codes(tree_of(account, "clean_pass")) == []


def test_every_required_panel_that_was_not_opened_is_named(idwise: Account) -> None:
    tree = tree_of(idwise, "aml_sanctions")
    refusals = approval_gate(tree=tree, said=said(), seen_panels=[1], policy=POLICY, rating=1)
    unseen = [(one.panel, one.anchor) for one in refusals if one.code == "panel_unseen"]
    assert unseen == [(2, "#panel-2"), (5, "#panel-5")]


def test_a_panel_that_the_case_does_not_have_is_not_required(idwise: Account) -> None:
    tree = replace(tree_of(idwise, "clean_pass"), screening=None, matches=())
    assert mandatory_panels(tree, MANDATORY) == (Panel.FACES, Panel.DOCUMENT)


def test_an_open_match_stands_against_an_approval_until_it_is_another_person(
    idwise: Account,
) -> None:
    tree = tree_of(idwise, "aml_sanctions")
    identity = tree.identity_of(tree.matches[0])
    assert "match_open" in codes(tree)
    for code, expected in (
        ("cant_exclude", ["match_cant_exclude"]),
        ("is_this_person", ["match_sanctioned"]),
        ("not_this_person", []),
    ):
        found = codes(tree, said((identity, "disposition", code)), has_reason=True)
        assert [one for one in found if one.startswith("match")] == expected


def test_what_was_said_about_earlier_content_of_a_match_does_not_open_the_gate(
    idwise: Account,
) -> None:
    tree = tree_of(idwise, "aml_sanctions")
    identity = tree.identity_of(tree.matches[0])
    earlier = replace(identity, content_hash="0" * 64)
    assert "match_open" in codes(tree, said((earlier, "disposition", "not_this_person")))


@pytest.mark.parametrize(
    "provider,outcome", [("idwise", "glare"), ("signzy", "face_mismatch"), ("signzy", "not_live")]
)
def test_everything_that_the_tree_holds_for_failed_has_to_be_explained(
    provider: str, outcome: str, idwise: Account, signzy: Account
) -> None:
    tree = tree_of({"idwise": idwise, "signzy": signzy}[provider], outcome)
    standing = list(all_standing(tree))
    failed = [one.name for one in standing if one.is_failed]
    assert sorted(failed) == sorted(tree.failed_checks)
    assert "failed_unexplained" in codes(tree)
    book = said(*((tree.identity_of(one.part), "override", "explained") for one in standing))
    assert codes(tree, book) == []


def test_a_reason_for_approving_explains_all_that_failed(idwise: Account) -> None:
    assert codes(tree_of(idwise, "glare"), has_reason=True) == []


def test_one_explained_check_leaves_the_others_open(signzy: Account) -> None:
    tree = tree_of(signzy, "face_mismatch")
    standing = list(all_standing(tree))
    book = said((tree.identity_of(standing[0].part), "override", "explained"))
    assert len(unexplained(tree, book)) == len(standing) - 1


def with_a_failed_fragment(tree: Tree) -> tuple[Tree, r.Check]:
    """The same tree whose first fragment failed."""
    step = next(step for step in tree.steps if step.pairs)
    pair = step.pairs[0]
    part = replace(pair.part, outcome=r.Coded("fail", ""))
    steps = tuple(
        replace(one, pairs=(replace(pair, part=part), *step.pairs[1:])) if one is step else one
        for one in tree.steps
    )
    identities = {**tree.identities, id(part): tree.identity_of(pair.part)}
    return replace(tree, steps=steps, identities=identities), part


@pytest.mark.parametrize(
    "code,stands", [("genuine", False), ("cant_tell", True), ("doubtful", True)]
)
def test_a_failed_fragment_is_answered_by_the_verdict_genuine_alone(
    signzy: Account, code: str, stands: bool
) -> None:
    tree, part = with_a_failed_fragment(tree_of(signzy, "clean_pass"))
    book = said((tree.identity_of(part), "element", code))
    assert ("failed_unexplained" in codes(tree, book)) is stands


def test_many_failed_checks_of_a_panel_are_one_refusal(signzy: Account) -> None:
    tree = tree_of(signzy, "not_live")
    refusals = approval_gate(tree=tree, said=said(), seen_panels=ALL, policy=POLICY, rating=1)
    panels = [one.panel for one in refusals if one.code == "failed_unexplained"]
    assert panels
    assert len(panels) == len(set(panels))


def test_a_refused_consent_stands_against_an_approval(idwise: Account) -> None:
    tree = tree_of(idwise, "clean_pass")
    refused = r.Consent(source_path="/c", given=r.Coded("fail", "false"))
    assert codes(replace(tree, consents=(refused,))) == ["consent_refused"]


@pytest.mark.parametrize(
    "rating,expected", [(-1, ["rated_different"]), (0, []), (3, []), (None, [])]
)
def test_who_rated_the_faces_as_different_cannot_approve(
    idwise: Account, rating: int | None, expected: list[str]
) -> None:
    assert codes(tree_of(idwise, "clean_pass"), rating=rating) == expected


def test_pictures_on_their_way_stand_against_an_approval(idwise: Account) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    assert journey.current_snapshot is not None
    tree = build_tree(journey.current_snapshot, journey.key())
    assert any(picture.kind == MediaKind.SELFIE for picture in tree.selfies)
    assert set(codes(tree)) == {"pictures_waiting"}


def test_a_queue_may_do_without_a_refused_consent(idwise: Account) -> None:
    tree = tree_of(idwise, "clean_pass")
    lenient = replace(POLICY, consent_needed=False)
    for code, refusal in (("fail", "consent_refused"), ("unknown", "unclear_unexplained")):
        consent = r.Consent(source_path="/c", given=r.Coded(code, "?"))
        known = {**tree.identities, id(consent): Identity("c" * 64, "1")}
        asked = replace(tree, consents=(consent,), identities=known)
        assert codes(asked) == [refusal]
        assert codes(asked, policy=lenient) == []
