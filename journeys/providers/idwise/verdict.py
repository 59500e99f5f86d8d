"""What IDWise's machine made of the journey: the system's decision, and all that contradicts it.

Pass only when every part that the flow has is present and passed. Anything unknown, missing or
contradicting makes a pass a review; nothing makes a refer, a reject or an incomplete a pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeys.choices import AmlApplicability, Decided, Outcome, Progress, Verdict
from journeys.providers.bodies import Node, plain_key, subtree_text
from journeys.providers.idwise.gathering import every, is_nothing
from journeys.providers.idwise.tables import VERDICTS
from journeys.providers.reading import TRI_STATE, leaf_text
from journeys.providers.results import Coded, JourneyResult
from journeys.providers.unknowns import unknown_values

MAX_REASONS = 40
PASS = Outcome.PASS.value
_STATED = {
    Decided.REFER.value: "IDWise referred the journey to a person.",
    Decided.REJECTED.value: "IDWise rejected the journey by its rules.",
    Decided.INCOMPLETE.value: "The applicant has not finished the journey.",
}
# Members that decide: sent twice with two values, they say nothing.
_DECIDING = frozenset(
    {
        "systemdecision",
        "manualdecision",
        "finaldecision",
        "progress",
        "haspassedrules",
        "validationoutcome",
        "status",
        "islive",
        "livenessstatuscode",
        "ismatched",
        "result",
        "applicability",
        "signalsoutcome",
        "isdeleted",
        "deleted",
    }
)
# The labels of a document and of a register are their own words, whatever they are called.
_FREE_MAPS = frozenset({"extractedfields"})


def judge(body: Node, result: JourneyResult) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict and plain sentences why it is not a pass; a pass has none."""
    decision = result.journey.system_decision
    stated = VERDICTS.get(decision.code) if decision else None
    objections: list[str] = []
    for objection in _objections(body, result):
        if len(objections) == MAX_REASONS:
            break
        if objection not in objections:
            objections.append(objection)
    if stated is None:
        said = f"“{decision.raw[:100]}”" if decision and decision.raw else "nothing"
        objections.insert(0, f"IDWise's system decision says {said}, which is no known decision.")
        return Verdict.REVIEW, tuple(objections)
    if stated is Verdict.PASS:
        return (Verdict.REVIEW, tuple(objections)) if objections else (Verdict.PASS, ())
    return stated, (_STATED[decision.code if decision else ""], *objections)


def _objections(body: Node, result: JourneyResult) -> Iterator[str]:
    yield from _decisions(body, result)
    yield from _missing_sections(body, result)
    yield from _documents(result, is_old=_is_old_model(body))
    yield from _selfie(body, result, is_old=_is_old_model(body))
    yield from _rules(result)
    yield from _screening(result)
    yield from _device(result)
    for where, raw in unknown_values(result):
        yield f"“{raw[:100]}” ({where}) is no known value."
    yield from _disagreeing_repeats(body)


def _decisions(body: Node, result: JourneyResult) -> Iterator[str]:
    journey = result.journey
    system, manual, final = (
        journey.system_decision,
        journey.manual_decision,
        journey.final_decision,
    )
    if manual and manual.code != Decided.APPROVED:
        yield f"A person decided “{manual.raw[:100]}” at IDWise."
    # "The latest decision so far": the person's when there is one, else the system's.
    latest = manual or system
    if final and latest and final.code != latest.code:
        yield f"The final decision “{final.raw[:100]}” is not the latest decision that was sent."
    deleted = body.child("is_deleted", "deleted")
    if deleted is not None and _tri_state(deleted) not in (Outcome.FAIL, Outcome.NOT_DONE):
        yield "IDWise marks the journey as deleted."
    for node in every(body, "end_time"):
        if is_nothing(node):
            yield "The journey has no end time, so it is not finished."


def _missing_sections(body: Node, result: JourneyResult) -> Iterator[str]:
    if not result.documents:
        yield "No document was sent."
    for name, words in (
        ("selfie", "selfie"),
        ("rule_results", "rules"),
        ("aml", "AML screening"),
    ):
        nodes = every(body, name)
        # Null says that the flow has no such step; a model of today always has the key.
        if not nodes and not _is_old_model(body):
            yield f"The answer has no section about the {words}."
    for name in _SECTIONS:
        if any(node.is_leaf and not is_nothing(node) for node in every(body, name)):
            yield f"The section “{name}” cannot be read."


_SECTIONS = (
    "documents",
    "document",
    "selfie",
    "rule_results",
    "aml",
    "screening_checks",
    "device_intelligence",
)


def _documents(result: JourneyResult, *, is_old: bool) -> Iterator[str]:
    for step in result.documents:
        name = f"Document “{(step.title or step.step_id)[:60]}”"
        if step.progress.code != Progress.COMPLETED and not (is_old and step.progress.raw == ""):
            yield f"{name} is not completed ({step.progress.raw[:60] or 'nothing was said'})."
        if not _agrees(step.has_passed_rules, may_be_absent=is_old):
            yield f"{name} has not passed its rules."
        if not _agrees(step.verdict, may_be_absent=True):
            yield f"{name} has not passed validation."
    for check in result.checks:
        if check.outcome.code != PASS:
            yield f"The check “{check.name[:80]}” has not passed ({_words(check.outcome)})."
    for comparison in result.face_comparisons:
        if comparison.outcome.code != PASS:
            subject = comparison.subject[:60]
            yield f"The face of “{subject}” was not matched ({_words(comparison.outcome)})."


def _selfie(body: Node, result: JourneyResult, *, is_old: bool) -> Iterator[str]:
    for selfie in result.selfies:
        # "status" is the main element; progress and has_passed_rules are newer.
        if not _agrees(selfie.status, may_be_absent=False):
            yield "The selfie step is not complete."
        if selfie.progress.code != Progress.COMPLETED and not (
            is_old and selfie.progress.raw == ""
        ):
            yield f"The selfie is not completed ({selfie.progress.raw[:60] or 'nothing was said'})."
        if not _agrees(selfie.has_passed_rules, may_be_absent=is_old):
            yield "The selfie has not passed its rules."
        if selfie.liveness_code is not None:
            yield f"The liveness check reports “{selfie.liveness_code.raw[:60]}”."
        if selfie.liveness.code not in (PASS, Outcome.NOT_DONE):
            yield f"The selfie is not live ({_words(selfie.liveness)})."
    for section in every(body, "selfie"):
        if section.is_leaf:
            continue
        said = section.child("is_live")
        # Null is documented: liveness is switched off in this flow, so no part is missing and the
        # rest decides. It is shown as not run. No key at all, or "", is a missing part.
        if said is None:
            yield "The answer does not say whether the selfie is live."
        elif said.is_leaf and not isinstance(said.value, bool):
            is_null = said.kind == "leaf" and said.value is None
            if not is_null and _tri_state(said) is not Outcome.PASS:
                yield "The liveness check was not run."


def _rules(result: JourneyResult) -> Iterator[str]:
    for rule in result.rules:
        if rule.outcome.code != PASS:
            name = (rule.name or rule.key)[:80]
            yield f"The rule “{name}” has not passed ({_words(rule.outcome)})."
    for detail in result.rule_details:
        if detail.outcome.code != PASS:
            name = f"{detail.rule_key[:60]}: {detail.title[:80]}"
            yield f"A detail of the rule “{name}” has not passed ({_words(detail.outcome)})."


def _screening(result: JourneyResult) -> Iterator[str]:
    for screening in result.screenings:
        code, raw = screening.applicability.code, screening.applicability.raw
        # Disabled says that the flow has no screening; the other two that it is still owed.
        if code not in (AmlApplicability.APPLICABLE, AmlApplicability.DISABLED):
            yield f"The AML screening was not made ({raw[:60] or 'nothing was said'})."
    for match in result.matches:
        allowed = [named.value for named in match.particulars if named.name == "is_whitelisted"]
        if not allowed or TRI_STATE.get(plain_key(allowed[-1])) != PASS:
            yield f"The AML screening found “{match.name[:80]}”."
    # The register's model is not published, so it may state no result that can be read. The
    # rule about the register is then IDWise's word for it.
    vouched = any(r.key == "government_check" and r.outcome.code == PASS for r in result.rules)
    for answer in result.registry_answers:
        is_silent = answer.outcome == Coded(Outcome.UNKNOWN.value, "")
        if answer.outcome.code != PASS and not (vouched and is_silent):
            yield f"The check “{answer.key[:60]}” has not passed ({_words(answer.outcome)})."


def _device(result: JourneyResult) -> Iterator[str]:
    for report in result.device_reports:
        if report.outcome.code != PASS:
            yield f"The device checks have not passed ({_words(report.outcome)})."
    for signal in result.device_signals:
        if signal.outcome.code != PASS:
            name = (signal.name or signal.key)[:80]
            yield f"The device check “{name}” has not passed ({_words(signal.outcome)})."


def _disagreeing_repeats(body: Node) -> Iterator[str]:
    """A deciding member that stands in one object twice, with two different values."""
    stack = [body]
    while stack:
        node = stack.pop()
        stack += node.items
        said: dict[str, Node] = {}
        for key, member in node.members:
            plain = plain_key(key)
            if plain in _FREE_MAPS:
                continue
            stack.append(member)
            if plain in _DECIDING:
                first = said.setdefault(plain, member)
                if first is not member and subtree_text(first) != subtree_text(member):
                    yield f"“{plain}” was sent twice with two different values."


def _is_old_model(body: Node) -> bool:
    """Older models lack members that are never absent today: see the model's version."""
    node = body.child("model_version")
    version = leaf_text(node) if node is not None and node.is_leaf else None
    if node is not None and version:
        return re.fullmatch(r"[12](?:\.[0-9]+)*", version.strip()) is not None
    return node is None and bool(every(body, "document", "journey_definintion_id"))


def _agrees(said: Coded | None, *, may_be_absent: bool) -> bool:
    return may_be_absent if said is None else said.code == PASS


def _tri_state(node: Node) -> Outcome:
    if not node.is_leaf:
        return Outcome.UNKNOWN
    text = leaf_text(node)
    return Outcome.NOT_DONE if text is None else Outcome(TRI_STATE.get(plain_key(text), "unknown"))


def _words(said: Coded) -> str:
    return said.raw[:60] or str(Outcome(said.code).value).replace("_", " ")
