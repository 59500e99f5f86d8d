"""Opinions and drafts: added by people while they work on a round."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.sealing import Broken, seal_json, unseal_json
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import holds
from reviews.errors import Incomplete, NotYours
from reviews.evidence.blind import has_portrait, is_blind, is_waiting
from reviews.evidence.faces import compared_faces
from reviews.models import Draft, FaceWindow, Opinion, Panel, PanelView, Round


def give_opinion(
    its_round: Round,
    *,
    rating: int,
    by: User,
    seat: Seat = NOWHERE,
) -> Opinion:
    """Add a rating of the faces, -3 to +3. A later one keeps the earlier. Raises NotYours.

    What was visible is the server's own knowledge: the faces alone while blind, else everything.
    """
    if not -3 <= rating <= 3:
        raise Incomplete(_("Choose a rating between -3 and +3."), field="rating")
    with transaction.atomic():
        _refuse_strangers(its_round, by=by)
        faces = compared_faces(its_round.journey)
        blind = is_blind(its_round, viewer=by)
        if blind and is_waiting(its_round.journey):
            raise Incomplete(
                _("A picture is still on its way: there is nothing to rate yet."), field="rating"
            )
        window = FaceWindow.objects.filter(round=its_round, person=by).first()
        visible = ["faces"] if blind else ["faces", "document", "data", "machine"]
        if not has_portrait(its_round.journey):
            # A window on the document's front may show more than a face.
            visible.append("no_portrait_crop")
        opinion = Opinion.objects.create(
            round=its_round,
            person=by,
            rating=rating,
            visible=visible,
            is_blind=blind and "no_portrait_crop" not in visible,
            seconds=_seconds_looked(its_round, by=by),
            stable_key=faces.stable_key,
            content_hash=faces.content_hash,
        )
        record(
            Event.OPINION_GIVEN,
            by=by,
            seat=seat,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("opinion", opinion.id),
            data={
                "rating": rating,
                "visible": visible,
                "is_blind": opinion.is_blind,
                "seconds": opinion.seconds,
                "window": [window.x, window.y, window.w, window.h] if window else [],
                "stable_key": faces.stable_key,
                "content_hash": faces.content_hash,
            },
        )
    return opinion


def _seconds_looked(its_round: Round, *, by: User) -> float | None:
    """Since the faces were first served to this person in this round."""
    seen = PanelView.objects.filter(round=its_round, person=by, panel=Panel.FACES).first()
    return round((timezone.now() - seen.first_at).total_seconds(), 1) if seen else None


def save_draft(its_round: Round, values: Mapping[str, Any], *, by: User) -> Draft:
    """Keep what was begun; one draft a person and round, the last one counts. Raises NotYours."""
    _refuse_strangers(its_round, by=by)
    return keep_draft(its_round, values, by=by)


def keep_draft(its_round: Round, values: Mapping[str, Any], *, by: User) -> Draft:
    """The same where the case went to somebody else meanwhile: no words are lost."""
    sealed = seal_json(
        its_round.journey.key(), dict(values), context=f"draft:{its_round.pk}:{by.pk}"
    )
    draft, _made = Draft.objects.update_or_create(
        round=its_round, person=by, defaults={"sealed": sealed, "saved_at": timezone.now()}
    )
    return draft


def open_draft(its_round: Round, key: bytes, *, by: User) -> tuple[Draft | None, dict[str, Any]]:
    """The draft and its values; nothing where there is none or it cannot be opened."""
    draft = Draft.objects.filter(round=its_round, person=by).first()
    if draft is None:
        return None, {}
    try:
        values = unseal_json(key, draft.sealed, context=f"draft:{its_round.pk}:{by.pk}")
    except (Broken, json.JSONDecodeError):
        return None, {}
    return draft, values


def _refuse_strangers(its_round: Round, *, by: User) -> None:
    if not holds(its_round, person=by):
        raise NotYours(_("You do not hold this case. Claim it first; your text is kept here."))
