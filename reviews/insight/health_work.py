"""The work that waits: jobs by kind, messages to providers, messages to the client's systems."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kycreview.jobs.models import Job
from kycreview.jobs.queue import due_jobs
from kycreview.staff.permissions import Permission
from reviews.comparing.own_words import span
from reviews.insight.health_shapes import Finding, KindOfJob, Link, State
from reviews.models import Delivery, OutboxRow

# Due for so long and nobody works: nobody will. Due for so long while somebody does: too much.
IDLE_AFTER = timedelta(minutes=5)
LATE_AFTER = timedelta(hours=1)
STUCK_AFTER = timedelta(minutes=15)
KINDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "journey.fetch": (
        gettext_lazy("Fetch a journey"),
        gettext_lazy("asks the provider for a journey and saves the answer"),
    ),
    "media.fetch": (
        gettext_lazy("Fetch a picture or file"),
        gettext_lazy("downloads, checks and encrypts it"),
    ),
    "decision.take_effect": (
        gettext_lazy("Let a decision take effect"),
        gettext_lazy("after the time in which it can be undone"),
    ),
    "outbox.send": (
        gettext_lazy("Tell the provider"),
        gettext_lazy("sends a decision, or asks for a new journey"),
    ),
    "hook.send": (
        gettext_lazy("Tell your own systems"),
        gettext_lazy("posts a webhook's message"),
    ),
}


def kinds_of_jobs(paused: Collection[str], *, now: datetime) -> list[KindOfJob]:
    """Every kind that there is, those without any job too: one query."""
    due = due_jobs(now)
    is_held = Q(lane__in=paused)
    counts: dict[str, Any] = {
        "due": Count("pk", filter=due & ~is_held),
        "held": Count("pk", filter=due & is_held),
        "running": Count("pk", filter=Q(state=Job.State.RUNNING, lease_until__gte=now)),
        "set_aside": Count("pk", filter=Q(state=Job.State.SET_ASIDE)),
        "given_up": Count("pk", filter=Q(state=Job.State.FAILED)),
        "oldest_due": Min("next_attempt_at", filter=due & ~is_held),
        "oldest_set_aside": Min("finished_at", filter=Q(state=Job.State.SET_ASIDE)),
    }
    rows = Job.objects.exclude(state=Job.State.DONE).values("kind").annotate(**counts)
    found: dict[str, dict[str, Any]] = {row["kind"]: dict(row) for row in rows}
    names = [*settings.JOB_HANDLERS, *sorted(found.keys() - settings.JOB_HANDLERS.keys())]
    return [_kind(name, found.get(name, {"kind": name})) for name in names]


def jobs(kinds: Collection[KindOfJob], *, now: datetime) -> Finding:
    """One judgement over all kinds."""
    set_aside = sum(one.set_aside for one in kinds)
    running = sum(one.running for one in kinds)
    oldest = min((one.oldest_due for one in kinds if one.oldest_due), default=now)
    age = now - oldest
    state, then = State.OK, ""
    if set_aside:
        state = State.ATTENTION
        says = ngettext(
            "%(n)d job is set aside: our own code failed on it three times.",
            "%(n)d jobs are set aside: our own code failed on them three times.",
            set_aside,
        ) % {"n": set_aside}
        then = _("Look at them under Imports, try them again, and tell who runs this program.")
    elif age > IDLE_AFTER and not running:
        state = State.ATTENTION
        says = _("Work is due for %(age)s and nobody takes it up.") % {"age": span(age)}
        then = _("See below whether a worker, the broker and the clock are there; restart them.")
    elif age > LATE_AFTER:
        state = State.ATTENTION
        says = _("The oldest due work waits for %(age)s.") % {"age": span(age)}
        then = _("A large import takes its time. If it goes on, start one more worker.")
    else:
        says = _("Due work is taken up.")
    return Finding(
        code="jobs",
        about=_("Jobs"),
        state=state,
        says=says,
        then=then,
        limit=_("One is set aside, or is due for 5 minutes while none is running, or for an hour."),
        link=Link(_("Open Imports"), reverse("imports"), Permission.IMPORTS_MANAGE),
    )


def outbox(*, now: datetime) -> Finding:
    """Messages to providers that have not arrived: one query."""
    moving = Q(state__in=(OutboxRow.State.WAITING, OutboxRow.State.SENDING), not_before__lte=now)
    stopped = (OutboxRow.State.FAILED, OutboxRow.State.CONFLICT, OutboxRow.State.GIVEN_UP)
    found = OutboxRow.objects.exclude(state=OutboxRow.State.SENT).aggregate(
        waiting=Count("pk", filter=moving),
        oldest=Min("not_before", filter=moving),
        stopped=Count("pk", filter=Q(state__in=stopped)),
    )
    says = _waiting_words(found["waiting"], found["oldest"], now=now)
    if found["stopped"]:
        says += " " + ngettext(
            "%(n)d stopped and is for a lead to settle.",
            "%(n)d stopped and are for a lead to settle.",
            found["stopped"],
        ) % {"n": found["stopped"]}
    is_stuck = _is_stuck(found["oldest"], now=now)
    return Finding(
        code="outbox",
        about=_("Messages to providers"),
        state=State.ATTENTION if is_stuck else State.OK,
        says=says,
        then=_("See whether their account is paused or failing, above.") if is_stuck else "",
        limit=_("One waits for more than 15 minutes."),
        link=Link(_("Open the outbox"), reverse("outbox"), Permission.IMPORTS_MANAGE),
    )


def deliveries(paused: Collection[str], *, now: datetime) -> Finding:
    """Messages to the client's own systems that have not arrived: one query."""
    waiting = Q(state__in=(Delivery.State.WAITING, Delivery.State.SENDING))
    is_open = waiting | Q(state=Delivery.State.REFUSED)
    found = Delivery.objects.filter(is_open).aggregate(
        waiting=Count("pk", filter=waiting), oldest=Min("at", filter=waiting)
    )
    says = _waiting_words(found["waiting"], found["oldest"], now=now)
    stopped = sum(name.startswith("hook:") for name in paused)
    if stopped:
        says += " " + ngettext(
            "%(n)d webhook is paused.", "%(n)d webhooks are paused.", stopped
        ) % {"n": stopped}
    is_stuck = _is_stuck(found["oldest"], now=now)
    is_bad = is_stuck or stopped > 0
    return Finding(
        code="deliveries",
        about=_("Messages to your own systems"),
        state=State.ATTENTION if is_bad else State.OK,
        says=says,
        then=_("See whether your system answers, then resume the webhook.") if is_bad else "",
        limit=_("One waits for more than 15 minutes, or a webhook is paused."),
        link=Link(_("Open the webhooks"), reverse("hooks"), Permission.ACCOUNTS_MANAGE),
    )


def _is_stuck(oldest: datetime | None, *, now: datetime) -> bool:
    return oldest is not None and now - oldest > STUCK_AFTER


def _waiting_words(count: int, oldest: datetime | None, *, now: datetime) -> str:
    if not count or oldest is None:
        return _("Nothing waits.")
    says = ngettext("%(n)d waits, for %(age)s.", "%(n)d wait, the oldest for %(age)s.", count)
    return says % {"n": count, "age": span(max(now - oldest, timedelta()))}


def _kind(name: str, counts: Mapping[str, Any]) -> KindOfJob:
    label, meaning = KINDS.get(name, (name, ""))
    return KindOfJob(label=label, meaning=meaning, **counts)
