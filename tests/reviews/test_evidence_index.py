"""The index of a case page: what is open first, and nothing called passed."""

from __future__ import annotations

from datetime import date

from journeys.providers import results as r
from reviews.evidence import shapes
from reviews.evidence.panels import panels_of
from reviews.evidence.said import SaidBook
from reviews.templatetags.evidence_index import state_of
from tests.reviews.evidence.bare_trees import bare_tree


def test_the_index_tells_what_is_open_before_what_was_seen() -> None:
    failed = r.Check(group="optical", key="fail", outcome=r.Coded("fail", ""))
    panels = panels_of(_tree(checks=(failed,)), SaidBook(()), at=date(2026, 11, 1))
    for seen in ((), (2,)):
        state = state_of(panels, 2, seen)
        assert (state.tone, state.icon, state.word) == ("attention", "triangle-alert", "1 open")


def test_the_index_calls_nothing_passed() -> None:
    passed = r.Check(group="optical", key="pass", outcome=r.Coded("pass", ""))
    skipped = r.Check(group="optical", key="not_done", outcome=r.Coded("not_done", ""))
    panels = panels_of(_tree(checks=(passed, skipped)), SaidBook(()), at=date(2026, 11, 1))
    for number in range(1, 9):
        assert state_of(panels, number, ()).word == "not seen"
        assert state_of(panels, number, {number}).word == "seen"
        assert (
            state_of(panels, number, ()).icon != "check" != state_of(panels, number, [number]).icon
        )


def test_an_unknown_outcome_is_something_to_check() -> None:
    odd = r.Coded("unknown", "Perhaps")
    tree = bare_tree(
        rules=(shapes.RuleShown(part=r.RuleResult(key="x", outcome=odd)),),
        steps=_tree(checks=(r.Check(group="optical", key="x", outcome=odd),)).steps,
    )
    panels = panels_of(tree, SaidBook(()), at=date(2026, 11, 1))
    assert (len(panels.rules.asking), panels.rules.quiet) == (1, ())
    (lines,) = panels.document.documents[0].checks
    assert (len(lines.open_lines), lines.rest) == (1, ())


def test_before_the_rating_the_index_counts_nothing() -> None:
    assert state_of(None, 2, ()).word == "not seen"


def _tree(*, checks: tuple[r.Check, ...]) -> shapes.Tree:
    shown = tuple(shapes.CheckShown(part=check) for check in checks)
    group = shapes.CheckGroupShown(group="optical", side="front", checks=shown)
    step = shapes.StepShown(part=r.DocumentStep(step_id="0"), check_groups=(group,))
    return bare_tree(steps=(step,))
