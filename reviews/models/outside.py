"""What the client's own systems hear and may ask: subscriptions, deliveries, tokens."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey
from reviews.models.case import Case


class Scope(models.TextChoices):
    """What a token may do; codes as its row keeps them. A retired code is never reused."""

    EXPECTED = "expected.write", _("Announce journeys that were started")
    RELATIONSHIP = "relationship.write", _("Tell that a relationship ended")
    CASES = "cases.read", _("Read cases, without personal data")
    DECISIONS = "decisions.read", _("Read decisions, without personal data")
    PERSONAL = "personal.read", _("See your own reference of the applicant in those answers")


class HookEvent(models.TextChoices):
    """What a webhook can be told of; codes as a message's `type` has them. None is reused."""

    CASE_OPENED = "case.opened", _("A case was opened")
    CASE_DECIDED = "case.decided", _("A case was decided; it can still be undone")
    CASE_REOPENED = "case.reopened", _("A decided case is looked at again")
    DECISION_TOOK_EFFECT = "decision.took_effect", _("A decision took effect")
    DECISION_WITHDRAWN = "decision.withdrawn", _("A decision was undone")
    RESUBMISSION_REQUESTED = (
        "resubmission.requested",
        _("The applicant is asked to do it again"),
    )
    RESUBMISSION_ANSWERED = "resubmission.answered", _("The applicant did it again")
    CONFLICT_FOUND = "conflict.found", _("The provider holds another decision")
    JOURNEY_RECEIVED = "journey.received", _("Evidence of a journey came in")
    PING = "ping", _("A test message")


# What a subscription can choose: a test message comes to whoever asked for it.
CHOOSABLE = tuple(event for event in HookEvent if event is not HookEvent.PING)


class Subscription(models.Model):
    """An address that is told about events. Its secret is sealed and shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=400)
    # Event types, of the closed list in reviews/hooks.
    events = models.JSONField(default=list)
    # Whether the body may hold personal data (the client's reference).
    is_personal = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    key_id = models.CharField(max_length=64)
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def lane(self) -> str:
        """The name under which all deliveries to it pause and resume."""
        return f"hook:{self.pk}"


class Delivery(models.Model):
    """One event on its way to one subscription; replayed under the same id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        GIVEN_UP = "given_up", _("Given up")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="deliveries"
    )
    event = models.CharField(max_length=40)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    # HTTP status of the last answer; empty where there was none.
    status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    # Ids, codes and times, sealed under the subscription's key; a reference is added on the way.
    sealed_body = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subscription", "-at"], name="delivery_log"),
            models.Index(
                fields=["at"],
                condition=Q(state__in=("waiting", "sending", "refused")),
                name="delivery_open",
            ),
            # What is forgotten is found by it: the oldest of those that ended in a state.
            models.Index(fields=["state", "at"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"


class ApiToken(models.Model):
    """A token of the client's own system: its keyed hash, scopes, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # The minute (since 1970) of the last request, and how many came in it: the rate limit.
    minute = models.PositiveBigIntegerField(default=0)
    in_minute = models.PositiveIntegerField(default=0)
    # The last trail entry of its use, and the requests since: one entry an hour, not a request.
    noted_at = models.DateTimeField(null=True)
    unnoted = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class RelationshipEnd(models.Model):
    """When the client's relationship with a journey's applicant ended, as the client says.

    What is kept for years is kept from this day on.
    """

    journey = models.OneToOneField(
        Journey, primary_key=True, on_delete=models.PROTECT, related_name="relationship_end"
    )
    ended_at = models.DateTimeField()
    told_at = models.DateTimeField(default=timezone.now)
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.journey_id} {self.ended_at:%Y-%m-%d}"
