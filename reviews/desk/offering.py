"""What a person is offered, and in which order; what they hold and have on hold. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.models import (
    Case,
    Decision,
    Opinion,
    Queue,
    QueueWorker,
    Recusal,
    Round,
    Skip,
    Unblinded,
)

TURN = ("is_test", "rank", "turn_at", "id")


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What decides about offers beside the person and the time: few different ones in a house."""

    may_lead: bool
    may_confirm_sanctions: bool
    # Queues that others work, and those in which this person is at the limit.
    closed_queues: frozenset[str]


def free(now: datetime) -> Q:
    """Open, or held by somebody whose claim has ended."""
    return Q(state=Case.State.OPEN) | Q(state=Case.State.CLAIMED, claim_until__lt=now)


def free_for(person: User) -> QuerySet[Case]:
    """Cases that this person is offered now, in turn: live cases before any test."""
    return offered(person.pk, rights_of(person), now=timezone.now())


def in_turn(person: User) -> QuerySet[Case]:
    """What this person is offered, in that order."""
    return free_for(person)


def offered(person: UUID, rights: Rights, *, now: datetime) -> QuerySet[Case]:
    """The one place that says which cases are offered."""
    of_case = {"case": OuterRef("pk")}
    open_round = Round.objects.filter(**of_case, closed_at__isnull=True)
    read = open_round.filter(Q(first_reader=person) | Q(second_reader=person))
    # Who reads a closed case again has read nothing of it before.
    before = {
        "person": person,
        "round__case": OuterRef("case"),
        "round__number__lt": OuterRef("number"),
    }
    has_read_before = Exists(Decision.objects.filter(**before)) | Exists(
        Opinion.objects.filter(**before)
    )
    read_before = open_round.filter(has_read_before, why=Round.Why.REREAD)
    unrated = Unblinded.objects.filter(
        round__case=OuterRef("pk"), round__closed_at__isnull=True, person=person
    ).exclude(content_hash="")
    # A list of few, made once: asked of each case it would be expected to cost more than all else.
    skipped = Skip.objects.filter(person=person, until__gt=now).values("case")
    is_own = Q(assigned_to=person)
    is_everybodys = Q(assigned_to__isnull=True) & _of_queues(rights)
    found = (
        # Said of both states first, so that the index of open work is used.
        Case.objects.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED))
        .filter(free(now), is_own | (is_everybodys & ~Q(pk__in=skipped)))
        .filter(Q(held_until__isnull=True) | Q(held_until__lte=now))
        .exclude(Exists(Recusal.objects.filter(**of_case, person=person)))
        .exclude(~Q(needs="") & Exists(read))
        .exclude(Exists(read_before))
        .exclude(Q(queue__blind_first=True) & Exists(unrated))
    )
    if not rights.may_lead:
        found = found.exclude(needs=Case.Needs.SETTLE)
    if not rights.may_confirm_sanctions:
        found = found.exclude(needs_sanctions=True)
    return found.order_by(*TURN)


def own_of(person: UUID, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases the live ones that were given to this person or that they had on hold."""
    return cases.filter(Q(assigned_to=person) | Q(held_by=person), is_test=False)


def own_first(person: User) -> Iterator[QuerySet[Case]]:
    """What "next" looks through: the person's own live cases, then all."""
    found = free_for(person)
    yield own_of(person.pk, found)
    yield found


def free_count(person: User) -> int:
    """How many live cases this person could take. Tests are shown, never counted."""
    return free_for(person).filter(is_test=False).count()


def claims_of(person: User) -> QuerySet[Case]:
    """Claims that have not ended, what ends first first."""
    return Case.objects.filter(
        state=Case.State.CLAIMED, claimed_by=person, claim_until__gte=timezone.now()
    ).order_by("claim_until", "id")


def given_to(person: User) -> QuerySet[Case]:
    """Given to this person and not taken yet, in turn."""
    return Case.objects.filter(
        state__in=(Case.State.OPEN, Case.State.CLAIMED), assigned_to=person
    ).order_by(*TURN)


def on_hold_of(person: User) -> QuerySet[Case]:
    """On hold by this person, what comes back first first."""
    return Case.objects.filter(
        state=Case.State.OPEN, held_by=person, held_until__gt=timezone.now()
    ).order_by("held_until", "id")


def rights_of(person: User) -> Rights:
    """One query, one more where a limit counts."""
    places = list(
        QueueWorker.objects.filter(queue__is_active=True).values_list(
            "queue_id", "person_id", "at_most"
        )
    )
    own = {queue_id: at_most for queue_id, worker, at_most in places if worker == person.pk}
    closed = {queue_id for queue_id, _worker, _at_most in places} - set(own)
    limits = {queue_id: at_most for queue_id, at_most in own.items() if at_most is not None}
    if limits:
        held = claims_of(person).filter(queue__in=limits).order_by().values_list("queue_id")
        hands = dict(held.annotate(count=Count("pk")))
        closed |= {slug for slug, limit in limits.items() if hands.get(slug, 0) >= limit}
    return Rights(
        may_lead=person.may(Permission.CASES_LEAD),
        may_confirm_sanctions=person.may(Permission.SANCTIONS_DECIDE),
        closed_queues=frozenset(closed),
    )


def _of_queues(rights: Rights) -> Q:
    """Queues without workers, and those that this person works below their limit.

    Who settles and who confirms sanctions is a matter of rights: no list of workers binds them.
    """
    is_on = ~Q(queue__in=Queue.objects.filter(is_active=False).values("pk"))
    if not rights.closed_queues:
        return is_on
    by_right = Q(needs_sanctions=True)
    if rights.may_lead:
        by_right |= Q(needs=Case.Needs.SETTLE)
    return is_on & (by_right | ~Q(queue__in=sorted(rights.closed_queues)))
