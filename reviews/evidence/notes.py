"""The notes on a case as one person may read them, each tied to the one that it corrects."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.blind import is_reread_open, said_by_hidden
from reviews.evidence.restricted import sees_restricted
from reviews.models import Note, NoteDraft, Round


@dataclass(frozen=True, kw_only=True)
class NoteShown:
    """`corrects` and `corrected_by` are notes that stand in the same list."""

    id: UUID
    who: str
    at: datetime
    text: str
    round_number: int
    is_restricted: bool
    is_with_decision: bool
    corrects: UUID | None
    corrects_at: datetime | None
    corrected_by: UUID | None
    corrected_at: datetime | None
    # One's own, as long as nothing corrects it.
    may_correct: bool
    # The correction that its author has begun.
    draft: NoteDraftShown | None = None


@dataclass(frozen=True, kw_only=True)
class NoteDraftShown:
    """What its author, and nobody else, has begun to write."""

    text: str
    is_restricted: bool
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoteProblem:
    """Why a note was not kept, and what was written; `corrects` says in which form."""

    sentence: str
    text: str
    is_restricted: bool
    corrects: UUID | None


def note_drafts_of(rounds: Iterable[Round], *, viewer: User) -> dict[UUID | None, NoteDraftShown]:
    """What this person has begun to write on the case, by the note that it corrects. One query.

    Nothing for who may write no more, no restricted words for who may write none of those.
    """
    if not viewer.may(Permission.CASES_REVIEW):
        return {}
    by_id = {one.pk: one for one in rounds}
    found = {}
    for draft in NoteDraft.objects.filter(round__in=list(by_id), person=viewer):
        try:
            values = draft.values(by_id[draft.round_id].journey.key())
        except (Broken, KeyGone, json.JSONDecodeError):
            continue
        if values.get("restricted") and not sees_restricted(viewer):
            continue
        found[draft.corrects_id] = NoteDraftShown(
            text=str(values.get("text", "")),
            is_restricted=bool(values.get("restricted")),
            saved_at=draft.saved_at,
        )
    return found


def notes_of(
    rounds: Iterable[Round],
    *,
    viewer: User,
    hidden: Collection[UUID],
    drafts: Mapping[UUID | None, NoteDraftShown] = {},
) -> list[NoteShown]:
    """The newest first; `rounds` are all of the case with their journeys. One query.

    What `hidden` readers wrote is left out, and what is restricted for this person. `drafts` are
    this person's own.
    """
    by_id = {one.pk: one for one in rounds}
    last = max(by_id.values(), key=lambda one: one.number)
    notes = Note.objects.filter(round__in=list(by_id)).exclude(said_by_hidden(last, hidden))
    if hidden and is_reread_open(last):
        # Nobody who reads a closed case again is to know what was said of it.
        notes = notes.filter(round=last)
    if not sees_restricted(viewer):
        notes = notes.filter(is_restricted=False)
    found = {one.pk: one for one in notes.select_related("person").order_by("-at", "-pk")}
    corrected = {one.corrects_id: one for one in found.values() if one.corrects_id in found}
    shown = []
    for note in found.values():
        before = found.get(note.corrects_id) if note.corrects_id else None
        after = corrected.get(note.pk)
        shown.append(
            NoteShown(
                id=note.pk,
                who=str(note.person),
                at=note.at,
                text=_opened(note, by_id[note.round_id]),
                round_number=by_id[note.round_id].number,
                is_restricted=note.is_restricted,
                is_with_decision=note.decision_id is not None,
                corrects=before.pk if before else None,
                corrects_at=before.at if before else None,
                corrected_by=after.pk if after else None,
                corrected_at=after.at if after else None,
                may_correct=note.person_id == viewer.pk and after is None,
                draft=drafts.get(note.pk),
            )
        )
    return shown


def _opened(note: Note, its_round: Round) -> str:
    try:
        return note.text(its_round.journey.key())
    except Broken:
        return _("This note cannot be opened.")
