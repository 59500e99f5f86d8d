"""Words people give for what they do with a case: a sealed note, a commitment in the trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record
from reviews.errors import Incomplete
from reviews.models import Case, Decision, Note, Round

LONGEST = 4_000


def cleaned(why: str) -> str:
    """The words without what surrounds them. Raises Incomplete."""
    words = why.strip()
    if not words:
        raise Incomplete(_("Say why, in a few words."), field="why")
    if len(words) > LONGEST:
        raise Incomplete(_("The reason is longer than 4,000 characters."), field="why")
    return words


def open_round_of(case: Case) -> Round:
    """The round that is open, with what a note needs."""
    return (
        Round.objects.select_related("case__queue", "journey__account", "journey__current_snapshot")
        .filter(case=case, closed_at__isnull=True)
        .order_by("-number")[0]
    )


def keep_words(
    its_round: Round,
    words: str,
    *,
    key: bytes,
    by: User,
    decision: Decision | None = None,
    corrects: Note | None = None,
    is_restricted: bool = False,
) -> Note:
    """A sealed note, in the caller's transaction. `key` is the journey's data key."""
    note = Note(
        round=its_round,
        person=by,
        decision=decision,
        corrects=corrects,
        is_restricted=is_restricted,
    )
    note.put(words, key=key)
    note.save(force_insert=True)
    return note


def note_why(
    its_round: Round, event: Event, words: str, *, data: Mapping[str, object], by: User, seat: Seat
) -> None:
    """Last in the caller's transaction: words about a case may name the applicant."""
    journey = its_round.journey
    note = keep_words(its_round, words, key=journey.key(), by=by)
    record(
        event,
        by=by,
        seat=seat,
        account=journey.account.lane,
        case_id=its_round.case_id,
        round_id=its_round.pk,
        about=("note", note.id),
        data=data,
        private={"why": words},
        key_id=journey.key_id,
    )
