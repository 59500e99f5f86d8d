"""The verdict on a whole Signzy journey, from its normalised parts. Reads no body but for repeats.

A pass needs every part present and passed; each sentence says why there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.choices import (
    ConsentKind,
    Lifecycle,
    MediaKind,
    Outcome,
    Severity,
    Side,
    Verdict,
)
from journeys.providers.bodies import Node, plain_key, subtree_text
from journeys.providers.reading import TRI_STATE, measure
from journeys.providers.results import (
    Check,
    Coded,
    Consent,
    DocumentStep,
    ExtractionError,
    FaceComparison,
    IpAddress,
    MediaUse,
    RegistryAnswer,
    SelfiePart,
)
from journeys.providers.signzy.envelope import (
    CONSENT,
    DELETED,
    DOCUMENT_OVERALL,
    FACE_MATCH,
    LIVENESS,
    LIVENESS_CONSENT,
    STATUS,
    Envelope,
)
from journeys.providers.signzy.tables import FACE_MESSAGE

DECIDING = (
    (STATUS, "the journey's status"),
    (DELETED, "whether the data was deleted"),
    (CONSENT, "the consent"),
    (LIVENESS_CONSENT, "the consent to face analysis"),
    (DOCUMENT_OVERALL, "the document's result"),
    (LIVENESS, "liveness"),
    (FACE_MATCH, "the face match"),
)
# Labels of people and documents repeat lawfully below these, and all of them are kept.
FREE_MAPS = frozenset({"extractedfields", "userinfo", "graphicfields", "input"})
# Lists by another name: all their members are read, however often a key comes.
READ_IN_FULL = frozenset(
    {
        "authenticitycheck",
        "frontauthenticitychecklist",
        "backauthenticitychecklist",
        "ipaddresses",
        "externalapiresponses",
    }
)
# Passed and "was not done" ("depends on id type") do not stand in the way of a pass.
HARMLESS = frozenset({Outcome.PASS.value, Outcome.NOT_DONE.value})
UNFINISHED = frozenset(
    {Lifecycle.NOT_STARTED.value, Lifecycle.IN_PROGRESS.value, Lifecycle.ABANDONED.value}
)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The parts that bear on the verdict."""

    lifecycle: Coded
    step: Coded
    deleted: Coded
    documents: Sequence[DocumentStep]
    selfies: Sequence[SelfiePart]
    comparisons: Sequence[FaceComparison]
    checks: Sequence[Check]
    errors: Sequence[ExtractionError]
    consents: Sequence[Consent]
    registry_answers: Sequence[RegistryAnswer]
    ip_addresses: Sequence[IpAddress]
    media: Sequence[MediaUse]


def judge(evidence: Evidence, envelope: Envelope) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict, and a sentence for each thing that stands in the way of a pass."""
    status_is_sure = not envelope.disagree(STATUS)
    lifecycle = evidence.lifecycle.code
    if status_is_sure and lifecycle in UNFINISHED:
        return Verdict.INCOMPLETE, ("The applicant has not finished the journey.",)
    failures = tuple(_failures(evidence))
    if status_is_sure and lifecycle == Lifecycle.TERMINATED:
        return Verdict.FAIL, ("Signzy ended the journey before it was finished.", *failures)
    if failures:
        return Verdict.FAIL, failures
    doubts = tuple(dict.fromkeys(_doubts(evidence, envelope)))
    if any(_verdict_of(step) == Verdict.ERROR for step in evidence.documents):
        return Verdict.ERROR, ("Signzy could not process the document.", *doubts)
    return (Verdict.REVIEW, doubts) if doubts else (Verdict.PASS, ())


def _failures(evidence: Evidence) -> Iterator[str]:
    if any(_verdict_of(step) == Verdict.FAIL for step in evidence.documents):
        yield "The document failed."
    if any(selfie.liveness.code == Outcome.FAIL for selfie in evidence.selfies):
        yield "The liveness check failed."
    if any(match.outcome.code == Outcome.FAIL for match in evidence.comparisons):
        yield "The faces do not match."


def _doubts(evidence: Evidence, envelope: Envelope) -> Iterator[str]:
    yield from _doubts_of_journey(evidence)
    yield from _doubts_of_documents(evidence)
    yield from _doubts_of_faces(evidence)
    for consent in evidence.consents:
        if consent.given.code != Outcome.PASS:
            what = "processing" if consent.kind == ConsentKind.PROCESSING else "face analysis"
            refused = "was refused" if consent.given.code == Outcome.FAIL else "is missing"
            yield f"The consent to {what} {refused}."
    for check in evidence.checks:
        if check.outcome.code not in HARMLESS:
            side = f" ({check.side.code})" if check.side.code in (Side.FRONT, Side.BACK) else ""
            yield f"Check “{check.name[:100]}”{side}: {_in_words(check.outcome.code)}."
    for answer in evidence.registry_answers:
        if answer.outcome.code != Outcome.PASS:
            yield "An external service did not confirm the data."
    for address in evidence.ip_addresses:
        for flag in address.flags:
            if flag.outcome.code not in HARMLESS:
                name = flag.name.replace("_", " ")
                found = "found" if flag.outcome.code == Outcome.FAIL else "not known"
                yield f"IP address, {name}: {found}."
        if address.fraud_band in ("suspicious", "risky", "high"):
            yield f"IP address: the fraud score is {address.fraud_band}."
    for path, what in DECIDING:
        if envelope.disagree(path):
            yield f"The answer gives {what} more than once, and differently."
    for key in _differing_repeats(envelope):
        yield f"The answer repeats “{key[:100]}” with another value."


def _doubts_of_journey(evidence: Evidence) -> Iterator[str]:
    if evidence.lifecycle.code != Lifecycle.COMPLETED:
        yield "The journey's status is missing or unknown."
    if evidence.step.raw and evidence.step.code != "complete":
        yield "The last step is not the end of the journey."
    if evidence.deleted.code == Outcome.PASS:
        yield "Signzy has deleted the journey's data."
    elif evidence.deleted.code not in (Outcome.FAIL, Outcome.NOT_DONE):
        yield "It is not known whether Signzy has deleted the journey's data."


def _doubts_of_documents(evidence: Evidence) -> Iterator[str]:
    if not evidence.documents:
        yield "There is no document."
    for step in evidence.documents:
        verdict = _verdict_of(step)
        if verdict == Verdict.REVIEW:
            yield f"{step.title}: Signzy asks for a review."
        elif step.verdict is None:
            yield f"{step.title}: the result is missing."
        elif verdict == Verdict.UNKNOWN:
            yield f"{step.title}: the result is not a known one."
        if step.severity is not None and step.severity.code not in (Severity.NONE, Severity.LOW):
            yield f"{step.title}: a flag of {step.severity.code} severity was raised."
        if step.is_expired is not None and step.is_expired.code not in HARMLESS:
            yield f"{step.title}: expired, or not known whether it is."
        kinds = {use.kind for use in evidence.media if use.step_id == step.step_id}
        if MediaKind.DOC_FRONT not in kinds:
            yield f"{step.title}: there is no picture of the front."
        if _pages(step) > 1 and MediaKind.DOC_BACK not in kinds:
            yield f"{step.title}: it has a back, and there is no picture of it."
    if evidence.errors:
        yield "Fields could not be read, or their sources disagree."


def _pages(step: DocumentStep) -> float:
    raw = next((named.value for named in step.particulars if named.name == "pages_count"), "")
    return measure(raw).value or 0


def _doubts_of_faces(evidence: Evidence) -> Iterator[str]:
    if not any(use.kind == MediaKind.SELFIE for use in evidence.media):
        yield "There is no selfie."
    if not any(selfie.liveness.code == Outcome.PASS for selfie in evidence.selfies):
        yield "There is no clear result of the liveness check."
    if not any(match.outcome.code == Outcome.PASS for match in evidence.comparisons):
        yield "There is no clear result of the face match."
    for match in evidence.comparisons:
        if FACE_MESSAGE.get(plain_key(match.message)) == Outcome.FAIL:
            yield "The face match's message contradicts its result."


def _differing_repeats(envelope: Envelope) -> Iterator[str]:
    """Keys that one object has twice with different values, outside the free maps."""
    stack: list[tuple[str, Node]] = [("", envelope.scopes[-1])]
    while stack:
        name, node = stack.pop()
        stack.extend((name, item) for item in node.items)
        seen: dict[str, str] = {}
        told: set[str] = set()
        for key, member in node.members:
            plain = plain_key(key)
            if plain in FREE_MAPS:
                continue
            stack.append((plain, member))
            if not member.is_leaf and (name in READ_IN_FULL or plain in READ_IN_FULL):
                continue
            answer = _leaf_answer(member) if member.is_leaf else subtree_text(member)
            if seen.setdefault(plain, answer) != answer and plain not in told:
                told.add(plain)
                yield plain


def _leaf_answer(leaf: Node) -> str:
    text = plain_key(str(leaf.value))
    return TRI_STATE.get(text, text)


def _verdict_of(step: DocumentStep) -> str:
    return step.verdict.code if step.verdict is not None else Verdict.UNKNOWN


def _in_words(outcome: str) -> str:
    return {Outcome.FAIL: "failed", Outcome.UNCERTAIN: "uncertain"}.get(
        Outcome(outcome), "no known result"
    )
