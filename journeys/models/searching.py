"""Words of people's names, so that a person is found in any script. Cleared on erasure."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from journeys.models.journey import Journey
from kycreview.sealing import seal_json, unseal_json


class NameWord(models.Model):
    """One word as it is compared, read one way. Many journeys share it.

    Letters that scripts write differently have several ways of being read: a row each.
    """

    # Lower-case Latin letters and digits.
    word = models.CharField(max_length=40, db_index=True)
    # Its consonants: what is left of a name when scripts and vowels are taken away.
    sound = models.CharField(max_length=24, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["word", "sound"], name="name_word_once")
        ]

    def __str__(self) -> str:
        return self.word


class NameUse(models.Model):
    """A journey's applicant has this word in a name."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="name_uses")
    word = models.ForeignKey(NameWord, on_delete=models.PROTECT, related_name="uses")
    # The journey's, so that the newest are found without a join.
    seen_at = models.DateTimeField(default=timezone.now)
    # Bits of journeys/searching/scripts.py: what the names with this word are written in.
    scripts = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["journey", "word"], name="name_use_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["word", "-seen_at", "journey"], name="name_use_newest")
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.word_id}"


class PersonCard(models.Model):
    """What a list of results shows of an applicant, as the newest evidence has it; sealed.

    Without it, a page of fifty people would have to open everything that was ever read of them.
    """

    journey = models.OneToOneField(
        Journey, primary_key=True, on_delete=models.CASCADE, related_name="card"
    )
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.journey_id)

    def put(self, key: bytes, plain: Any) -> None:
        """Seal {"names", "born", "number"} into the row (not saved); the number comes masked."""
        self.sealed = seal_json(key, plain, context=f"card:{self.journey_id}")

    def opened(self, key: bytes) -> dict[str, Any]:
        """Raises Broken."""
        found: dict[str, Any] = unseal_json(key, self.sealed, context=f"card:{self.journey_id}")
        return found
