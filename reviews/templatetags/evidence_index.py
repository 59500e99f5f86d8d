"""The state of each panel for the index: what is open on it, else whether it was opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from reviews.evidence.panels import Panels


@dataclass(frozen=True)
class PanelState:
    """`tone` is empty or attention; `icon` a symbol; `word` never empty."""

    tone: str
    icon: str
    word: str


def state_of(panels: Panels | None, number: int, seen: Collection[int]) -> PanelState:
    """What is open comes first: it stays until it is answered, seen or not."""
    count = len(panels.open_items(number)) if panels else 0
    if count:
        word = ngettext("%(count)s open", "%(count)s open", count) % {"count": count}
        return PanelState("attention", "triangle-alert", word)
    if number in (seen or ()):
        return PanelState("", "eye", gettext("seen"))
    return PanelState("", "circle", gettext("not seen"))
