"""What stands where in the outbox, for leads and admins: nothing about a person, pages by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import OutboxRow

PAGE = 50
# A message that should have left so long ago is stuck.
LATE_AFTER = timedelta(minutes=5)
_STOPPED = (OutboxRow.State.FAILED, OutboxRow.State.CONFLICT, OutboxRow.State.GIVEN_UP)
_MOVING = (OutboxRow.State.WAITING, OutboxRow.State.SENDING)
FILTERS: Mapping[str, object] = {
    "stuck": _("Stuck"),
    "waiting": _("Waiting"),
    "sending": _("Sending"),
    "failed": _("Refused"),
    "conflict": _("Conflict"),
    "given_up": _("Given up"),
    "cancelled": _("Cancelled or withdrawn"),
    "sent": _("Confirmed"),
    "all": _("All"),
}


@dataclass(frozen=True)
class Listed:
    """One page, and from where the next one goes on; empty at the end."""

    rows: list[OutboxRow]
    before: str


def listed(which: str, *, account: str = "", before: str = "") -> Listed:
    """Messages to providers, newest first. An unknown filter is "stuck"."""
    rows = _told().filter(_condition(which))
    if account:
        rows = rows.filter(decision__round__journey__account__slug=account)
    last = _row(before)
    if last is not None:
        rows = rows.filter(
            Q(created_at__lt=last.created_at) | Q(id__lt=last.pk),
            created_at__lte=last.created_at,
        )
    found = list(
        rows.select_related("decision__round__case", "decision__round__journey__account").order_by(
            "-created_at", "-id"
        )[: PAGE + 1]
    )
    return Listed(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def counted() -> dict[str, int]:
    """How many stand at each filter that somebody has to do something about. One query."""
    wanted = ("stuck", "waiting", "sending", "failed", "conflict", "given_up")
    # What was confirmed is left out first: the index of what was not is all that is read.
    rows = _told().exclude(state=OutboxRow.State.SENT)
    return rows.aggregate(**{name: Count("pk", filter=_condition(name)) for name in wanted})


def _told() -> QuerySet[OutboxRow]:
    return OutboxRow.objects.exclude(kind=OutboxRow.Kind.NOTHING)


def _condition(which: str) -> Q:
    late = Q(state__in=_MOVING, not_before__lt=timezone.now() - LATE_AFTER)
    match which:
        case "all":
            return Q()
        case "waiting" | "sending" | "failed" | "conflict" | "given_up":
            return ~Q(state=OutboxRow.State.SENT) & Q(state=which)
        case "cancelled":
            return ~Q(state=OutboxRow.State.SENT) & Q(
                state__in=(OutboxRow.State.CANCELLED, OutboxRow.State.WITHDRAWN)
            )
        case "sent":
            return Q(state=OutboxRow.State.SENT)
    return ~Q(state=OutboxRow.State.SENT) & (Q(state__in=_STOPPED) | late)


def _row(text: str) -> OutboxRow | None:
    try:
        return OutboxRow.objects.filter(pk=UUID(text)).first() if text else None
    except ValueError:
        return None
