"""Cases that nobody of the house may take, with the reason: what admins and leads have to mend.

One query finds them, whatever stands open: who could take a case is known by kinds of cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.desk.eligible import is_on_leave, reviewers
from reviews.desk.offering import TURN
from reviews.models import Case, Decision, Notice, Queue, QueueWorker, Recusal, Round, Unblinded

_AT_ONCE = 200
# How many there were when the beat looked last, and when that was: for menus, which cannot look.
_KEPT_AS = "desk.stuck"
# Where the beat stands still, no number is better than one of old.
_KEPT_FOR = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """A case without anybody who may take it."""

    case: Case
    why: str


@dataclass(frozen=True)
class _Kind:
    """Cases that the same people could take, but for what they did in a single one."""

    queue: Queue
    settles: bool
    sanctions: bool
    people: tuple[User, ...]
    why_none: str

    def cases(self) -> Q:
        settle = Q(needs=Case.Needs.SETTLE)
        own = Q(queue=self.queue, needs_sanctions=self.sanctions)
        return own & (settle if self.settles else ~settle)


def stuck_cases(*, at_most: int = 50) -> list[Stuck]:
    """Open cases that nobody may take, in turn, each with the reason."""
    kinds = _kinds()
    found = _stuck(kinds).select_related("queue").order_by(*TURN)[:at_most]
    by_key = {(kind.queue.pk, kind.settles, kind.sanctions): kind for kind in kinds}
    return [
        Stuck(
            case=case,
            why=_why(
                by_key[(case.queue_id, case.needs == Case.Needs.SETTLE, case.needs_sanctions)]
            ),
        )
        for case in found
    ]


def count_stuck() -> int:
    return _stuck(_kinds()).count()


def last_count() -> int:
    """How many there were when the beat looked last, a minute ago at most. One query."""
    count, at = cache.get(_KEPT_AS) or (0, timezone.now())
    return int(count) if _is_fresh(at) else 0


def tell_of_stuck() -> int:
    """A notice to each lead and admin, once a round; how many cases were told of.

    Keeps how many there are, told of or not.
    """
    kinds = _kinds()
    count = _stuck(kinds).count()
    cache.set(_KEPT_AS, (count, timezone.now()), timeout=None)
    if not count:
        return 0
    told = Notice.objects.filter(
        kind=Notice.Kind.NOBODY, case=OuterRef("pk"), at__gte=OuterRef("round_opened_at")
    )
    cases = list(_stuck(kinds).exclude(Exists(told)).order_by(*TURN)[:_AT_ONCE])
    if cases:
        people = _who_is_told()
        Notice.objects.bulk_create(
            Notice(person=person, kind=Notice.Kind.NOBODY, case=case)
            for case in cases
            for person in people
        )
    return len(cases)


def _is_fresh(at: datetime) -> bool:
    return timezone.now() - at < _KEPT_FOR


def _stuck(kinds: Iterable[_Kind]) -> QuerySet[Case]:
    """Open, and of everybody who could take its kind, each did something that bars them."""
    parts = [Q(pk__in=[])]
    for kind in kinds:
        left = User.objects.filter(pk__in=[person.pk for person in kind.people])
        left = left.exclude(Exists(_recusals())).exclude(Exists(_seen_unrated(kind.queue)))
        left = left.exclude(Exists(_read()))
        parts.append(kind.cases() & Q(~Exists(left)) if kind.people else kind.cases())
    nobody = reduce(or_, parts)
    return Case.objects.filter(nobody, state__in=(Case.State.OPEN, Case.State.CLAIMED)).filter(
        Q(state=Case.State.OPEN) | Q(claim_until__lt=timezone.now())
    )


def _recusals() -> QuerySet[Recusal]:
    return Recusal.objects.filter(case=OuterRef(OuterRef("pk")), person=OuterRef("pk"))


def _seen_unrated(queue: Queue) -> QuerySet[Unblinded]:
    rows = Unblinded.objects.filter(
        round__case=OuterRef(OuterRef("pk")), round__closed_at__isnull=True, person=OuterRef("pk")
    ).exclude(content_hash="")
    return rows if queue.blind_first else rows.none()


def _read() -> QuerySet[Round]:
    rounds = Round.objects.filter(case=OuterRef(OuterRef("pk")), closed_at__isnull=True)
    person = OuterRef("pk")
    readers = Q(first_reader=person) | Q(second_reader=person)
    # Of a round that reads a closed case again, those of the earlier rounds too.
    before = Decision.objects.filter(
        person=OuterRef(OuterRef("pk")),
        round__case=OuterRef("case"),
        round__number__lt=OuterRef("number"),
    )
    return rounds.filter(
        (~Q(case__needs="") & readers) | (Q(why=Round.Why.REREAD) & Exists(before))
    )


def _kinds() -> list[_Kind]:
    """By queue, and by the rights that a case asks for: five queries."""
    people = [one for one in reviewers() if not is_on_leave(one)]
    places: dict[str, set[object]] = {}
    for queue_id, person_id in QueueWorker.objects.values_list("queue_id", "person_id"):
        places.setdefault(queue_id, set()).add(person_id)
    open_kinds = (
        Case.objects.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED))
        .order_by()
        .values_list("queue_id", "needs", "needs_sanctions")
        .distinct()
    )
    wanted = {
        (queue_id, needs == Case.Needs.SETTLE, sanctions)
        for queue_id, needs, sanctions in open_kinds
    }
    queues = Queue.objects.in_bulk([queue_id for queue_id, _settles, _sanctions in wanted])
    return [
        _kind(queues[queue_id], settles, sanctions, people, places.get(queue_id))
        for queue_id, settles, sanctions in sorted(wanted)
    ]


def _kind(
    queue: Queue,
    settles: bool,
    sanctions: bool,
    people: list[User],
    workers: set[object] | None,
) -> _Kind:
    able = people
    if not queue.is_active:
        able = []  # a lead can take its cases, and is offered none
    elif settles:
        able = [one for one in people if one.may(Permission.CASES_LEAD)]
    elif workers and not sanctions:
        able = [one for one in people if one.pk in workers]
    if sanctions:
        able = [one for one in able if one.may(Permission.SANCTIONS_DECIDE)]
    why = _("Nobody who reviews is here.")
    if not queue.is_active:
        why = _("The queue is switched off. Move its cases, or let a lead take them.")
    elif sanctions:
        why = _("Nobody who may confirm sanctions matches is here.")
    elif settles:
        why = _("Two readers disagree, and no lead is here.")
    elif workers:
        why = _("Nobody who works this queue is here.")
    return _Kind(queue, settles, sanctions, tuple(able), why)


def _why(kind: _Kind) -> str:
    if not kind.people:
        return kind.why_none
    if kind.settles:
        return _(
            "Two readers disagree, and every lead has read it, knows the person or saw it unrated."
        )
    return _("Everybody who could take it has read it, knows the person or saw it unrated.")


def _who_is_told() -> list[User]:
    people = User.objects.filter(deactivated_at__isnull=True).prefetch_related("roles")
    return [
        one for one in people if one.may(Permission.CASES_LEAD) or one.may(Permission.QUEUES_MANAGE)
    ]
