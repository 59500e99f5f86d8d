"""The pull: open a case, or the next round of one, for every journey that needs a person.

Nothing pushes: a beat looks at the journeys with news, and at no other. A unique key makes rivals
harmless, and after an outage the next look finds what was missed.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from journeys.choices import Verdict
from journeys.importing import evidence_digest
from journeys.models import Journey, Locator, MediaUse, Snapshot
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.desk import unseen
from reviews.desk.conflicts import meet_provider
from reviews.desk.deciders import tell_decider
from reviews.desk.opening import Place, begin_round, next_place, place_of, read_facts
from reviews.desk.routing.standing import Standing, standing
from reviews.desk.sampling import is_drawn
from reviews.desk.versions import version_of
from reviews.models import Case, CaseJourney, Notice, Round

_AT_ONCE = 500
_SYSTEM = "pull"
# Of these the message itself is the news, whatever the evidence says.
_TELLING_EVENTS = (Round.Why.MONITOR, Round.Why.RENEWAL)
# What the person who decided is told of when it brings the case back.
_NEWS_OF = {
    Round.Why.RESUBMISSION: Notice.Kind.ANSWERED,
    Round.Why.NEW_EVIDENCE: Notice.Kind.REOPENED,
    Round.Why.MONITOR: Notice.Kind.REOPENED,
    Round.Why.SPOT_CHECK: Notice.Kind.REOPENED,
    Round.Why.RENEWAL: Notice.Kind.REOPENED,
}


def pull() -> int:
    """Open what is due; how many cases and rounds were opened."""
    routing = standing()
    opened = _open_cases(list(unseen.without_case()[:_AT_ONCE]), routing)
    closed = list(unseen.closed_with_news()[:_AT_ONCE])
    # First, while it is still news: what the provider decided by itself meanwhile.
    for last in (*unseen.open_with_news()[:_AT_ONCE], *closed):
        meet_provider(last)
    return opened + sum(_next_round(last, routing) for last in closed)


def open_next(last: Round, *, why: Round.Why, routing: Standing | None = None) -> int:
    """The next round of a case that nobody works on; 0 where a rival was first or it is not time.

    `last` is its last round, closed, with its case and its journey's account and newest snapshot.
    """
    place = next_place(last.case, _newest(last.journey), routing or standing(), why=why)
    try:
        with transaction.atomic():
            opened = _add_round(last.case, last.journey, place)
    except IntegrityError:
        return 0
    if opened:
        unseen.was_looked_at([last.journey])
    return opened


def _open_cases(journeys: list[Journey], routing: Standing) -> int:
    """A case for each that needs a person; of the others it is known that they need none."""
    links, events = unseen.links_to(journeys), unseen.events_of(journeys)
    largest_share = max(queue.passed_percent for queue in routing.queues.values())
    new: list[Journey] = []
    looked_at: list[Journey] = []
    opened = 0
    for journey in journeys:
        place_of_it = (journey.account_id, journey.provider_id)
        if not unseen.is_ready(journey) or not journey.says_something:  # type: ignore[attr-defined]  # annotated by `without_case`
            looked_at.append(journey)
        elif place_of_it in links:
            # Where its case is not ready for it, the next look finds it again.
            opened += _join(links[place_of_it].round.case, journey, routing)
        elif (
            _newest(journey).verdict != Verdict.PASS
            or place_of_it in events
            or is_drawn(journey.pk, percent=largest_share)
        ):
            new.append(journey)
        else:
            looked_at.append(journey)
    facts = read_facts([_newest(journey) for journey in new], routing)
    for journey in new:
        why = events.get((journey.account_id, journey.provider_id), Round.Why.FIRST)
        is_sampled = _newest(journey).verdict == Verdict.PASS and why == Round.Why.FIRST
        place = place_of(facts.get(_newest(journey).pk), routing, why=why, is_sampled=is_sampled)
        if is_sampled and not is_drawn(journey.pk, percent=place.queue.passed_percent):
            looked_at.append(journey)
        elif _new_case(journey, place):
            looked_at.append(journey)
            opened += 1
    unseen.was_looked_at(looked_at)
    return opened


def _join(case: Case, journey: Journey, routing: Standing) -> int:
    """The journey that an applicant was asked for is the next round of the case that asked."""
    place = next_place(case, _newest(journey), routing, why=Round.Why.RESUBMISSION)
    try:
        with transaction.atomic():
            opened = _add_round(case, journey, place, joins=True)
    except IntegrityError:
        return 0  # a rival pull was first
    if opened:
        unseen.was_looked_at([journey])
    return opened


def _new_case(journey: Journey, place: Place) -> bool:
    snapshot, now = _newest(journey), timezone.now()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                is_test=journey.is_test, opened_at=now, **place.columns(snapshot, now=now)
            )
            CaseJourney.objects.create(case=case, journey=journey)
            first = Round.objects.create(
                case=case,
                number=1,
                why=place.why,
                journey=journey,
                opened_on=snapshot,
                due_at=case.due_at,
                policy=version_of(place.queue),
            )
            record(
                Event.CASE_OPENED,
                system=_SYSTEM,
                account=journey.account.lane,
                case_id=case.id,
                round_id=first.id,
                about=("journey", journey.id),
                data={
                    "code": case.code,
                    "verdict": snapshot.verdict,
                    "snapshot": snapshot.number,
                    "is_test": case.is_test,
                    **place.told(),
                },
            )
    except IntegrityError:
        # A rival pull was first, or the code is another case's: then the next look tries again.
        return False
    return True


def _add_round(case: Case, journey: Journey, place: Place, *, joins: bool = False) -> int:
    snapshot, number = _newest(journey), case.round_count + 1
    mine = Case.objects.filter(
        pk=case.pk,
        version=case.version,
        state__in=(Case.State.WAITING, Case.State.DECIDED),
    ).exclude(rounds__closed_at__isnull=True)
    opened = begin_round(mine, number, snapshot, place, of=case)
    if opened is None:
        return 0
    if joins:
        CaseJourney.objects.create(case=case, journey=journey)
    if (news := _NEWS_OF.get(place.why)) is not None:
        tell_decider(case, news)
    record(
        Event.ROUND_OPENED,
        system=_SYSTEM,
        account=journey.account.lane,
        case_id=case.id,
        round_id=opened.id,
        about=("journey", journey.id),
        data={
            "number": number,
            "why": place.why.value,
            "snapshot": snapshot.number,
            "queue_before": case.queue_id,
            **place.told(),
        },
    )
    return 1


def _next_round(last: Round, routing: Standing) -> int:
    """A round where the newest evidence is not what was judged, or the provider reported news."""
    journey, snapshot, seen = last.journey, _newest(last.journey), last.judged_on or last.opened_on
    if not unseen.is_ready(journey):
        unseen.was_looked_at([journey])
        return 0
    is_newer = snapshot.number > seen.number
    if is_newer and _has_waiting_pictures(snapshot):
        return 0
    event = unseen.event_since(last)
    if is_newer and evidence_digest(snapshot) != evidence_digest(seen):
        is_answer = last.case.state == Case.State.WAITING
        usual = Round.Why.RESUBMISSION if is_answer else Round.Why.NEW_EVIDENCE
        return open_next(last, why=event or usual, routing=routing)
    if event in _TELLING_EVENTS:
        # What it is about may be on its way; a fetch that failed for good keeps nobody waiting.
        if unseen.is_being_fetched(journey):
            return 0
        return open_next(last, why=event, routing=routing)
    if is_newer:
        Round.objects.filter(pk=last.pk).update(compared_with=snapshot)
    unseen.was_looked_at([journey])
    return 0


def _has_waiting_pictures(snapshot: Snapshot) -> bool:
    """Equal bytes under new names are no news: that is known only once they are here."""
    return MediaUse.objects.filter(snapshot=snapshot, locator__state=Locator.State.WAITING).exists()


def _newest(journey: Journey) -> Snapshot:
    """The newest snapshot, knowing its journey: gathering its facts needs the key and account."""
    if journey.current_snapshot is None:
        raise LookupError("a journey without a readable snapshot cannot have a case")
    journey.current_snapshot.journey = journey
    return journey.current_snapshot
