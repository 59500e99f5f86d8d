"""What was read from a document, under the labels it was sent with, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.providers.bodies import Node, clean
from journeys.providers.field_names import field_name
from journeys.providers.reading import Reading, is_number
from journeys.providers.results import ExtractedField, ExtractionError
from journeys.providers.signzy.envelope import is_blank
from journeys.providers.signzy.tables import ERROR_KIND


def extracted_fields(
    reading: Reading, intelligence: Node | None, *, step_id: str
) -> Iterator[ExtractedField]:
    """Every member, repeated ones too, under its own label. A value can be a list or an object."""
    for values in intelligence.children("extractedFields") if intelligence is not None else []:
        for key, node in values.members:
            draft = reading.draft(node)
            value = draft.raw(node, "value") if node.is_leaf else draft.keep(node, "value")
            yield ExtractedField(
                step_id=step_id,
                key=clean(key),
                name=field_name(key),
                value=value,
                kind=_kind(node),
                **draft.traced(),
            )


def extraction_errors(
    reading: Reading, intelligence: Node | None, *, step_id: str
) -> Iterator[ExtractionError]:
    stack = list(reversed(intelligence.children("extractedFieldErrors"))) if intelligence else []
    while stack:
        node = stack.pop()
        draft = reading.draft(node)
        if node.kind == "array":
            stack.extend(reversed(node.items))
        elif node.is_leaf and not is_blank(node):
            message = draft.text(node, "message")
            yield ExtractionError(step_id=step_id, message=message, **draft.traced())
        elif node.child("fieldName", "message", "errorStatus") is not None:
            yield ExtractionError(
                step_id=step_id,
                field_name=draft.text(node.child("fieldName"), "field_name"),
                message=draft.text(node.child("message"), "message"),
                status=draft.coded(node.child("errorStatus"), "status", ERROR_KIND),
                **draft.traced(),
            )
        else:
            stack.extend(member for _, member in reversed(node.members))


def _kind(node: Node) -> str:
    if node.kind in ("empty_object", "empty_array"):
        return node.kind.removeprefix("empty_")
    if not node.is_leaf:
        return node.kind
    if is_number(node):
        return "number"
    return "boolean" if isinstance(node.value, bool) else "string"
