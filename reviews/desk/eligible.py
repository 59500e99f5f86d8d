"""Who of the house could take a case, and why the others cannot. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.readers import Bar, standing_of
from reviews.models import Case, Queue


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One person to whom a lead might give a case."""

    person: User
    # Empty where nothing stands against.
    why_not: str
    # Cases held now or given to them.
    in_hand: int
    is_away: bool


def reviewers() -> list[User]:
    """Whoever may claim cases, by name. Two queries; what they may do is known from then on."""
    people = User.objects.filter(deactivated_at__isnull=True).prefetch_related("roles")
    return [one for one in people.order_by("name", "pk") if one.may(Permission.CASES_REVIEW)]


def is_on_leave(person: User) -> bool:
    return person.availability == User.Availability.ON_LEAVE


def is_away(person: User) -> bool:
    return person.availability != User.Availability.AVAILABLE


def colleagues_for(case: Case) -> list[Colleague]:
    """Everybody who reviews: those who could take it first, who has least to do before others."""
    standing = standing_of(case)
    if standing is None:
        return []
    case = standing.case
    people = reviewers()
    hands = in_hand(people)
    now = timezone.now()
    holds_it = case.claimed_by_id if case.claim_until and case.claim_until >= now else None
    found = []
    for person in people:
        why = ""
        if person.pk == holds_it:
            why = _("Holds the case now.")
        elif person.pk == case.assigned_to_id:
            why = _("Was given the case already.")
        elif is_on_leave(person):
            why = _("Is on leave.")
        elif bar := standing.bar(person, by_hand=True):
            why = said_of_others(bar)
        found.append(
            Colleague(person=person, why_not=why, in_hand=hands[person.pk], is_away=is_away(person))
        )
    return sorted(found, key=lambda one: (bool(one.why_not), one.is_away, one.in_hand))


def in_hand(people: Iterable[User], *, queue: Queue | None = None) -> Counter[UUID]:
    """How many cases each of them holds or was given, of one queue or of all. Two queries."""
    ids = [person.pk for person in people]
    found: Counter[UUID] = Counter()
    holds = Q(state=Case.State.CLAIMED, claim_until__gte=timezone.now())
    for column, which in (("claimed_by", holds), ("assigned_to", Q(state=Case.State.OPEN))):
        rows = Case.objects.filter(which, **{f"{column}__in": ids}).values_list(column)
        if queue is not None:
            rows = rows.filter(queue=queue)
        found.update(dict(rows.annotate(count=Count("pk")).order_by()))
    return found


def said_of_others(bar: Bar) -> str:
    """The sentence about somebody else, for leads and admins."""
    return {
        Bar.RECUSED: lambda: _("Knows the applicant and gave the case back for good."),
        Bar.HAS_READ: lambda: _("Has read the case already."),
        Bar.LEAD_SETTLES: lambda: _("Is no lead, and two readers disagree."),
        Bar.SANCTIONS: lambda: _("May not confirm sanctions matches."),
        Bar.SAW_UNRATED: lambda: _("Opened the case without rating the faces."),
        Bar.GIVEN: lambda: _("The case was given to somebody else."),
        Bar.SWITCHED_OFF: lambda: _(
            "The queue is switched off, so that only leads take its cases."
        ),
        Bar.NOT_THEIR_QUEUE: lambda: _("Does not work this queue."),
        Bar.LIMIT: lambda: _("Holds as many cases of this queue as their limit."),
    }[bar]()
