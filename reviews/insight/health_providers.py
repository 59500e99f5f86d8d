"""How the accounts at providers do, by the counted calls of the last hour and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeys.calls import NO_CALLS, Calls, Lately, calls_since, heard_from
from journeys.models import Account
from kycreview.jobs.models import Lane
from kycreview.staff.permissions import Permission
from reviews.comparing.own_words import listed
from reviews.insight.health_shapes import Finding, Link, ProviderHealth, State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Fewer calls in the last hour say little: the day is judged then.
ENOUGH_CALLS = 10
LOWEST_SHARE = 0.95
LONGEST_P95_MS = 10_000
WENT_WRONG: Final[Mapping[str, str | Promise]] = {
    "credentials": gettext_lazy("credentials refused"),
    "timed_out": gettext_lazy("no answer in time"),
    "failed": gettext_lazy("the provider failed or the connection broke"),
    "busy": gettext_lazy("asked for fewer requests"),
    "refused": gettext_lazy("refused or unusable answer"),
}


def providers(
    lanes: Mapping[str, Lane], *, now: datetime
) -> tuple[list[ProviderHealth], list[str]]:
    """The accounts in use, and the names of the others. `lanes` are those that are paused."""
    hour, day, lately = calls_since(now - HOUR), calls_since(now - DAY), heard_from()
    rows, unused = [], []
    for account in Account.objects.order_by("slug"):
        if not account.is_active:
            unused.append(account.slug)
            continue
        of_hour, of_day = hour.get(account.pk, NO_CALLS), day.get(account.pk, NO_CALLS)
        lane = lanes.get(account.lane)
        rows.append(
            ProviderHealth(
                account=account,
                finding=_finding(account, lane, hour=of_hour, day=of_day),
                hour=of_hour,
                day=of_day,
                lately=lately.get(account.pk, Lately()),
                lane=lane,
            )
        )
    return rows, unused


def _finding(account: Account, lane: Lane | None, *, hour: Calls, day: Calls) -> Finding:
    state, says, then = _judged(lane, hour=hour, day=day)
    page = reverse("account_edit", args=[account.slug])
    return Finding(
        code=f"account:{account.slug}",
        about=account.slug,
        state=state,
        says=says,
        then=then,
        # A person's reason is one of ours, in the language of the source.
        quote=_(lane.reason) if lane and lane.reason else "",
        limit=_("Paused, fewer than 95 good answers in 100, or slower than 10 s."),
        link=Link(_("Open the account"), page, Permission.ACCOUNTS_MANAGE),
    )


def _judged(lane: Lane | None, *, hour: Calls, day: Calls) -> tuple[State, str, str]:
    if lane is not None:
        if lane.resumes_at is not None:
            says = _("Paused for a while after failures in a row; it tries again by itself.")
            then = _("Wait. If it pauses again and again, ask the provider.")
        else:
            says = _("Paused: nothing is fetched from it, no decision is sent to it.")
            then = _("Put right what is said here, then resume the account.")
        return State.ATTENTION, says, then
    calls, is_hour = (hour, True) if hour.total >= ENOUGH_CALLS else (day, False)
    if calls.share is None:
        return (
            State.UNKNOWN,
            _("Not called in the last day, so nobody knows."),
            _("Wait for the next journey, or import one."),
        )
    if calls.share < LOWEST_SHARE:
        return State.ATTENTION, _failures(calls, is_hour=is_hour), _what_to_do(calls)
    if calls.is_beyond_steps or (calls.p95_ms or 0) > LONGEST_P95_MS:
        return (
            State.ATTENTION,
            _("It answers slowly: 5 in 100 calls take longer than 10 s."),
            _("Ask the provider. Journeys still arrive, only later."),
        )
    return State.OK, _("It answers as it should."), ""


def _failures(calls: Calls, *, is_hour: bool) -> str:
    bad = calls.total - calls.good
    numbers = {"bad": bad, "total": calls.total}
    if is_hour:
        says = ngettext(
            "%(bad)d of %(total)d calls of the last hour brought no usable answer:",
            "%(bad)d of %(total)d calls of the last hour brought no usable answer:",
            bad,
        )
    else:
        says = ngettext(
            "%(bad)d of %(total)d calls of the last day brought no usable answer:",
            "%(bad)d of %(total)d calls of the last day brought no usable answer:",
            bad,
        )
    causes = [
        f"{word} ({calls.outcomes[name]})"
        for name, word in WENT_WRONG.items()
        if calls.outcomes[name]
    ]
    return f"{says % numbers} {listed(causes)}."


def _what_to_do(calls: Calls) -> str:
    wrong = {name: calls.outcomes[name] for name in WENT_WRONG}
    match max(wrong, key=lambda name: wrong[name]):
        case "credentials":
            return _("Set the account's secrets again; the provider does not accept them.")
        case "busy":
            return _("Fewer imports at a time, or ask the provider for a higher limit.")
        case "refused":
            return _("Look at the failures under Imports; they say why, one by one.")
        case _:
            return _("See whether the provider reports an outage. Everything is tried again.")
