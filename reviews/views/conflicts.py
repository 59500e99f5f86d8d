"""A case that the provider decided otherwise: what is shown of it, and a lead's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeys.choices import Decided
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.conflicts import accept, is_in_conflict, send_over
from reviews.errors import ReviewError
from reviews.evidence.blind import refuse_while_blind
from reviews.models import Case, Decision, OutboxRow
from reviews.verdicts.effects import enqueue_send
from reviews.views.access import person_of, requires


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What the provider decided by itself. `is_open` until somebody settled it."""

    held: str
    held_label: str
    is_open: bool
    can_settle: bool
    can_send: bool


def conflict_row(case: Case, *, viewer: User) -> Conflict | None:
    """None where provider and house say the same. At most one query."""
    if not case.held_at_provider:
        return None
    is_open = is_in_conflict(case)
    leads = is_open and viewer.may(Permission.CASES_LEAD)
    can_send = (
        leads
        and OutboxRow.objects.filter(
            decision__round__case=case,
            decision__round__number=case.round_count,
            decision__state=Decision.State.EFFECTIVE,
            kind=OutboxRow.Kind.DECISION,
        ).exists()
    )
    return Conflict(
        held=case.held_at_provider,
        held_label=str(Decided(case.held_at_provider).label),
        is_open=is_open,
        can_settle=leads,
        can_send=can_send,
    )


@require_POST
@requires(Permission.CASES_LEAD)
def case_conflict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send ours over the provider's decision, or let that one stand."""
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    person = person_of(request)
    refuse_while_blind(found, viewer=person)
    try:
        if request.POST.get("then") == "send":
            with transaction.atomic():
                enqueue_send(send_over(found, by=person, seat=seat_of(request)))
            messages.success(request, _("Our decision is sent over the provider's."))
        else:
            accept(found, by=person, seat=seat_of(request))
            messages.success(request, _("The provider's decision stands. Ours is superseded."))
    except ReviewError as error:
        messages.error(request, error.sentence)
    return redirect("case", found.pk)
