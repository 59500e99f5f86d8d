"""A person's notices: listed, counted, marked as read, forgotten. They are no evidence.

What can be done about one is the views' to say; here nothing but the person's own rows is touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kycreview.staff.models import User
from reviews.models import Notice

PAGE = 50
NEWEST = 5
# What was read so long ago is deleted.
KEPT = timedelta(days=90)
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Listed:
    """One page, and from where the next one goes on; empty at the end."""

    rows: list[Notice]
    before: str


def listed(person: User, *, only_unread: bool, before: str = "") -> Listed:
    """The newest first. A place that is nobody's begins at the newest."""
    rows = _of(person)
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    last = _row(person, before)
    if last is not None:
        # The second condition alone bounds the walk over the index.
        rows = rows.filter(Q(at__lt=last.at) | Q(id__lt=last.pk), at__lte=last.at)
    found = list(rows[: PAGE + 1])
    return Listed(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def newest(person: User) -> list[Notice]:
    """The few unread ones that the desk shows."""
    return list(_of(person).filter(read_at__isnull=True)[:NEWEST])


def mark_read(notice: Notice) -> None:
    """Once: a later look does not move the time."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(person: User, *, until: datetime) -> int:
    """All up to the newest that the page showed; what came in since stays unread."""
    unread = Notice.objects.filter(person=person, read_at__isnull=True, at__lte=until)
    return unread.update(read_at=timezone.now())


def forget_read() -> int:
    """Delete what was read long ago, in bounded steps: the beat comes again."""
    old = Notice.objects.filter(read_at__lt=timezone.now() - KEPT).order_by("read_at")
    ids = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    return Notice.objects.filter(pk__in=ids).delete()[0] if ids else 0


def _of(person: User) -> QuerySet[Notice]:
    rows = Notice.objects.filter(person=person).select_related("case__queue", "queue", "by")
    return rows.order_by("-at", "-id")


def _row(person: User, text: str) -> Notice | None:
    try:
        return Notice.objects.filter(person=person, pk=UUID(text)).first() if text else None
    except ValueError:
        return None
