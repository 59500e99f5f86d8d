"""Admin pages of the queues: the list, one queue's settings, and how they came to be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing import Saved, change_queue, make_queue, reviewers
from reviews.desk.confirming import is_stale, waiting_change
from reviews.desk.policies import Policy, diff, weakens
from reviews.desk.policy_settings import PolicyError
from reviews.desk.routing.standing import standing
from reviews.desk.routing.words import in_words
from reviews.desk.versions import ChangedMeanwhile, policy_of
from reviews.forms.queues import QueueForm
from reviews.models import Case, PendingChange, PolicyVersion, Queue
from reviews.views.access import person_of, requires

_OPEN = Q(cases__state__in=(Case.State.OPEN, Case.State.CLAIMED))


@require_GET
@requires(Permission.QUEUES_MANAGE)
def queues(request: HttpRequest) -> HttpResponse:
    found = (
        Queue.objects.select_related("calendar")
        .annotate(open=Count("cases", filter=_OPEN & Q(cases__is_test=False)))
        .order_by("-is_active", "rank", "name")
    )
    counts: dict[str, int] = {}
    for rule in standing().rules:
        counts[rule.queue] = counts.get(rule.queue, 0) + 1
    waiting = set(
        PendingChange.objects.filter(
            kind=PendingChange.Kind.QUEUE, state=PendingChange.State.WAITING
        ).values_list("subject", flat=True)
    )
    rows = [
        {"queue": queue, "rules": counts.get(queue.pk, 0), "waits": queue.pk in waiting}
        for queue in found
    ]
    return render(request, "reviews/manage/queues.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def queue_new(request: HttpRequest) -> HttpResponse:
    form = QueueForm(request.POST or None, policy=Policy(name=""), people=reviewers())
    if request.method == "POST" and form.is_valid():
        try:
            saved = make_queue(form.policy, by=person_of(request), seat=seat_of(request))
        except PolicyError as error:
            form.refuse(error)
        else:
            _say(request, saved)
            return redirect("manage_queues") if saved.waits else _to(saved.subject)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def queue_edit(request: HttpRequest, slug: str) -> HttpResponse:
    queue = get_object_or_404(Queue, pk=slug)
    form = QueueForm(request.POST or None, policy=policy_of(queue), people=reviewers())
    if request.method == "POST" and form.is_valid():
        try:
            saved = change_queue(
                slug,
                form.policy,
                based_on=_number(request.POST.get("version")),
                by=person_of(request),
                seat=seat_of(request),
            )
        except PolicyError as error:
            form.refuse(error)
        except ChangedMeanwhile as error:
            form.add_error(None, error.sentence)
        else:
            _say(request, saved)
            return _to(slug)
    return _page(request, form, queue)


@require_GET
@requires(Permission.QUEUES_MANAGE)
def queue_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version with what it changed, the newest first."""
    queue = get_object_or_404(Queue, pk=slug)
    versions = list(PolicyVersion.objects.filter(queue=queue).select_related("by")[:200])
    names = _names()
    rows = []
    for version, older in zip(versions, [*versions[1:], None], strict=True):
        rows.append({"version": version, "changes": _differences(older, version, names)})
    return render(request, "reviews/manage/queue_versions.html", {"queue": queue, "rows": rows})


def _differences(
    older: PolicyVersion | None, version: PolicyVersion, names: dict[str, str]
) -> tuple[Any, ...]:
    if older is None or not older.values or not version.values:
        return ()
    return diff(Policy.from_json(older.values), Policy.from_json(version.values), people=names)


def _page(request: HttpRequest, form: QueueForm, queue: Queue | None) -> HttpResponse:
    routing = standing()
    rules = [
        {
            "number": number,
            "words": in_words(rule),
            "queue": routing.queues[rule.queue],
        }
        for number, rule in enumerate(routing.rules, 1)
        if queue is not None and rule.queue == queue.pk
    ]
    waits = waiting_change(PendingChange.Kind.QUEUE, queue.pk) if queue else None
    last = PolicyVersion.objects.filter(queue=queue).select_related("by").first() if queue else None
    open_cases = Case.objects.filter(
        queue=queue, is_test=False, state__in=(Case.State.OPEN, Case.State.CLAIMED)
    )
    return render(
        request,
        "reviews/manage/queue.html",
        {
            "form": form,
            "queue": queue,
            "rules": rules,
            "rule_total": len(routing.rules),
            "last": last,
            "waits": waits,
            "waits_words": _weakness(queue, waits) if queue and waits else (),
            "waits_stale": waits is not None and is_stale(waits),
            "open": open_cases.count() if queue else 0,
            "next_version": queue.version + 1 if queue else 1,
        },
        status=422 if form.is_bound else 200,
    )


def _weakness(queue: Queue, change: PendingChange) -> tuple[str, ...]:
    return weakens(policy_of(queue), Policy.from_json(change.values))


def _say(request: HttpRequest, saved: Saved) -> None:
    if saved.waits is not None:
        messages.warning(
            request,
            _("This takes something from four-eyes or a gate: it waits for a second admin."),
        )
    else:
        messages.success(request, _("Saved as version %(n)s.") % {"n": saved.version})


def _to(slug: str) -> HttpResponse:
    return redirect("manage_queue", slug)


def _names() -> dict[str, str]:
    return {
        str(pk): name or email
        for pk, name, email in User.objects.values_list("pk", "name", "email")
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1
