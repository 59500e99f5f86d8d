"""The files that staff laid beside a case: which of them a person sees, and which leave no trace.

Until both readers have read, neither sees the other's; a round that reads a closed case again shows
none of before. A restricted file exists for those alone who confirm sanctions matches, and for
auditors.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kycreview.sealing import Broken, KeyGone
from kycreview.staff.models import User
from reviews.evidence.blind import hidden_people, is_reread_open
from reviews.evidence.restricted import RESTRICTED_OBJECT, sees_restricted
from reviews.models import Attachment, Round

VIEW_SIDE = 1600


def object_kind(row: Attachment) -> str:
    """What entries of the trail say that they are about."""
    return RESTRICTED_OBJECT if row.is_restricted else "attachment"


@dataclass(frozen=True, kw_only=True)
class FileShown:
    """One file of the panel. `pages` is 0 for what is no PDF."""

    id: UUID
    name: str
    media_type: str
    size: int
    width: int
    height: int
    pages: int
    who: str
    at: datetime
    round_number: int
    is_restricted: bool

    @property
    def is_pdf(self) -> bool:
        return self.pages > 0

    @property
    def thumb_url(self) -> str:
        return reverse("file", args=[self.id, "thumb"])

    @property
    def page_urls(self) -> list[str]:
        """The picture, or one address a page, in the size for reading."""
        is_large = self.is_pdf or max(self.width, self.height) > VIEW_SIDE
        url = reverse("file", args=[self.id, "full" if is_large else "view"])
        return [f"{url}?page={page}" for page in range(1, self.pages + 1)] if self.is_pdf else [url]

    @property
    def original_url(self) -> str:
        return reverse("file_original", args=[self.id])


@dataclass(frozen=True, kw_only=True)
class FilesProblem:
    """What was not attached, each with its sentence, and what the form said beside."""

    refused: tuple[tuple[str, str], ...]
    is_restricted: bool = False


@dataclass(frozen=True, kw_only=True)
class FilesSeen:
    """What is shown, the newest first; `unseen` are the ids of which nothing may be told."""

    files: tuple[FileShown, ...] = ()
    unseen: frozenset[str] = frozenset()


def files_seen(last: Round, *, viewer: User, hidden: Collection[UUID]) -> FilesSeen:
    """The case's files as `viewer` sees them: one query. `hidden` are the readers who are."""
    rows = Attachment.objects.filter(round__case=last.case_id)
    rows = rows.select_related("person", "blob", "round__journey").order_by("-at", "-id")
    files: list[FileShown] = []
    unseen: set[str] = set()
    for row in rows:
        if is_shown(row, last, viewer=viewer, hidden=hidden):
            files.append(_shown(row))
        else:
            unseen.add(str(row.pk))
    return FilesSeen(files=tuple(files), unseen=frozenset(unseen))


def unseen_files(last: Round | None, *, viewer: User, hidden: Collection[UUID]) -> frozenset[str]:
    """The ids of the case's files of which this person may not be told: one query."""
    if last is None:
        return frozenset()
    rows = Attachment.objects.filter(round__case=last.case_id)
    return frozenset(
        str(row.pk) for row in rows if not is_shown(row, last, viewer=viewer, hidden=hidden)
    )


def may_see(row: Attachment, last: Round, *, viewer: User) -> bool:
    """The same of one file, for whoever asks for it by its address."""
    return is_shown(row, last, viewer=viewer, hidden=hidden_people(last, viewer=viewer))


def is_shown(row: Attachment, last: Round, *, viewer: User, hidden: Collection[UUID]) -> bool:
    if row.is_restricted and not sees_restricted(viewer):
        return False
    if not hidden:
        return True
    if is_reread_open(last):
        return row.round_id == last.pk
    return row.round_id != last.pk or row.person_id not in hidden


def name_of(row: Attachment) -> str:
    """What the file is called, as far as that can still be read."""
    try:
        return row.name(row.round.journey.key())
    except (Broken, KeyGone):
        return _("A file whose name cannot be opened")


def _shown(row: Attachment) -> FileShown:
    return FileShown(
        id=row.pk,
        name=name_of(row),
        media_type=row.blob.media_type,
        size=row.blob.size,
        width=row.blob.width,
        height=row.blob.height,
        pages=row.blob.pages,
        who=str(row.person),
        at=row.at,
        round_number=row.round.number,
        is_restricted=row.is_restricted,
    )
