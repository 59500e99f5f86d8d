"""Where no portrait was cut from the document: the window that a reader compared instead."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import holds
from reviews.errors import EvidenceChanged, NotYours
from reviews.evidence.face_stage import FRONT_KINDS
from reviews.models import FaceWindow, Round


def keep_window(
    its_round: Round,
    *,
    media: UUID,
    box: tuple[float, float, float, float],
    by: User,
    seat: Seat = NOWHERE,
) -> FaceWindow:
    """Store the box (x, y, width, height as fractions) and its maker.

    Raises NotYours, EvidenceChanged (the picture is not the document's front any more).
    """
    fronts = MediaUse.objects.filter(
        snapshot=its_round.journey.current_snapshot_id,
        kind__in=FRONT_KINDS,
        public_id=media,
    )
    if not fronts.exists():
        raise EvidenceChanged(_("The picture changed while you looked. Look at it again."), [])
    with transaction.atomic():
        if not holds(its_round, person=by):
            raise NotYours(_("You do not hold this case. Claim it first."))
        x, y, w, h = box
        window = FaceWindow.objects.create(
            round=its_round, person=by, media=media, x=x, y=y, w=w, h=h
        )
        record(
            Event.FACE_WINDOW_CUT,
            by=by,
            seat=seat,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("media", media),
            data={"box": [round(side, 4) for side in box]},
        )
    return window
