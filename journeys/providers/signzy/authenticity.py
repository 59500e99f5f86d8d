"""Authenticity checks: the submitted fragment beside the reference fragment. Reads, judges nothing.

The vendor's sample groups lists by side and type, the vendor's table puts one object under each
type with no side at all; both, and flat lists, are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeys.choices import CheckGroup, MediaKind, Outcome, Side
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import Check, Coded, MediaUse
from journeys.providers.signzy.engine_names import (
    DIAGNOSE_PASS,
    GROUPS,
    is_known_diagnose,
    is_known_element_type,
)
from journeys.providers.signzy.envelope import is_blank
from journeys.providers.signzy.pictures import (
    NO_SIDE,
    media_path,
    media_use,
    names_a_picture,
)

SIDE_LISTS = {
    "frontauthenticitychecklist": Coded(Side.FRONT, ""),
    "backauthenticitychecklist": Coded(Side.BACK, ""),
    "front": Coded(Side.FRONT, ""),
    "back": Coded(Side.BACK, ""),
}
ELEMENT_KEYS = ("elementResult", "elementDiagnose", "elementType", "image", "etalonImage")


@dataclass(frozen=True)
class _Found:
    """One element, or a bare value under a group, and what stands above it."""

    node: Node
    side: Coded
    group: str


def authenticity_checks(
    reading: Reading, intelligence: Node | None, *, owner: Draft, step_id: str
) -> tuple[tuple[Check, ...], tuple[MediaUse, ...]]:
    """The checks and the pictures that they compare. `owner` takes what is empty."""
    checks: list[Check] = []
    media: list[MediaUse] = []
    for node in intelligence.children("authenticityCheck") if intelligence else []:
        for found in _elements(_Found(node, NO_SIDE, "")):
            if is_blank(found.node):
                owner.text(found.node, "authenticity_check")
            elif found.node.is_leaf:
                checks.append(_bare(reading, found, step_id))
            else:
                check, pictures = _element(reading, found, step_id)
                checks.append(check)
                media.extend(pictures)
    return tuple(checks), tuple(media)


def _elements(found: _Found) -> Iterator[_Found]:
    node = found.node
    if node.is_leaf or node.child(*ELEMENT_KEYS) is not None:
        yield found
    elif node.kind == "array":
        for item in node.items:
            yield from _elements(_Found(item, found.side, found.group))
    else:
        for key, member in node.members:
            side = SIDE_LISTS.get(plain_key(key))
            if side is not None:
                yield from _elements(_Found(member, side, found.group))
            else:
                yield from _elements(_Found(member, found.side, clean(key)))


def _element(reading: Reading, found: _Found, step_id: str) -> tuple[Check, tuple[MediaUse, ...]]:
    node = found.node
    draft = reading.draft(node)
    result = draft.outcome(node.child("elementResult"))
    diagnose = draft.text(node.child("elementDiagnose"), "diagnose")
    element = draft.text(node.child("elementType"), "element_type")
    paths = {"submitted": "", "reference": ""}
    media = []
    for attribute, key, kind in (
        ("submitted", "image", MediaKind.ELEMENT_CROP),
        ("reference", "etalonImage", MediaKind.REFERENCE_CROP),
    ):
        picture = node.child(key)
        if picture is not None and names_a_picture(picture):
            use = media_use(
                reading.draft(picture), picture, kind=kind, step_id=step_id, side=found.side
            )
            media.append(use)
            paths[attribute] = media_path(picture)
        else:
            draft.text(picture, attribute)
    key, name = GROUPS.get(plain_key(found.group), (found.group, found.group))
    check = Check(
        group=CheckGroup.AUTHENTICITY,
        subject=step_id,
        side=found.side,
        key=".".join(piece for piece in (key, "_".join(element.lower().split())) if piece),
        name=": ".join(piece for piece in (name, element) if piece),
        outcome=_with_diagnose(result, diagnose),
        description=_unknown_words(diagnose, element),
        diagnose=diagnose,
        element_type=element,
        submitted=paths["submitted"],
        reference=paths["reference"],
        **draft.traced(),
    )
    return check, tuple(media)


def _bare(reading: Reading, found: _Found, step_id: str) -> Check:
    draft = reading.draft(found.node)
    key, name = GROUPS.get(plain_key(found.group), (found.group, found.group))
    return Check(
        group=CheckGroup.AUTHENTICITY,
        subject=step_id,
        side=found.side,
        key=key,
        name=name,
        outcome=draft.outcome(found.node),
        **draft.traced(),
    )


def _with_diagnose(result: Coded, diagnose: str) -> Coded:
    """A result that its own diagnosis contradicts is no pass."""
    if plain_key(diagnose) in ("", DIAGNOSE_PASS) or result.code == Outcome.FAIL:
        return result
    return Coded(Outcome.UNCERTAIN if is_known_diagnose(diagnose) else Outcome.UNKNOWN, result.raw)


def _unknown_words(diagnose: str, element: str) -> str:
    sentences = []
    if diagnose.strip() and not is_known_diagnose(diagnose):
        sentences.append("The diagnosis is not in the engine's published list.")
    if element.strip() and not is_known_element_type(element):
        sentences.append("The element is not in the engine's published list.")
    return " ".join(sentences)
