"""Queue, case, round: who looks at what. States change by compare-and-set alone."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, Snapshot

# Without 0/O and 1/I, so that a code can be read out on the phone.
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters that people call a case by; random, so that nothing can be counted."""
    return "".join(secrets.choice(_CODE_LETTERS) for _index in range(8))


class Queue(models.Model):
    """A stream of cases and its policy."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    # Empty: as the setting UNDO_SECONDS says.
    undo_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    due_hours = models.PositiveSmallIntegerField(default=24)
    # Journeys that passed need nobody, unless the policy samples them.
    takes_passed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def undo_window(self) -> timedelta:
        """How long a decision can be undone."""
        own = self.undo_seconds
        return timedelta(seconds=settings.UNDO_SECONDS if own is None else own)


class Case(models.Model):
    """One or more rounds about one applicant's request."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLAIMED = "claimed", _("Claimed")
        DECIDED = "decided", _("Decided")
        WAITING = "waiting", _("Waiting for the applicant")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True, default=new_code)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    is_test = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="claims"
    )
    claim_until = models.DateTimeField(null=True)
    # Raised with every change of state; pages carry it, so that a stale one is noticed.
    version = models.PositiveIntegerField(default=1)
    round_count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="case_claimed_by_somebody",
                condition=Q(state="claimed", claimed_by__isnull=False)
                | (~Q(state="claimed") & Q(claimed_by__isnull=True)),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=("open", "claimed")),
                name="case_open_by_due",
            ),
            models.Index(
                fields=["claimed_by", "claim_until"],
                condition=Q(state="claimed"),
                name="case_claims",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseJourney(models.Model):
    """A journey belongs to at most one case: a rival pull is harmless."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_journeys")
    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="case_link")

    def __str__(self) -> str:
        return f"{self.case_id} {self.journey_id}"


class Round(models.Model):
    """One look at one journey. It opened on one snapshot and was judged on one."""

    class Why(models.TextChoices):
        FIRST = "first", _("First look")
        RESUBMISSION = "resubmission", _("The applicant sent again")
        NEW_EVIDENCE = "new_evidence", _("New evidence on a closed case")
        REOPENED = "reopened", _("Reopened by a lead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=16, choices=Why.choices, default=Why.FIRST)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="rounds")
    opened_on = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    judged_on = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")
    # The newest snapshot that was compared with the one judged on, and found to be no news.
    compared_with = models.ForeignKey(
        Snapshot, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="round_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} round {self.number}"


class Recusal(models.Model):
    """ "I know this person": the case never comes back to this reviewer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "person"], name="recusal_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class Access(models.Model):
    """How often one person saw one picture in one round; the first time is a trail entry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Null where a journey was looked up outside any round.
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="accesses")
    media = models.UUIDField()
    size = models.CharField(max_length=10)
    # One row a (person, round or journey, picture, size): the constraint needs one text for it.
    unique_key = models.CharField(max_length=160, unique=True)
    first_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.unique_key
