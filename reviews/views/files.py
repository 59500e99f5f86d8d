"""Files beside a case: attach them, look at them, take the original. Same rules as for pictures."""

from __future__ import annotations

import re
from contextlib import ExitStack
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from journeys import vault
from kycreview.sealing import Broken, KeyGone
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import seat_of
from reviews.errors import ReviewError
from reviews.evidence.attached import FilesProblem, may_see, name_of, object_kind
from reviews.evidence.blind import last_round, refuse_while_blind
from reviews.models import Attachment, Case, Panel, Round
from reviews.verdicts.attaching import attach
from reviews.views.access import person_of, requires
from reviews.views.arriving import MOST_AT_ONCE, ArrivedFile, IntoTheVault
from reviews.views.looked import note_look, protected
from reviews.views.showing import Beside, show_case


@csrf_exempt  # checked below: what reads the form for its token must know where files go first
@require_POST
@requires(Permission.CASES_REVIEW)
def case_files(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST: attach files. Answers 303 to the panel; of what is refused the page says why."""
    with ExitStack() as until:
        handler = IntoTheVault(request, until=until)
        request.upload_handlers = [handler]
        return _attached(request, case_id, handler)


@csrf_protect
def _attached(request: HttpRequest, case_id: UUID, handler: IntoTheVault) -> HttpResponse:
    found = get_object_or_404(Case.objects.select_related("queue", "claimed_by"), pk=case_id)
    refuse_while_blind(found, viewer=person_of(request))
    its_round = last_round(found)
    if its_round is None:
        raise Http404
    arrived = [one for one in request.FILES.getlist("files") if isinstance(one, ArrivedFile)]
    is_restricted = bool(request.POST.get("restricted"))
    done, refused, status = 0, [], 422
    for one in arrived:
        try:
            _attach(request, its_round, one, is_restricted=is_restricted)
        except (ReviewError, vault.VaultUnavailable) as error:
            refused.append((one.name or "", error.sentence))
            status = error.status if isinstance(error, ReviewError) else 503
        else:
            done += 1
    if handler.are_too_many:
        refused.append(("", _("Only the first %(most)s were looked at.") % {"most": MOST_AT_ONCE}))
    if not arrived:
        refused.append(("", _("Choose a file first.")))
    if done:
        count = {"count": done}
        told = ngettext("%(count)s file attached.", "%(count)s files attached.", done) % count
        messages.success(request, told)
    if refused:
        problem = FilesProblem(refused=tuple(refused), is_restricted=is_restricted)
        return show_case(request, found, Beside(files_problem=problem), status=status)
    where = f"{reverse('case', args=[case_id])}?p={Panel.HISTORY.value}#files"
    return HttpResponse(status=303, headers={"Location": where})


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def file(request: HttpRequest, file_id: UUID, size: str) -> HttpResponse:
    """GET /file/<id>/<view|thumb|full>/: a picture rebuilt from pixels, a PDF page by page."""
    found = _file(request, file_id)
    page = _page(request)
    try:
        if size == "view":
            body, content_type = vault.read_derivative(found.blob, size="view", page=page)
        elif size == "thumb":
            body, content_type = vault.read_derivative(found.blob, size="thumb", page=page)
        elif size == "full":
            body, content_type = vault.read_full(found.blob, page=page)
        else:
            raise Http404
    except (vault.NoPicture, Broken, KeyGone):
        raise Http404 from None
    _note(request, found, Event.PICTURE_VIEWED, size=size)
    return protected(HttpResponse(body, content_type=content_type))


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def file_original(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The bytes as they were attached: never shown, always downloaded."""
    found = _file(request, file_id)
    try:
        body = vault.read_original(found.blob)
    except (Broken, KeyGone):
        raise Http404 from None
    _note(request, found, Event.FILE_TAKEN, size="original")
    answer = HttpResponse(body, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=name_of(found))
    answer["Content-Disposition"] = disposition or "attachment"
    return protected(answer)


def _attach(
    request: HttpRequest, its_round: Round, arrived: ArrivedFile, *, is_restricted: bool
) -> None:
    if arrived.body is None:
        raise vault.VaultUnavailable
    attach(
        its_round,
        arrived.body,
        name=arrived.name or "",
        is_restricted=is_restricted,
        by=person_of(request),
        seat=seat_of(request),
    )


def _file(request: HttpRequest, file_id: UUID) -> Attachment:
    """Whoever may not see it is told what anybody is told who asks for what is not there."""
    rows = Attachment.objects.select_related("blob__journey", "round__journey__account")
    found = get_object_or_404(rows, pk=file_id)
    viewer = person_of(request)
    case = Case.objects.select_related("queue").get(pk=found.round.case_id)
    last = last_round(case)
    if last is None or not may_see(found, last, viewer=viewer):
        raise Http404
    refuse_while_blind(case, viewer=viewer)
    return found


def _note(request: HttpRequest, found: Attachment, event: Event, *, size: str) -> None:
    note_look(
        event,
        (object_kind(found), found.pk),
        size=size,
        journey=found.round.journey,
        its_round=found.round,
        data={"kind": "attached", "size": size, "sha256": found.blob.sha256},
        by=person_of(request),
        seat=seat_of(request),
    )


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 1
