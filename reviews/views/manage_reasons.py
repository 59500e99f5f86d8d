"""Admin pages of the reasons: by outcome, and one reason with its words in every language."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing import Saved
from reviews.desk.changing_reasons import change_reason, make_reason
from reviews.desk.confirming import is_stale, waiting_change
from reviews.desk.policies import Change
from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import (
    ENGLISH,
    ReasonSettings,
    diff,
    house_languages,
    language_of,
    weakens,
)
from reviews.desk.reason_versions import settings_of
from reviews.desk.versions import ChangedMeanwhile
from reviews.errors import ReviewError
from reviews.forms.reasons import ReasonForm
from reviews.models import Outcome, PendingChange, Reason
from reviews.views.access import person_of, requires


@require_GET
@requires(Permission.QUEUES_MANAGE)
def reasons(request: HttpRequest) -> HttpResponse:
    """Every reason by outcome, retired ones last. Three queries."""
    waiting = set(
        PendingChange.objects.filter(
            kind=PendingChange.Kind.REASON, state=PendingChange.State.WAITING
        ).values_list("subject", flat=True)
    )
    found = Reason.objects.prefetch_related("texts").order_by("-is_active", "order", "code")
    rows = [_row(reason, waits=reason.pk in waiting) for reason in found]
    groups = [
        {
            "outcome": outcome,
            "label": label,
            "rows": [row for row in rows if row["reason"].outcome == outcome],
        }
        for outcome, label in Outcome.choices
    ]
    return render(request, "reviews/manage/reasons.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def reason_new(request: HttpRequest) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    last = Reason.objects.filter(outcome=outcome).aggregate(last=Max("order"))["last"]
    blank = ReasonSettings(
        outcome=outcome if outcome in Outcome.values else "", order=(last or 0) + 1
    )
    if request.POST.get("act") == "language":
        return _page(request, _with_language(request, wanted=blank), None)
    form = ReasonForm(request.POST or None, wanted=blank)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            make_reason(code, form.wanted, by=person_of(request), seat=seat_of(request))
        except PolicyError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved: reviewers can choose it from now on."))
            return redirect("reason_edit", code)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def reason_edit(request: HttpRequest, code: str) -> HttpResponse:
    reason = get_object_or_404(Reason.objects.prefetch_related("texts"), pk=code)
    held = settings_of(reason)
    if request.POST.get("act") == "language":
        return _page(request, _with_language(request, code=code, wanted=held), reason)
    form = ReasonForm(request.POST or None, code=code, wanted=held)
    if request.method == "POST" and form.is_valid():
        try:
            saved = change_reason(
                code,
                form.wanted,
                based_on=_seen(request),
                by=person_of(request),
                seat=seat_of(request),
            )
        except PolicyError as error:
            form.refuse(error)
        except ReviewError as error:
            form.add_error(None, error.sentence)
            # Saving again puts this in the place of what is there now, with open eyes.
            if isinstance(error, ChangedMeanwhile) and reason.version != _seen(request):
                return _page(request, form, reason, meanwhile=diff(held, form.wanted))
        else:
            _say(request, saved)
            return redirect("reason_edit", code)
    return _page(request, form, reason)


def _with_language(request: HttpRequest, *, code: str = "", wanted: ReasonSettings) -> ReasonForm:
    """The page as it was typed, with a place for one more language. Nothing is saved."""
    return ReasonForm(
        code=code, wanted=wanted, typed=request.POST, added=request.POST.get("added", "")
    )


def _page(
    request: HttpRequest,
    form: ReasonForm,
    reason: Reason | None,
    *,
    meanwhile: tuple[Change, ...] | None = None,
) -> HttpResponse:
    """`meanwhile`: where what somebody else saved differs from what was typed."""
    waits = waiting_change(PendingChange.Kind.REASON, reason.pk) if reason else None
    is_fresh = request.method == "GET" or meanwhile is not None
    return render(
        request,
        "reviews/manage/reason.html",
        {
            "form": form,
            "reason": reason,
            "title": _words(reason) if reason else "",
            "version": (reason.version if reason else 0) if is_fresh else _seen(request),
            "meanwhile": meanwhile,
            "waits": waits,
            "waits_words": _taken(reason, waits) if reason and waits else (),
            "waits_stale": waits is not None and is_stale(waits),
        },
        status=422 if form.is_bound else 200,
    )


def _taken(reason: Reason, change: PendingChange) -> tuple[str, ...]:
    return weakens(settings_of(reason), ReasonSettings.from_json(change.values))


def _row(reason: Reason, *, waits: bool) -> dict[str, Any]:
    texts = {text.language: text for text in reason.texts.all()}
    told = [text.language for text in texts.values() if text.applicant_text]
    lacking = [code for code in house_languages() if code not in told]
    needs_words = reason.outcome == Outcome.RESUBMIT and reason.is_active
    return {
        "reason": reason,
        "text": _words(reason),
        "told": [language_of(code) for code in sorted(told, key=lambda code: code != ENGLISH)],
        "lacking": [language_of(code) for code in lacking] if needs_words else [],
        "waits": waits,
    }


def _words(reason: Reason) -> str:
    """As reviewers of the page's language read it."""
    texts = {text.language: text.reviewer_text for text in reason.texts.all()}
    return texts.get((get_language() or ENGLISH)[:2]) or texts.get(ENGLISH) or reason.pk


def _say(request: HttpRequest, saved: Saved) -> None:
    if saved.waits is not None:
        messages.warning(
            request, _("This takes something from a gate: it waits for a second admin.")
        )
    else:
        messages.success(request, _("Saved as version %(n)s.") % {"n": saved.version})


def _seen(request: HttpRequest) -> int:
    """The version that the page was made from."""
    text = request.POST.get("version")
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1
