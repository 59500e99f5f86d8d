"""The same for many cases: first it is asked what, then it is done. Never a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk import bulk as doing
from reviews.desk.bulk import Act, Done
from reviews.desk.eligible import in_hand, is_away, is_on_leave, reviewers
from reviews.desk.tags import usable_tags
from reviews.errors import ReviewError
from reviews.models import Case, Queue, Rank
from reviews.views.access import person_of, requires


@require_POST
@requires(Permission.CASES_LEAD)
def bulk(request: HttpRequest) -> HttpResponse:
    """The page that asks; with `sure` it is done."""
    back = _back(request)
    ids = _ids(request.POST.getlist("case"))
    if not ids:
        messages.info(request, _("No case was selected."))
        return redirect(back)
    text = request.POST.get("act", "")
    if text not in Act.values:
        messages.error(request, _("This cannot be done with many cases at once."))
        return redirect(back)
    act = Act(text)
    if "sure" not in request.POST:
        return _ask(request, act, ids, back)
    try:
        done = _do(request, act, ids)
    except ReviewError as error:
        return _ask(request, act, ids, back, problem=error.sentence, status=error.status)
    if done is None:
        return _ask(request, act, ids, back, problem=_("Choose one."), status=422)
    said = messages.success if done.count else messages.warning
    said(request, done.sentence())
    return redirect(back)


def _do(request: HttpRequest, act: Act, ids: Sequence[UUID]) -> Done | None:
    """None where the form came without its choice."""
    who: dict[str, Any] = {"by": person_of(request), "seat": seat_of(request)}
    chosen = request.POST.get("to", "")
    if act == Act.ASSIGN:
        to = next((one for one in reviewers() if str(one.pk) == chosen), None)
        return doing.assign(ids, to=to, **who) if to is not None else None
    if act == Act.MOVE:
        queue = Queue.objects.filter(pk=chosen, is_active=True).first()
        return doing.move(ids, queue=queue, **who) if queue is not None else None
    if act == Act.RANK:
        known = {str(one.value): one for one in Rank}
        return doing.rank(ids, to=known[chosen], **who) if chosen in known else None
    add, remove = request.POST.getlist("add"), request.POST.getlist("remove")
    return doing.tag(ids, add=add, remove=remove, **who) if add or remove else None


def _ask(
    request: HttpRequest,
    act: Act,
    ids: Sequence[UUID],
    back: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "act": act.value,
        "label": str(act.label).rstrip("…"),
        "cases": Case.objects.filter(pk__in=ids).order_by("due_at").values_list("pk", "code"),
        "back": back,
        "problem": problem,
    }
    if act == Act.ASSIGN:
        context["people"] = _people()
    elif act == Act.MOVE:
        context["queues"] = Queue.objects.filter(is_active=True).order_by("rank", "name")
    elif act == Act.RANK:
        context["ranks"] = Rank.choices
    else:
        context["tags"] = usable_tags()
    return render(request, "reviews/queue/bulk.html", context, status=status)


def _people() -> list[dict[str, Any]]:
    """Whoever reviews, with how much they have; who is away comes last."""
    people = reviewers()
    hands = in_hand(people)
    rows = [
        {
            "person": one,
            "in_hand": hands[one.pk],
            "is_away": is_away(one),
            "is_on_leave": is_on_leave(one),
        }
        for one in people
    ]
    return sorted(rows, key=lambda row: (row["is_away"], row["in_hand"]))


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts[: doing.AT_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _back(request: HttpRequest) -> str:
    """To the list that the form came from, and nowhere outside."""
    text = request.POST.get("back", "")
    if text.startswith("/queue/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None):
        return text
    return reverse("queues")
