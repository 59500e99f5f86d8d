"""Send a message once more because a person asks for it, or no more."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import NotAllowed, TooLate
from reviews.models import Decision, OutboxRow
from reviews.verdicts.effects import enqueue_send

# What was refused, held back or given up; and a link that is replaced by a new one.
_REPEATABLE = Q(
    state__in=(
        OutboxRow.State.FAILED,
        OutboxRow.State.CONFLICT,
        OutboxRow.State.GIVEN_UP,
    )
) | Q(state=OutboxRow.State.SENT, kind=OutboxRow.Kind.NEW_JOURNEY)
# By a lead alone: what a lead cancelled, and what was confirmed, for which the provider's own state
# is read before anything is sent.
_REPLAYABLE = (
    _REPEATABLE
    | Q(state=OutboxRow.State.CANCELLED)
    | Q(state=OutboxRow.State.SENT, kind=OutboxRow.Kind.DECISION)
)
CANCELLABLE = (
    OutboxRow.State.WAITING,
    OutboxRow.State.SENDING,
    OutboxRow.State.FAILED,
    OutboxRow.State.CONFLICT,
    OutboxRow.State.GIVEN_UP,
)


def again(row: OutboxRow, *, by: User, seat: Seat = NOWHERE) -> None:
    """Raises TooLate for what is on its way, confirmed, or superseded by a later decision."""
    if row.decision.state != Decision.State.EFFECTIVE:
        raise TooLate(_("A later decision took the place of this one; it is sent no more."))
    with transaction.atomic():
        may_replay = by.may(Permission.CASES_LEAD)
        mine = OutboxRow.objects.filter(_REPLAYABLE if may_replay else _REPEATABLE, pk=row.pk)
        if not mine.update(state=OutboxRow.State.WAITING, last_error=""):
            raise TooLate(_("This message is on its way already, or has arrived."))
        enqueue_send(row)
        _record(Event.JOB_RETRIED, row, by=by, seat=seat)


def cancel(row: OutboxRow, *, by: User, seat: Seat = NOWHERE) -> None:
    """The provider is not told. Raises NotAllowed, and TooLate for what was told or withdrawn.

    Of a message that is being sent at this moment the provider's answer still counts.
    """
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead cancels a message to the provider."))
    with transaction.atomic():
        locked = OutboxRow.objects.select_for_update().filter(pk=row.pk)
        was = locked.values_list("state", flat=True).first() or ""
        mine = OutboxRow.objects.filter(pk=row.pk, state=was, state__in=CANCELLABLE)
        if not mine.update(state=OutboxRow.State.CANCELLED):
            raise TooLate(_("The provider was told already, or the message was withdrawn."))
        told = {"was": was, "outcome": row.decision.outcome}
        _record(Event.OUTBOX_CANCELLED, row, by=by, seat=seat, data=told)


def _record(
    event: Event, row: OutboxRow, *, by: User, seat: Seat, data: Mapping[str, object] | None = None
) -> None:
    its_round = row.decision.round
    record(
        event,
        by=by,
        seat=seat,
        account=its_round.journey.account.lane,
        case_id=its_round.case_id,
        round_id=its_round.pk,
        about=("outbox", row.id),
        data=data,
    )
