"""Admin pages for the client's own systems: webhooks with their log, and tokens of the API."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.jobs.models import Lane
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews import hooks as told
from reviews.api import Scope, make_token, revoke_token
from reviews.errors import Incomplete, ReviewError
from reviews.forms.outside import HookForm, TokenForm
from reviews.hooks.replaying import FAILED
from reviews.hooks.subscriptions import old_secret_until
from reviews.models import ApiToken, Delivery, HookEvent, Subscription
from reviews.views.access import person_of, requires
from reviews.views.trying import tried

PAGE = 50
SINCE = {"1": gettext_lazy("of the last hour"), "24": gettext_lazy("of the last day"),
         "168": gettext_lazy("of the last week")}  # fmt: skip
_ACTIVE = Q(state__in=FAILED)


@require_GET
@requires(Permission.ACCOUNTS_MANAGE)
def hooks(request: HttpRequest) -> HttpResponse:
    """Every webhook with its state; counts are of the last week."""
    lanes = {lane.name: lane for lane in Lane.objects.filter(paused_at__isnull=False)}
    week = timezone.now() - timedelta(days=7)
    counts = {
        one["subscription"]: one
        for one in Delivery.objects.filter(at__gte=week)
        .values("subscription")
        .annotate(
            sent=Count("pk", filter=Q(state=Delivery.State.SENT)),
            failed=Count("pk", filter=_ACTIVE),
            last=Max("sent_at"),
        )
    }
    rows = [
        {"hook": row, "lane": lanes.get(row.lane), "counts": counts.get(row.pk)}
        for row in Subscription.objects.order_by("-is_active", "name")
    ]
    return render(request, "reviews/manage/hooks.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def hook_new(request: HttpRequest) -> HttpResponse:
    """The answer to a good form shows the secret, once."""
    posted = request.POST if request.method == "POST" else None
    form = HookForm(posted, initial={"is_active": True})
    if posted is not None and form.is_valid():
        row = _filled(Subscription(), form)
        try:
            secret = told.create_subscription(row, by=person_of(request), seat=seat_of(request))
        except Incomplete as error:
            form.add_error(error.field, error.sentence)
        else:
            return _page(request, row, _form_of(row), secret=secret)
    context = {"form": form, "hook": None}
    return render(request, "reviews/manage/hook.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def hook_edit(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    row = get_object_or_404(Subscription, pk=hook_id)
    if request.method != "POST":
        return _page(request, row, _form_of(row))
    form = HookForm(request.POST)
    if form.is_valid():
        try:
            told.change_subscription(
                _filled(row, form), by=person_of(request), seat=seat_of(request)
            )
        except Incomplete as error:
            form.add_error(error.field, error.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("hook", row.pk)
    row.refresh_from_db()
    return _page(request, row, form, status=422)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def hook_secret(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """A new secret, shown once in the answer; the old one signs beside it for a day."""
    row = get_object_or_404(Subscription, pk=hook_id)
    secret = told.renew_secret(row, by=person_of(request), seat=seat_of(request))
    row.refresh_from_db()
    return _page(request, row, _form_of(row), secret=secret)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def hook_test(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    row = get_object_or_404(Subscription, pk=hook_id)
    tried(
        request,
        lambda: told.send_test(row, by=person_of(request), seat=seat_of(request)),
        done=_("A test message is on its way; see the log."),
    )
    return redirect("hook", row.pk)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def hook_resume(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    row = get_object_or_404(Subscription, pk=hook_id)
    if told.resume_subscription(row, by=person_of(request), seat=seat_of(request)):
        messages.success(request, _("The webhook works again from now on."))
    else:
        messages.info(request, _("The webhook was not paused."))
    return redirect("hook", row.pk)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def hook_replay(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """Everything that failed since the chosen time."""
    row = get_object_or_404(Subscription, pk=hook_id)
    hours = request.POST.get("hours", "")
    since = timezone.now() - timedelta(hours=int(hours) if hours in SINCE else 24)
    try:
        count = told.replay_failed(row, since=since, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect("hook", row.pk)
    if count:
        sentence = ngettext(
            "%(n)d message is sent again.", "%(n)d messages are sent again.", count
        ) % {"n": count}
        messages.success(request, sentence)
    else:
        messages.info(request, _("Nothing failed in that time."))
    return redirect("hook", row.pk)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def delivery_replay(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.select_related("subscription"), pk=delivery_id)
    tried(
        request,
        lambda: told.replay(found, by=person_of(request), seat=seat_of(request)),
        done=_("It is sent again."),
    )
    return redirect("hook", found.subscription_id)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def delivery_cancel(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.select_related("subscription"), pk=delivery_id)
    tried(
        request,
        lambda: told.cancel(found, by=person_of(request), seat=seat_of(request)),
        done=_("The message was cancelled."),
    )
    return redirect("hook", found.subscription_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def tokens(request: HttpRequest) -> HttpResponse:
    """All tokens, and a form for a new one, which the answer shows once."""
    posted = request.POST if request.method == "POST" else None
    form = TokenForm(posted, scopes=Scope.choices)
    shown = ""
    if posted is not None and form.is_valid():
        try:
            _row, shown = make_token(
                form.cleaned_data["name"],
                form.cleaned_data["scopes"],
                expires_at=form.expires_at(),
                by=person_of(request),
                seat=seat_of(request),
            )
        except Incomplete as error:
            form.add_error(error.field, error.sentence)
        else:
            form = TokenForm(scopes=Scope.choices)
    now = timezone.now()
    words = dict(Scope.choices)
    rows = [
        {
            "token": row,
            "scopes": [words.get(code, code) for code in row.scopes],
            "is_valid": row.revoked_at is None and (row.expires_at is None or row.expires_at > now),
        }
        for row in ApiToken.objects.order_by("-created_at")[:200]
    ]
    context = {"form": form, "rows": rows, "shown": shown}
    return render(
        request, "reviews/manage/tokens.html", context, status=422 if form.errors else 200
    )


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def token_revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    row = get_object_or_404(ApiToken, pk=token_id)
    try:
        revoke_token(row, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.info(request, error.sentence)
    else:
        messages.success(request, _("The token works no more."))
    return redirect("tokens")


def _filled(row: Subscription, form: HookForm) -> Subscription:
    row.name = form.cleaned_data["name"].strip()
    row.url = form.cleaned_data["url"].strip()
    row.events = form.cleaned_data["events"]
    row.is_personal = form.cleaned_data["is_personal"]
    row.is_active = form.cleaned_data["is_active"]
    return row


def _form_of(row: Subscription) -> HookForm:
    names = ("name", "url", "events", "is_personal", "is_active")
    return HookForm(initial={name: getattr(row, name) for name in names})


def _page(
    request: HttpRequest,
    row: Subscription,
    form: HookForm,
    *,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    only_failed = request.GET.get("show") == "failed"
    log = row.deliveries.select_related("case").order_by("-at", "-pk")
    if only_failed:
        log = log.filter(_ACTIVE)
    before = request.GET.get("before", "")
    if before and (last := _delivery(row, before)) is not None:
        log = log.filter(Q(at__lt=last.at) | Q(pk__lt=last.pk), at__lte=last.at)
    found = list(log[: PAGE + 1])
    kept = {"show": "failed"} if only_failed else {}
    older = {**kept, "before": str(found[PAGE - 1].pk)} if len(found) > PAGE else {}
    return render(
        request,
        "reviews/manage/hook.html",
        {
            "form": form,
            "hook": row,
            "secret": secret,
            "old_until": old_secret_until(row, now=timezone.now()),
            "lane": Lane.objects.filter(name=row.lane, paused_at__isnull=False).first(),
            "deliveries": [_told(one) for one in found[:PAGE]],
            "only_failed": only_failed,
            "kept_days": settings.HOOK_LOG_DAYS,
            "since": SINCE.items(),
            "next_url": f"?{urlencode(older)}" if older else "",
            "first_url": f"?{urlencode(kept)}" if before else "",
        },
        status=status,
    )


def _delivery(row: Subscription, text: str) -> Delivery | None:
    try:
        return row.deliveries.filter(pk=UUID(text)).first()
    except ValueError:
        return None


def _told(one: Delivery) -> dict[str, object]:
    ended = (Delivery.State.SENT, Delivery.State.CANCELLED, *FAILED)
    is_known = one.event in HookEvent.values
    return {
        "row": one,
        "event_label": HookEvent(one.event).label if is_known else one.event,
        "may_replay": one.state in ended,
        "may_cancel": one.state in (Delivery.State.WAITING, Delivery.State.REFUSED),
    }
