"""Queue, case, round: who looks at what. States change by compare-and-set alone."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, Snapshot

# Without 0/O and 1/I, so that a code can be read out on the phone.
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters that people call a case by; random, so that nothing can be counted."""
    return "".join(secrets.choice(_CODE_LETTERS) for _index in range(8))


class Panel(models.IntegerChoices):
    """The eight places of a case page, in the order of looking."""

    FACES = 1, _("Faces")
    DOCUMENT = 2, _("Document")
    DATA = 3, _("Data")
    QUALITY = 4, _("Quality")
    SCREENING = 5, _("Screening")
    RULES = 6, _("Rules")
    DEVICE = 7, _("Device and IP")
    HISTORY = 8, _("History")


def default_mandatory_panels() -> list[int]:
    return [Panel.FACES.value, Panel.DOCUMENT.value, Panel.SCREENING.value]


class Queue(models.Model):
    """A stream of cases and its policy."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    # Empty: as the setting UNDO_SECONDS says.
    undo_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    due_hours = models.PositiveSmallIntegerField(default=24)
    # Journeys that passed need nobody, unless the policy samples them.
    takes_passed = models.BooleanField(default=False)
    # The faces are rated before anything else is served, where there are two of them.
    blind_first = models.BooleanField(default=True)
    # Panels that have to be opened before an approval, where the case has them.
    mandatory_panels = models.JSONField(default=default_mandatory_panels)

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

    class Needs(models.TextChoices):
        """Who has to look next; empty for any reviewer."""

        SECOND = "second", _("Needs a second reader")
        SETTLE = "settle", _("Needs a lead to settle")

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
    needs = models.CharField(max_length=6, choices=Needs.choices, blank=True)
    # Passed on to those who may confirm sanctions and political exposure.
    needs_sanctions = models.BooleanField(default=False)
    # On hold: nobody is offered it before this time.
    held_until = models.DateTimeField(null=True)

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
    # Who read it. Three different people, which the database holds to.
    first_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="round_readers_differ",
                condition=(Q(second_reader__isnull=True) | ~Q(second_reader=F("first_reader")))
                & (
                    Q(settler__isnull=True)
                    | (~Q(settler=F("first_reader")) & ~Q(settler=F("second_reader")))
                ),
            ),
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


class Unblinded(models.Model):
    """Somebody saw the whole of a round's evidence without having rated its faces first."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="unblinded")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The faces' content: with equal faces, a later round cannot be read blind either.
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person"], name="unblinded_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id}"


class PanelView(models.Model):
    """A person opened a panel in a round; the first time counts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panel_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    panel = models.PositiveSmallIntegerField(choices=Panel.choices)
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person", "panel"], name="panel_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.panel}"


class FaceWindow(models.Model):
    """The part of a document's front that stood for the portrait, as fractions of its sides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="face_windows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    media = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    x = models.FloatField()
    y = models.FloatField()
    w = models.FloatField()
    h = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.media}"
