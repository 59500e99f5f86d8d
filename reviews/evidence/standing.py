"""What stands against an applicant until a person explained it. Pure: one rule for page and gate.

Failed, uncertain and unknown outcomes alike: what nobody understood is never a pass. Signals of the
device are hints and stop nothing; the verdict of the whole journey is why a person looks at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeys.choices import AmlApplicability
from journeys.providers import results as r
from reviews.evidence.check_homes import home_of
from reviews.evidence.open_items import is_asking
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import CheckShown, Identity, Tree
from reviews.models import Panel, Statement

_FAILED = "fail"
_PANELS_WITHOUT_FORMS = (Panel.FACES, Panel.DATA, Panel.SCREENING)
_PANEL_OF_HOME = {"quality": Panel.QUALITY, "document": Panel.DOCUMENT, "data": Panel.DATA}
# Nobody was screened, although the flow wanted it; "disabled" is how the flow was set up.
_NOT_SCREENED = (AmlApplicability.SKIPPED, AmlApplicability.NOT_READY, AmlApplicability.UNKNOWN)


@dataclass(frozen=True)
class Standing:
    """Something to be explained: its part, what it is called, where it is shown."""

    part: r.Part
    name: str
    panel: Panel
    code: str
    anchor: str = ""
    is_fragment: bool = False

    @property
    def is_failed(self) -> bool:
        return self.code == _FAILED


@dataclass(frozen=True, kw_only=True)
class StandingLine:
    """One of them on a panel without forms of its own. `entry`: the explanation that holds."""

    anchor: str
    name: str
    code: str
    part: r.Part
    identity: Identity
    entry: Said | None
    earlier: tuple[Said, ...]


def unexplained(tree: Tree, said: SaidBook) -> tuple[Standing, ...]:
    """What stands and nobody has answered for, as it is now."""
    return tuple(one for one in all_standing(tree) if not is_explained(one, tree, said))


def all_standing(tree: Tree) -> Iterator[Standing]:
    """Rules, checks, comparisons, liveness, registers, a screening that was not made, consents."""
    for shown in tree.rules:
        if is_asking(shown.part.outcome):
            name = shown.part.name or shown.part.key
            yield Standing(shown.part, name, Panel.RULES, shown.part.outcome.code)
    for check, is_loose in _checks(tree):
        if is_asking(check.part.outcome):
            yield Standing(
                check.part,
                check.part.name or check.part.key,
                _PANEL_OF_HOME[home_of(check.part, is_loose=is_loose)],
                check.part.outcome.code,
                is_fragment=check.submitted is not None or check.reference is not None,
            )
    for number, comparison in enumerate(tree.comparisons, 1):
        if is_asking(comparison.part.outcome):
            code = comparison.part.outcome.code
            name = _("Face comparison")
            yield Standing(comparison.part, name, Panel.FACES, code, f"comparison-{number}")
    if tree.selfie is not None and is_asking(tree.selfie.liveness):
        code = tree.selfie.liveness.code
        yield Standing(tree.selfie, _("Liveness"), Panel.QUALITY, code, "liveness")
    for answer in tree.registry:
        if is_asking(answer.outcome):
            code = answer.outcome.code
            yield Standing(answer, answer.key, Panel.SCREENING, code)
    if tree.screening is not None and tree.screening.applicability.code in _NOT_SCREENED:
        name = _("Screening was not made")
        yield Standing(tree.screening, name, Panel.SCREENING, "unknown")
    for consent in tree.consents:
        # A refused one is no matter of explaining: the gate has a rule of its own for it.
        if is_asking(consent.given) and consent.given.code != _FAILED:
            yield Standing(consent, _("Consent"), Panel.RULES, "unknown")


def is_explained(one: Standing, tree: Tree, said: SaidBook) -> bool:
    """By an explanation; a fragment also by the verdict that it is genuine."""
    identity = tree.identity_of(one.part)
    if said.current(identity, Statement.Kind.OVERRIDE) is not None:
        return True
    if not one.is_fragment:
        return False
    verdict = said.current(identity, Statement.Kind.ELEMENT)
    return verdict is not None and verdict.code == "genuine"


def standing_lines(tree: Tree, said: SaidBook) -> dict[Panel, tuple[StandingLine, ...]]:
    """Of the panels whose own lines have no form to explain them, explained or not."""
    found: dict[Panel, list[StandingLine]] = {}
    for one in all_standing(tree):
        if one.panel not in _PANELS_WITHOUT_FORMS and not isinstance(one.part, r.Consent):
            continue
        identity = tree.identity_of(one.part)
        line = StandingLine(
            anchor=one.anchor or f"explain-{identity.stable_key[:16]}",
            name=one.name,
            code=one.code,
            part=one.part,
            identity=identity,
            entry=said.current(identity, Statement.Kind.OVERRIDE),
            earlier=said.earlier(identity, Statement.Kind.OVERRIDE),
        )
        found.setdefault(one.panel, []).append(line)
    return {panel: tuple(lines) for panel, lines in found.items()}


def _checks(tree: Tree) -> Iterator[tuple[CheckShown, bool]]:
    """Every check once, and whether it is about no document of the journey."""
    for step in tree.steps:
        for group in step.check_groups:
            yield from ((check, False) for check in group.checks)
        yield from ((check, False) for check in step.pairs)
    for group in tree.face_checks:
        yield from ((check, True) for check in group.checks)
