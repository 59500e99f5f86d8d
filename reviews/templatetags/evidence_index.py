"""The list of a case's sections with one word of state each. Counts; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from journeys.providers.results import Coded
from reviews.evidence.shapes import CheckGroupShown, Tree

GRAVE = {"fail", "high"}
# What is neither a pass nor blank asks for a look, unknown words included.
CALM = {"pass", "not_done", "none", "not_started", "completed", "low", "incomplete"}


@dataclass(frozen=True)
class IndexLine:
    """`tone` is empty, attention or fail; `icon` a symbol; `word` never empty."""

    anchor: str
    label: str
    tone: str
    icon: str
    word: str


def lines_of(tree: Tree) -> tuple[IndexLine, ...]:
    """In the order of the page."""
    return (
        _line("faces", gettext("Faces"), _faces(tree)),
        _line("document", gettext("Document"), _documents(tree)),
        _line("checks", gettext("Checks"), _groups(_step_groups(tree, is_authenticity=False))),
        _line("authenticity", gettext("Authenticity"), _authenticity(tree)),
        _data(tree),
        _screening(tree),
        _line("rules", gettext("Rules"), [rule.part.outcome for rule in tree.rules]),
        _line("registry", gettext("Registry"), [answer.outcome for answer in tree.registry]),
        _line("device", gettext("Device and IP"), _device(tree)),
        IndexLine(
            "unmapped",
            gettext("Unmapped"),
            "",
            "list",
            ngettext("%(count)s value", "%(count)s values", len(tree.unmapped))
            % {"count": len(tree.unmapped)},
        ),
    )


def _line(anchor: str, label: str, outcomes: Iterable[Coded | None]) -> IndexLine:
    codes = [one.code for one in outcomes if one is not None]
    failed = sum(1 for code in codes if code in GRAVE)
    unclear = sum(1 for code in codes if code not in GRAVE and code not in CALM)
    if failed:
        return IndexLine(anchor, label, "fail", "x", _failed(failed))
    if unclear:
        return IndexLine(anchor, label, "attention", "triangle-alert", _to_check(unclear))
    if any(code == "pass" for code in codes):
        return IndexLine(anchor, label, "", "check", gettext("passed"))
    return IndexLine(anchor, label, "", "minus", gettext("not run"))


def _faces(tree: Tree) -> list[Coded | None]:
    selfie = tree.selfie
    return [
        *(one.part.outcome for one in tree.comparisons),
        *_groups(tree.face_checks),
        *([selfie.liveness, selfie.has_passed_rules] if selfie else []),
    ]


def _documents(tree: Tree) -> list[Coded | None]:
    return [
        code
        for step in tree.steps
        for code in (
            step.part.verdict,
            step.part.has_passed_rules,
            step.part.is_expired,
            step.part.severity,
        )
    ]


def _step_groups(tree: Tree, *, is_authenticity: bool) -> list[CheckGroupShown]:
    return [
        group
        for step in tree.steps
        for group in step.check_groups
        if (group.group == "authenticity") == is_authenticity
    ]


def _groups(groups: Iterable[CheckGroupShown]) -> list[Coded | None]:
    return [check.part.outcome for group in groups for check in group.checks]


def _authenticity(tree: Tree) -> list[Coded | None]:
    pairs = [pair.part.outcome for step in tree.steps for pair in step.pairs]
    return [*pairs, *_groups(_step_groups(tree, is_authenticity=True))]


def _device(tree: Tree) -> list[Coded | None]:
    return [
        *([tree.device.outcome] if tree.device else []),
        *(signal.outcome for signal in tree.signals),
        *(flag.outcome for address in tree.addresses for flag in address.flags),
        *(Coded(address.fraud_band, "") for address in tree.addresses if address.fraud_score),
    ]


def _data(tree: Tree) -> IndexLine:
    errors = sum(len(step.errors) for step in tree.steps)
    fields = sum(len(step.fields) for step in tree.steps) + len(tree.declared)
    if errors:
        return IndexLine("data", gettext("Data"), "attention", "triangle-alert", _to_check(errors))
    word = ngettext("%(count)s value", "%(count)s values", fields) % {"count": fields}
    return IndexLine("data", gettext("Data"), "", "list", word)


def _screening(tree: Tree) -> IndexLine:
    label = gettext("Screening")
    if tree.matches:
        word = ngettext("%(count)s match", "%(count)s matches", len(tree.matches))
        return IndexLine(
            "screening", label, "attention", "triangle-alert", word % {"count": len(tree.matches)}
        )
    if tree.screening is None or tree.screening.applicability.code != "applicable":
        return IndexLine("screening", label, "", "minus", gettext("not run"))
    return IndexLine("screening", label, "", "check", gettext("no match"))


def _failed(count: int) -> str:
    return ngettext("%(count)s failed", "%(count)s failed", count) % {"count": count}


def _to_check(count: int) -> str:
    return ngettext("%(count)s to check", "%(count)s to check", count) % {"count": count}
