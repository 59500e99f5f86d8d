"""Notes at any time, on open and closed cases: added, sealed, never changed, never sent outside.

A correction is a note of its own, which names the one that it corrects.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kycreview.sealing import KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import holds
from reviews.desk.mentions import mentioned_in, tell_mentioned
from reviews.desk.reasons import keep_words
from reviews.errors import AlreadyDecided, Incomplete, NotAllowed, RateFirst
from reviews.evidence.blind import is_blind
from reviews.evidence.restricted import sees_restricted
from reviews.models import Note, NoteDraft, Recusal, Round

LONGEST_NOTE = 4_000


def add_note(
    last: Round,
    text: str,
    *,
    by: User,
    seat: Seat = NOWHERE,
    is_restricted: bool = False,
    corrects: UUID | None = None,
) -> Note:
    """Keep words about the case in its newest round, and tell whom they mention.

    A correction is as restricted as what it corrects. Raises Incomplete, NotAllowed, RateFirst,
    AlreadyDecided (somebody corrected that note meanwhile).
    """
    words = _cleaned(text)
    before = note_to_correct(corrects, last, by=by) if corrects is not None else None
    is_restricted = before.is_restricted if before is not None else is_restricted
    refuse_to_write(last, by=by, is_restricted=is_restricted)
    people = mentioned_in(words, last, by=by, is_restricted=is_restricted)
    journey = last.journey
    try:
        with transaction.atomic():
            note = keep_words(
                last,
                words,
                key=journey.key(),
                by=by,
                corrects=before,
                is_restricted=is_restricted,
            )
            NoteDraft.objects.filter(case=last.case_id, person=by, corrects=before).delete()
            tell_mentioned(people, note, by=by)
            record(
                Event.NOTE_RESTRICTED if is_restricted else Event.NOTE_ADDED,
                by=by,
                seat=seat,
                account=journey.account.lane,
                case_id=last.case_id,
                round_id=last.pk,
                about=("note", note.id),
                data={
                    **({"corrects": str(before.pk)} if before is not None else {}),
                    **({"mentioned": [str(one.pk) for one in people]} if people else {}),
                },
                private={"note": words},
                key_id=journey.key_id,
            )
    except KeyGone:
        raise NotAllowed(_("This journey was erased: nothing more is written about it.")) from None
    except IntegrityError:
        if before is None or not Note.objects.filter(corrects=before).exists():
            raise
        raise AlreadyDecided(_corrected_already()) from None
    return note


def refuse_to_write(last: Round, *, by: User, is_restricted: bool) -> None:
    """Who reviews writes, whoever holds the case; not who knows the applicant.

    Raises NotAllowed, RateFirst.
    """
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role reads notes and does not write them."))
    if not holds(last, person=by) and _is_recused(last, by):
        raise NotAllowed(_("You gave this case back for good because you know the person."))
    if is_restricted and not sees_restricted(by):
        raise NotAllowed(_("Only those who may confirm sanctions matches write restricted notes."))
    if is_blind(last, viewer=by):
        raise RateFirst(_("Rate the faces first."))


def _is_recused(last: Round, person: User) -> bool:
    return Recusal.objects.filter(case=last.case_id, person=person).exists()


def _cleaned(text: str) -> str:
    words = text.strip()
    if not words:
        raise Incomplete(_("The note is empty."), field="note")
    if len(words) > LONGEST_NOTE:
        raise Incomplete(_("The note is longer than 4,000 characters."), field="note")
    return words


def note_to_correct(note_id: UUID, last: Round, *, by: User) -> Note:
    """The own note that is to be corrected. A stranger's, hidden or seen, is refused alike.

    Raises NotAllowed, AlreadyDecided.
    """
    note = Note.objects.filter(pk=note_id, round__case=last.case_id, person=by).first()
    if note is None or (note.is_restricted and not sees_restricted(by)):
        raise NotAllowed(_("You can correct your own notes alone. Write a new one instead."))
    if note.corrections.exists():
        raise AlreadyDecided(_corrected_already())
    return note


def _corrected_already() -> str:
    return _("This note has been corrected already. Correct the newer one.")
