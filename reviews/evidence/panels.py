"""All panels of a case page together, and what is open on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reviews.evidence.data_panel import data_panel
from reviews.evidence.device_panel import DevicePanel, device_panel
from reviews.evidence.document_panel import document_panel
from reviews.evidence.open_items import OpenItem
from reviews.evidence.quality_panel import quality_panel
from reviews.evidence.rules_panel import rules_panel
from reviews.evidence.said import SaidBook
from reviews.evidence.screening_panel import screening_panel
from reviews.evidence.shapes import Tree
from reviews.evidence.standing import StandingLine, standing_lines
from reviews.models import Panel


@dataclass(frozen=True, kw_only=True)
class Panels:
    """What each panel's template shows."""

    document: Any = None
    data: Any = None
    quality: Any = None
    screening: Any = None
    rules: Any = None
    device: Any = None
    history: Any = None
    # What stands against an approval and has no other place, by the panel's name in small letters.
    standing: Mapping[str, tuple[StandingLine, ...]] = field(default_factory=dict)
    # Open on a panel beside what its own builder lists.
    beside: Mapping[Panel, tuple[OpenItem, ...]] = field(default_factory=dict)

    def open_items(self, number: int) -> tuple[OpenItem, ...]:
        """What a person has not answered yet on panel 1 to 8."""
        panel = getattr(self, Panel(number).name.lower(), None)
        return (*getattr(panel, "open_items", ()), *self.beside.get(Panel(number), ()))

    def items_by_panel(self) -> dict[int, tuple[OpenItem, ...]]:
        """Of all panels that leave something open."""
        every = {panel.value: self.open_items(panel.value) for panel in Panel}
        return {number: items for number, items in every.items() if items}


def panels_of(
    tree: Tree,
    said: SaidBook,
    *,
    at: date,
    may_confirm: bool = False,
    precedents: Mapping[str, Any] | None = None,
    history: Any = None,
    seen: Collection[int] = (),
) -> Panels:
    """All eight. `at` is the journey's date; `precedents` were looked up by the caller.

    `seen` are the panels that this person opened: hints are open until somebody looked.
    """
    device = device_panel(tree)
    standing = standing_lines(tree, said)
    unanswered = {
        panel: tuple(OpenItem(line.anchor, line.name) for line in lines if line.entry is None)
        for panel, lines in standing.items()
    }
    return Panels(
        document=document_panel(tree, said),
        data=data_panel(tree, said, at=at),
        quality=quality_panel(tree, said),
        screening=screening_panel(
            tree, said, at=at, may_confirm=may_confirm, precedents=precedents or {}
        ),
        rules=rules_panel(tree, said),
        device=device,
        history=history,
        standing={panel.name.lower(): lines for panel, lines in standing.items()},
        beside=_with_hints(unanswered, device, tree, seen=seen),
    )


def _with_hints(
    items: Mapping[Panel, tuple[OpenItem, ...]],
    device: DevicePanel,
    tree: Tree,
    *,
    seen: Collection[int],
) -> dict[Panel, tuple[OpenItem, ...]]:
    """Signals and values that nobody can explain away: open until their panel was opened."""
    found = dict(items)
    if Panel.DEVICE.value not in seen and (hints := device.hints):
        found[Panel.DEVICE] = (*found.get(Panel.DEVICE, ()), *hints)
    if Panel.HISTORY.value not in seen and tree.unmapped:
        unmapped = OpenItem("unmapped", _("Unmapped values"))
        found[Panel.HISTORY] = (*found.get(Panel.HISTORY, ()), unmapped)
    return found
