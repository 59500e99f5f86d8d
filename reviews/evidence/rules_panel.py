"""Panel 6: the flow's rules, what the flow decided, consents and attempts. No queries.

Every detail of a rule is resolved to the place on the page that it points at, or said to point
nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from journeys.choices import ConsentKind
from journeys.providers import results as r
from reviews.evidence.contradicting import Contradiction, anchored_rules
from reviews.evidence.contradictions import contradictions
from reviews.evidence.open_items import OpenItem, is_asking
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import Identity, Tree

OVERRIDE = "override"
_QUIET = ("pass", "not_done")
# The rules of the flow that are about one thing: where to look when a detail names no object.
_PANEL_OF_RULE = {
    "document_validation": "panel-2",
    "same_subject": "panel-1",
    "no_duplicate_documents": "panel-8",
    "no_duplicate_applicant": "panel-8",
    "no_aml_records": "panel-5",
    "unrecognized_document": "panel-2",
    "proof_policy": "panel-2",
    "expired_document": "panel-3",
    "under_age": "panel-3",
    "approved_nationality": "panel-3",
    "selfie_liveness": "liveness",
    "device_intelligence": "panel-7",
    "document_quality": "panel-4",
    "mandatory_information_presence": "panel-3",
    "outdated_proof_of_address": "panel-3",
    "geolocation": "places",
    "proof_of_address_matched": "panel-3",
    "government_check": "panel-5",
    "applicant_cross_check": "panel-3",
}
_ANCHOR_OF_KIND = {
    "selfie": "selfie",
    "aml": "panel-5",
    "screening": "panel-5",
    "screening_check": "panel-5",
    "applicant": "panel-3",
    "field": "panel-3",
    "device": "panel-7",
    "device_intelligence": "panel-7",
    "comparison": "panel-1",
    "face": "panel-1",
    "journey": "journey",
}


@dataclass(frozen=True, kw_only=True)
class Jump:
    """Where a detail points. An empty `anchor` means that no such thing is on this page."""

    anchor: str
    label: str
    is_named: bool  # the provider named the object itself, rather than we by the rule's kind


@dataclass(frozen=True, kw_only=True)
class DetailShown:
    part: r.RuleDetail
    jump: Jump


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One rule with its details, and what a person said about it."""

    anchor: str
    part: r.RuleResult
    details: tuple[DetailShown, ...]
    jump: Jump | None
    identity: Identity
    entry: Said | None
    earlier: tuple[Said, ...]

    @property
    def asks(self) -> bool:
        """Failed, uncertain or unknown: it has to be explained before an approval."""
        return is_asking(self.part.outcome)

    @property
    def is_open(self) -> bool:
        return self.asks and self.entry is None


@dataclass(frozen=True, kw_only=True)
class ConsentShown:
    label: str
    part: r.Consent | None  # None: nothing at all was sent about it


@dataclass(frozen=True, kw_only=True)
class AttemptsShown:
    label: str
    count: r.Measured


@dataclass(frozen=True, kw_only=True)
class RulesPanel:
    """`asking` failed or must be looked at; `quiet` passed or was not run."""

    asking: tuple[RuleLine, ...]
    quiet: tuple[RuleLine, ...]
    failed: int
    to_check: int
    passed: int
    not_run: int
    reasons: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    consents: tuple[ConsentShown, ...]
    attempts: tuple[AttemptsShown, ...]
    open_items: tuple[OpenItem, ...]

    @property
    def count(self) -> int:
        return len(self.asking) + len(self.quiet)

    @property
    def refused(self) -> bool:
        """Whether a consent was refused: an approval is refused then."""
        return any(one.part is not None and one.part.given.code == "fail" for one in self.consents)


def rules_panel(tree: Tree, said: SaidBook) -> RulesPanel:
    """The whole panel."""
    lines = _lines(tree, said)
    codes = [line.part.outcome.code for line in lines]
    return RulesPanel(
        asking=tuple(line for line in lines if line.asks),
        quiet=tuple(line for line in lines if not line.asks),
        failed=codes.count("fail"),
        to_check=sum(1 for code in codes if code != "fail" and code not in _QUIET),
        passed=codes.count("pass"),
        not_run=codes.count("not_done"),
        reasons=tree.journey.verdict_reasons,
        contradictions=contradictions(tree),
        consents=_consents(tree),
        attempts=_attempts(tree),
        open_items=tuple(
            OpenItem(line.anchor, line.part.name or line.part.key) for line in lines if line.is_open
        ),
    )


def jump_of(tree: Tree, detail: r.RuleDetail) -> Jump:
    """Where this detail points: the object that it names, else the place of its rule's subject."""
    kind = detail.object_kind.casefold().rstrip("s") if detail.object_kind else ""
    if kind == "document":
        for number, step in enumerate(tree.steps):
            if step.part.step_id == detail.object_key:
                name = step.part.title or step.part.document_type or step.part.step_id
                # The pictures themselves, where the rule is about them.
                place = "quality" if detail.rule_key == "document_quality" else "step"
                anchor = f"{place}-{slugify(step.part.step_id) or number}"
                return Jump(anchor=anchor, label=name, is_named=True)
        return Jump(anchor="", label=_name_of(detail), is_named=True)
    if kind:
        anchor = _ANCHOR_OF_KIND.get(kind, "")
        if anchor == "selfie" and tree.selfie is None and not tree.selfies:
            anchor = ""
        label = _label_of(anchor) if anchor else _name_of(detail)
        return Jump(anchor=anchor, label=label, is_named=True)
    anchor = _PANEL_OF_RULE.get(detail.rule_key, "")
    return Jump(anchor=anchor, label=_label_of(anchor), is_named=False)


def _lines(tree: Tree, said: SaidBook) -> list[RuleLine]:
    found: list[RuleLine] = []
    for anchor, rule in anchored_rules(tree):
        identity = tree.identity_of(rule.part)
        by_rule = _PANEL_OF_RULE.get(rule.part.key, "")
        found.append(
            RuleLine(
                anchor=anchor,
                part=rule.part,
                details=tuple(
                    DetailShown(part=detail, jump=jump_of(tree, detail)) for detail in rule.details
                ),
                jump=Jump(anchor=by_rule, label=_label_of(by_rule), is_named=False)
                if by_rule
                else None,
                identity=identity,
                entry=said.current(identity, OVERRIDE),
                earlier=said.earlier(identity, OVERRIDE),
            )
        )
    return found


def _consents(tree: Tree) -> tuple[ConsentShown, ...]:
    """Both kinds, always: a consent that nobody spoke of is shown as not said."""
    found = {one.kind: one for one in tree.consents}
    shown = [
        ConsentShown(label=str(kind.label), part=found.pop(kind.value, None))
        for kind in ConsentKind
    ]
    return (*shown, *(ConsentShown(label=kind, part=part) for kind, part in found.items()))


def _attempts(tree: Tree) -> tuple[AttemptsShown, ...]:
    found = [
        AttemptsShown(
            label=step.part.title or step.part.document_type or step.part.step_id,
            count=step.part.attempts,
        )
        for step in tree.steps
        if step.part.attempts is not None
    ]
    if tree.selfie is not None and tree.selfie.attempts is not None:
        found.append(AttemptsShown(label=_("Selfie"), count=tree.selfie.attempts))
    return tuple(found)


def _label_of(anchor: str) -> str:
    return {
        "panel-1": _("Faces"),
        "panel-2": _("Document"),
        "panel-3": _("Data"),
        "panel-4": _("Quality"),
        "panel-5": _("Screening"),
        "panel-7": _("Device and IP"),
        "panel-8": _("History"),
        "selfie": _("Selfie"),
        "liveness": _("Liveness"),
        "places": _("Places"),
        "journey": _("Journey"),
    }.get(anchor, "")


def _name_of(detail: r.RuleDetail) -> str:
    return f"{detail.object_kind} {detail.object_key}".strip()
