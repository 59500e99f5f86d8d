"""What a queue asks of an approval, as plain values: the gate reads no rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from reviews.models import Queue, Round


@dataclass(frozen=True, kw_only=True)
class ApprovalPolicy:
    """Panels to be opened, whether a refused consent stops it, what a confirmed match means."""

    mandatory: Collection[int]
    consent_needed: bool = True
    approve_with_confirmed: str = Queue.Confirmed.SECOND_READER

    @classmethod
    def of(cls, its_round: Round) -> Self:
        """As it held when the round opened."""
        return cls(
            mandatory=its_round.setting("mandatory_panels"),
            consent_needed=its_round.setting("consent_needed"),
            approve_with_confirmed=its_round.setting("approve_with_confirmed"),
        )

    @property
    def never_with_confirmed(self) -> bool:
        return self.approve_with_confirmed != Queue.Confirmed.SECOND_READER
