"""What was not looked at yet: panels not opened, and open items on them. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reviews.evidence.open_items import OpenItem
from reviews.models import Panel


@dataclass(frozen=True, kw_only=True)
class UnseenPanel:
    number: int
    label: str
    is_required: bool


@dataclass(frozen=True, kw_only=True)
class PanelItems:
    """What is open on one panel; `first` is where a link jumps to."""

    number: int
    label: str
    count: int
    first: OpenItem


@dataclass(frozen=True, kw_only=True)
class Coverage:
    unseen: tuple[UnseenPanel, ...] = ()
    open_items: tuple[PanelItems, ...] = ()

    @property
    def required(self) -> tuple[UnseenPanel, ...]:
        """Not opened, although the queue asks for it."""
        return tuple(panel for panel in self.unseen if panel.is_required)

    @property
    def open_count(self) -> int:
        return sum(items.count for items in self.open_items)


def coverage(
    items: Mapping[int, Sequence[OpenItem]],
    *,
    seen: Collection[int],
    mandatory: Collection[int],
) -> Coverage:
    """`items`: the panels' open items by number; `mandatory`: the panels this case has to open."""
    return Coverage(
        unseen=tuple(
            UnseenPanel(
                number=panel.value,
                label=str(panel.label),
                is_required=panel.value in mandatory,
            )
            for panel in Panel
            if panel.value not in seen
        ),
        open_items=tuple(
            PanelItems(
                number=panel.value,
                label=str(panel.label),
                count=len(items[panel.value]),
                first=items[panel.value][0],
            )
            for panel in Panel
            if items.get(panel.value)
        ),
    )
