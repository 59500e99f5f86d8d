"""Every picture that a Signzy body names, as a use of a secret URL. Downloads nothing."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.choices import MediaKind, Side
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.reading import Draft, Reading, is_number
from journeys.providers.results import Coded, MediaUse
from journeys.providers.signzy.envelope import is_blank, under
from journeys.providers.signzy.tables import CROP_OF_SIDE, CROPPED_DOCUMENT, GRAPHIC_KIND, SIDE

NO_SIDE = Coded(Side.NONE, "")


def media_path(node: Node) -> str:
    """What other parts call a picture by: the pointer of the leaf that names it."""
    return node.pointer if node.occurrence == 1 else f"{node.pointer}#{node.occurrence}"


def names_a_picture(node: Node | None) -> bool:
    return (
        node is not None
        and isinstance(node.value, str)
        and not is_number(node)
        and not is_blank(node)
    )


def media_use(
    draft: Draft,
    node: Node,
    *,
    kind: str,
    step_id: str,
    side: Coded = NO_SIDE,
    label: str = "",
) -> MediaUse:
    """A use of the picture that `node` names; `draft` may have taken what stands beside it."""
    locator = draft.locator(node)
    traced = draft.traced()
    traced["source_path"] = media_path(node)
    return MediaUse(
        kind=kind,
        step_id=step_id,
        side=side,
        locator=locator,
        is_secret=True,
        label=label,
        **traced,
    )


def pictures_at(
    reading: Reading,
    parent: Node | None,
    *names: str,
    owner: Draft,
    attribute: str,
    kind: str,
    step_id: str,
    side: Side = Side.NONE,
) -> Iterator[MediaUse]:
    """The pictures that one key names; what names none is taken by the part it belongs to."""
    for node in parent.children(*names) if parent is not None else []:
        if names_a_picture(node):
            yield media_use(
                reading.draft(node),
                node,
                kind=kind,
                step_id=step_id,
                side=Coded(side, "") if side is not Side.NONE else NO_SIDE,
            )
        else:
            owner.text(node, attribute)


def other_captured_pictures(reading: Reading, images: Node | None) -> Iterator[MediaUse]:
    """Members of `capturedData.images` that nobody has documented, under their own label."""
    known = frozenset(
        f"{name}{number}" for name in ("frontdoc", "backdoc") for number in ("", "2", "3")
    ) | {"selfie"}
    for key, node in images.members if images is not None else []:
        label = clean(key)
        if plain_key(key) not in known and names_a_picture(node):
            yield media_use(
                reading.draft(node), node, kind=MediaKind.OTHER, step_id="", label=label
            )


def graphic_fields(
    reading: Reading, intelligence: Node | None, *, owner: Draft, step_id: str
) -> tuple[MediaUse, ...]:
    """Cut-outs of the document: a list, a list of lists or an object, flattened.

    One URL that stands twice stays two uses; the vault downloads it once.
    """
    found: list[MediaUse] = []
    stack = list(reversed(intelligence.children("graphicFields"))) if intelligence else []
    while stack:
        node = stack.pop()
        if is_blank(node):
            owner.text(node, "graphic_fields")
        elif node.kind == "array":
            stack.extend(reversed(node.items))
        elif node.child("fieldType", "value") is None:
            stack.extend(member for _, member in reversed(node.members))
        elif names_a_picture(value := under(node, "value")) and value is not None:
            found.append(_graphic_field(reading, node, value, step_id=step_id))
        else:
            owner.particular(node, "graphic_field")
    return tuple(found)


def kind_of_picture(label: str, side: str) -> str:
    plain = plain_key(label)
    if plain in CROPPED_DOCUMENT:
        return CROP_OF_SIDE.get(side, MediaKind.OTHER.value)
    return GRAPHIC_KIND.get(plain, MediaKind.OTHER.value)


def _graphic_field(reading: Reading, item: Node, value: Node, *, step_id: str) -> MediaUse:
    draft = reading.draft(item)
    label = draft.text(item.child("fieldType"), "label")
    side = draft.coded(item.child("docSide"), "side", SIDE, missing=Side.NONE)
    draft.particular(item.child("source"), "source")
    draft.particular(item.child("containerType"), "container_type")
    return media_use(
        draft,
        value,
        kind=kind_of_picture(label, side.code),
        step_id=step_id,
        side=side,
        label=label,
    )
