"""Notes that were begun and not added: kept sealed for their author alone, never in the trail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from reviews.errors import NotAllowed
from reviews.models import Note, NoteDraft, Round
from reviews.verdicts.noting import note_to_correct, refuse_to_write


def save_note_draft(
    last: Round,
    text: str,
    *,
    by: User,
    is_restricted: bool = False,
    corrects: UUID | None = None,
) -> NoteDraft | None:
    """Keep what was begun, the last one counts; nothing is kept where nothing is written.

    Who may not write the note may not begin it: raises NotAllowed, RateFirst, AlreadyDecided.
    """
    before = note_to_correct(corrects, last, by=by) if corrects is not None else None
    is_restricted = before.is_restricted if before is not None else is_restricted
    refuse_to_write(last, by=by, is_restricted=is_restricted)
    try:
        key = last.journey.key()
    except KeyGone:
        raise NotAllowed(_("This journey was erased: nothing more is written about it.")) from None
    if not text.strip() or _says(before, text) or _was_just_added(last, text, by=by):
        drop_note_draft(last, corrects=corrects, by=by)
        return None
    draft = NoteDraft(case_id=last.case_id, person=by, corrects=before, round=last)
    draft.put({"text": text, "restricted": is_restricted}, key=key)
    with transaction.atomic():
        kept, _made = NoteDraft.objects.update_or_create(
            case_id=last.case_id,
            person=by,
            corrects=before,
            defaults={"round": last, "sealed": draft.sealed, "saved_at": timezone.now()},
        )
    return kept


def drop_note_draft(last: Round, *, corrects: UUID | None, by: User) -> bool:
    """Whether there was one."""
    own = NoteDraft.objects.filter(case=last.case_id, person=by, corrects=corrects)
    return bool(own.delete()[0])


def _was_just_added(last: Round, text: str, *, by: User) -> bool:
    """A draft that was under way when its note was added comes too late."""
    newest = Note.objects.filter(round=last, person=by).order_by("-at", "-pk").first()
    return _says(newest, text)


def _says(note: Note | None, text: str) -> bool:
    if note is None:
        return False
    try:
        return note.text(note.round.journey.key()) == text.strip()
    except (Broken, KeyGone):
        return False
