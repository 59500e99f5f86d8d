"""`documents`: one step per document, its fields, its validation checks, its pictures.

Reads only; what the parts mean together is for `verdict`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from journeys.choices import CheckGroup, FieldSource, MediaKind, Outcome, Side, Verdict
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.field_names import field_name
from journeys.providers.idwise.faces import FaceParts, read_face_match
from journeys.providers.idwise.gathering import (
    NO_SIDE,
    every,
    keyed,
    names_a_picture,
    picture,
    take_if_nothing,
)
from journeys.providers.idwise.tables import (
    FIELD_SOURCES,
    PICTURES,
    PROGRESS,
    VALIDATION_OUTCOMES,
)
from journeys.providers.reading import TRI_STATE, Draft, Reading, country_code
from journeys.providers.results import Check, Coded, DocumentStep, ExtractedField, MediaUse

# A body of an older model may hold the one document itself where steps are keyed today.
_MODEL_KEYS = frozenset({"documenttype", "extractedfields", "validationresult", "haspassedrules"})
_CHECK_KEYS = frozenset({"result", "resultdescription"})
_SIDE_IN_NAME = re.compile(r"\b(front|back)\b", re.IGNORECASE)


@dataclass
class DocumentParts:
    """What the documents of one body become, collected while they are read."""

    steps: list[DocumentStep] = field(default_factory=list)
    fields: list[ExtractedField] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    faces: FaceParts = field(default_factory=FaceParts)
    media: list[MediaUse] = field(default_factory=list)


def read_documents(reading: Reading, section: Node, *, into: DocumentParts) -> None:
    """Read one `documents` (or older `document`) section that is not empty."""
    if has_any_key(section, _MODEL_KEYS):
        _read_step(reading, section, step_id="document", into=into)
        return
    for step_id, node in keyed(section):
        _read_step(reading, node, step_id=step_id, into=into)


def has_any_key(node: Node, plain_keys: frozenset[str]) -> bool:
    return any(plain_key(key) in plain_keys for key, _ in node.members)


def _read_step(reading: Reading, node: Node, *, step_id: str, into: DocumentParts) -> None:
    draft = reading.draft(node)
    take_if_nothing(draft, node, "document")
    country = draft.text(node.child("issuing_country"), "country")
    code = draft.text(node.child("issuing_country_code"), "country_code")
    for section in every(node, "extracted_fields"):
        _read_fields(reading, section, owner=draft, step_id=step_id, into=into)
    outcomes: list[Coded] = []
    for section in every(node, "validation_result"):
        outcomes += _read_validation(reading, section, owner=draft, step_id=step_id, into=into)
    for section in every(node, "face_match_result"):
        if not take_if_nothing(draft, section, "face_match"):
            read_face_match(reading, section, subject=step_id, step_id=step_id, into=into.faces)
    for section in every(node, "images", "media_files"):
        _read_pictures(reading, section, owner=draft, step_id=step_id, into=into)
    for name in ("step_id", "document_id"):
        draft.particular(node.child(name), name)
    into.steps.append(
        DocumentStep(
            step_id=step_id,
            title=draft.text(node.child("step_title"), "title"),
            progress=draft.coded(node.child("progress"), "progress", PROGRESS),
            has_passed_rules=draft.optional_coded(
                node.child("has_passed_rules"), "has_passed_rules", TRI_STATE
            ),
            document_type=draft.text(node.child("document_type"), "document_type"),
            document_subtype=draft.text(node.child("document_subtype"), "document_subtype"),
            country=country,
            # Alpha-3 by the documentation; what is no known code is kept as it was sent.
            country_code=country_code(code) or code or country_code(country),
            # The text speaks of a list of results: the worst that was said is the document's.
            verdict=next((said for said in outcomes if said.code != Verdict.PASS), None)
            or (outcomes[-1] if outcomes else None),
            **draft.traced(),
        )
    )


def _read_fields(
    reading: Reading, section: Node, *, owner: Draft, step_id: str, into: DocumentParts
) -> None:
    """Every label keeps its own spelling and its repetitions: they are the document's words."""
    if take_if_nothing(owner, section, "extracted_fields"):
        return
    for label, node in keyed(section):
        draft = reading.draft(node)
        source = Coded(FieldSource.UNKNOWN.value, "")
        kind = accuracy = ""
        value: str | None
        if has_any_key(node, frozenset({"value", "type", "source", "readaccuracy"})):
            sent = node.child("value")
            # A value that is no text (older bodies, addresses in parts) is kept as its JSON.
            is_text = sent is None or sent.is_leaf
            value = draft.raw(sent, "value") if is_text else draft.keep(sent, "value")
            kind = draft.text(node.child("type"), "kind")
            source = draft.coded(node.child("source"), "source", FIELD_SOURCES)
            accuracy = draft.text(node.child("read_accuracy"), "read_accuracy")
        else:
            value = draft.raw(node, "value") if node.is_leaf else draft.keep(node, "value")
        into.fields.append(
            ExtractedField(
                step_id=step_id,
                key=label,
                name=field_name(label),
                value=value,
                kind=kind or "string",
                source=source,
                read_accuracy=accuracy,
                **draft.traced(),
            )
        )


def _read_validation(
    reading: Reading, section: Node, *, owner: Draft, step_id: str, into: DocumentParts
) -> list[Coded]:
    """The outcomes that were stated. An object in the example, a list of checks in the text."""
    if take_if_nothing(owner, section, "validation_result"):
        return []
    if section.is_leaf:
        stated = owner.optional_coded(section, "verdict", VALIDATION_OUTCOMES)
        return [stated] if stated else []
    outcomes: list[Coded] = []
    for item in section.items:
        if has_any_key(item, frozenset({"validationchecks", "validationoutcome"})):
            outcomes += _read_validation(reading, item, owner=owner, step_id=step_id, into=into)
        else:
            _read_check(reading, item, step_id=step_id, into=into)
    for node in every(section, "validation_outcome"):
        stated = owner.optional_coded(node, "verdict", VALIDATION_OUTCOMES)
        outcomes += [stated] if stated else []
    for checks in every(section, "validation_checks"):
        if take_if_nothing(owner, checks, "validation_checks"):
            continue
        if has_any_key(checks, _CHECK_KEYS):
            _read_check(reading, checks, step_id=step_id, into=into)
            continue
        for _, node in keyed(checks):
            _read_check(reading, node, step_id=step_id, into=into)
    return outcomes


def _read_check(reading: Reading, node: Node, *, step_id: str, into: DocumentParts) -> None:
    draft = reading.draft(node)
    name = draft.text(node.child("name"), "name")
    side = _SIDE_IN_NAME.search(name)
    into.checks.append(
        Check(
            group=CheckGroup.VALIDATION.value,
            subject=step_id,
            # "Document Classification (Front)": the side is said inside the name only.
            side=Coded(Side(side.group().lower()).value, side.group()) if side else NO_SIDE,
            name=name,
            outcome=draft.coded(
                node.child("result"), "outcome", TRI_STATE, missing=Outcome.NOT_DONE
            ),
            description=draft.text(node.child("description"), "description"),
            message=draft.text(node.child("result_description"), "message"),
            **draft.traced(),
        )
    )


def _read_pictures(
    reading: Reading, section: Node, *, owner: Draft, step_id: str, into: DocumentParts
) -> None:
    if take_if_nothing(owner, section, "images"):
        return
    for key, node in section.members:
        known = PICTURES.get(plain_key(key))
        if known is None and not names_a_picture(key):
            continue
        kind, side, attribute = known or (MediaKind.OTHER, Side.NONE, "other_image")
        use = picture(
            reading,
            node,
            owner=owner,
            attribute=attribute,
            kind=kind,
            step_id=step_id,
            side=side,
            label="" if known else clean(key),
        )
        if use:
            into.media.append(use)
