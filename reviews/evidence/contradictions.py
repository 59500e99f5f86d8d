"""Which verdicts of a provider contradict each other, in sentences. Judges nobody; counts nothing.

Each is a function over the tree; the whole journey comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.choices import CheckGroup, Verdict
from journeys.providers import results as r
from reviews.evidence.contradicting import (
    BAD,
    Contradiction,
    has_failed_rule,
    is_opposite,
    rule_anchor,
    rule_of,
)
from reviews.evidence.shapes import Tree

# What each decision of a provider amounts to. Resubmission is a request and contradicts nothing.
_SAYS = {"complete": "pass", "approved": "pass", "refer": "review", "rejected": "fail"}
_ENGINE_SUM = "overallStatus"


def contradictions(tree: Tree) -> tuple[Contradiction, ...]:
    """All of them, the whole journey first. Empty where the provider agrees with itself."""
    return (
        *_whole_journey(tree),
        *_decisions(tree.journey),
        *_steps(tree),
        *_faces(tree),
        *_liveness(tree),
        *_screening(tree),
        *_optical(tree),
        *_quality(tree),
        *_rules(tree),
        *_device(tree),
    )


def _whole_journey(tree: Tree) -> Iterator[Contradiction]:
    failed_rules = [rule for rule in tree.rules if rule.part.outcome.code == "fail"]
    if tree.journey.verdict == Verdict.PASS:
        if failed_rules:
            yield Contradiction(
                ngettext(
                    "The journey passed as a whole, but %(count)d rule of the flow failed.",
                    "The journey passed as a whole, but %(count)d rules of the flow failed.",
                    len(failed_rules),
                )
                % {"count": len(failed_rules)},
                ("panel-6",),
            )
        if any(one.part.outcome.code == "fail" for one in tree.comparisons):
            yield Contradiction(
                _("The journey passed as a whole, but the faces were found to differ."),
                ("panel-1",),
            )
        if tree.selfie is not None and tree.selfie.liveness.code == "fail":
            yield Contradiction(
                _("The journey passed as a whole, but the selfie was judged not live."),
                ("liveness",),
            )
        for consent in tree.consents:
            if consent.given.code == "fail":
                yield Contradiction(
                    _("The journey passed as a whole, but a consent was refused."), ("consents",)
                )
                break
    lifecycle = tree.journey.lifecycle.code
    if tree.journey.verdict == Verdict.PASS and lifecycle in ("terminated", "abandoned"):
        yield Contradiction(
            _("The journey passed as a whole, but it was broken off before its end."), ("journey",)
        )


def _decisions(journey: r.JourneyPart) -> Iterator[Contradiction]:
    system, manual, final = journey.system_decision, journey.manual_decision, journey.final_decision
    if final is None:
        return
    if manual is not None:
        if _SAYS.get(manual.code, manual.code) != _SAYS.get(final.code, final.code):
            yield Contradiction(
                _("A person at the provider decided one thing, and the final decision is another."),
                ("flow",),
            )
        elif system is not None and {_SAYS.get(system.code), _SAYS.get(final.code)} == {
            "pass",
            "fail",
        }:
            yield Contradiction(
                _("A person at the provider overruled what its systems had decided."), ("flow",)
            )
    elif system is not None and system.code != final.code:
        yield Contradiction(
            _("The final decision is not the system's, and no person is said to have decided."),
            ("flow",),
        )


def _steps(tree: Tree) -> Iterator[Contradiction]:
    has_failed = has_failed_rule(tree)
    for number, step in enumerate(tree.steps):
        part = step.part
        name = part.title or part.document_type or part.step_id
        anchor = f"step-{slugify(part.step_id) or number}"
        failed = [
            c for g in step.check_groups for c in g.checks if c.part.outcome.code == "fail"
        ] + [pair for pair in step.pairs if pair.part.outcome.code == "fail"]
        if part.verdict is not None and part.verdict.code == "pass" and failed:
            yield Contradiction(
                ngettext(
                    "A document passed, but %(count)d of its checks failed.",
                    "A document passed, but %(count)d of its checks failed.",
                    len(failed),
                )
                % {"count": len(failed)},
                (anchor,),
                name,
            )
        if is_opposite(part.verdict, part.has_passed_rules, has_failed=has_failed):
            yield Contradiction(
                _("The verdict on a document is not what its rules say."),
                (anchor, "panel-6"),
                name,
            )
        expiry = rule_of(tree, "expired_document")
        if (
            expiry is not None
            and expiry.outcome.code == "pass"
            and part.is_expired is not None
            and part.is_expired.code == "fail"
        ):
            yield Contradiction(
                _("A document is marked expired, but the rule on expiry passed."),
                (anchor, rule_anchor("expired_document")),
                name,
            )


def _faces(tree: Tree) -> Iterator[Contradiction]:
    outcomes = {one.part.outcome.code for one in tree.comparisons}
    if {"pass", "fail"} <= outcomes:
        yield Contradiction(
            _("One comparison of the faces found the same person, another found two."),
            ("panel-1",),
        )
    rule = rule_of(tree, "same_subject")
    if rule is not None and rule.outcome.code == "pass" and "fail" in outcomes:
        yield Contradiction(
            _("The rule says that all steps show one person, but a face comparison failed."),
            (rule_anchor("same_subject"), "panel-1"),
        )
    if rule is not None and rule.outcome.code == "fail" and outcomes == {"pass"}:
        yield Contradiction(
            _("The rule says that the steps show different people, but the faces matched."),
            (rule_anchor("same_subject"), "panel-1"),
        )
    checks = [check.part for group in tree.face_checks for check in group.checks]
    if outcomes == {"pass"} and any(
        one.outcome.code == "fail" and one.group in (CheckGroup.MASK, CheckGroup.FACE)
        for one in checks
    ):
        yield Contradiction(
            _("The faces matched, but a check on the same selfie failed."), ("panel-1", "selfie")
        )


def _liveness(tree: Tree) -> Iterator[Contradiction]:
    selfie = tree.selfie
    if selfie is None:
        return
    live, code = selfie.liveness.code, selfie.liveness_code
    if live == "pass" and code is not None:
        yield Contradiction(
            _("The selfie was judged live, but a code says why it failed the check."),
            ("liveness",),
        )
    status = selfie.status.code if selfie.status else ""
    if status == "pass" and live in BAD:
        yield Contradiction(
            _("The selfie step is complete, but liveness did not pass."), ("liveness",)
        )
    if live == "pass" and is_opposite(
        selfie.liveness, selfie.has_passed_rules, has_failed=has_failed_rule(tree)
    ):
        yield Contradiction(
            _("The selfie was judged live, but its step failed the rules."), ("liveness", "panel-6")
        )
    rule = rule_of(tree, "selfie_liveness")
    if rule is not None and {rule.outcome.code, live} == {"pass", "fail"}:
        yield Contradiction(
            _("The rule on liveness and the liveness check say opposite things."),
            (rule_anchor("selfie_liveness"), "liveness"),
        )


def _screening(tree: Tree) -> Iterator[Contradiction]:
    rule = rule_of(tree, "no_aml_records")
    applicability = tree.screening.applicability.code if tree.screening else ""
    if tree.matches and rule is not None and rule.outcome.code == "pass":
        yield Contradiction(
            ngettext(
                "The screening rule passed, but %(count)d match was sent.",
                "The screening rule passed, but %(count)d matches were sent.",
                len(tree.matches),
            )
            % {"count": len(tree.matches)},
            (rule_anchor("no_aml_records"), "panel-5"),
        )
    if rule is not None and rule.outcome.code == "fail" and not tree.matches:
        yield Contradiction(
            _("The screening rule failed, but no match was sent."),
            (rule_anchor("no_aml_records"), "panel-5"),
        )
    if rule is not None and rule.outcome.code == "pass" and applicability not in ("", "applicable"):
        yield Contradiction(
            _("The screening rule passed, but the applicant was not screened."),
            (rule_anchor("no_aml_records"), "panel-5"),
        )
    if tree.matches and applicability not in ("", "applicable"):
        yield Contradiction(
            _("Matches were sent, but the screening is said not to have been made."), ("panel-5",)
        )


def _optical(tree: Tree) -> Iterator[Contradiction]:
    """Signzy sends the optical result twice; both were seen to differ in one answer."""
    for step in tree.steps:
        checks = {
            check.part.key: check.part.outcome.code
            for group in step.check_groups
            if group.group == CheckGroup.OPTICAL
            for check in group.checks
        }
        if {checks.get("optical"), checks.get(_ENGINE_SUM)} == {"pass", "fail"}:
            yield Contradiction(
                _("The optical result and the sum of the optical checks say opposite things."),
                ("panel-2",),
            )


def _quality(tree: Tree) -> Iterator[Contradiction]:
    for step in tree.steps:
        checks = [
            check.part
            for group in step.check_groups
            if group.group == CheckGroup.IMAGE_QUALITY
            for check in group.checks
        ]
        total = next((one.outcome.code for one in checks if one.key == "result"), "")
        single = {one.outcome.code for one in checks if one.key != "result"}
        if total == "pass" and "fail" in single:
            yield Contradiction(
                _("Image quality passed as a whole, but a single flag failed."), ("panel-4",)
            )
        if total == "fail" and "pass" in single and single <= {"pass", "not_done"}:
            yield Contradiction(
                _("Image quality failed as a whole, but no single flag did."), ("panel-4",)
            )


def _rules(tree: Tree) -> Iterator[Contradiction]:
    for rule in tree.rules:
        if rule.part.outcome.code == "pass" and any(
            detail.outcome.code == "fail" for detail in rule.details
        ):
            yield Contradiction(
                _("A rule passed, but one of its details failed."),
                (rule_anchor(rule.part.key),),
                rule.part.name or rule.part.key,
            )


def _device(tree: Tree) -> Iterator[Contradiction]:
    failed = any(signal.outcome.code == "fail" for signal in tree.signals)
    if tree.device is not None and tree.device.outcome.code == "pass" and failed:
        yield Contradiction(
            _("The device passed as a whole, but one of its signals failed."), ("panel-7",)
        )
    rule = rule_of(tree, "device_intelligence")
    if rule is not None and rule.outcome.code == "pass" and failed:
        yield Contradiction(
            _("The rule on the device passed, but one of its signals failed."),
            (rule_anchor("device_intelligence"), "panel-7"),
        )
