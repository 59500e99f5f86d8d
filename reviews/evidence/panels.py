"""All panels of a case page together, and what is open on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.evidence.data_panel import data_panel
from reviews.evidence.device_panel import device_panel
from reviews.evidence.document_panel import document_panel
from reviews.evidence.open_items import OpenItem
from reviews.evidence.quality_panel import quality_panel
from reviews.evidence.rules_panel import rules_panel
from reviews.evidence.said import SaidBook
from reviews.evidence.screening_panel import screening_panel
from reviews.evidence.shapes import Tree
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

    def open_items(self, number: int) -> tuple[OpenItem, ...]:
        """What a person has not answered yet on panel 1 to 8; the faces are rated, not answered."""
        panel = getattr(self, Panel(number).name.lower(), None)
        return tuple(getattr(panel, "open_items", ()))

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
) -> Panels:
    """All but the faces. `at` is the journey's date; `precedents` were looked up by the caller."""
    return Panels(
        document=document_panel(tree, said),
        data=data_panel(tree, said, at=at),
        quality=quality_panel(tree, said),
        screening=screening_panel(
            tree, said, at=at, may_confirm=may_confirm, precedents=precedents or {}
        ),
        rules=rules_panel(tree, said),
        device=device_panel(tree),
        history=history,
    )
