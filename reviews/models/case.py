"""Queue and case: who looks at what. States change by compare-and-set alone."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Account, Journey

# Without 0/O and 1/I, so that a code can be read out on the phone.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters that people call a case by; random, so that nothing can be counted."""
    return "".join(secrets.choice(CODE_LETTERS) for _index in range(8))


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


class Rank(models.IntegerChoices):
    """How urgent: the smaller number is offered first."""

    URGENT = 0, _("Urgent")
    HIGH = 1, _("High")
    NORMAL = 2, _("Normal")
    LOW = 3, _("Low")


def default_second_reader_when() -> list[str]:
    return ["disagree"]


class Queue(models.Model):
    """A stream of cases and its policy, as the newest version of it has it."""

    class Kind(models.TextChoices):
        """The two that always exist; empty for every other."""

        DEFAULT = "default", _("Takes what no rule sends elsewhere")
        TECHNICAL = "technical", _("Takes what a provider could not process")

    class Assignment(models.TextChoices):
        PULL = "pull", _("People take the next case")
        ROUND_ROBIN = "round_robin", _("Given in turn")
        LEAST_LOADED = "least_loaded", _("Given to who has the fewest")

    class OnSilence(models.TextChoices):
        """What happens where an applicant does not answer in time."""

        BACK = "back", _("Back to the queue")
        CLOSE = "close", _("Close the case")

    class Confirmed(models.TextChoices):
        """What a confirmed screening match means for an approval; sanctions never allow one."""

        NEVER = "never", _("Never approve")
        SECOND_READER = "second_reader", _("Approve with the right, a note and a second reader")

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    # Empty: as the setting UNDO_SECONDS says.
    undo_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    is_active = models.BooleanField(default=True)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.NORMAL)
    # Which of its PolicyVersions holds.
    version = models.PositiveIntegerField(default=1)
    # The limit: in the calendar's working hours, around the clock without one.
    late_after_minutes = models.PositiveIntegerField(default=24 * 60)
    calendar = models.ForeignKey(
        "reviews.Calendar",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="queues",
    )
    # Median seconds from claim to decision, kept up by the beat: what "next" reckons slack with.
    handling_seconds = models.PositiveIntegerField(default=300)
    # Shares in per cent, drawn at random: of journeys that passed, of clean approvals that are
    # read twice, of closed cases that are read again blind.
    passed_percent = models.PositiveSmallIntegerField(default=0)
    sample_percent = models.PositiveSmallIntegerField(default=0)
    reread_percent = models.PositiveSmallIntegerField(default=0)
    # Codes of what calls a second reader.
    second_reader_when = models.JSONField(default=default_second_reader_when)
    # Nobody picks: the list is for leads.
    is_guided = models.BooleanField(default=False)
    # Names of applicants stand in the list.
    shows_names = models.BooleanField(default=False)
    assignment = models.CharField(
        max_length=12, choices=Assignment.choices, default=Assignment.PULL
    )
    # How long an applicant has to answer, when they count as late, and what then.
    applicant_days = models.PositiveSmallIntegerField(default=7)
    reminder_days = models.PositiveSmallIntegerField(default=3)
    on_silence = models.CharField(max_length=5, choices=OnSilence.choices, default=OnSilence.BACK)
    # The faces are rated before anything else is served, where there are two of them.
    blind_first = models.BooleanField(default=True)
    # Panels that have to be opened before an approval, where the case has them.
    mandatory_panels = models.JSONField(default=default_mandatory_panels)
    # A refused consent stands against an approval.
    consent_needed = models.BooleanField(default=True)
    approve_with_confirmed = models.CharField(
        max_length=13, choices=Confirmed.choices, default=Confirmed.SECOND_READER
    )

    def __str__(self) -> str:
        return self.name


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
    # When who holds it took it: kept when the claim is renewed.
    claimed_at = models.DateTimeField(null=True)
    # Raised with every change of state; pages carry it, so that a stale one is noticed.
    version = models.PositiveIntegerField(default=1)
    round_count = models.PositiveSmallIntegerField(default=1)
    needs = models.CharField(max_length=6, choices=Needs.choices, blank=True)
    # Passed on to those who may confirm sanctions and political exposure.
    needs_sanctions = models.BooleanField(default=False)
    # On hold: nobody is offered it before this time.
    held_until = models.DateTimeField(null=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="held_cases"
    )
    # Given to this person by a lead or by the queue; offered to nobody else.
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assigned_cases"
    )
    # What lists show and sort by, written when a round opens: no join, nothing about a person.
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    flow_id = models.CharField(max_length=255, blank=True)
    document_type = models.CharField(max_length=80, blank=True)
    country_code = models.CharField(max_length=3, blank=True)
    # Bits of reviews/desk/routing/why.py.
    why_bits = models.PositiveIntegerField(default=0)
    # 0 not rated, 1 low, 2 medium, 3 high.
    severity = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.NORMAL)
    # due_at less the queue's median handling time: the order in which cases are offered.
    turn_at = models.DateTimeField(default=timezone.now)
    # The rule of the routing that sent it here; empty for the queue that takes the rest.
    rule_id = models.CharField(max_length=36, blank=True)
    skip_count = models.PositiveSmallIntegerField(default=0)
    round_opened_at = models.DateTimeField(default=timezone.now)
    # When the last round closed; empty while one is open.
    closed_at = models.DateTimeField(null=True)
    # When an applicant who was asked to do it again was found to be late.
    reminded_at = models.DateTimeField(null=True)
    # While an applicant is asked: when the provider was last asked whether there is news. The case
    # is due when the applicant's time is over, and its turn is when they count as late.
    asked_at = models.DateTimeField(null=True)
    # What the provider decided by itself, as a code: a conflict as long as its reason bit stands.
    held_at_provider = models.CharField(max_length=12, blank=True)

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
            # One index for "next" and for a queue's list: it follows the work, not the history.
            models.Index(
                fields=["queue", "is_test", "rank", "turn_at", "id"],
                condition=Q(state__in=("open", "claimed")),
                name="case_by_turn",
            ),
            # The same over all queues, for "next" of a person who works several.
            models.Index(
                fields=["is_test", "rank", "turn_at", "id"],
                condition=Q(state__in=("open", "claimed")),
                name="case_in_turn",
            ),
            models.Index(
                fields=["assigned_to"],
                condition=Q(state__in=("open", "claimed"), assigned_to__isnull=False),
                name="case_assigned",
            ),
            models.Index(
                fields=["held_by", "held_until"],
                condition=Q(held_until__isnull=False),
                name="case_held",
            ),
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="case_waiting"),
            models.Index(fields=["queue", "closed_at"], name="case_closed"),
            models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
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
