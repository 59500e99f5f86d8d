"""Tags: words that a house marks cases with. Each change is an event."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import Incomplete, NotAllowed
from reviews.models import Case, CaseTag, Tag

LONGEST_NAME = 40


@dataclass(frozen=True)
class TagOnCase:
    """A tag that a case has or could have."""

    slug: str
    name: str
    is_on: bool


def every_tag() -> list[tuple[Tag, int]]:
    """All tags with the number of their cases, those in use first. One query."""
    found = Tag.objects.annotate(cases=Count("case_tags")).order_by("-is_active", "name")
    return [(tag, tag.cases) for tag in found]


def usable_tags() -> list[Tag]:
    return list(Tag.objects.filter(is_active=True))


def tags_of(case_id: UUID) -> list[TagOnCase]:
    """What a case has, retired tags too, and what it could have. One query."""
    on_it = Exists(CaseTag.objects.filter(tag=OuterRef("pk"), case=case_id))
    found = Tag.objects.annotate(is_on=on_it).filter(Q(is_active=True) | Q(is_on=True))
    return [TagOnCase(tag.slug, tag.name, tag.is_on) for tag in found.order_by("name")]


def add_tag(name: str, *, by: User, seat: Seat = NOWHERE) -> Tag:
    """A new tag. Raises Incomplete where there is one of this name."""
    words = _name(name)
    with transaction.atomic():
        if Tag.objects.filter(name__iexact=words).exists():
            raise Incomplete(_("There is a tag of this name already."), field="name")
        tag = Tag.objects.create(slug=_new_slug(words), name=words)
        _tell(tag, by=by, seat=seat)
    return tag


def change_tag(slug: str, *, name: str, is_active: bool, by: User, seat: Seat = NOWHERE) -> Tag:
    """Rename a tag, retire it or bring it back. Cases keep what they have. Raises Incomplete."""
    words = _name(name)
    with transaction.atomic():
        tag = Tag.objects.select_for_update().get(pk=slug)
        if Tag.objects.filter(name__iexact=words).exclude(pk=slug).exists():
            raise Incomplete(_("There is a tag of this name already."), field="name")
        if (tag.name, tag.is_active) == (words, is_active):
            return tag
        before = {"name": tag.name, "is_active": tag.is_active}
        tag.name, tag.is_active = words, is_active
        tag.save()
        _tell(tag, by=by, seat=seat, before=before)
    return tag


def mark(
    case: Case,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    by: User,
    seat: Seat = NOWHERE,
) -> bool:
    """Put tags on a case and take others off; False where it was so already. Raises NotAllowed."""
    if not by.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("Your role does not mark cases; a reviewer or lead can."))
    with transaction.atomic():
        changed = put(case, add=add, remove=remove, by=by)
        if changed is None:
            return False
        record(Event.CASE_TAGGED, by=by, seat=seat, case_id=case.pk, data=changed)
    return True


def put(
    case: Case, *, add: Collection[str], remove: Collection[str], by: User
) -> dict[str, object] | None:
    """The rows alone, in the caller's transaction; what changed, for its entry, or None."""
    had = set(CaseTag.objects.filter(case=case).values_list("tag_id", flat=True))
    known = set(Tag.objects.filter(pk__in=add, is_active=True).values_list("pk", flat=True))
    added, removed = sorted(known - had), sorted(had.intersection(remove) - known)
    if not added and not removed:
        return None
    # Somebody else may put the same tag on it at this moment.
    CaseTag.objects.bulk_create(
        [CaseTag(case=case, tag_id=slug, by=by) for slug in added], ignore_conflicts=True
    )
    CaseTag.objects.filter(case=case, tag__in=removed).delete()
    return {"added": added, "removed": removed}


def _tell(tag: Tag, *, by: User, seat: Seat, before: dict[str, object] | None = None) -> None:
    record(
        Event.TAG_CHANGED,
        by=by,
        seat=seat,
        about=("tag", tag.pk),
        data={"name": tag.name, "is_active": tag.is_active, "before": before or {}},
    )


def _name(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise Incomplete(_("Give the tag a name."), field="name")
    if len(words) > LONGEST_NAME:
        raise Incomplete(_("The name is longer than 40 characters."), field="name")
    return words


def _new_slug(name: str) -> str:
    """Made once and kept, whatever the tag is called later."""
    slug = slugify(name)[:30]
    taken = not slug or Tag.objects.filter(pk=slug).exists()
    return f"{slug or 'tag'}-{secrets.token_hex(3)}" if taken else slug
