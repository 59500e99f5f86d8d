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
from journeys.providers.verdict_sentences import Sentence, Word

DECIDING = (
    (STATUS, Word.STATUS),
    (DELETED, Word.DELETION),
    (CONSENT, Word.CONSENT),
    (LIVENESS_CONSENT, Word.FACE_CONSENT),
    (DOCUMENT_OVERALL, Word.DOCUMENT_RESULT),
    (LIVENESS, Word.LIVENESS),
    (FACE_MATCH, Word.FACE_MATCH),
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


FLAGGED: dict[str, Sentence] = {
    Severity.MEDIUM: Sentence.MEDIUM_FLAG,
    Severity.HIGH: Sentence.HIGH_FLAG,
}
# Refused, and not given at all.
NOT_GIVEN = {
    ConsentKind.PROCESSING: (Sentence.PROCESSING_REFUSED, Sentence.PROCESSING_MISSING),
    ConsentKind.BIOMETRICS: (Sentence.FACE_ANALYSIS_REFUSED, Sentence.FACE_ANALYSIS_MISSING),
}
# Of the whole document, and of one of its sides.
CHECKED: dict[str, tuple[Sentence, Sentence]] = {
    Outcome.FAIL: (Sentence.CHECK_FAILED, Sentence.CHECK_FAILED_ON),
    Outcome.UNCERTAIN: (Sentence.CHECK_UNCERTAIN, Sentence.CHECK_UNCERTAIN_ON),
    Outcome.UNKNOWN: (Sentence.CHECK_UNKNOWN, Sentence.CHECK_UNKNOWN_ON),
}
SIDES: dict[str, Word] = {Side.FRONT: Word.FRONT, Side.BACK: Word.BACK}
FRAUD = {
    "suspicious": Sentence.FRAUD_SUSPICIOUS,
    "risky": Sentence.FRAUD_RISKY,
    "high": Sentence.FRAUD_HIGH,
}


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
        return Verdict.INCOMPLETE, (Sentence.NOT_FINISHED,)
    failures = tuple(_failures(evidence))
    if status_is_sure and lifecycle == Lifecycle.TERMINATED:
        return Verdict.FAIL, (Sentence.ENDED_EARLY, *failures)
    if failures:
        return Verdict.FAIL, failures
    doubts = tuple(dict.fromkeys(_doubts(evidence, envelope)))
    if any(_verdict_of(step) == Verdict.ERROR for step in evidence.documents):
        return Verdict.ERROR, (Sentence.NOT_PROCESSED, *doubts)
    return (Verdict.REVIEW, doubts) if doubts else (Verdict.PASS, ())


def _failures(evidence: Evidence) -> Iterator[str]:
    if any(_verdict_of(step) == Verdict.FAIL for step in evidence.documents):
        yield Sentence.DOCUMENT_FAILED
    if any(selfie.liveness.code == Outcome.FAIL for selfie in evidence.selfies):
        yield Sentence.LIVENESS_FAILED
    if any(match.outcome.code == Outcome.FAIL for match in evidence.comparisons):
        yield Sentence.FACES_DIFFER


def _doubts(evidence: Evidence, envelope: Envelope) -> Iterator[str]:
    yield from _doubts_of_journey(evidence)
    yield from _doubts_of_documents(evidence)
    yield from _doubts_of_faces(evidence)
    for consent in evidence.consents:
        if consent.given.code != Outcome.PASS:
            refused, missing = NOT_GIVEN[ConsentKind(consent.kind)]
            yield refused if consent.given.code == Outcome.FAIL else missing
    for check in evidence.checks:
        if check.outcome.code not in HARMLESS:
            whole, of_a_side = CHECKED.get(check.outcome.code, CHECKED[Outcome.UNKNOWN])
            side = SIDES.get(check.side.code)
            sentence = of_a_side if side else whole
            yield sentence % {"check": check.name[:100], "side": side}
    for answer in evidence.registry_answers:
        if answer.outcome.code != Outcome.PASS:
            yield Sentence.NOT_CONFIRMED
    for address in evidence.ip_addresses:
        for flag in address.flags:
            if flag.outcome.code not in HARMLESS:
                name = flag.name.replace("_", " ")
                is_found = flag.outcome.code == Outcome.FAIL
                sentence = Sentence.IP_FLAG_FOUND if is_found else Sentence.IP_FLAG_UNKNOWN
                yield sentence % {"flag": name}
        if address.fraud_band in FRAUD:
            yield FRAUD[address.fraud_band]
    for path, what in DECIDING:
        if envelope.disagree(path):
            yield Sentence.SAID_DIFFERENTLY % {"what": what}
    for key in _differing_repeats(envelope):
        yield Sentence.REPEATED % {"key": key[:100]}


def _doubts_of_journey(evidence: Evidence) -> Iterator[str]:
    if evidence.lifecycle.code != Lifecycle.COMPLETED:
        yield Sentence.NO_KNOWN_STATUS
    if evidence.step.raw and evidence.step.code != "complete":
        yield Sentence.NOT_AT_THE_END
    if evidence.deleted.code == Outcome.PASS:
        yield Sentence.DATA_DELETED
    elif evidence.deleted.code not in (Outcome.FAIL, Outcome.NOT_DONE):
        yield Sentence.DATA_DELETION_UNKNOWN


def _doubts_of_documents(evidence: Evidence) -> Iterator[str]:
    if not evidence.documents:
        yield Sentence.NO_DOCUMENT
    for step in evidence.documents:
        verdict = _verdict_of(step)
        title = {"title": step.title}
        if verdict == Verdict.REVIEW:
            yield Sentence.ASKED_FOR_REVIEW % title
        elif step.verdict is None:
            yield Sentence.RESULT_MISSING % title
        elif verdict == Verdict.UNKNOWN:
            yield Sentence.RESULT_UNKNOWN % title
        if step.severity is not None and step.severity.code not in (Severity.NONE, Severity.LOW):
            yield FLAGGED.get(step.severity.code, Sentence.UNKNOWN_FLAG) % title
        if step.is_expired is not None and step.is_expired.code not in HARMLESS:
            yield Sentence.NOT_SURELY_VALID % title
        kinds = {use.kind for use in evidence.media if use.step_id == step.step_id}
        if MediaKind.DOC_FRONT not in kinds:
            yield Sentence.NO_FRONT % title
        if _pages(step) > 1 and MediaKind.DOC_BACK not in kinds:
            yield Sentence.NO_BACK % title
    if evidence.errors:
        yield Sentence.FIELDS_UNSURE


def _pages(step: DocumentStep) -> float:
    raw = next((named.value for named in step.particulars if named.name == "pages_count"), "")
    return measure(raw).value or 0


def _doubts_of_faces(evidence: Evidence) -> Iterator[str]:
    if not any(use.kind == MediaKind.SELFIE for use in evidence.media):
        yield Sentence.NO_SELFIE
    if not any(selfie.liveness.code == Outcome.PASS for selfie in evidence.selfies):
        yield Sentence.LIVENESS_UNCLEAR
    if not any(match.outcome.code == Outcome.PASS for match in evidence.comparisons):
        yield Sentence.FACES_UNCLEAR
    for match in evidence.comparisons:
        if FACE_MESSAGE.get(plain_key(match.message)) == Outcome.FAIL:
            yield Sentence.FACES_CONTRADICT


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
