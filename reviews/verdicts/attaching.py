"""Lay a file beside a case. Never changed nor taken away by hand: it goes with the journey's key.

The file is judged before anything is written, outside of the transaction.
"""

from __future__ import annotations

import unicodedata
from typing import BinaryIO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from journeys import vault
from journeys.models import Blob
from kycreview.sealing import KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import Incomplete, NotAllowed, RateFirst
from reviews.evidence.attached import object_kind
from reviews.evidence.blind import is_blind
from reviews.evidence.restricted import sees_restricted
from reviews.models import Attachment, Recusal, Round

MOST_FILES: Final = 20
LONGEST_NAME: Final = 120
# They join letters of Persian and Indic scripts; everything else that is not seen is dropped.
_JOINERS: Final = "\u200c\u200d"


def may_attach(its_round: Round, *, person: User) -> bool:
    """Whoever reviews, as with notes, unless they know the applicant."""
    if not person.may(Permission.CASES_REVIEW):
        return False
    return not Recusal.objects.filter(case=its_round.case_id, person=person).exists()


def attach(
    its_round: Round,
    arrived: BinaryIO,
    *,
    name: str,
    is_restricted: bool = False,
    by: User,
    seat: Seat = NOWHERE,
) -> Attachment:
    """Check, keep and record one file, by whoever may write notes.

    Raises NotAllowed, RateFirst, Incomplete (the file is refused, or one too many) and
    VaultUnavailable.
    """
    _refuse(its_round, is_restricted=is_restricted, by=by)
    _refuse_more(its_round, is_restricted=is_restricted)
    journey = its_round.journey
    try:
        blob = vault.bring(arrived, journey=journey)
    except vault.Unusable as unusable:
        raise Incomplete(_why_unusable(unusable), field="files") from None
    except KeyGone:
        raise NotAllowed(_("This journey was erased; nothing can be attached to it.")) from None
    attachment = Attachment(round=its_round, person=by, blob=blob, is_restricted=is_restricted)
    called = clean_name(name, media_type=blob.media_type)
    attachment.put_name(called, key=journey.key())
    with transaction.atomic():
        # One after the other: the number of files of a round is bounded.
        Round.objects.select_for_update().get(pk=its_round.pk)
        _refuse(its_round, is_restricted=is_restricted, by=by)
        _refuse_again(its_round, blob, is_restricted=is_restricted, by=by)
        _refuse_more(its_round, is_restricted=is_restricted)
        attachment.save(force_insert=True)
        record(
            Event.FILE_ATTACHED,
            by=by,
            seat=seat,
            account=journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=(object_kind(attachment), attachment.pk),
            data={
                "sha256": blob.sha256,
                "bytes": blob.size,
                "media_type": blob.media_type,
                "is_restricted": is_restricted,
            },
            private={"name": called},
            key_id=journey.key_id,
        )
    return attachment


def clean_name(name: str, *, media_type: str) -> str:
    """A name without folders and unseen characters, ending as files of this type do."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        " " if char.isspace() else char
        for char in last
        if char.isspace() or char in _JOINERS or unicodedata.category(char)[0] != "C"
    )
    words = " ".join(shown.split())
    endings = vault.TAKEN_TYPES[media_type]
    ending = next((one for one in endings if words.lower().endswith(one)), "")
    stem = words.removesuffix(words[len(words) - len(ending) :]).strip(". ")[:LONGEST_NAME]
    return f"{stem.strip('. ') or _('File')}{ending or endings[0]}"


def _refuse(its_round: Round, *, is_restricted: bool, by: User) -> None:
    if not may_attach(its_round, person=by):
        raise NotAllowed(_("You may not attach files to this case."))
    if is_blind(its_round, viewer=by):
        raise RateFirst(_("Rate the faces first."))
    if is_restricted and not sees_restricted(by):
        raise NotAllowed(
            _("Restricted files are attached by those who may confirm sanctions matches.")
        )


def _refuse_more(its_round: Round, *, is_restricted: bool) -> None:
    """Restricted files are counted apart: else the others' number would tell of them."""
    alike = Attachment.objects.filter(round=its_round, is_restricted=is_restricted)
    if alike.count() >= MOST_FILES:
        raise Incomplete(
            _("This round has %(most)s files already, and takes no more.") % {"most": MOST_FILES},
            field="files",
        )


def _refuse_again(its_round: Round, blob: Blob, *, is_restricted: bool, by: User) -> None:
    """Only of one's own files: that somebody else's is there may be theirs to know."""
    same = Attachment.objects.filter(round=its_round, blob=blob, is_restricted=is_restricted)
    if same.filter(person=by).exists():
        raise Incomplete(_("You attached this very file to this round already."), field="files")


def _why_unusable(unusable: vault.Unusable) -> str:
    own = {
        "empty": _("The file is empty."),
        "not_media": _("This is no JPEG, PNG or WebP picture and no PDF, whatever it is called."),
        "too_big": _("The file is larger than 15 MB."),
    }
    return own.get(unusable.code, unusable.sentence)
