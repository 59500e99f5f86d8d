"""What failed in a snapshot, and which steps an applicant can be asked to do again."""

from __future__ import annotations

from journeys.choices import MediaKind, Outcome
from journeys.models import (
    Check,
    DocumentStep,
    FaceComparison,
    MediaUse,
    RuleResult,
    Selfie,
    Snapshot,
)
from journeys.providers import results as r

_BAD = (Outcome.FAIL.value,)
SELFIE_STEP = "selfie"
# Where a body names no step at all, the two that every flow has.
FIRST_STEPS = ("document", SELFIE_STEP)
_SELFIES = (MediaKind.SELFIE, MediaKind.SELFIE_CROP)


def failed_checks(snapshot: Snapshot, key: bytes) -> list[str]:
    """The names of everything that failed: checks, face comparisons, rules, liveness."""
    found: list[str] = []
    for rule in RuleResult.objects.filter(snapshot=snapshot, outcome__in=_BAD):
        part = rule.part(key, snapshot)
        found.append(part.name or part.key)
    for row in Check.objects.filter(snapshot=snapshot, outcome__in=_BAD):
        check = row.part(key, snapshot)
        found.append(check.name or check.key)
    if FaceComparison.objects.filter(snapshot=snapshot, outcome__in=_BAD).exists():
        found.append("Face comparison")
    if Selfie.objects.filter(snapshot=snapshot, liveness__in=_BAD).exists():
        found.append("Liveness")
    return found


def names_of_failed(
    checks: tuple[r.Check, ...],
    comparisons: tuple[r.FaceComparison, ...],
    rules: tuple[r.RuleResult, ...],
    selfie: r.SelfiePart | None,
) -> tuple[str, ...]:
    """The same from parts that are open already."""
    found = [rule.name or rule.key for rule in rules if rule.outcome.code in _BAD]
    found += [check.name or check.key for check in checks if check.outcome.code in _BAD]
    if any(comparison.outcome.code in _BAD for comparison in comparisons):
        found.append("Face comparison")
    if selfie is not None and selfie.liveness.code in _BAD:
        found.append("Liveness")
    return tuple(found)


def step_failed(step: r.DocumentStep) -> bool:
    """The provider says that this document failed (or wants a person to look)."""
    rules = step.has_passed_rules.code if step.has_passed_rules else ""
    verdict = step.verdict.code if step.verdict else ""
    return rules in _BAD or verdict in ("fail", "review", "error")


def selfie_failed(selfie: r.SelfiePart) -> bool:
    rules = selfie.has_passed_rules.code if selfie.has_passed_rules else ""
    status = selfie.status.code if selfie.status else ""
    return rules in _BAD or status in ("fail", "refer", "review") or selfie.liveness.code in _BAD


def failed_steps(snapshot: Snapshot, key: bytes) -> list[str]:
    """Step ids that the provider holds for failed, in the order of the body."""
    steps = [row.part(key, snapshot) for row in DocumentStep.objects.filter(snapshot=snapshot)]
    found = [step.step_id for step in steps if step_failed(step)]
    for row in Selfie.objects.filter(snapshot=snapshot):
        if selfie_failed(row.part(key, snapshot)):
            found.append(SELFIE_STEP)
    return found


def askable_steps(snapshot: Snapshot, key: bytes) -> list[str]:
    """Step ids that the applicant can be asked to do again."""
    documents = DocumentStep.objects.filter(snapshot=snapshot)
    found = [row.part(key, snapshot).step_id for row in documents]
    if (
        Selfie.objects.filter(snapshot=snapshot).exists()
        or MediaUse.objects.filter(snapshot=snapshot, kind__in=_SELFIES).exists()
    ):
        found.append(SELFIE_STEP)
    return found or list(FIRST_STEPS)
