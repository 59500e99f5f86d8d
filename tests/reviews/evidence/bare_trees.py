"""Trees made by hand, without a database: a test names the few parts that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from journeys.providers import results as r
from reviews.evidence.shapes import (
    CheckGroupShown,
    CheckShown,
    ComparisonShown,
    Identity,
    Picture,
    RuleShown,
    StepShown,
    Tree,
)

EMPTY = Tree(
    journey=r.JourneyPart(),
    applicant=None,
    names=(),
    declared=(),
    steps=(),
    portraits=(),
    selfies=(),
    other_faces=(),
    videos=(),
    selfie=None,
    face_checks=(),
    comparisons=(),
    rules=(),
    screening=None,
    matches=(),
    registry=(),
    device=None,
    signals=(),
    addresses=(),
    consents=(),
    unmapped=(),
    other_pictures=(),
    failed_checks=(),
    steps_that_failed=(),
)


def bare_tree(**slots: Any) -> Tree:
    """An empty tree with these slots filled; every part gets an identity of its own."""
    tree = replace(EMPTY, **slots)
    identities = {
        id(part): Identity(stable_key=f"key-{number}", content_hash=f"hash-{number}")
        for number, part in enumerate(parts_of(tree))
    }
    return replace(tree, identities=identities)


def parts_of(tree: Tree) -> list[r.Part]:
    checks = [check.part for step in tree.steps for check in checks_of(step)]
    loose = [check.part for group in tree.face_checks for check in group.checks]
    rules = [rule.part for rule in tree.rules]
    faces = [one.part for one in tree.comparisons]
    selfie = [tree.selfie] if tree.selfie else []
    return [*checks, *loose, *rules, *faces, *selfie, *tree.matches]


def checks_of(step: StepShown) -> list[CheckShown]:
    return [*(check for group in step.check_groups for check in group.checks), *step.pairs]


def coded(code: str) -> r.Coded:
    return r.Coded(code, code.upper())


def check(key: str, outcome: str, *, group: str = "image_quality", side: str = "none") -> r.Check:
    return r.Check(
        group=group, key=key, name=key, outcome=coded(outcome), side=coded(side), subject="0"
    )


def in_groups(checks: Iterable[r.Check]) -> tuple[CheckGroupShown, ...]:
    """One group a check: enough for a panel, which goes by the checks themselves."""
    return tuple(
        CheckGroupShown(group=one.group, side=one.side.code, checks=(CheckShown(part=one),))
        for one in checks
    )


def step(
    *checks: r.Check, sides: Sequence[Picture] = (), step_id: str = "0", **columns: Any
) -> StepShown:
    return StepShown(
        part=r.DocumentStep(step_id=step_id, **columns),
        sides=tuple(sides),
        check_groups=in_groups(checks),
    )


def picture(kind: str, side: str) -> Picture:
    return Picture(id=kind, kind=kind, label=kind, side=side, state="ready", view_url="/media/x")


def rule(key: str, outcome: str, *details: r.RuleDetail) -> RuleShown:
    return RuleShown(part=r.RuleResult(key=key, name=key, outcome=coded(outcome)), details=details)


def compared(outcome: str) -> ComparisonShown:
    return ComparisonShown(part=r.FaceComparison(outcome=coded(outcome)))


def degrees(number: float | None, raw: str = "") -> r.Measured:
    return r.Measured(number, raw or str(number))
