"""Imports for admins: paste or upload ids, progress, failures with reasons, retry."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys.importing import ask_for
from journeys.models import Account, Expected, ImportBatch, ImportItem
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, Lane
from kycreview.jobs.queue import retry
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.forms import ImportForm
from reviews.views.access import person_of, requires

# Webhooks have a page of their own.
_WORK = Job.objects.exclude(kind="hook.send")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far one batch is."""

    id: UUID
    account: str
    at: object
    who: str
    total: int
    done: int
    failed: int
    waiting: int
    href: str

    @property
    def percent(self) -> int:
        return 100 * (self.done + self.failed) // self.total if self.total else 100

    @property
    def is_ended(self) -> bool:
        return self.waiting == 0


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORTS_MANAGE)
def imports(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = ask_for(
            form.cleaned_data["account"],
            form.cleaned_data["wanted"],
            by=person_of(request),
            seat=seat_of(request),
        )
        return redirect("imports_batch", batch.pk)
    failed = _WORK.filter(state__in=(Job.State.FAILED, Job.State.SET_ASIDE))
    expected = Expected.objects.exclude(state=Expected.State.ARRIVED)
    return render(
        request,
        "reviews/imports/imports.html",
        {
            "form": form,
            "batches": progress_of(ImportBatch.objects.select_related("account", "asked_by")[:20]),
            "failures": failures_of(failed.order_by("-finished_at")[:50]),
            "failure_count": failed.count(),
            "waiting_count": _WORK.filter(state=Job.State.WAITING, waits__gt=0).count(),
            "lanes": _lanes(),
            "expected": {
                "open": expected.filter(state=Expected.State.OPEN).count(),
                "overdue": expected.filter(state=Expected.State.OVERDUE).count(),
                "rows": expected.select_related("account").order_by("fetch_after")[:20],
            },
            "has_accounts": Account.objects.exists(),
        },
        status=422 if form.is_bound and not form.is_valid() else 200,
    )


@require_GET
@requires(Permission.IMPORTS_MANAGE)
def imports_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch; asked by htmx, its progress region alone."""
    batches = ImportBatch.objects.select_related("account", "asked_by")
    batch = get_object_or_404(batches, pk=batch_id)
    keys = batch.items.values("job_key")
    failed = Job.objects.filter(key__in=keys, state__in=(Job.State.FAILED, Job.State.SET_ASIDE))
    waiting = Job.objects.filter(key__in=keys, state=Job.State.WAITING, waits__gt=0)
    context = {
        "batch": progress_of([batch])[0],
        "failures": failures_of(failed.order_by("-finished_at")[:200]),
        "waits": failures_of(waiting.order_by("next_attempt_at")[:50]),
        "lanes": _lanes(batch.account.lane),
    }
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    name = "reviews/imports/_progress.html" if is_part else "reviews/imports/batch.html"
    answer = render(request, name, context)
    answer["Vary"] = "HX-Request"
    return answer


@require_POST
@requires(Permission.IMPORTS_MANAGE)
def import_retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _retry(request, Job.objects.filter(pk=job_id))


@require_POST
@requires(Permission.IMPORTS_MANAGE)
def import_retry_all(request: HttpRequest) -> HttpResponse:
    """Everything of one account, or of all."""
    jobs = _WORK.all()
    slug = request.POST.get("account", "")
    if slug:
        jobs = jobs.filter(lane=get_object_or_404(Account, slug=slug).lane)
    return _retry(request, jobs)


@require_POST
@requires(Permission.IMPORTS_MANAGE, Permission.ACCOUNTS_MANAGE)
def account_resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Back to where the button stood: the imports, or the accounts."""
    account = get_object_or_404(Account, slug=slug)
    if lanes.resume(account.lane, by=person_of(request), seat=seat_of(request)):
        messages.success(request, _("The account works again from now on."))
    else:
        messages.info(request, _("The account was not paused."))
    return redirect("accounts" if request.POST.get("from") == "accounts" else "imports")


def progress_of(batches: list[ImportBatch] | QuerySet[ImportBatch]) -> list[Progress]:
    """The batches with their counts: two queries for any number."""
    rows = list(batches)
    state = Job.objects.filter(key=OuterRef("job_key")).values("state")[:1]
    counts = {
        row["batch"]: row
        for row in ImportItem.objects.filter(batch__in=rows)
        .annotate(state=Subquery(state))
        .values("batch")
        .annotate(
            total=Count("id"),
            done=Count("id", filter=Q(state=Job.State.DONE)),
            failed=Count("id", filter=Q(state__in=(Job.State.FAILED, Job.State.SET_ASIDE))),
        )
    }
    empty = {"total": 0, "done": 0, "failed": 0}
    found = []
    for batch in rows:
        count = counts.get(batch.pk, empty)
        found.append(
            Progress(
                id=batch.pk,
                account=batch.account.slug,
                at=batch.asked_at,
                who=str(batch.asked_by) if batch.asked_by else _("command line"),
                total=count["total"],
                done=count["done"],
                failed=count["failed"],
                waiting=count["total"] - count["done"] - count["failed"],
                href=reverse("imports_batch", args=[batch.pk]),
            )
        )
    return found


def failures_of(jobs: QuerySet[Job]) -> list[dict[str, object]]:
    """Jobs that did not end well, with what they were about and why."""
    kinds = {
        "journey.fetch": _("Journey"),
        "media.fetch": _("Picture or file"),
        "outbox.send": _("Message to the provider"),
        "decision.take_effect": _("Decision"),
    }
    return [
        {
            "what": kinds.get(job.kind, job.kind),
            "id": job.subject.get("provider_id", ""),
            "account": job.lane.removeprefix("account:"),
            "reason": job.last_error,
            "at": job.finished_at or job.next_attempt_at,
            "state_label": job.get_state_display(),
            "next_attempt_at": job.next_attempt_at,
            "retry_url": reverse("import_retry", args=[job.pk]),
        }
        for job in jobs
    ]


def _lanes(name: str = "") -> list[dict[str, object]]:
    paused = Lane.objects.filter(paused_at__isnull=False).exclude(name__startswith="hook:")
    if name:
        paused = paused.filter(name=name)
    return [
        {
            "account": lane.name.removeprefix("account:"),
            "paused_since": lane.paused_at,
            "resumes_at": lane.resumes_at,
            "reason": lane.reason,
            "resume_url": reverse("account_resume", args=[lane.name.removeprefix("account:")]),
        }
        for lane in paused
    ]


def _retry(request: HttpRequest, jobs: QuerySet[Job]) -> HttpResponse:
    with transaction.atomic():
        count = retry(jobs)
        record(
            Event.IMPORT_RETRIED,
            by=person_of(request),
            seat=seat_of(request),
            data={"jobs": count},
        )
    messages.success(
        request,
        ngettext("%(n)d job is tried again.", "%(n)d jobs are tried again.", count) % {"n": count},
    )
    return redirect("imports")
