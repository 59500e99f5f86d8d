"""What is still open on a panel: an anchor to jump to, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenItem:
    """One thing that a person has not settled yet.

    `anchor` is the id of an element on the page, without "#"; `label` names the thing.
    """

    anchor: str
    label: str
