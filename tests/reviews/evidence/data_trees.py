"""Trees of one or two documents without pictures or a database, and the data panel of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from journeys.providers import results as r
from reviews.evidence import data_shapes as d
from reviews.evidence.data_panel import data_panel
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import CheckGroupShown, CheckShown, Identity, StepShown, Tree

AT = date(2026, 11, 1)
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
WRONG_ZONE = ZONE.replace("1204159", "1204153")


def field(name: str, value: str | None, source: str = "viz", **more: Any) -> r.ExtractedField:
    return r.ExtractedField(
        step_id="0",
        key=more.pop("key", name.replace("_", " ").title()),
        name=name,
        value=value,
        source=r.Coded(source, source.upper()),
        **more,
    )


def check(name: str, outcome: str, **more: Any) -> r.Check:
    return r.Check(subject="0", name=name, outcome=r.Coded(outcome, outcome), **more)


def tree_of(
    *fields: r.ExtractedField,
    declared: Mapping[str, str] | None = None,
    registry: Mapping[str, str] | None = None,
    checks: Iterable[r.Check] = (),
    errors: Iterable[r.ExtractionError] = (),
    second: Iterable[r.ExtractedField] = (),
) -> Tree:
    """A tree of one document, or of two, without pictures."""
    steps = [_step("0", fields, checks, errors)]
    if second:
        steps.append(_step("1", tuple(second), (), ()))
    said = tuple(r.DeclaredValue(name=name, value=text) for name, text in (declared or {}).items())
    answered = tuple(r.Named(name, text) for name, text in (registry or {}).items())
    answers = (r.RegistryAnswer(key="register", answered=answered),) if answered else ()
    tree = Tree(
        journey=r.JourneyPart(), applicant=None, names=(), declared=said, steps=tuple(steps),
        portraits=(), selfies=(), other_faces=(), videos=(), selfie=None, face_checks=(),
        comparisons=(), rules=(), screening=None, matches=(), registry=answers, device=None,
        signals=(), addresses=(), consents=(), unmapped=(), other_pictures=(), failed_checks=(),
        steps_that_failed=(),
    )  # fmt: skip
    parts: list[r.Part] = [*said, *answers, *(one for step in steps for one in step.fields)]
    identities = {
        id(part): Identity(f"key-{place}", hashlib.sha256(repr(part).encode()).hexdigest())
        for place, part in enumerate(parts)
    }
    return replace(tree, identities=identities)


def _step(
    step_id: str,
    fields: tuple[r.ExtractedField, ...],
    checks: Iterable[r.Check],
    errors: Iterable[r.ExtractionError],
) -> StepShown:
    groups: dict[str, list[CheckShown]] = {}
    for one in checks:
        groups.setdefault(one.group, []).append(CheckShown(part=one))
    return StepShown(
        part=r.DocumentStep(step_id=step_id),
        check_groups=tuple(
            CheckGroupShown(group=group, side="none", checks=tuple(found))
            for group, found in groups.items()
        ),
        fields=fields,
        errors=tuple(errors),
    )


def panel_of(tree: Tree, said: SaidBook | None = None) -> d.DataPanel:
    return data_panel(tree, said or SaidBook(), at=AT)


def row_of(panel: d.DataPanel, name: str, label: str = "") -> d.Row:
    rows = [row for step in panel.steps for row in step.rows]
    return next(row for row in rows if row.name == name and label in row.label)


def values_of(row: d.Row, source: str) -> list[d.ValueShown]:
    return [value for cell in row.cells if cell.source == source for value in cell.values]


def said_of(code: str, **values: str) -> Said:
    return Said(
        id=UUID(int=1),
        kind="correction",
        code=code,
        who="Lina Osei",
        at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        round_number=1,
        is_mine=True,
        values=values,
    )
