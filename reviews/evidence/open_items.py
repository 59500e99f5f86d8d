"""What is still open on a panel: an anchor to jump to, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass

from journeys.providers import results as r

_QUIET = ("pass", "not_done")


@dataclass(frozen=True)
class OpenItem:
    """One thing that a person has not settled yet.

    `anchor` is the id of an element on the page, without "#"; `label` names the thing.
    """

    anchor: str
    label: str


def is_asking(outcome: r.Coded) -> bool:
    """Whether a person has to look: failed, uncertain, or a word that no table of ours knows.

    What was not run says nothing for or against; whatever is not known to be quiet asks.
    """
    return outcome.code not in _QUIET
