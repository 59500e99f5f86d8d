"""Admin page of the changes that wait for a second admin: what they take away, yes or no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.confirming import confirm, is_stale, refuse
from reviews.desk.policies import Policy, diff, weakens
from reviews.desk.routing.rules import RuleError, parse_rules
from reviews.desk.routing.standing import Standing, standing
from reviews.desk.routing.weakening import weakened_by
from reviews.desk.routing.words import diff as routing_diff
from reviews.desk.versions import policy_of
from reviews.errors import ReviewError
from reviews.models import PendingChange, Queue
from reviews.views.access import person_of, requires

_SETTLED_SHOWN = 20


@require_GET
@requires(Permission.QUEUES_MANAGE)
def changes(request: HttpRequest) -> HttpResponse:
    waiting = PendingChange.objects.filter(state=PendingChange.State.WAITING)
    settled = PendingChange.objects.exclude(state=PendingChange.State.WAITING)
    people = User.objects.values_list("pk", "name", "email")
    names = {str(pk): name or email for pk, name, email in people}
    routing = standing()
    return render(
        request,
        "reviews/manage/changes.html",
        {
            "rows": [
                _told(change, routing, names, person_of(request))
                for change in waiting.select_related("by")
            ],
            "settled": [
                {"change": change, "name": _name(change, routing.queues.get(change.subject))}
                for change in settled.select_related("by", "settled_by").order_by("-settled_at")[
                    :_SETTLED_SHOWN
                ]
            ],
        },
    )


@require_POST
@requires(Permission.QUEUES_MANAGE)
def change_settle(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Confirm, refuse or take back."""
    get_object_or_404(PendingChange, pk=change_id)
    act = confirm if request.POST.get("act") == "confirm" else refuse
    try:
        change = act(change_id, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            _("Confirmed: it holds from now on.")
            if change.state == PendingChange.State.CONFIRMED
            else _("It will not hold."),
        )
    return redirect("manage_changes")


def _told(
    change: PendingChange, routing: Standing, names: dict[str, str], person: User
) -> dict[str, Any]:
    """A change in words: what it takes away first, then everything that differs."""
    queue = routing.queues.get(change.subject)
    told: dict[str, Any] = {
        "change": change,
        "name": _name(change, queue),
        "is_stale": is_stale(change),
        "is_own": change.by_id == person.pk,
        "is_new": change.kind == PendingChange.Kind.QUEUE and queue is None,
    }
    if change.kind == PendingChange.Kind.QUEUE:
        after = Policy.from_json(change.values)
        before = policy_of(queue) if queue else Policy(name=after.name)
        return told | {
            "takes": weakens(before, after),
            "changes": diff(before, after, people=names),
        }
    if change.kind == PendingChange.Kind.ROUTING:
        return told | _rules_told(change, routing)
    return told


def _rules_told(change: PendingChange, routing: Standing) -> dict[str, Any]:
    try:
        after = parse_rules(change.values["rules"], queues=set(routing.queues))
    except RuleError as error:
        return {"takes": [sentence for _path, sentence in error.problems]}
    policies = {queue.pk: policy_of(queue) for queue in routing.queues.values()}
    names = {queue.pk: queue.name for queue in routing.queues.values()}
    return {
        "takes": weakened_by(routing.rules, after, policies=policies, default=routing.default.pk),
        "rules": [one.words for one in routing_diff(routing.rules, after, queue_names=names)],
    }


def _name(change: PendingChange, queue: Queue | None) -> str:
    if change.kind == PendingChange.Kind.ROUTING:
        return _("Rules")
    return queue.name if queue else str(change.values.get("name", change.subject))
