"""Bring one message out, as its job asks. No call is made inside a transaction.

Exactly-once does not exist outward: the row says `sending` before each request leaves.
"""

from __future__ import annotations

from uuid import UUID

from journeys.providers.errors import CredentialsRefused, ProviderRejected, ProviderUnavailable
from kycreview.trail.events import Event
from reviews.models import Decision, OutboxRow
from reviews.outbox.decisions import send_decision
from reviews.outbox.links import ask_for_new_journey
from reviews.outbox.rows import end, end_told, may_be_sent, put_back, withdraw_superseded
from reviews.outbox.sending_again import again

__all__ = ["again", "send"]

# The provider never saw the request, or said that it did not take it.
_NOT_TAKEN = frozenset(
    {"busy", "certificate_refused", "connect_timed_out", "name_not_found", "not_connected",
     "not_ready", "proxy_failed"}
)  # fmt: skip


def send(row_id: UUID) -> None:
    """Raises the provider's errors; the job decides about them."""
    row = OutboxRow.objects.select_related(
        "decision__round__case", "decision__round__journey__account", "decision__snapshot"
    ).get(pk=row_id)
    if row.decision.state == Decision.State.SUPERSEDED:
        withdraw_superseded(row)
        return
    if not may_be_sent(row):
        return
    was_tried = row.state == OutboxRow.State.SENDING
    # Of a decision it stays open whether an earlier attempt arrived; a lost link is an orphan now.
    in_doubt = was_tried and row.kind == OutboxRow.Kind.DECISION
    try:
        match row.kind:
            case OutboxRow.Kind.DECISION:
                send_decision(row, was_tried=was_tried)
            case OutboxRow.Kind.NEW_JOURNEY:
                ask_for_new_journey(row, was_tried=was_tried)
            case _:
                end(row, OutboxRow.State.SENT)
    except CredentialsRefused as error:
        put_back(row, why=error.sentence, was_taken=in_doubt)
        raise
    except ProviderRejected as error:
        end_told(
            row,
            OutboxRow.State.FAILED,
            event=Event.OUTBOX_FAILED,
            data={"code": error.code},
            why=error.sentence,
        )
        raise
    except ProviderUnavailable as error:
        has_left = OutboxRow.objects.filter(pk=row.pk, state=OutboxRow.State.SENDING).exists()
        was_taken = in_doubt or (has_left and error.code not in _NOT_TAKEN)
        put_back(row, why=error.sentence, was_taken=was_taken)
        raise
