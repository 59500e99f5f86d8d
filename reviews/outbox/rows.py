"""How far a message is: its row, and the trail's entry of its end. Makes no call."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.importing import request_fetch
from journeys.models import Snapshot
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.models import Decision, OutboxRow

SYSTEM = "outbox"
# A refused message is sent again when somebody asks for its job once more.
_SENDABLE = (OutboxRow.State.WAITING, OutboxRow.State.SENDING, OutboxRow.State.FAILED)


def may_be_sent(row: OutboxRow) -> bool:
    return row.state in _SENDABLE and row.decision.state == Decision.State.EFFECTIVE


def begin_attempt(row: OutboxRow, *, sealed_request: bytes | None = None) -> bool:
    """Say `sending`, the last thing before a request leaves; False where it must not leave now."""
    mine = OutboxRow.objects.filter(pk=row.pk, state__in=_SENDABLE)
    return bool(
        mine.update(
            state=OutboxRow.State.SENDING,
            attempts=F("attempts") + 1,
            last_error="",
            sealed_request=sealed_request,
        )
    )


def put_back(row: OutboxRow, *, why: str, was_taken: bool) -> None:
    """It waits. `was_taken` where the provider may have it all the same."""
    OutboxRow.objects.filter(pk=row.pk, state__in=_SENDABLE).update(
        state=OutboxRow.State.SENDING if was_taken else OutboxRow.State.WAITING,
        last_error=why[:400],
    )


def end(row: OutboxRow, state: OutboxRow.State, *, why: str = "") -> None:
    """The row's last state, in the caller's transaction.

    What a lead cancelled meanwhile stays cancelled, unless the provider confirmed it.
    """
    rows = OutboxRow.objects.filter(pk=row.pk)
    if state != OutboxRow.State.SENT:
        rows = rows.filter(state__in=_SENDABLE)
    rows.update(
        state=state,
        sent_at=timezone.now() if state == OutboxRow.State.SENT else None,
        last_error=why[:400],
    )


def end_told(
    row: OutboxRow,
    state: OutboxRow.State,
    *,
    event: Event,
    data: dict[str, object],
    why: str = "",
) -> None:
    """Row, trail entry and the look at what the provider has now, in one transaction.

    `data` holds codes; `why` is a sentence, in which a provider's own words may stand, so that it
    is kept in the row alone.
    """
    its_round = row.decision.round
    account = its_round.journey.account
    with transaction.atomic():
        end(row, state, why=why)
        if state == OutboxRow.State.SENT:
            request_fetch(account, its_round.journey.provider_id, how=Snapshot.How.FOLLOW_UP)
        record(
            event,
            system=SYSTEM,
            account=account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("outbox", row.id),
            data={"outcome": row.decision.outcome, **data},
        )


def withdraw_superseded(row: OutboxRow) -> None:
    """A later decision took its place before it was out."""
    OutboxRow.objects.filter(pk=row.pk, state__in=_SENDABLE).update(
        state=OutboxRow.State.WITHDRAWN,
        last_error=_("A later decision took its place."),
    )


def give_up(row_id: UUID, *, why: str) -> None:
    """The provider could not be reached for too long: it waits for a person now."""
    with transaction.atomic():
        mine = OutboxRow.objects.filter(pk=row_id, state__in=_SENDABLE)
        if not mine.update(state=OutboxRow.State.GIVEN_UP, last_error=why[:400]):
            return
        row = OutboxRow.objects.select_related("decision__round__journey__account").get(pk=row_id)
        its_round = row.decision.round
        record(
            Event.OUTBOX_GIVEN_UP,
            system=SYSTEM,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("outbox", row.id),
            data={"outcome": row.decision.outcome, "attempts": row.attempts},
        )
