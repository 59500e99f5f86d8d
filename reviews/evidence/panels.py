"""All panels of a case page together, and what is open on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Tree


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
        """What a person has not answered yet on panel 1 to 8."""
        panel = {
            2: self.document,
            3: self.data,
            4: self.quality,
            5: self.screening,
            6: self.rules,
            7: self.device,
        }.get(number)
        return tuple(getattr(panel, "open_items", ()))
