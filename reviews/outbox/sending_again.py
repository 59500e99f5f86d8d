"""Send a message once more because a person asks for it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import TooLate
from reviews.models import Decision, OutboxRow
from reviews.verdicts.effects import enqueue_send

# What was refused or held back; and a link that is replaced by a new one.
_REPEATABLE = Q(state__in=(OutboxRow.State.FAILED, OutboxRow.State.CONFLICT)) | Q(
    state=OutboxRow.State.SENT, kind=OutboxRow.Kind.NEW_JOURNEY
)


def again(row: OutboxRow, *, by: User, seat: Seat = NOWHERE) -> None:
    """Raises TooLate for what is on its way, confirmed, or superseded by a later decision."""
    if row.decision.state != Decision.State.EFFECTIVE:
        raise TooLate(_("A later decision took the place of this one; it is sent no more."))
    with transaction.atomic():
        mine = OutboxRow.objects.filter(_REPEATABLE, pk=row.pk)
        if not mine.update(state=OutboxRow.State.WAITING, last_error=""):
            raise TooLate(_("This message is on its way already, or has arrived."))
        enqueue_send(row)
        record(
            Event.JOB_RETRIED,
            by=by,
            seat=seat,
            account=row.decision.round.journey.account.lane,
            case_id=row.decision.round.case_id,
            round_id=row.decision.round_id,
            about=("outbox", row.id),
        )
