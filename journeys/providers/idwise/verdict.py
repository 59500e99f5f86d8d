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
from journeys.providers.verdict_sentences import Sentence, Word

MAX_REASONS = 40
PASS = Outcome.PASS.value
_STATED = {
    Decided.REFER.value: Sentence.REFERRED,
    Decided.REJECTED.value: Sentence.REJECTED,
    Decided.INCOMPLETE.value: Sentence.NOT_FINISHED,
}
_UNSAID: dict[str, Word] = {
    Outcome.FAIL: Word.FAIL,
    Outcome.UNCERTAIN: Word.UNCERTAIN,
    Outcome.NOT_DONE: Word.NOT_DONE,
    Outcome.UNKNOWN: Word.UNKNOWN,
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
        raw = decision.raw[:100] if decision else ""
        objections.insert(
            0, Sentence.UNKNOWN_DECISION % {"raw": raw} if raw else Sentence.NO_DECISION
        )
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
        yield Sentence.UNKNOWN_VALUE % {"raw": raw[:100], "home": where}
    yield from _disagreeing_repeats(body)


def _decisions(body: Node, result: JourneyResult) -> Iterator[str]:
    journey = result.journey
    system, manual, final = (
        journey.system_decision,
        journey.manual_decision,
        journey.final_decision,
    )
    if manual and manual.code != Decided.APPROVED:
        yield Sentence.DECIDED_BY_A_PERSON % {"raw": manual.raw[:100]}
    # "The latest decision so far": the person's when there is one, else the system's.
    latest = manual or system
    if final and latest and final.code != latest.code:
        yield Sentence.FINAL_IS_NOT_LATEST % {"raw": final.raw[:100]}
    deleted = body.child("is_deleted", "deleted")
    if deleted is not None and _tri_state(deleted) not in (Outcome.FAIL, Outcome.NOT_DONE):
        yield Sentence.MARKED_AS_DELETED
    for node in every(body, "end_time"):
        if is_nothing(node):
            yield Sentence.NO_END_TIME


def _missing_sections(body: Node, result: JourneyResult) -> Iterator[str]:
    if not result.documents:
        yield Sentence.NO_DOCUMENT_SENT
    for name, missing in (
        ("selfie", Sentence.NO_SELFIE_SECTION),
        ("rule_results", Sentence.NO_RULES_SECTION),
        ("aml", Sentence.NO_AML_SECTION),
    ):
        nodes = every(body, name)
        # Null says that the flow has no such step; a model of today always has the key.
        if not nodes and not _is_old_model(body):
            yield missing
    for name in _SECTIONS:
        if any(node.is_leaf and not is_nothing(node) for node in every(body, name)):
            yield Sentence.SECTION_UNREADABLE % {"key": name}


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
        name = (step.title or step.step_id)[:60]
        if step.progress.code != Progress.COMPLETED and not (is_old and step.progress.raw == ""):
            said = step.progress.raw[:60] or Word.NOTHING_SAID
            yield Sentence.DOCUMENT_NOT_COMPLETED % {"name": name, "said": said}
        if not _agrees(step.has_passed_rules, may_be_absent=is_old):
            yield Sentence.DOCUMENT_RULES_NOT_PASSED % {"name": name}
        if not _agrees(step.verdict, may_be_absent=True):
            yield Sentence.DOCUMENT_NOT_VALIDATED % {"name": name}
    for check in result.checks:
        if check.outcome.code != PASS:
            yield _not_passed(Sentence.CHECK_NOT_PASSED, check.outcome, name=check.name[:80])
    for comparison in result.face_comparisons:
        if comparison.outcome.code != PASS:
            name = comparison.subject[:60]
            yield _not_passed(Sentence.FACE_NOT_MATCHED, comparison.outcome, name=name)


def _selfie(body: Node, result: JourneyResult, *, is_old: bool) -> Iterator[str]:
    for selfie in result.selfies:
        # "status" is the main element; progress and has_passed_rules are newer.
        if not _agrees(selfie.status, may_be_absent=False):
            yield Sentence.SELFIE_STEP_NOT_COMPLETE
        if selfie.progress.code != Progress.COMPLETED and not (
            is_old and selfie.progress.raw == ""
        ):
            progress = selfie.progress.raw[:60] or Word.NOTHING_SAID
            yield Sentence.SELFIE_NOT_COMPLETED % {"said": progress}
        if not _agrees(selfie.has_passed_rules, may_be_absent=is_old):
            yield Sentence.SELFIE_RULES_NOT_PASSED
        if selfie.liveness_code is not None:
            yield Sentence.LIVENESS_REPORTS % {"raw": selfie.liveness_code.raw[:60]}
        if selfie.liveness.code not in (PASS, Outcome.NOT_DONE):
            yield _not_passed(Sentence.SELFIE_NOT_LIVE, selfie.liveness)
    for section in every(body, "selfie"):
        if section.is_leaf:
            continue
        said = section.child("is_live")
        # Null is documented: liveness is switched off in this flow, so no part is missing and the
        # rest decides. It is shown as not run. No key at all, or "", is a missing part.
        if said is None:
            yield Sentence.LIVENESS_NOT_SAID
        elif said.is_leaf and not isinstance(said.value, bool):
            is_null = said.kind == "leaf" and said.value is None
            if not is_null and _tri_state(said) is not Outcome.PASS:
                yield Sentence.LIVENESS_NOT_RUN


def _rules(result: JourneyResult) -> Iterator[str]:
    for rule in result.rules:
        if rule.outcome.code != PASS:
            name = (rule.name or rule.key)[:80]
            yield _not_passed(Sentence.RULE_NOT_PASSED, rule.outcome, name=name)
    for detail in result.rule_details:
        if detail.outcome.code != PASS:
            yield _not_passed(
                Sentence.RULE_DETAIL_NOT_PASSED,
                detail.outcome,
                rule=detail.rule_key[:60],
                name=detail.title[:80],
            )


def _screening(result: JourneyResult) -> Iterator[str]:
    for screening in result.screenings:
        code, raw = screening.applicability.code, screening.applicability.raw
        # Disabled says that the flow has no screening; the other two that it is still owed.
        if code not in (AmlApplicability.APPLICABLE, AmlApplicability.DISABLED):
            yield Sentence.NOT_SCREENED % {"said": raw[:60] or Word.NOTHING_SAID}
    for match in result.matches:
        allowed = [named.value for named in match.particulars if named.name == "is_whitelisted"]
        if not allowed or TRI_STATE.get(plain_key(allowed[-1])) != PASS:
            yield Sentence.SCREENING_FOUND % {"name": match.name[:80]}
    # The register's model is not published, so it may state no result that can be read. The
    # rule about the register is then IDWise's word for it.
    vouched = any(r.key == "government_check" and r.outcome.code == PASS for r in result.rules)
    for answer in result.registry_answers:
        is_silent = answer.outcome == Coded(Outcome.UNKNOWN.value, "")
        if answer.outcome.code != PASS and not (vouched and is_silent):
            yield _not_passed(Sentence.CHECK_NOT_PASSED, answer.outcome, name=answer.key[:60])


def _device(result: JourneyResult) -> Iterator[str]:
    for report in result.device_reports:
        if report.outcome.code != PASS:
            yield _not_passed(Sentence.DEVICE_NOT_PASSED, report.outcome)
    for signal in result.device_signals:
        if signal.outcome.code != PASS:
            name = (signal.name or signal.key)[:80]
            yield _not_passed(Sentence.DEVICE_CHECK_NOT_PASSED, signal.outcome, name=name)


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
                    yield Sentence.SENT_TWICE % {"key": plain}


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


def _not_passed(sentence: Sentence, outcome: Coded, **names: str) -> str:
    """The sentence with the provider's own word for the outcome, ours where it sent none."""
    said = outcome.raw[:60] or _UNSAID.get(outcome.code, Word.UNKNOWN)
    return sentence % {**names, "said": said}
