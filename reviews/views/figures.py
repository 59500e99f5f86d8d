"""Insight: the figures of a period as a page, and as a file that the trail tells of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from journeys.models import Account
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.forms.figures import FiguresForm
from reviews.insight import charts, words
from reviews.insight.figures import figures_of, house_zone
from reviews.insight.period import Preset
from reviews.insight.shapes import FEW, Figures
from reviews.insight.taking import file_name, take
from reviews.models import Case, Queue
from reviews.views.access import person_of, requires


@require_GET
@requires(Permission.FIGURES_VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    page: dict[str, object] = {
        "form": form,
        "presets": [
            {"label": preset.label, "query": _query(form, preset), "is_here": preset == form.preset}
            for preset in Preset
        ],
        "zone": house_zone().key,
        "few": words.few(),
    }
    if form.is_valid():
        page |= _shown(figures_of(form.asked()))
        page["csv_url"] = f"{reverse('figures_csv')}?{_query(form)}"
        page["opens_cases"] = person_of(request).may(Permission.EVIDENCE_VIEW)
    return render(request, "reviews/insight/figures.html", page)


@require_GET
@requires(Permission.FIGURES_VIEW)
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file. Who asks for what cannot be counted gets the page, which says why."""
    form = _form(request)
    if not form.is_valid():
        return figures(request)
    asked = form.asked()
    answer = HttpResponse(
        take(asked, by=person_of(request), seat=seat_of(request)),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{file_name(asked)}"'
    return answer


def _form(request: HttpRequest) -> FiguresForm:
    return FiguresForm(
        request.GET.dict(),
        queues=Queue.objects.order_by("name", "slug").values_list("pk", "name"),
        accounts=Account.objects.order_by("slug").values_list("slug", flat=True),
        now=timezone.now(),
    )


def _query(form: FiguresForm, preset: Preset | None = None) -> str:
    """An address with what is chosen; with a named period its name alone."""
    kept = {name: form.data[name] for name in ("queue", "account") if form.data[name]}
    if preset is not None:
        return urlencode({"period": preset.value, **kept})
    return urlencode({"from": form.data["from"], "to": form.data["to"], **kept})


def _shown(found: Figures) -> dict[str, object]:
    """The figures and their pictures."""
    period = found.asked.period
    longest = found.total.age.longest
    return {
        "figures": found,
        "period": period,
        "as_of": f"{found.asked.now.astimezone(period.zone):%H:%M}",
        "pieces_word": words.pieces_word(period),
        "ages": charts.ages_chart(
            found.open_queues, oldest=found.oldest, is_capped=longest > found.oldest
        )
        if found.open_queues
        else None,
        "flow": charts.flow_chart(found.days)
        if found.total.received or found.total.decided
        else None,
        "waits": charts.waits_chart(found.pieces, period),
        "outcomes": charts.outcomes_chart(found.pieces, period),
        "timing": charts.timing_chart(found.pieces, period),
        "reasons": charts.reasons_chart(found.reasons),
        "few_count": FEW,
        "claimed": Case.State.CLAIMED.value,
        "has_readings": any(
            line.readings.differed.of or line.readings.reopened.of or line.readings.reread.of
            for line in found.queues
        ),
    }
