"""What every page of a person tells beside its content: unread notices, and what can be undone.

One query for both, and one more while there is something to undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from kycreview.staff.models import User
from reviews.desk.undoable import Undoable, undoable_by, undoable_rows
from reviews.models import Notice


@dataclass(frozen=True)
class Glance:
    """How many notices are unread, and whether an own decision is still in its window."""

    unread: int = 0
    may_undo: bool = False


def glance_of(person: User) -> Glance:
    unread = (
        Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True)
        .order_by()
        .values("person")
        .annotate(count=Count("pk"))
        .values("count")
    )
    row = (
        User.objects.filter(pk=person.pk)
        .annotate(
            unread=Coalesce(Subquery(unread), Value(0), output_field=IntegerField()),
            may_undo=Exists(undoable_rows(OuterRef("pk"))),
        )
        .values_list("unread", "may_undo")
        .first()
    )
    return Glance(*row) if row is not None else Glance()


def at_hand(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """Context of every page; asked for only where a template shows it."""
    person = getattr(request, "user", None)

    @cache
    def glance() -> Glance:
        return glance_of(person) if isinstance(person, User) else Glance()

    @cache
    def undoable() -> list[Undoable]:
        may_undo = isinstance(person, User) and glance().may_undo
        return undoable_by(person) if may_undo and isinstance(person, User) else []

    return {"unread_notices": lambda: glance().unread, "undoable": undoable}
