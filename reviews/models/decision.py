"""Opinions and decisions: added, never overwritten. Notes and drafts, sealed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Snapshot
from kycreview.sealing import seal, seal_json, unseal, unseal_json
from reviews.models.case import Case
from reviews.models.round import Round


class Outcome(models.TextChoices):
    """The three things that a reviewer can say."""

    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Reject")
    RESUBMIT = "resubmit", _("Request resubmission")


class Opinion(models.Model):
    """A rating of the faces from -3 (surely different) to +3 (surely the same)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="opinions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rating = models.SmallIntegerField()
    # What was visible when it was given, as codes: "machine", "data", "pictures"...
    visible = models.JSONField(default=list)
    # Given before anything but the faces was served.
    is_blind = models.BooleanField(default=False)
    # Seconds between the faces being served and the rating; empty where that is not known.
    seconds = models.FloatField(null=True)
    # What it is about: the comparison's or picture pair's identity and content.
    stable_key = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="opinion_rating_range", condition=Q(rating__gte=-3, rating__lte=3)
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.rating:+d}"


class Decision(models.Model):
    """What one person decided in one round, on which evidence."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Can still be undone")
        EFFECTIVE = "effective", _("In effect")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_at = models.DateTimeField(default=timezone.now)
    takes_effect_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    evidence_digest = models.CharField(max_length=64)
    # SHA-256 of every picture that was evidence, sorted.
    media_sha256 = models.JSONField(default=list)
    reason_codes = models.JSONField(default=list)
    # Step ids that the applicant is asked to do again.
    steps = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    # The policy that held when it was made.
    policy = models.ForeignKey(
        "reviews.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Seconds from the claim to the decision; empty where the claim's time is not known.
    handling_seconds = models.PositiveIntegerField(null=True)
    # 1 the first (mostly the only) reading, 2 the second reader's, 3 the settler's.
    reading = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["decided_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="effective"), name="decision_one_in_effect"
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(state="proposed"),
                name="decision_one_proposed_each",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-decided_at"], name="decision_of_person"),
            models.Index(fields=["-decided_at", "-id"], name="decision_by_time"),
            # How long cases took lately, by queue.
            models.Index(
                fields=["-decided_at"],
                condition=Q(handling_seconds__isnull=False),
                name="decision_handled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.state}"


class Note(models.Model):
    """A reviewer's words about a case; sealed, and never sent to anybody outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="notes"
    )
    at = models.DateTimeField(default=timezone.now)
    # Restricted notes are for holders of sanctions.decide and for auditors.
    is_restricted = models.BooleanField(default=False)
    # A note is never changed: this one says what the other should have said.
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    sealed_text = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="note_corrected_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def put(self, words: str, *, key: bytes) -> None:
        """Seal the words into the row (not saved). `key` is the journey's data key."""
        self.sealed_text = seal(key, words.encode("utf-8", "replace"), context=self._context)

    def text(self, key: bytes) -> str:
        """Raises Broken."""
        return unseal(key, self.sealed_text, context=self._context).decode("utf-8")

    @property
    def _context(self) -> str:
        return f"note:{self.id}"


class Statement(models.Model):
    """What a person said about one piece of evidence: a verdict, disposition or correction.

    It points at (round, stable key, content hash), so it carries over to a newer snapshot only
    where both are equal. Values about the applicant lie sealed.
    """

    class Kind(models.TextChoices):
        ELEMENT = "element", _("Verdict on an element")
        DISPOSITION = "disposition", _("Disposition of a match")
        OVERRIDE = "override", _("Override of a check")
        CORRECTION = "correction", _("Correction of a field")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    stable_key = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    sealed_values = models.BinaryField(null=True)
    # Keyed hash of account, applicant and list entry: finds what was said about the same person.
    precedent_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["precedent_key"],
                condition=~Q(precedent_key=""),
                name="statement_precedents",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Draft(models.Model):
    """What a person has begun to write in a round: on the server, sealed, one each."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person"], name="draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id}"


class NoteDraft(models.Model):
    """A note that somebody has begun and not added: sealed, one a person, case and form."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="note_drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The note that it is to correct; null for a note of its own.
    corrects = models.ForeignKey(
        Note, null=True, on_delete=models.CASCADE, related_name="correction_drafts"
    )
    # Under the key of this round's journey.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="note_drafts")
    saved_at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(corrects__isnull=True),
                name="note_draft_once",
            ),
            models.UniqueConstraint(
                fields=["case", "person", "corrects"],
                condition=Q(corrects__isnull=False),
                name="note_draft_once_a_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"

    def put(self, values: Mapping[str, Any], *, key: bytes) -> None:
        """Seal what was written into the row (not saved)."""
        self.sealed = seal_json(key, dict(values), context=self._context)

    def values(self, key: bytes) -> dict[str, Any]:
        """Raises Broken."""
        found: dict[str, Any] = unseal_json(key, self.sealed, context=self._context)
        return found

    @property
    def _context(self) -> str:
        return f"note-draft:{self.case_id}:{self.person_id}:{self.corrects_id or ''}"
