"""Admin pages: provider accounts, staff; and everybody's own settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys.accounts import (
    SECRET_NAMES,
    callback_url,
    change_account,
    create_account,
    renew_expected_token,
)
from journeys.models import Account
from kycreview.jobs.models import Lane
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.forms import AccountForm, ProfileForm, StaffForm
from reviews.views.access import person_of, requires


@require_GET
@requires(Permission.ACCOUNTS_MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    paused = {lane.name: lane for lane in Lane.objects.filter(paused_at__isnull=False)}
    rows = [
        {"account": account, "lane": paused.get(account.lane)} for account in Account.objects.all()
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
        change_account(
            form.save(commit=False),
            form.given_secrets,
            by=person_of(request),
            seat=seat_of(request),
        )
        messages.success(request, _("Saved."))
        return redirect("account_edit", account.slug)
    return _account_page(request, account, form, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.ACCOUNTS_MANAGE)
def account_token(request: HttpRequest, slug: str) -> HttpResponse:
    """A new token for announcements, shown once in the answer."""
    account = get_object_or_404(Account, slug=slug)
    token = renew_expected_token(account, by=person_of(request), seat=seat_of(request))
    return _account_page(request, account, AccountForm(instance=account), token=token)


@require_GET
@requires(Permission.STAFF_MANAGE)
def staff(request: HttpRequest) -> HttpResponse:
    people = User.objects.prefetch_related("roles").order_by("deactivated_at", "name")
    return render(request, "reviews/manage/staff.html", {"people": people})


@require_http_methods(["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def staff_edit(request: HttpRequest, user_id: UUID | None = None) -> HttpResponse:
    """Make or change a member of staff; old and new settings go into the trail."""
    found = get_object_or_404(User, pk=user_id) if user_id else None
    form = StaffForm(
        request.POST or None,
        instance=found,
        initial={"roles": found.roles.all()} if found else None,
    )
    if request.method == "POST" and form.is_valid():
        before = found.role_names() if found else ""
        with transaction.atomic():
            person: User = form.save(commit=False)
            if form.cleaned_data["password"]:
                person.set_password(form.cleaned_data["password"])
            elif found is None:
                person.set_unusable_password()
            person.save()
            person.roles.set(form.cleaned_data["roles"])
            record(
                Event.STAFF_CHANGED if found else Event.STAFF_CREATED,
                by=person_of(request),
                seat=seat_of(request),
                about=("user", person.pk),
                data={
                    "roles_before": before,
                    "roles_after": "+".join(
                        sorted(role.slug for role in form.cleaned_data["roles"])
                    ),
                    "password_set": bool(form.cleaned_data["password"]),
                },
            )
        messages.success(request, _("Saved."))
        return redirect("staff")
    return render(
        request,
        "reviews/manage/staff_form.html",
        {"form": form, "person": found},
        status=422 if form.is_bound else 200,
    )


@require_POST
@requires(Permission.STAFF_MANAGE)
def staff_deactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close or reopen an account; nobody is deleted."""
    person = get_object_or_404(User, pk=user_id)
    if person.pk == person_of(request).pk:
        messages.error(request, _("You cannot deactivate yourself."))
        return redirect("staff")
    with transaction.atomic():
        closes = person.deactivated_at is None
        person.deactivated_at = timezone.now() if closes else None
        person.save(update_fields=["deactivated_at"])
        record(
            Event.STAFF_DEACTIVATED if closes else Event.STAFF_CHANGED,
            by=person_of(request),
            seat=seat_of(request),
            about=("user", person.pk),
            data={"is_active": not closes},
        )
    return redirect("staff")


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


def _account_page(
    request: HttpRequest,
    account: Account,
    form: AccountForm,
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    kept = account.secrets()
    return render(
        request,
        "reviews/manage/account_form.html",
        {
            "form": form,
            "account": account,
            "callback_url": callback_url(account),
            "expected_token": token,
            "secrets_set": {name: bool(kept.get(name)) for name in SECRET_NAMES[account.provider]},
        },
        status=status,
    )
