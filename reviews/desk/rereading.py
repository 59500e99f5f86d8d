"""Closed cases read again, blind, by somebody else: which ones, when, and what came out.

Of what each person decided yesterday a share, drawn by a keyed hash; opened evenly over the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from kycreview.sealing import lookup_hash
from reviews.desk.pulling import open_next
from reviews.desk.routing.standing import standing
from reviews.models import Case, Decision, Outcome, Queue, Round

_DAY = timedelta(days=1)
# In one look: what was missed in an outage comes a few at a time.
_AT_ONCE = 5
_HELD = (Decision.State.EFFECTIVE, Decision.State.SUPERSEDED)


@dataclass(frozen=True)
class Rereads:
    """How closed cases fared that were read again."""

    read: int
    same: int
    # A lead settled it for the first decision, and against it.
    upheld: int
    overturned: int

    @property
    def open(self) -> int:
        """Two readers differ, and no lead has settled it yet."""
        return self.read - self.same - self.upheld - self.overturned

    def __add__(self, other: Rereads) -> Rereads:
        return Rereads(
            self.read + other.read,
            self.same + other.same,
            self.upheld + other.upheld,
            self.overturned + other.overturned,
        )


def open_rereads(now: datetime | None = None) -> int:
    """Open what is due by this time of the day; how many. For the beat."""
    now = now or timezone.now()
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    drawn = drawn_of(today)
    due = drawn[: round(len(drawn) * ((now - today) / _DAY))]
    routing, opened = None, 0
    cases = Case.objects.filter(pk__in=due, state=Case.State.DECIDED).values_list("pk", flat=True)
    waiting = set(cases) - _read_again(due)
    for case_id in due:
        if case_id not in waiting:
            continue
        routing = routing or standing()
        opened += open_next(_last_round(case_id), why=Round.Why.REREAD, routing=routing)
        if opened == _AT_ONCE:
            break
    return opened


def drawn_of(today: datetime) -> list[UUID]:
    """The cases that are read again on this day, in the order in which they are opened."""
    shares = dict(
        Queue.objects.filter(reread_percent__gt=0, is_active=True).values_list(
            "pk", "reread_percent"
        )
    )
    if not shares:
        return []
    rows = Decision.objects.filter(
        decided_at__gte=today - _DAY,
        decided_at__lt=today,
        state__in=_HELD,
        outbox__isnull=False,
        round__case__queue__in=list(shares),
        round__case__is_test=False,
    ).exclude(outcome=Outcome.RESUBMIT)
    rows = rows.exclude(round__why=Round.Why.REREAD)
    found = rows.values_list("person_id", "round__case__queue_id", "round__case_id", "round_id")
    by_person: dict[tuple[UUID, str], list[tuple[str, UUID]]] = defaultdict(list)
    for person, queue, case_id, round_id in found:
        by_person[person, queue].append((_lot(round_id, today), case_id))
    drawn = []
    for (_person, queue), lots in by_person.items():
        # Whoever decided anything is read again at least once.
        count = -(-len(lots) * shares[queue] // 100)
        drawn += sorted(lots)[:count]
    return [case_id for _place, case_id in sorted(drawn)]


def reread_results(since: datetime, until: datetime) -> Rereads:
    """What came out of the re-readings that opened in this time, all together."""
    return sum((read for _q, _a, read in rereads_by_place(since, until)), Rereads(0, 0, 0, 0))


def rereads_by_place(
    since: datetime, until: datetime, *, queue: str = "", account: str = ""
) -> list[tuple[str, UUID | None, Rereads]]:
    """The same by queue and account, of one of either where its slug is given. One query."""
    scope = {
        **({"round__case__queue": queue} if queue else {}),
        **({"round__case__account__slug": account} if account else {}),
    }
    first = Decision.objects.filter(
        round__why=Round.Why.REREAD,
        round__opened_at__gte=since,
        round__opened_at__lt=until,
        reading=1,
        **scope,
    ).exclude(state=Decision.State.WITHDRAWN)
    settled = Decision.objects.filter(round=OuterRef("round"), reading=3, state__in=_HELD)
    before = Decision.objects.filter(
        round__case=OuterRef("round__case"),
        round__number__lt=OuterRef("round__number"),
        state__in=_HELD,
        outbox__isnull=False,
    ).order_by("-decided_at")
    is_settled = Q(settled__isnull=False)
    found = first.annotate(
        settled=Subquery(settled.values("outcome")[:1]),
        before=Subquery(before.values("outcome")[:1]),
    )
    counted = (
        found.order_by()
        .values_list("round__case__queue", "round__case__account")
        .annotate(
            read=Count("pk"),
            # What nobody had to settle took effect as the first reading of its round.
            same=Count("pk", filter=Q(state__in=_HELD) & ~is_settled),
            upheld=Count("pk", filter=is_settled & Q(settled=F("before"))),
            all_settled=Count("pk", filter=is_settled),
        )
    )
    return [
        (its_queue, its_account, Rereads(read, same, upheld, settled_count - upheld))
        for its_queue, its_account, read, same, upheld, settled_count in counted
    ]


def _read_again(case_ids: Iterable[UUID]) -> set[UUID]:
    """Of these the ones that were read again already."""
    rounds = Round.objects.filter(case__in=list(case_ids), why=Round.Why.REREAD)
    return set(rounds.values_list("case_id", flat=True))


def _last_round(case_id: UUID) -> Round:
    rounds = Round.objects.select_related(
        "case", "journey__account", "journey__current_snapshot"
    ).filter(case=case_id)
    return rounds.order_by("-number")[0]


def _lot(round_id: UUID, day: datetime) -> str:
    return lookup_hash("sample:reread", f"{day:%Y-%m-%d}\n{round_id}")
