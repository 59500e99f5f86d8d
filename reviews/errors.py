"""What can stand against a reviewer's act. Each error carries a sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One thing that stands against an outcome.

    `anchor` is an address on the case page ("#panel-5"), `panel` its number, 0 for the decision
    column itself.
    """

    code: str
    sentence: str
    anchor: str
    panel: int = 0


class ReviewError(Exception):
    """The base. `sentence` is shown; `status` is the HTTP status of the answer."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadyClaimed(ReviewError):
    """Somebody else holds the case."""


class NotYours(ReviewError):
    """The case is not claimed by this person (any more)."""


class AlreadyDecided(ReviewError):
    """The case was decided meanwhile."""


class EvidenceChanged(ReviewError):
    """New evidence came in after the page was opened. `changes` says what, in sentences."""

    def __init__(self, sentence: str, changes: list[str]) -> None:
        super().__init__(sentence)
        self.changes = changes


class Incomplete(ReviewError):
    """Something that the decision needs is missing; `field` names the form's field."""

    status = 422

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class TooLate(ReviewError):
    """The undo window is over, or the message is on its way."""


class NotAllowed(ReviewError):
    """This person may not do this (recused, not a lead...)."""

    status = 403


class RateFirst(ReviewError):
    """The faces have to be rated before anything else of the case is served."""


class GateClosed(ReviewError):
    """What stands against this outcome: `refusals`, all at once, each with its place."""

    def __init__(self, sentence: str, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(sentence)
        self.refusals = refusals
