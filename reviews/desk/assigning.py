"""Queues that give their cases to people: in turn, or to who has the fewest; and availability.

The case's row is the queue: the beat gives what is free, compare-and-set, a transaction a case.
Who is away is given nothing; what people on leave were given goes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.eligible import in_hand, is_away, reviewers
from reviews.desk.offering import TURN, free
from reviews.evidence.readers import standing_of
from reviews.models import Case, Notice, Queue, QueueWorker, Skip

_SYSTEM = "assignment"
_AT_ONCE = 100


@dataclass
class _Team:
    """Who works a queue, as one round of giving goes on."""

    people: Sequence[User]
    limits: dict[UUID, int | None]
    hands: Counter[UUID]
    # Of this queue alone, which is what the limits are about.
    hands_here: Counter[UUID]
    last_given: dict[UUID, datetime]
    is_in_turn: bool
    skips: set[tuple[UUID, UUID]] = field(default_factory=set)

    def takers(self) -> list[User]:
        """Below their limits, in the order in which they are asked."""
        free_ones = [
            one
            for one in self.people
            if (limit := self.limits.get(one.pk)) is None or self.hands_here[one.pk] < limit
        ]
        never = datetime.min.replace(tzinfo=timezone.get_default_timezone())

        def place(person: User) -> tuple[object, ...]:
            last = self.last_given.get(person.pk, never)
            turn = (last,) if self.is_in_turn else (self.hands[person.pk], last)
            return (*turn, str(person.pk))

        return sorted(free_ones, key=place)

    def took(self, person: User, now: datetime) -> None:
        self.hands[person.pk] += 1
        self.hands_here[person.pk] += 1
        self.last_given[person.pk] = now


def give_out() -> int:
    """Give what is free in queues that assign; how many cases were given."""
    queues = Queue.objects.filter(is_active=True).exclude(assignment=Queue.Assignment.PULL)
    return sum(_give_out_of(queue) for queue in queues)


def take_from_absent() -> int:
    """What people were given who are on leave, gone, or no reviewers any more goes back."""
    given = Case.objects.filter(state=Case.State.OPEN, assigned_to__isnull=False)
    here = {one.pk for one in reviewers() if one.availability != User.Availability.ON_LEAVE}
    taken = 0
    for case in given.exclude(assigned_to__in=here).order_by("pk")[:_AT_ONCE]:
        with transaction.atomic():
            mine = Case.objects.filter(
                pk=case.pk, version=case.version, assigned_to=case.assigned_to_id
            )
            if mine.update(assigned_to=None, version=F("version") + 1):
                record(
                    Event.CASE_TAKEN_BACK,
                    system=_SYSTEM,
                    case_id=case.pk,
                    data={"from": str(case.assigned_to_id), "how": "absent"},
                )
                taken += 1
    return taken


def change_availability(person: User, to: str, *, seat: Seat = NOWHERE) -> bool:
    """Say whether cases can be given to this person; False where that is so already."""
    wanted = User.Availability(to)
    with transaction.atomic():
        was = person.availability
        others = User.objects.filter(pk=person.pk, availability=was).exclude(availability=wanted)
        if not others.update(availability=wanted):
            return False
        record(
            Event.AVAILABILITY_CHANGED,
            by=person,
            seat=seat,
            about=("staff", person.pk),
            data={"from": was, "to": wanted.value},
        )
    person.availability = wanted
    return True


def _give_out_of(queue: Queue) -> int:
    now = timezone.now()
    waiting = (
        Case.objects.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED))
        .filter(free(now), queue=queue, assigned_to__isnull=True)
        .filter(Q(held_until__isnull=True) | Q(held_until__lte=now))
        .order_by(*TURN)[:_AT_ONCE]
    )
    if not waiting:
        return 0
    team = _team_of(queue, [case.pk for case in waiting])
    return sum(_give(case, team, queue) for case in waiting) if team.people else 0


def _give(case: Case, team: _Team, queue: Queue) -> int:
    standing = standing_of(case)
    if standing is None:
        return 0
    for person in team.takers():
        if (case.pk, person.pk) in team.skips or standing.bar(person, by_hand=True):
            continue
        return _give_to(case, person, team, queue)
    return 0


def _give_to(case: Case, person: User, team: _Team, queue: Queue) -> int:
    now = timezone.now()
    with transaction.atomic():
        still = Case.objects.filter(
            free(now), pk=case.pk, version=case.version, assigned_to__isnull=True
        )
        if not still.update(
            # A claim that ended is nobody's.
            state=Case.State.OPEN,
            claimed_by=None,
            claimed_at=None,
            claim_until=None,
            assigned_to=person,
            version=F("version") + 1,
        ):
            return 0
        QueueWorker.objects.filter(queue=queue, person=person).update(last_given_at=now)
        Notice.objects.create(person=person, kind=Notice.Kind.ASSIGNED, case=case)
        record(
            Event.CASE_ASSIGNED,
            system=_SYSTEM,
            case_id=case.pk,
            data={"to": str(person.pk), "how": queue.assignment},
        )
    team.took(person, now)
    return 1


def _team_of(queue: Queue, case_ids: list[UUID]) -> _Team:
    """Whoever works the queue and is here; every reviewer where it names nobody."""
    places = {place.person_id: place for place in QueueWorker.objects.filter(queue=queue)}
    people = [
        one
        for one in reviewers()
        if not is_away(one) and (one.pk in places if places else not one.may(Permission.CASES_LEAD))
    ]
    given = Notice.objects.filter(kind=Notice.Kind.ASSIGNED, case__queue=queue, by__isnull=True)
    last = given.values_list("person").annotate(last=Max("at")).order_by()
    now = timezone.now()
    skips = Skip.objects.filter(case__in=case_ids, until__gt=now)
    return _Team(
        people=people,
        limits={person_id: place.at_most for person_id, place in places.items()},
        hands=in_hand(people),
        hands_here=in_hand(people, queue=queue),
        last_given={
            **({} if places else dict(last)),
            **{
                person_id: place.last_given_at
                for person_id, place in places.items()
                if place.last_given_at is not None
            },
        },
        is_in_turn=queue.assignment == Queue.Assignment.ROUND_ROBIN,
        skips=set(skips.values_list("case_id", "person_id")),
    )
