"""Admin pages of the provider accounts, and everybody's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys.accounts import (
    SECRET_NAMES,
    callback_url,
    create_account,
    renew_expected_token,
)
from journeys.calls import Lately, heard_from
from journeys.models import Account
from kycreview.jobs import lanes
from kycreview.jobs.models import Lane
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing import Saved
from reviews.desk.changing_accounts import record_words, save_account
from reviews.desk.confirming import is_stale, waiting_change
from reviews.forms import AccountForm, ProfileForm
from reviews.forms.managing import PauseForm
from reviews.models import PendingChange
from reviews.views.access import person_of, requires
from reviews.views.trying import kept


@require_GET
@requires(Permission.ACCOUNTS_MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    paused = {lane.name: lane for lane in Lane.objects.filter(paused_at__isnull=False)}
    lately = heard_from()
    rows = [
        {
            "account": account,
            "lane": paused.get(account.lane),
            "lately": lately.get(account.pk, Lately()),
        }
        for account in Account.objects.all()
    ]
    return render(request, "reviews/manage/accounts.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def account_new(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account: Account = form.save(commit=False)
        shown = create_account(
            account, form.given_secrets, by=person_of(request), seat=seat_of(request)
        )
        return _account_page(
            request, account, AccountForm(instance=account), token=shown.expected_token
        )
    return render(
        request,
        "reviews/manage/account_form.html",
        {"form": form, "account": None},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def account_edit(request: HttpRequest, slug: str) -> HttpResponse:
    account = get_object_or_404(Account, slug=slug)
    form = AccountForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        saved = kept(
            form,
            lambda: save_account(
                form.save(commit=False),
                form.given_secrets,
                seen_record=form.cleaned_data["seen_record"],
                by=person_of(request),
                seat=seat_of(request),
            ),
        )
        if saved is not None:
            _say(request, saved)
            return redirect("account_edit", account.slug)
    # What the form put into it is not what holds.
    account = get_object_or_404(Account, slug=slug)
    return _account_page(request, account, form, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def account_token(request: HttpRequest, slug: str) -> HttpResponse:
    """A new token for announcements, shown once in the answer."""
    account = get_object_or_404(Account, slug=slug)
    token = renew_expected_token(account, by=person_of(request), seat=seat_of(request))
    return _account_page(request, account, AccountForm(instance=account), token=token)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def account_pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop what is asked of and sent to the provider; callbacks are still taken."""
    account = get_object_or_404(Account, slug=slug)
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose why the account is paused."))
    elif lanes.pause(
        account.lane, why=form.sentence(), by=person_of(request), seat=seat_of(request)
    ):
        messages.success(request, _("The account is paused. What is running is finished first."))
    else:
        messages.info(request, _("The account was paused already."))
    return redirect("account_edit", account.slug)


@require_http_methods(["GET", "POST"])
@requires()
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=person_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(
        request,
        "reviews/manage/profile.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


def _say(request: HttpRequest, saved: Saved) -> None:
    if saved.waits is not None:
        messages.warning(
            request,
            _("Saved, but for where decisions are made: that is agreed by a second admin."),
        )
    else:
        messages.success(request, _("Saved."))


def _account_page(
    request: HttpRequest,
    account: Account,
    form: AccountForm,
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    secrets = account.secrets()
    waits = waiting_change(PendingChange.Kind.ACCOUNT, str(account.pk))
    return render(
        request,
        "reviews/manage/account_form.html",
        {
            "form": form,
            "account": account,
            "callback_url": callback_url(account),
            "expected_token": token,
            "lane": Lane.objects.filter(name=account.lane, paused_at__isnull=False).first(),
            "lately": heard_from().get(account.pk, Lately()),
            "waits": waits,
            "waits_words": (record_words(account, waits.values["after"]),) if waits else (),
            "waits_stale": waits is not None and is_stale(waits),
            "pause_form": PauseForm(auto_id="pause_%s"),
            "secrets_set": {
                name: bool(secrets.get(name)) for name in SECRET_NAMES[account.provider]
            },
        },
        status=status,
    )
