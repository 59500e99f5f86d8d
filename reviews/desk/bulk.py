"""The same done to many cases by a lead: give, move, rank, tag. Never a decision.

Each case is compare-and-set and has its own entry; a hundred share a transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk import tags
from reviews.desk.eligible import is_on_leave
from reviews.desk.lists import OPEN_STATES
from reviews.desk.offering import free
from reviews.desk.turns import turn_at
from reviews.errors import NotAllowed
from reviews.evidence.readers import standing_of
from reviews.models import Case, Notice, Queue, QueueWorker, Rank

AT_MOST = 500
_AT_ONCE = 100


class Act(TextChoices):
    """What can be done to many at once; deciding is not among it."""

    ASSIGN = "assign", gettext_lazy("Assign to…")
    MOVE = "move", gettext_lazy("Move to queue…")
    RANK = "rank", gettext_lazy("Priority…")
    TAG = "tag", gettext_lazy("Tag…")


class Left(TextChoices):
    """Why a case was left as it was."""

    DECIDED = "decided"
    HELD = "held"
    BARRED = "barred"
    SAME = "same"
    CHANGED = "changed"


@dataclass
class Done:
    """How many cases were changed, and why others were not."""

    act: Act
    count: int = 0
    left: Counter[Left] = field(default_factory=Counter)

    def sentence(self) -> str:
        """ "12 moved, 1 was decided meanwhile." """
        parts = [_said_done(self.act, self.count)]
        parts += [_said_left(why, self.left[why]) for why in Left if self.left[why]]
        return _("%(list)s.") % {"list": _(", ").join(parts)}


# What an entry says, or why there is none.
_Outcome = tuple[Event, dict[str, object]] | Left


def assign(ids: Collection[UUID], *, to: User, by: User, seat: Seat = NOWHERE) -> Done:
    """Give cases that nobody holds to one person. Raises NotAllowed."""
    if is_on_leave(to) or not to.may(Permission.CASES_REVIEW):
        raise NotAllowed(_("%(who)s takes no cases now.") % {"who": to})

    def give(case: Case) -> _Outcome:
        if case.assigned_to_id == to.pk:
            return Left.SAME
        standing = standing_of(case)
        if standing is not None and standing.bar(to, by_hand=True) is not None:
            return Left.BARRED
        if not _still_free(case, assigned_to=to, held_until=None, held_by=None):
            return Left.CHANGED
        if to.pk != by.pk:
            Notice.objects.create(person=to, kind=Notice.Kind.ASSIGNED, case=case, by=by)
        was = str(case.assigned_to_id or "")
        return Event.CASE_ASSIGNED, {"to": str(to.pk), "from": was, "how": "by_hand"}

    return _each(ids, give, Act.ASSIGN, by=by, seat=seat, only_free=True)


def move(ids: Collection[UUID], *, queue: Queue, by: User, seat: Seat = NOWHERE) -> Done:
    """Put cases that nobody holds into another queue. Their limit stays. Raises NotAllowed."""
    workers = set(QueueWorker.objects.filter(queue=queue).values_list("person_id", flat=True))

    def put(case: Case) -> _Outcome:
        if case.queue_id == queue.pk:
            return Left.SAME
        keeps = not workers or case.assigned_to_id in workers
        columns: dict[str, object] = {} if keeps else {"assigned_to": None}
        turn = turn_at(case.due_at, queue)
        if not _still_free(case, queue=queue, turn_at=turn, rule_id="", **columns):
            return Left.CHANGED
        return Event.CASE_MOVED, {"from": case.queue_id, "to": queue.pk}

    return _each(ids, put, Act.MOVE, by=by, seat=seat, only_free=True)


def rank(ids: Collection[UUID], *, to: Rank, by: User, seat: Seat = NOWHERE) -> Done:
    """Say how urgent cases are, whoever holds them. Raises NotAllowed."""

    def set_rank(case: Case) -> _Outcome:
        if case.rank == to:
            return Left.SAME
        still = Case.objects.filter(pk=case.pk, rank=case.rank, state__in=OPEN_STATES)
        if not still.update(rank=to):
            return Left.CHANGED
        return Event.CASE_RANKED, {"from": case.rank, "to": to.value}

    return _each(ids, set_rank, Act.RANK, by=by, seat=seat)


def tag(
    ids: Collection[UUID],
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    by: User,
    seat: Seat = NOWHERE,
) -> Done:
    """Put tags on cases and take others off. Raises NotAllowed."""

    def put(case: Case) -> _Outcome:
        changed = tags.put(case, add=add, remove=remove, by=by)
        return Left.SAME if changed is None else (Event.CASE_TAGGED, changed)

    return _each(ids, put, Act.TAG, by=by, seat=seat)


def _each(
    ids: Collection[UUID],
    act: Callable[[Case], _Outcome],
    which: Act,
    *,
    by: User,
    seat: Seat,
    only_free: bool = False,
) -> Done:
    if not by.may(Permission.CASES_LEAD):
        raise NotAllowed(_("Only a lead changes many cases at once."))
    done = Done(which)
    # In one order, so that two leads at once wait for each other and never in a circle.
    for some in _batches(sorted(set(ids))[:AT_MOST]):
        with transaction.atomic():
            entries = []
            found = Case.objects.select_related("queue").in_bulk(some)
            for case in (found[pk] for pk in some if pk in found):
                outcome = _refused(case, only_free=only_free) or act(case)
                if isinstance(outcome, Left):
                    done.left[outcome] += 1
                else:
                    entries.append((case, outcome))
            # Entries come last: whoever writes one waits for this transaction.
            for case, (event, data) in entries:
                record(event, by=by, seat=seat, case_id=case.pk, data=data)
            done.count += len(entries)
    return done


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _refused(case: Case, *, only_free: bool) -> Left | None:
    if case.state not in OPEN_STATES:
        return Left.DECIDED
    has_lapsed = case.claim_until is not None and case.claim_until < timezone.now()
    is_held = case.state == Case.State.CLAIMED and not has_lapsed
    return Left.HELD if only_free and is_held else None


def _still_free(case: Case, **columns: object) -> bool:
    """Compare-and-set: nobody claimed or changed the case since it was read."""
    still = Case.objects.filter(free(timezone.now()), pk=case.pk, version=case.version)
    return bool(
        still.update(
            state=Case.State.OPEN,
            claimed_by=None,
            claimed_at=None,
            claim_until=None,
            version=F("version") + 1,
            **columns,
        )
    )


def _said_done(act: Act, count: int) -> str:
    words = {
        Act.ASSIGN: lambda: ngettext("%(count)s case given", "%(count)s cases given", count),
        Act.MOVE: lambda: ngettext("%(count)s case moved", "%(count)s cases moved", count),
        Act.RANK: lambda: ngettext("%(count)s case ranked", "%(count)s cases ranked", count),
        Act.TAG: lambda: ngettext("%(count)s case tagged", "%(count)s cases tagged", count),
    }[act]()
    return words % {"count": count}


def _said_left(why: Left, count: int) -> str:
    words = {
        Left.DECIDED: lambda: ngettext(
            "%(count)s was decided meanwhile", "%(count)s were decided meanwhile", count
        ),
        Left.HELD: lambda: ngettext(
            "%(count)s is being worked on", "%(count)s are being worked on", count
        ),
        Left.BARRED: lambda: ngettext(
            "%(count)s cannot be read by this person",
            "%(count)s cannot be read by this person",
            count,
        ),
        Left.SAME: lambda: ngettext("%(count)s was so already", "%(count)s were so already", count),
        Left.CHANGED: lambda: ngettext(
            "%(count)s changed meanwhile", "%(count)s changed meanwhile", count
        ),
    }[why]()
    return words % {"count": count}
