"""The notices of whoever is signed in: a page, one opened, one or all of them read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from reviews.desk.notices import listed, mark_all_read, mark_read
from reviews.models import Notice
from reviews.views.access import person_of, requires
from reviews.views.notice_rows import notice_rows, place_of

_ALL = "all"


@require_GET
@requires()
def notices(request: HttpRequest) -> HttpResponse:
    """What is unread, unless all were asked for; the newest first."""
    person = person_of(request)
    is_all = request.GET.get("show") == _ALL
    before = request.GET.get("before", "")
    page = listed(person, only_unread=not is_all, before=before)
    kept = f"show={_ALL}" if is_all else ""
    return render(
        request,
        "reviews/notices.html",
        {
            "rows": notice_rows(page.rows, viewer=person),
            "is_all": is_all,
            "until": page.rows[0].at.isoformat() if page.rows and not before else "",
            "next_url": "?" + "&".join(filter(None, (kept, f"before={page.before}")))
            if page.before
            else "",
            "first_url": f"{reverse('notices')}?{kept}" if before else "",
        },
    )


@require_POST
@requires()
def notice_open(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Go to where something can be done about it; it is read by that."""
    notice = _own(request, notice_id)
    mark_read(notice)
    return redirect(place_of(notice, viewer=person_of(request)) or reverse("notices"))


@require_POST
@requires()
def notice_read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    mark_read(_own(request, notice_id))
    return _back(request)


@require_POST
@requires()
def notices_read(request: HttpRequest) -> HttpResponse:
    """All that the page showed or had before; what came in since stays unread."""
    until = _moment(request.POST.get("until", ""))
    count = mark_all_read(person_of(request), until=until) if until is not None else 0
    if count:
        messages.success(
            request,
            ngettext("%(count)d notice marked as read.", "%(count)d notices marked as read.", count)
            % {"count": count},
        )
    else:
        messages.info(request, _("Nothing was unread."))
    return _back(request)


def _own(request: HttpRequest, notice_id: UUID) -> Notice:
    """Somebody else's is not there."""
    rows = Notice.objects.select_related("case__queue", "queue")
    return get_object_or_404(rows, pk=notice_id, person=person_of(request))


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was; or to the desk, which shows the newest."""
    if request.POST.get("then") == "desk":
        return redirect("desk")
    where = reverse("notices")
    return redirect(f"{where}?show={_ALL}" if request.POST.get("show") == _ALL else where)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None
