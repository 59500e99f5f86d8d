"""One look at one journey: who read it, on which evidence, under which policy."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, Snapshot
from reviews.models.case import Case
from reviews.models.policy import PolicyVersion


class Round(models.Model):
    """One look at one journey. It opened on one snapshot and was judged on one."""

    class Why(models.TextChoices):
        FIRST = "first", _("First look")
        RESUBMISSION = "resubmission", _("The applicant sent again")
        NEW_EVIDENCE = "new_evidence", _("New evidence on a closed case")
        REOPENED = "reopened", _("Reopened by a lead")
        MONITOR = "monitor", _("Screening update at the provider")
        SPOT_CHECK = "spot_check", _("Spot check")
        RENEWAL = "renewal", _("Renewal")
        REREAD = "reread", _("Read again, blind")
        SILENCE = "silence", _("The applicant did not answer")

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
    # By when it was to be decided: the case's own is that of its next round by then, or of its
    # applicant. Empty for rounds from before this was kept: nobody knows whether they were in time.
    due_at = models.DateTimeField(null=True)
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
    # The settings of the queue as they held when it opened; empty: as they hold now.
    policy = models.ForeignKey(
        "reviews.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The newest snapshot whose decision at the provider was compared with ours.
    met_on = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")

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
        indexes: ClassVar[list[models.Index]] = [
            # What came again, by when: figures look for it in a period, among a million firsts.
            models.Index(fields=["opened_at"], condition=~Q(why="first"), name="round_again")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} round {self.number}"

    def setting(self, name: str) -> Any:
        """A setting of the queue as it held when this round opened.

        A case that was moved since is judged as the queue where it is now judges.
        """
        kept = self.kept_policy
        if kept is not None and name in kept.values:
            return kept.values[name]
        return getattr(self.case.queue, name)

    @property
    def kept_policy(self) -> PolicyVersion | None:
        """The version that the round began with; none where the case was moved since."""
        kept = self.policy
        return kept if kept is not None and kept.queue_id == self.case.queue_id else None

    @property
    def undo_window(self) -> timedelta:
        """How long a decision of this round can be undone."""
        own = self.setting("undo_seconds")
        return timedelta(seconds=settings.UNDO_SECONDS if own is None else own)
