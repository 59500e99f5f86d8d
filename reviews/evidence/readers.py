"""Who can be a reader of a case's open round, and who can take the case now, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.blind import earlier_readers, is_barred, last_round
from reviews.models import Case, QueueWorker, Recusal, Round, Unblinded


class Bar(Enum):
    """What can stand between a person and a case."""

    RECUSED = "recused"
    HAS_READ = "has_read"
    LEAD_SETTLES = "lead_settles"
    SANCTIONS = "sanctions"
    SAW_UNRATED = "saw_unrated"
    GIVEN = "given"
    SWITCHED_OFF = "switched_off"
    NOT_THEIR_QUEUE = "not_their_queue"
    LIMIT = "limit"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands against people in one case: read once, then asked about any of them."""

    # As it is now, with its queue, whatever the caller's row says.
    case: Case
    readers: frozenset[UUID]
    # Who saw these faces without rating them.
    barred: frozenset[UUID]
    recused: frozenset[UUID]
    # Who works the queue, with their limits; None where every reviewer does.
    workers: Mapping[UUID, int | None] | None
    # How many cases of the queue those with a limit hold beside this one.
    hands: Mapping[UUID, int]

    def reading_bar(self, person: User) -> Bar | None:
        """Why this person cannot be a reader of the open round."""
        case = self.case
        if person.pk in self.readers:
            return Bar.HAS_READ
        if case.needs == Case.Needs.SETTLE and not person.may(Permission.CASES_LEAD):
            return Bar.LEAD_SETTLES
        if case.needs_sanctions and not person.may(Permission.SANCTIONS_DECIDE):
            return Bar.SANCTIONS
        return Bar.SAW_UNRATED if person.pk in self.barred else None

    def bar(self, person: User, *, by_hand: bool = False) -> Bar | None:
        """Why this person cannot claim the case; the case's state is not looked at.

        `by_hand`: a lead gives it to this person, whomever it was given to before.
        """
        if person.pk in self.recused:
            return Bar.RECUSED
        return self.reading_bar(person) or self._desk_bar(person, by_hand=by_hand)

    def _desk_bar(self, person: User, *, by_hand: bool) -> Bar | None:
        """Leads are bound by no list of workers, and whoever a case was given to has it."""
        case = self.case
        if person.may(Permission.CASES_LEAD):
            return None
        if not by_hand and case.assigned_to_id is not None:
            return None if case.assigned_to_id == person.pk else Bar.GIVEN
        if not case.queue.is_active:
            return Bar.SWITCHED_OFF
        # Who settles and who confirms is a matter of rights alone.
        if self.workers is None or case.needs == Case.Needs.SETTLE or case.needs_sanctions:
            return None
        if person.pk not in self.workers:
            return Bar.NOT_THEIR_QUEUE
        limit = self.workers[person.pk]
        if limit is not None and self.hands.get(person.pk, 0) >= limit:
            return Bar.LIMIT
        return None

    def told(self, bar: Bar) -> str:
        """The sentence for the person themselves."""
        queue = {"queue": self.case.queue.name}
        return {
            Bar.RECUSED: lambda: _("You gave this case back for good because you know the person."),
            Bar.HAS_READ: lambda: _("You have read this case already; somebody else reads it now."),
            Bar.LEAD_SETTLES: lambda: _(
                "Two readers disagree: a lead who was neither of them settles it."
            ),
            Bar.SANCTIONS: lambda: _(
                "This case was passed on to those who may confirm sanctions matches."
            ),
            Bar.SAW_UNRATED: lambda: _(
                "You opened this case without rating the faces, so somebody else reads it."
            ),
            Bar.GIVEN: lambda: (
                _("This case was given to %(who)s. A lead can change that.")
                % {"who": self.case.assigned_to}
            ),
            Bar.SWITCHED_OFF: lambda: (
                _("The queue “%(queue)s” is switched off. A lead can take its cases.") % queue
            ),
            Bar.NOT_THEIR_QUEUE: lambda: _("You do not work the queue “%(queue)s”.") % queue,
            Bar.LIMIT: lambda: (
                _("You hold as many cases of “%(queue)s” as your limit there.") % queue
            ),
        }[bar]()


def standing_of(case: Case, *, only: User | None = None) -> Standing | None:
    """What stands against people, or against one alone. None without any round.

    Four queries for one person, and one or two more for each who saw the whole unrated.
    """
    last = last_round(case)
    if last is None:
        return None
    fresh = last.case
    seen = [only] if only is not None else _who_saw_it_unrated(fresh)
    workers: dict[UUID, int | None] = dict(
        QueueWorker.objects.filter(queue=fresh.queue_id).values_list("person_id", "at_most")
    )
    limited = [
        person_id
        for person_id, at_most in workers.items()
        if at_most is not None and (only is None or person_id == only.pk)
    ]
    recusals = Recusal.objects.filter(case=fresh)
    return Standing(
        case=fresh,
        readers=frozenset(_readers(last)),
        barred=frozenset(person.pk for person in seen if is_barred(last, person=person)),
        recused=frozenset(recusals.values_list("person_id", flat=True)),
        workers=workers or None,
        hands=_in_hand(fresh, limited) if limited else {},
    )


def _readers(last: Round) -> set[UUID]:
    """Who cannot read once more: of this round, and of all of them where it is re-read."""
    found = set()
    if last.case.needs:
        found = {one for one in (last.first_reader_id, last.second_reader_id) if one}
    if last.why == Round.Why.REREAD and last.closed_at is None:
        found |= earlier_readers(last)
    return found


def why_not_take(case: Case, *, person: User) -> str:
    """Why this person cannot claim the case; empty where only its state can stand against."""
    standing = standing_of(case, only=person)
    bar = standing.bar(person) if standing is not None else None
    return standing.told(bar) if standing is not None and bar is not None else ""


def _in_hand(case: Case, people: list[UUID]) -> dict[UUID, int]:
    held = Case.objects.filter(
        state=Case.State.CLAIMED,
        claimed_by__in=people,
        claim_until__gte=timezone.now(),
        queue=case.queue_id,
    ).exclude(pk=case.pk)
    found = held.values_list("claimed_by").annotate(count=Count("pk")).order_by()
    return {person_id: count for person_id, count in found if person_id is not None}


def _who_saw_it_unrated(case: Case) -> list[User]:
    rows = Unblinded.objects.filter(round__case=case).exclude(content_hash="")
    return list(User.objects.filter(pk__in=rows.values("person")))
