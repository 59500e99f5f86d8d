"""What stands until it is explained: failed, uncertain, unknown; the same for page and gate."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from journeys.models import Account
from journeys.providers import results as r
from reviews.evidence.panels import panels_of
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.standing import all_standing
from reviews.models import Panel
from tests.reviews.verdicts.gate_trees import ALL, codes, said, tree_of


def with_outcome(tree: Tree, thing: str, code: str) -> Tree:
    """The same tree whose first rule, check, comparison or liveness has this outcome."""
    coded = r.Coded(code, "Perhaps")
    old: r.Part
    new: r.Part
    if thing == "rule":
        rule = tree.rules[0]
        old, new = rule.part, replace(rule.part, outcome=coded)
        tree = replace(tree, rules=(replace(rule, part=new), *tree.rules[1:]))
    elif thing == "comparison":
        shown = tree.comparisons[0]
        old, new = shown.part, replace(shown.part, outcome=coded)
        tree = replace(tree, comparisons=(replace(shown, part=new), *tree.comparisons[1:]))
    elif thing == "liveness":
        assert tree.selfie is not None
        old = tree.selfie
        new = replace(tree.selfie, liveness=coded)
        tree = replace(tree, selfie=new)
    else:
        step = tree.steps[0]
        group = step.check_groups[0]
        check = group.checks[0]
        old, new = check.part, replace(check.part, outcome=coded)
        group = replace(group, checks=(replace(check, part=new), *group.checks[1:]))
        step = replace(step, check_groups=(group, *step.check_groups[1:]))
        tree = replace(tree, steps=(step, *tree.steps[1:]))
    return replace(tree, identities={**tree.identities, id(new): tree.identity_of(old)})


def test_what_is_uncertain_or_unknown_stands_until_it_is_explained(idwise: Account) -> None:
    clean = tree_of(idwise, "clean_pass")
    for thing in ("rule", "check", "comparison", "liveness"):
        for code in ("uncertain", "unknown", "a word of tomorrow"):
            tree = with_outcome(clean, thing, code)
            assert codes(tree) == ["unclear_unexplained"], (thing, code)
            assert codes(tree, has_reason=True) == []
            (one,) = all_standing(tree)
            explained = said((tree.identity_of(one.part), "override", "explained"))
            assert codes(tree, explained) == []
        assert codes(with_outcome(clean, thing, "not_done")) == []


def test_what_stands_is_open_on_its_panel_and_leaves_when_it_is_explained(
    idwise: Account,
) -> None:
    clean = tree_of(idwise, "clean_pass")
    at = timezone.localdate()
    for thing in ("rule", "check", "comparison", "liveness"):
        tree = with_outcome(clean, thing, "unknown")
        (one,) = all_standing(tree)
        number = one.panel.value
        before = len(panels_of(tree, said(), at=at).open_items(number))
        explained = said((tree.identity_of(one.part), "override", "explained"))
        after = panels_of(tree, explained, at=at).open_items(number)
        assert len(after) == before - 1, thing
    assert list(all_standing(clean)) == []


def test_an_unknown_verdict_of_the_whole_journey_is_no_failed_check(idwise: Account) -> None:
    tree = tree_of(idwise, "clean_pass")
    journey = replace(tree.journey, final_decision=r.Coded("unknown", "Perhaps"))
    assert codes(replace(tree, journey=journey)) == []


def test_registers_and_a_screening_that_was_not_made_stand_until_explained(
    idwise: Account,
) -> None:
    clean = tree_of(idwise, "clean_pass")
    assert clean.screening is not None
    skipped = replace(clean.screening, applicability=r.Coded("skipped", "Skipped"))
    answer = r.RegistryAnswer(source_path="/r", key="Register", outcome=r.Coded("fail", "false"))
    tree = replace(clean, screening=skipped, registry=(answer,))
    known = {id(skipped): Identity("s" * 64, "1"), id(answer): Identity("r" * 64, "1")}
    tree = replace(tree, identities={**clean.identities, **known})
    assert codes(tree) == ["failed_unexplained", "unclear_unexplained"]
    items = panels_of(tree, said(), at=timezone.localdate()).items_by_panel()
    assert [item.anchor for item in items[Panel.SCREENING]] == [f"explain-{c * 16}" for c in "rs"]
    book = said(*((identity, "override", "explained") for identity in known.values()))
    assert codes(tree, book) == []


def test_a_hint_of_the_device_is_open_until_its_panel_was_opened(idwise: Account) -> None:
    clean = tree_of(idwise, "clean_pass")
    raised = replace(clean.signals[0], outcome=r.Coded("fail", "Failed"))
    tree = replace(clean, signals=(raised,), unmapped=(r.UnmappedLeaf("/new", 1, "1"),))
    at = timezone.localdate()
    items = panels_of(tree, said(), at=at).items_by_panel()
    assert {number: [one.anchor for one in found] for number, found in items.items()} == {
        Panel.DEVICE: ["device-signals"],
        Panel.HISTORY: ["unmapped"],
    }
    assert panels_of(tree, said(), at=at, seen=ALL).items_by_panel() == {}
    assert codes(tree) == []
