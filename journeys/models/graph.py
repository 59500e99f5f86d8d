"""What all graph rows are: they belong to one snapshot, are inserted once and never updated.

The whole part lies sealed under the journey's key; a few codes stand beside it in clear, for
counting and filtering. Nothing about a person is among them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from journeys.models.journey import Snapshot
from journeys.providers.plain import from_plain
from journeys.providers.results import Coded, Part
from kycreview.sealing import seal_json, unseal_json


class GraphRow(models.Model):
    """One part of the graph. Subclasses name their part and the attributes kept in clear."""

    PART: ClassVar[type[Part]]
    # Attributes of the part (Coded or text) whose code also stands in a column of that name.
    CLEAR: ClassVar[tuple[str, ...]] = ()

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveIntegerField()
    # Keyed hashes: what the row is about, and what it says (without its pictures).
    stable_key = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["ordinal"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.ordinal}"

    @classmethod
    def context(cls, snapshot: Snapshot, ordinal: int) -> str:
        return f"{cls.__name__}:{snapshot.id}:{ordinal}"

    @classmethod
    def clear_columns(cls, part: Part) -> dict[str, str]:
        """The codes of `part` that are kept in clear."""
        found: dict[str, str] = {}
        for name in cls.CLEAR:
            value = getattr(part, name)
            found[name] = (value.code if isinstance(value, Coded) else value or "")[:40]
        return found

    def put(self, key: bytes, plain: Any) -> None:
        """Seal the part's plain form into the row (not saved)."""
        self.sealed = seal_json(key, plain, context=self.context(self.snapshot, self.ordinal))

    def part(self, key: bytes, snapshot: Snapshot) -> Any:
        """Open the part, an instance of PART (a generic base would end up in the migrations).

        `snapshot` is passed so that reading a row asks for no second one.
        """
        plain = unseal_json(key, self.sealed, context=self.context(snapshot, self.ordinal))
        return from_plain(self.PART, plain)


def code_column() -> models.CharField[str, str]:
    """A column for one code in clear."""
    return models.CharField(max_length=40, blank=True)
