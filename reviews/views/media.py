"""Pictures, PDF pages and videos: permission first, the access recorded, then the bytes."""

from __future__ import annotations

import re
import uuid
from typing import Literal
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeys import vault
from journeys.importing import media_key
from journeys.models import Blob, MediaUse
from kycreview.jobs.queue import enqueue
from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record, seat_of
from reviews.errors import RateFirst
from reviews.evidence.blind import case_of, has_portrait, is_blind, last_round
from reviews.evidence.face_stage import FACE_KINDS, FRONT_KINDS, WindowBox
from reviews.models import Round
from reviews.views.access import person_of, requires
from reviews.views.looked import note_look, protected

_SIZES: dict[str, Literal["view", "thumb"]] = {"view": "view", "thumb": "thumb"}
# Made when they are asked for; a video has neither.
_ENLARGED = ("full", "window")
_EVENTS = {"original": Event.ORIGINAL_VIEWED, "ahead": Event.EVIDENCE_PREFETCHED}
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def media(request: HttpRequest, public_id: UUID, size: str) -> HttpResponse:
    """GET /media/<id>/<view|thumb|full|window>/: a derivative, or a video as it was sent.

    A window takes x, y, w and h as fractions of the picture, and never shows more than a part.
    """
    use = _use(public_id)
    blob = use.locator.blob
    if blob is None or size not in (*_SIZES, *_ENLARGED):
        raise Http404
    _refuse_while_blind(request, use, size)
    answer: HttpResponse | StreamingHttpResponse
    try:
        if size in _ENLARGED:
            answer = _enlarged(request, blob, size)
        elif blob.media_type == "video/mp4":
            answer = _video(request, blob)
        else:
            page = _page(request, blob)
            body, content_type = vault.read_derivative(blob, size=_SIZES[size], page=page)
            answer = HttpResponse(body, content_type=content_type)
    except (vault.NoPicture, Broken, KeyGone):
        raise Http404 from None
    # Fetched ahead is not looked at: the page that shows it asks once more, by its real address.
    seen_as = "ahead" if "ahead" in request.GET else size
    note_access(use, seen_as, by=person_of(request), seat=seat_of(request))
    return protected(answer)


@require_GET
@requires(Permission.TRAIL_VIEW)
def media_original(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The bytes as received, for auditors and leads: never shown, always downloaded."""
    use = _use(public_id)
    blob = use.locator.blob
    if blob is None or not person_of(request).may(Permission.EVIDENCE_VIEW):
        raise Http404
    _refuse_while_blind(request, use, "original")
    try:
        body = vault.read_original(blob)
    except (Broken, KeyGone):
        raise Http404 from None
    note_access(use, "original", by=person_of(request), seat=seat_of(request))
    answer = HttpResponse(body, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{blob.sha256[:16]}.bin"'
    return protected(answer)


@require_POST
@requires(Permission.CASES_REVIEW, Permission.IMPORTS_MANAGE)
def media_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the provider for a file again."""
    use = _use(public_id)
    with transaction.atomic():
        vault.retry_locator(use.locator)
        enqueue(
            "media.fetch",
            key=media_key(use.locator_id),
            subject={"locator": str(use.locator_id)},
            lane=use.snapshot.journey.account.lane,
        )
        record(
            Event.MEDIA_RETRIED,
            by=person_of(request),
            seat=seat_of(request),
            account=use.snapshot.journey.account.lane,
            about=("media", use.locator_id),
        )
    messages.info(request, _("The file is asked for again; it appears here when it has come."))
    if not person_of(request).may(Permission.EVIDENCE_VIEW):
        return redirect("imports")
    link = getattr(use.snapshot.journey, "case_link", None)
    if link is not None:
        return redirect("case", link.case_id)
    return redirect("journey", use.snapshot.journey_id)


def note_access(use: MediaUse, size: str, *, by: User, seat: Seat) -> None:
    """One trail entry a person, round, picture and size; repeats are counted."""
    journey = use.snapshot.journey
    note_look(
        _EVENTS.get(size, Event.PICTURE_VIEWED),
        ("media", use.public_id),
        size=size,
        journey=journey,
        its_round=Round.objects.filter(journey=journey).order_by("-opened_at").first(),
        data={
            "kind": use.kind,
            "size": size,
            "sha256": use.locator.blob.sha256 if use.locator.blob else "",
        },
        by=by,
        seat=seat,
    )


def _use(public_id: uuid.UUID) -> MediaUse:
    uses = MediaUse.objects.select_related(
        "locator__blob__journey", "snapshot__journey__account", "locator__journey"
    )
    return get_object_or_404(uses, public_id=public_id)


def _refuse_while_blind(request: HttpRequest, use: MediaUse, size: str) -> None:
    """Faces alone, and a window on the front where no portrait came. Raises RateFirst."""
    if size != "original" and use.kind in FACE_KINDS:
        return
    case = case_of(use.snapshot.journey)
    last = last_round(case) if case is not None else None
    if last is None or not is_blind(last, viewer=person_of(request)):
        return
    if size == "window" and use.kind in FRONT_KINDS and not has_portrait(last.journey):
        return
    raise RateFirst(_("Rate the faces first."))


def _page(request: HttpRequest, blob: Blob) -> int:
    text = request.GET.get("page", "1")
    page = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 1
    if not 1 <= page <= max(1, blob.pages):
        raise Http404
    return page


def _enlarged(request: HttpRequest, blob: Blob, size: str) -> HttpResponse:
    """The full resolution, or the bounded window that the query asks for."""
    page = _page(request, blob)
    if size == "full":
        body, content_type = vault.read_full(blob, page=page)
    else:
        box = WindowBox.read(request.GET)
        if box is None:
            raise Http404
        body, content_type = vault.read_window(blob, box.fractions, page=page)
    return HttpResponse(body, content_type=content_type)


def _video(request: HttpRequest, blob: Blob) -> HttpResponse | StreamingHttpResponse:
    """The whole file, or the part that was asked for: browsers seek by ranges."""
    total = vault.original_size(blob)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        answer = StreamingHttpResponse(vault.read_range(blob, 0, total), content_type="video/mp4")
        answer["Content-Length"] = str(total)
    else:
        first, last = asked.groups()
        start = int(first) if first else max(0, total - int(last))
        end = min(int(last), total - 1) if first and last else total - 1
        if start > end or start >= total:
            refused = HttpResponse(status=416)
            refused["Content-Range"] = f"bytes */{total}"
            return refused
        answer = StreamingHttpResponse(
            vault.read_range(blob, start, end + 1), content_type="video/mp4", status=206
        )
        answer["Content-Range"] = f"bytes {start}-{end}/{total}"
        answer["Content-Length"] = str(end - start + 1)
    answer["Accept-Ranges"] = "bytes"
    return answer
