"""The outbox: what is on its way to providers, what is stuck, and what leads do about it."""

from __future__ import annotations

import json
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeys.models import Account
from kycreview.sealing import Broken, KeyGone, unseal, unseal_json
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews import outbox as messages_out
from reviews.evidence.blind import (
    cases_read_apart,
    hidden_people,
    is_reread_open,
    last_round,
    refuse_while_blind,
)
from reviews.models import OutboxRow
from reviews.outbox.listing import FILTERS, counted, listed
from reviews.outbox.sending_again import CANCELLABLE
from reviews.views.access import person_of, requires
from reviews.views.trying import tried

_ON_ITS_WAY = (OutboxRow.State.WAITING, OutboxRow.State.SENDING)
_LONGEST_SHOWN = 20_000


@require_GET
@requires(Permission.CASES_LEAD, Permission.IMPORTS_MANAGE)
def outbox(request: HttpRequest) -> HttpResponse:
    """What is stuck, unless another filter was chosen."""
    viewer = person_of(request)
    which = request.GET.get("show", "")
    which = which if which in FILTERS else "stuck"
    slugs = list(Account.objects.order_by("slug").values_list("slug", flat=True))
    account = request.GET.get("account", "")
    account = account if account in slugs else ""
    page = listed(which, account=account, before=request.GET.get("before", ""))
    kept = {"show": which, **({"account": account} if account else {})}
    counts = counted()
    apart = cases_read_apart((row.decision.round.case_id for row in page.rows), viewer=viewer)
    leads = viewer.may(Permission.CASES_LEAD)
    return render(
        request,
        "reviews/outbox/outbox.html",
        {
            "rows": [
                _line(row, leads=leads, is_apart=row.decision.round.case_id in apart)
                for row in page.rows
            ],
            "filters": [
                {"code": code, "label": label, "count": counts.get(code)}
                for code, label in FILTERS.items()
            ],
            "show": which,
            "account": account,
            "accounts": slugs,
            "leads": leads,
            "back": f"?{urlencode(kept)}",
            "next_url": f"?{urlencode({**kept, 'before': page.before})}" if page.before else "",
            "first_url": f"?{urlencode(kept)}" if request.GET.get("before") else "",
        },
    )


@require_GET
@requires(Permission.CASES_LEAD, Permission.TRAIL_VIEW)
def outbox_message(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """One message with what was sent and what the provider answered; looking is an entry."""
    row = _row(row_id)
    viewer = person_of(request)
    its_round = row.decision.round
    refuse_while_blind(its_round.case, viewer=viewer)
    last = last_round(its_round.case)
    is_hidden = last is not None and (last == its_round or is_reread_open(last))
    if is_hidden and row.decision.person_id in hidden_people(last or its_round, viewer=viewer):
        raise Http404
    with transaction.atomic():
        record(
            Event.EVIDENCE_VIEWED,
            by=viewer,
            seat=seat_of(request),
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("outbox", row.pk),
        )
    leads = viewer.may(Permission.CASES_LEAD)
    return render(
        request,
        "reviews/outbox/message.html",
        {"line": _line(row, leads=leads), "row": row, "leads": leads, **_said(row)},
    )


@require_POST
@requires(Permission.CASES_LEAD)
def outbox_again(request: HttpRequest, row_id: UUID) -> HttpResponse:
    row = _row(row_id)
    tried(
        request,
        lambda: messages_out.again(row, by=person_of(request), seat=seat_of(request)),
        done=_("It is sent again."),
    )
    return _back(request)


@require_POST
@requires(Permission.CASES_LEAD)
def outbox_cancel(request: HttpRequest, row_id: UUID) -> HttpResponse:
    row = _row(row_id)
    tried(
        request,
        lambda: messages_out.cancel(row, by=person_of(request), seat=seat_of(request)),
        done=_("The message was cancelled. The decision itself stands."),
    )
    return _back(request)


def _row(row_id: UUID) -> OutboxRow:
    return get_object_or_404(
        OutboxRow.objects.select_related(
            "decision__round__case__queue", "decision__round__journey__account", "decision__person"
        ),
        pk=row_id,
    )


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered: only its own words are taken from the form."""
    which, account = request.POST.get("show", ""), request.POST.get("account", "")
    kept = {"show": which} if which in FILTERS else {}
    if account and Account.objects.filter(slug=account).exists():
        kept["account"] = account
    return redirect(f"{reverse('outbox')}?{urlencode(kept)}" if kept else reverse("outbox"))


def _line(row: OutboxRow, *, leads: bool, is_apart: bool = False) -> dict[str, object]:
    """`is_apart`: who may still read the case is not told what was decided before."""
    its_round = row.decision.round
    may_go = row.state not in _ON_ITS_WAY and row.state != OutboxRow.State.WITHDRAWN
    return {
        "id": row.pk,
        "case": its_round.case,
        "account": its_round.journey.account.slug,
        "kind": _("Message to the provider") if is_apart else row.get_kind_display(),
        "state": row.state,
        "state_label": row.get_state_display(),
        "created_at": row.created_at,
        "not_before": row.not_before,
        "sent_at": row.sent_at,
        "attempts": row.attempts,
        # Provider's own words may stand in it, about whoever they like.
        "error": row.last_error if leads and not is_apart else "",
        "may_go": leads and may_go,
        "may_cancel": leads and row.state in CANCELLABLE,
    }


def _said(row: OutboxRow) -> dict[str, str]:
    """What was sent and answered, in clear; a sentence where the journey was erased."""
    found = {"sent": "", "answered": "", "gone": ""}
    try:
        key = row.decision.round.journey.key()
        if row.sealed_request is not None:
            request = unseal_json(key, row.sealed_request, context=f"outbox:{row.pk}:request")
            found["sent"] = json.dumps(request, indent=2, ensure_ascii=False)
        if row.sealed_answer is not None:
            answer = unseal(key, row.sealed_answer, context=f"outbox:{row.pk}:answer")
            found["answered"] = _readable(answer)
    except (KeyGone, Broken):
        found["gone"] = _("The journey was erased; what was said cannot be read any more.")
    return found


def _readable(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):  # shown as it came
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return text[:_LONGEST_SHOWN]
