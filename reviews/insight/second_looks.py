"""What other readers, and the machine, said of decisions: counted by queue and by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from journeys.models import FaceComparison
from reviews.desk.rereading import Rereads, rereads_by_place
from reviews.insight import rows
from reviews.insight.counts import ACCOUNT, QUEUE
from reviews.insight.shapes import Asked, Readings, Share
from reviews.insight.tallies import EVERYTHING, Group
from reviews.models import Decision, Opinion, Round

_AGAIN = (Round.Why.REOPENED, Round.Why.SPOT_CHECK)
_GROUPS = ("round__case__queue", "round__case__account")
_Sums = dict[Group, list[int]]


def readings(asked: Asked) -> dict[Group, Readings]:
    """Three queries: read twice, opened again, and read again blind; by queue and by account."""
    twice, again = _summed(_read_twice(asked)), _summed(_opened_again(asked))
    reread = _rereads(asked)
    found = {}
    for group in {*twice, *again, *reread}:
        of, differed, overturned = twice.get(group, [0, 0, 0])
        of_again, changed, _none = again.get(group, [0, 0, 0])
        read = reread.get(group, Rereads(0, 0, 0, 0))
        found[group] = Readings(
            differed=Share(differed, of),
            overturned=Share(overturned, of),
            reopened=Share(changed, of_again),
            reread=Share(read.same, read.read),
            reread_overturned=Share(read.overturned, read.read),
        )
    return found


def face_agreement(asked: Asked) -> dict[Any, tuple[int, int, int]]:
    """By account: both say the same, the person alone says "same person", the machine alone does.

    Of cases decided in the period, and of ratings that were given before anything else was shown.
    "Can't tell" on either side is left out. The machine's word is the worst of its comparisons.
    """
    machine = FaceComparison.objects.filter(snapshot=OuterRef("round__opened_on"))
    decided = rows.decisions(asked).filter(round=OuterRef("round"))
    rated = (
        Opinion.objects.filter(Exists(decided), is_blind=True)
        .exclude(rating=0)
        .annotate(
            fails=Exists(machine.filter(outcome="fail")),
            passes=Exists(machine) & ~Exists(machine.exclude(outcome="pass")),
        )
        .filter(Q(fails=True) | Q(passes=True))
    )
    person = Q(rating__gt=0)
    counted = (
        rated.order_by()
        .values_list("round__case__account")
        .annotate(
            agree=Count("pk", filter=(person & Q(passes=True)) | (~person & Q(fails=True))),
            only_person=Count("pk", filter=person & Q(fails=True)),
            only_machine=Count("pk", filter=~person & Q(passes=True)),
        )
    )
    return {account: (agree, one, other) for account, agree, one, other in counted}


def _read_twice(asked: Asked) -> QuerySet[Decision, Any]:
    """Decisions that a second reader or a settler made, beside what was read first."""
    first = (
        Decision.objects.filter(round=OuterRef("round"), reading=1)
        .exclude(state=Decision.State.WITHDRAWN)
        .order_by("-decided_at")
    )
    found = rows.decisions(asked).filter(reading__gt=1)
    return (
        found.annotate(before=Subquery(first.values("outcome")[:1]))
        .values_list(*_GROUPS)
        .annotate(
            count=Count("pk"),
            differed=Count("pk", filter=Q(reading=3)),
            changed=Count("pk", filter=~Q(outcome=F("before"))),
        )
    )


def _opened_again(asked: Asked) -> QuerySet[Decision, Any]:
    """Decisions of reopened cases, beside what had been decided last."""
    last = Decision.objects.filter(
        round__case=OuterRef("round__case"),
        round__number__lt=OuterRef("round__number"),
        effective_at__isnull=False,
    ).order_by("-decided_at")
    found = rows.decisions(asked).filter(round__why__in=_AGAIN)
    return (
        found.annotate(before=Subquery(last.values("outcome")[:1]))
        .values_list(*_GROUPS)
        .annotate(count=Count("pk"), changed=Count("pk", filter=~Q(outcome=F("before"))))
    )


def _summed(found: Iterable[tuple[Any, ...]]) -> _Sums:
    sums: _Sums = defaultdict(lambda: [0, 0, 0])
    for queue, account, *counts in found:
        for group in (EVERYTHING, (QUEUE, queue), (ACCOUNT, account)):
            for place, count in enumerate(counts):
                sums[group][place] += count
    return dict(sums)


def _rereads(asked: Asked) -> dict[Group, Rereads]:
    found: dict[Group, Rereads] = {}
    period = asked.period
    counted = rereads_by_place(period.since, period.until, queue=asked.queue, account=asked.account)
    for queue, account, read in counted:
        for group in (EVERYTHING, (QUEUE, queue), (ACCOUNT, account)):
            found[group] = found.get(group, Rereads(0, 0, 0, 0)) + read
    return found
