"""Admin pages of the calendars: when teams work."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing import save_calendar
from reviews.forms.queues import DAYS, CalendarForm
from reviews.models import Calendar
from reviews.views.access import person_of, requires


@require_GET
@requires(Permission.QUEUES_MANAGE)
def calendars(request: HttpRequest) -> HttpResponse:
    rows = [
        {
            "calendar": one,
            "days": [(DAYS[int(day)], hours) for day, hours in sorted(one.hours.items())],
        }
        for one in Calendar.objects.annotate(used=Count("queues"))
    ]
    return render(request, "reviews/manage/calendars.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def calendar_edit(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Make or change one. Cases that are open keep the time by which they are late."""
    calendar = get_object_or_404(Calendar, pk=slug) if slug else None
    form = CalendarForm(request.POST or None, calendar=calendar)
    if request.method == "POST" and form.is_valid():
        try:
            save_calendar(
                slug,
                name=form.cleaned_data["name"],
                plain=form.plain,
                by=person_of(request),
                seat=seat_of(request),
            )
        except ValueError as error:
            form.refuse(str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("manage_calendars")
    return render(
        request,
        "reviews/manage/calendar.html",
        {"form": form, "calendar": calendar, "zones": sorted(available_timezones())},
        status=422 if form.is_bound else 200,
    )
