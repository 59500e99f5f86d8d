"""The rules' editor: a list that is changed step by step and saved as a whole.

What is not saved lies in the person's session, so that every button works without script and a
reload loses nothing. Only what admins write is in it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journeys.models import Account, RuleResult, Snapshot
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing import change_routing
from reviews.desk.confirming import is_stale, waiting_change
from reviews.desk.routing.dry_run import dry_run
from reviews.desk.routing.rules import RuleError, parse_rules
from reviews.desk.routing.standing import Standing, readable_rules, standing
from reviews.desk.routing.words import diff
from reviews.errors import ReviewError
from reviews.forms.rules import RuleDraft
from reviews.models import PendingChange, RoutingVersion
from reviews.views.access import person_of, requires
from reviews.views.rule_rows import rule_rows

_DRAFT = "rules_draft"
_SEEN_AT_MOST = 400


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.QUEUES_MANAGE)
def rules(request: HttpRequest) -> HttpResponse:
    """The list as it stands or as it is being changed; a POST is one step of changing it."""
    routing = standing()
    draft = RuleDraft.read(request.session.get(_DRAFT), routing=routing)
    if request.method == "POST":
        return _step(request, draft, routing)
    problems: dict[str, str] = {}
    parsed = None
    try:
        parsed = parse_rules(draft.rules, queues=set(routing.queues))
    except RuleError as error:
        problems = dict(error.problems)
    names = {queue.pk: queue.name for queue in routing.queues.values()}
    changed = diff(routing.rules, parsed, queue_names=names) if parsed is not None else ()
    waits = waiting_change(PendingChange.Kind.ROUTING)
    last = RoutingVersion.objects.select_related("by").first()
    return render(
        request,
        "reviews/manage/rules.html",
        {
            "rows": rule_rows(draft, routing, problems=problems, seen=_seen()),
            "draft": draft,
            "routing": routing,
            "queues": [queue for queue in routing.queues.values() if queue.is_active],
            "changed": [one.words for one in changed],
            "is_changed": draft.is_changed(routing),
            "problem_count": len(problems),
            "all_problems": problems.get(""),
            "is_stale": draft.based_on != routing.number,
            "waits": waits,
            "waits_stale": waits is not None and is_stale(waits),
            "last": last,
            "run": draft.run,
            "next_version": routing.number + 1,
        },
    )


@require_safe
@requires(Permission.QUEUES_MANAGE)
def rules_versions(request: HttpRequest) -> HttpResponse:
    """Every version of the list with what it changed, the newest first."""
    versions = list(RoutingVersion.objects.select_related("by")[:200])
    queues = standing().queues
    names = {queue.pk: queue.name for queue in queues.values()}
    rows = []
    for version, older in zip(versions, [*versions[1:], None], strict=True):
        before = readable_rules(older.rules, queues=queues) if older else []
        after = readable_rules(version.rules, queues=queues)
        rows.append(
            {
                "version": version,
                "changes": [one.words for one in diff(before, after, queue_names=names)],
            }
        )
    return render(request, "reviews/manage/rules_versions.html", {"rows": rows})


def _step(request: HttpRequest, draft: RuleDraft, routing: Standing) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "discard":
        request.session.pop(_DRAFT, None)
        return redirect("manage_rules")
    draft.take_in(request.POST)
    if act == "save":
        return _save(request, draft, routing)
    if act == "dry-run":
        draft.open = ""
        _dry_run(request, draft, routing)
    else:
        draft.act(act, default=routing.default.pk)
    request.session[_DRAFT] = draft.kept()
    return redirect("manage_rules")


def _save(request: HttpRequest, draft: RuleDraft, routing: Standing) -> HttpResponse:
    request.session[_DRAFT] = draft.kept()
    try:
        parsed = parse_rules(draft.rules, queues=set(routing.queues))
        saved = change_routing(
            parsed, based_on=draft.based_on, by=person_of(request), seat=seat_of(request)
        )
    except RuleError as error:
        draft.open_first(error.problems)
        draft.is_checked = True
        request.session[_DRAFT] = draft.kept()
        messages.error(request, _("Not saved: a rule is not complete."))
    except ReviewError as error:
        messages.error(request, error.sentence)
    else:
        request.session.pop(_DRAFT, None)
        if saved.waits is not None:
            messages.warning(
                request,
                _("Journeys may come to a milder queue: it waits for a second admin."),
            )
        else:
            messages.success(request, _("Saved as version %(n)s.") % {"n": saved.version})
    return redirect("manage_rules")


def _dry_run(request: HttpRequest, draft: RuleDraft, routing: Standing) -> None:
    try:
        parsed = parse_rules(draft.rules, queues=set(routing.queues))
    except RuleError as error:
        draft.open_first(error.problems)
        draft.is_checked = True
        messages.error(request, _("A rule is not complete, so nothing could be tried."))
        return
    draft.run = dry_run(parsed, routing).kept()


def _seen() -> dict[str, Any]:
    """Codes that stand in rows of ours, offered where a field has no closed list."""
    flows = Snapshot.objects.exclude(flow_id="").order_by("-received_at")
    keys = RuleResult.objects.order_by("-snapshot__received_at")
    return {
        "account": list(Account.objects.values_list("slug", flat=True)),
        "flow": set(flows.values_list("flow_id", flat=True)[:_SEEN_AT_MOST]),
        "failed_rule": set(keys.values_list("key", flat=True)[:_SEEN_AT_MOST]),
    }
