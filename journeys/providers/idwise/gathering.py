"""How IDWise's sections are walked: repeated keys, dictionaries of models, pictures.

Knows the shapes, not the meanings: every section of the body is read with these.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.choices import MediaKind, Side
from journeys.providers.bodies import Node, Spelled, clean, plain_key
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import Coded, MediaUse

NO_SIDE = Coded(Side.NONE.value, "")


def every(node: Node, *names: str) -> list[Node]:
    """All members with any of these names, in the order of the body.

    `Node.child` answers one question with one node; a section that was sent twice is read twice.
    """
    wanted = {plain_key(name) for name in names}
    return [member for key, member in node.members if plain_key(key) in wanted]


def keyed(node: Node) -> Iterator[tuple[str, Node]]:
    """The models of a dictionary by key, of a list by index: IDWise prints both for `details`."""
    for key, member in node.members:
        yield clean(key), member
    for index, item in enumerate(node.items):
        yield str(index), item


def is_nothing(node: Node) -> bool:
    """Null, "", {} or []: there is no such section, which is itself something that was said."""
    return node.is_leaf and node.value in (None, "")


def take_if_nothing(draft: Draft, node: Node | None, attribute: str) -> bool:
    """Take the leaf that says "no such section"; False where there is something to read."""
    if node is None or not is_nothing(node):
        return False
    draft.text(node, attribute)
    return True


def picture(
    reading: Reading,
    node: Node,
    *,
    owner: Draft,
    attribute: str,
    kind: MediaKind,
    step_id: str = "",
    side: Side = Side.NONE,
    label: str = "",
) -> MediaUse | None:
    """The use of the picture that a leaf names; a leaf that names none stays with its `owner`.

    A value that can be no path (a number, an object) is left for the list of unmapped leaves.
    """
    if take_if_nothing(owner, node, attribute):
        return None
    if not isinstance(node.value, str) or isinstance(node.value, Spelled):
        return None
    draft = reading.draft(node)
    locator = draft.locator(node)
    if not locator:
        return None
    traced = draft.traced()
    if node.occurrence > 1:
        traced["source_path"] = f"{node.pointer}#{node.occurrence}"
    return MediaUse(
        kind=kind.value,
        step_id=step_id,
        side=Coded(side.value, "") if side is not Side.NONE else NO_SIDE,
        locator=locator,
        label=label,
        **traced,
    )


def names_a_picture(key: str) -> bool:
    """Keys of pictures that the tables do not list yet still end as all the others do."""
    return plain_key(key).endswith(("imagepath", "videopath", "pdfpath"))
