"""Who else has a case open. Rows are renewed by the open page, and forgotten by themselves.

While a second reading goes on, neither reader is told of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from reviews.evidence.blind import hidden_people, last_round
from reviews.models import Case, Presence

# The page renews every 30 seconds while it is in front: two may fail.
FRESH = timedelta(seconds=75)
_FORGOTTEN = timedelta(hours=1)
_AT_MOST = 5


@dataclass(frozen=True, kw_only=True)
class Others:
    """Who else looks at a case. `is_whole`: nobody was left out."""

    sentence: str
    is_whole: bool


def note_presence(case: Case, *, person: User) -> None:
    """This person has the page open and in front."""
    Presence.objects.update_or_create(
        case=case, person=person, defaults={"seen_at": timezone.now()}
    )


def leave(case: Case, *, person: User) -> None:
    """The page was closed."""
    Presence.objects.filter(case=case, person=person).delete()


def others_at(case: Case, *, viewer: User) -> Others:
    """Who else has it open, in a sentence; empty where that cannot be said."""
    last = last_round(case)
    hidden = hidden_people(last, viewer=viewer) if last is not None else set()
    rows = (
        Presence.objects.filter(case=case, seen_at__gte=timezone.now() - FRESH)
        .exclude(person=viewer)
        .select_related("person")
        .prefetch_related("person__roles")
        .order_by("person__name")
    )
    people = [row.person for row in rows if row.person_id not in hidden]
    # Of somebody who is hidden, not even the absence is told.
    if not people:
        return Others(sentence="" if hidden else _("Only you have this open"), is_whole=not hidden)
    names = [_said(person, holds=person.pk == case.claimed_by_id) for person in people[:_AT_MOST]]
    if len(people) > _AT_MOST:
        names.append(_("%(count)s more") % {"count": len(people) - _AT_MOST})
    return Others(
        sentence=_("Also open: %(names)s") % {"names": _(", ").join(names)}, is_whole=not hidden
    )


def forget_old() -> int:
    """Delete rows that nobody renews any more."""
    old = Presence.objects.filter(seen_at__lt=timezone.now() - _FORGOTTEN)
    return old.delete()[0]


def _said(person: User, *, holds: bool) -> str:
    roles = _(", ").join(str(role).lower() for role in person.roles.all())
    what = _("working on it") if holds else _("reading")
    return _("%(name)s (%(what)s)") % {
        "name": person,
        "what": _(", ").join(part for part in (roles, what) if part),
    }
