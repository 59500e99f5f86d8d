"""Filters and order of a list, kept under a name: one's own, and those that leads share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.desk.list_filters import read_filters
from reviews.desk.lists import read_place
from reviews.errors import Incomplete, NotAllowed
from reviews.models import Queue, SavedView

LONGEST_NAME = 60
_AT_MOST = 20


def views_for(person: User, queue: Queue | None) -> list[SavedView]:
    """Own views of a list and the shared ones, own first. One query."""
    mine = Q(owner=person) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, queue=queue).order_by("is_shared", "name"))


def kept_query(query: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What of an address is worth keeping: filters and order, never a place in the pages."""
    kept = {name: list(values) for name, values in read_filters(query, is_blind=False).items()}
    sort = read_place(query).sort
    return kept | {"sort": [sort.value]}


def save_view(
    name: str,
    query: Mapping[str, Iterable[str]],
    *,
    queue: Queue | None,
    is_shared: bool,
    by: User,
) -> SavedView:
    """Keep a view; an own one of the same name is replaced. Raises Incomplete, NotAllowed."""
    words = _name(name)
    _refuse_sharing(is_shared, by)
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(owner=by, queue=queue)
        found = own.filter(name=words).first()
        if found is None:
            if own.count() >= _AT_MOST:
                raise Incomplete(
                    _("You keep 20 views of this list. Delete one of them first."), field="name"
                )
            found = SavedView(owner=by, queue=queue, name=words)
        found.query, found.is_shared = kept_query(query), is_shared
        found.save()
    return found


def change_view(view_id: UUID, name: str, *, is_shared: bool, by: User) -> SavedView:
    """Rename it, share it or keep it for oneself. Raises Incomplete, NotAllowed."""
    words = _name(name)
    found = _own(view_id, by)
    if is_shared != found.is_shared:
        _refuse_sharing(is_shared, by)
    others = SavedView.objects.filter(owner=found.owner_id, queue=found.queue_id, name=words)
    if others.exclude(pk=found.pk).exists():
        raise Incomplete(_("Another view has this name."), field="name")
    found.name, found.is_shared = words, is_shared
    found.save(update_fields=["name", "is_shared"])
    return found


def delete_view(view_id: UUID, *, by: User) -> SavedView:
    """Raises NotAllowed."""
    found = _own(view_id, by)
    SavedView.objects.filter(pk=found.pk).delete()
    return found


def may_change(view: SavedView, person: User) -> bool:
    """Its owner, and of what is shared any lead."""
    return view.owner_id == person.pk or (view.is_shared and person.may(Permission.CASES_LEAD))


def _own(view_id: UUID, by: User) -> SavedView:
    found = SavedView.objects.filter(pk=view_id).first()
    if found is None or not may_change(found, by):
        raise NotAllowed(_("This view is somebody else's."))
    return found


def _name(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise Incomplete(_("Give the view a name."), field="name")
    if len(words) > LONGEST_NAME:
        raise Incomplete(_("The name is longer than 60 characters."), field="name")
    return words


def _refuse_sharing(is_shared: bool, by: User) -> None:
    if is_shared and not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead shares a view with everybody."))
