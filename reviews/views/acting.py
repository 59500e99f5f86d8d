"""What is done with a case beside deciding it: hold, pass on, go on to the next, look ahead."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.desk import claims
from reviews.errors import ReviewError
from reviews.evidence.case_page import rounds_of
from reviews.evidence.face_stage import face_stage
from reviews.forms import HoldForm, PassOnForm
from reviews.models import Case, Round
from reviews.verdicts.holding import hold, pass_on
from reviews.views.access import person_of, requires


@require_POST
@requires(Permission.CASES_REVIEW)
def case_hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case back until a time."""
    found = get_object_or_404(Case, pk=case_id)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, _first_error(form))
    until = form.moment(now=timezone.now())
    try:
        hold(
            found,
            until=until,
            why=form.cleaned_data["why"],
            by=person_of(request),
            seat=seat_of(request),
        )
    except ReviewError as error:
        return _refused(request, found, error.sentence)
    messages.success(
        request,
        _("Case %(code)s is on hold until %(until)s.")
        % {
            "code": found.code,
            "until": date_format(timezone.localtime(until), "SHORT_DATETIME_FORMAT"),
        },
    )
    return redirect("desk")


@require_POST
@requires(Permission.CASES_REVIEW)
def case_pass_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Pass the case on to those who may confirm sanctions."""
    found = get_object_or_404(Case, pk=case_id)
    form = PassOnForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, _first_error(form))
    try:
        pass_on(
            found,
            why=form.cleaned_data["why"],
            by=person_of(request),
            seat=seat_of(request),
        )
    except ReviewError as error:
        return _refused(request, found, error.sentence)
    messages.success(
        request,
        _("Case %(code)s is passed on to those who may confirm sanctions matches.")
        % {"code": found.code},
    )
    return redirect("desk")


@require_GET
@requires(Permission.CASES_REVIEW)
def desk_ahead(request: HttpRequest) -> HttpResponse:
    """The face pictures of the case that would come next, which stays free for everybody."""
    viewer = person_of(request)
    following = claims.next_for(viewer)
    if following is None:
        return JsonResponse({"pictures": []})
    its_round = rounds_of(following)[0]
    pictures = _faces_of(its_round)
    with transaction.atomic():
        record(
            Event.EVIDENCE_PREFETCHED,
            by=viewer,
            seat=seat_of(request),
            account=its_round.journey.account.lane,
            case_id=following.pk,
            round_id=its_round.pk,
            data={"pictures": sorted(sha256 for _url, sha256 in pictures)},
        )
    answer = JsonResponse({"pictures": [url for url, _sha256 in pictures]})
    answer["Cache-Control"] = "no-store"
    return answer


def _faces_of(its_round: Round) -> list[tuple[str, str]]:
    """Address and SHA-256 of the pair as the blind stage shows it; nothing else is read."""
    snapshot = its_round.journey.current_snapshot
    if snapshot is None:
        return []
    stage = face_stage(snapshot, its_round.journey.key())
    pair = [picture for picture in (stage.portrait, stage.selfie) if picture is not None]
    return [(one.view_url, one.sha256) for one in pair if one.is_ready and not one.is_video]


def _first_error(form: HoldForm | PassOnForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _refused(request: HttpRequest, found: Case, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("case", found.pk)
