"""A notice as a line: words made from its kind, and where something can be done about it.

Never anything about an applicant: a case's random code, a queue's name, a colleague's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.blind import is_blind, last_round
from reviews.models import Notice, Panel

_ICONS = {
    Notice.Kind.MENTIONED: "at-sign",
    Notice.Kind.ASSIGNED: "inbox",
    Notice.Kind.TAKEN: "hand",
    Notice.Kind.REOPENED: "lock-open",
    Notice.Kind.OVERTURNED: "scale",
    Notice.Kind.ANSWERED: "refresh-cw",
    Notice.Kind.LATE: "clock",
    Notice.Kind.CONFLICT: "equal-not",
    Notice.Kind.POLICY: "file-text",
    Notice.Kind.CONFIRM: "list-checks",
    Notice.Kind.NOBODY: "users",
    Notice.Kind.ASKED: "hand",
}


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """`code` is the case's, `queue` the queue's name; `can_open` where there is a place to go."""

    id: UUID
    icon: str
    text: str
    code: str
    queue: str
    by: str
    at: datetime
    is_read: bool
    can_open: bool


def notice_rows(notices: Iterable[Notice], *, viewer: User) -> list[NoticeRow]:
    """They come with case, queue and sender selected."""
    return [
        NoticeRow(
            id=one.pk,
            icon=_ICONS.get(Notice.Kind(one.kind), "bell"),
            text=str(one.get_kind_display()),
            code=one.case.code if one.case else "",
            queue=one.queue.name if one.queue else "",
            by=str(one.by) if one.by else "",
            at=one.at,
            is_read=one.read_at is not None,
            can_open=bool(_address(one, viewer)),
        )
        for one in notices
    ]


def place_of(notice: Notice, *, viewer: User) -> str:
    """Where to go; empty where this person has no such place any more.

    A note is led to itself, unless the faces have to be rated first.
    """
    where = _address(notice, viewer)
    if not where or notice.note_id is None or notice.case is None:
        return where
    last = last_round(notice.case)
    if last is None or is_blind(last, viewer=viewer):
        return where
    return f"{where}?p={Panel.HISTORY.value}#note-{notice.note_id}"


def _address(notice: Notice, viewer: User) -> str:
    manages = viewer.may(Permission.QUEUES_MANAGE)
    match notice.kind:
        case Notice.Kind.CONFIRM:
            settles = manages or viewer.may(Permission.STAFF_MANAGE)
            return reverse("manage_changes") if settles else ""
        case Notice.Kind.NOBODY:
            return reverse("nobody") if manages or viewer.may(Permission.CASES_LEAD) else ""
        case Notice.Kind.POLICY:
            if notice.queue_id is None:
                return ""
            if manages:
                return reverse("manage_queue_versions", args=[notice.queue_id])
            may_work = viewer.may(Permission.CASES_REVIEW)
            return reverse("queue", args=[notice.queue_id]) if may_work else ""
    if notice.case_id is None or not viewer.may(Permission.EVIDENCE_VIEW):
        return ""
    return reverse("case", args=[notice.case_id])
