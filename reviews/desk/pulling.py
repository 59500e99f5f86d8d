"""The pull: open a case, or the next round of one, for every journey that needs a person.

Nothing pushes: a beat looks for journeys without a case. A unique key makes rivals harmless, and
after an outage the next look finds what was missed.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from journeys.choices import Lifecycle, Verdict
from journeys.importing import evidence_digest, request_fetch
from journeys.models import DocumentStep, Journey, Locator, MediaUse, Snapshot
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.models import ApplicantLink, Case, CaseJourney, Queue, Round

# An unknown lifecycle needs a person: it may be finished.
FINISHED = (Lifecycle.COMPLETED, Lifecycle.TERMINATED, Lifecycle.UNKNOWN)
_AT_ONCE = 500
_SYSTEM = "pull"
# The bytes of whole answers are not read only to compare digests.
_SEALED = ("sealed_bytes", "sealed_summary", "sealed_unmapped")
_SNAPSHOTS = ("journey__current_snapshot", "judged_on")


def pull(queue: Queue | None = None) -> int:
    """Open what is due; how many cases and rounds were opened."""
    queue = queue or Queue.objects.get(pk="main")
    opened = sum(_open_case(journey, queue) for journey in _without_case(queue)[:_AT_ONCE])
    return opened + sum(_next_round(last) for last in _with_news()[:_AT_ONCE])


def ask_after_waiting() -> int:
    """Fetch what applicants were asked for long ago, should its callback have been lost."""
    now = timezone.now()
    late = Case.objects.filter(state=Case.State.WAITING, due_at__lte=now)
    asked = 0
    for case in late[:_AT_ONCE]:
        with transaction.atomic():
            mine = Case.objects.filter(pk=case.pk, state=Case.State.WAITING, due_at=case.due_at)
            if mine.update(due_at=now + timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)):
                last = case.rounds.select_related("journey__account").order_by("-number")[0]
                link = last.links.filter(state=ApplicantLink.State.CURRENT).first()
                wanted = link.provider_id if link is not None else last.journey.provider_id
                request_fetch(last.journey.account, wanted, how=Snapshot.How.EXPECTED)
                asked += 1
    return asked


def _without_case(queue: Queue) -> QuerySet[Journey]:
    journeys = Journey.objects.filter(
        case_link__isnull=True,
        account__is_active=True,
        deleted_at_provider_at__isnull=True,
        current_snapshot__lifecycle__in=FINISHED,
    )
    journeys = (
        journeys.filter(_says_something())
        .select_related("account", "current_snapshot")
        .defer(*(f"current_snapshot__{name}" for name in _SEALED))
    )
    if not queue.passed_percent:
        # A passed journey still comes in where the client's link says that somebody asked for it.
        asked_for = ApplicantLink.objects.filter(
            provider_id=OuterRef("provider_id"), round__journey__account=OuterRef("account")
        )
        journeys = journeys.filter(~Q(current_snapshot__verdict=Verdict.PASS) | Exists(asked_for))
    return journeys.order_by("first_seen_at")


def _says_something() -> Q:
    """Of a journey that was erased before it came in, all that is left is its id."""
    newest = OuterRef("current_snapshot")
    return (
        ~Q(current_snapshot__lifecycle=Lifecycle.UNKNOWN)
        | Q(current_snapshot__started_at__isnull=False)
        | Q(current_snapshot__ended_at__isnull=False)
        | Exists(DocumentStep.objects.filter(snapshot=newest))
        | Exists(MediaUse.objects.filter(snapshot=newest))
    )


def _open_case(journey: Journey, queue: Queue) -> int:
    link = (
        ApplicantLink.objects.filter(
            provider_id=journey.provider_id, round__journey__account=journey.account
        )
        .select_related("round__case")
        .first()
    )
    try:
        with transaction.atomic():
            if link is not None:
                return _add_round(link.round.case, journey, why=Round.Why.RESUBMISSION, joins=True)
            return _new_case(journey, queue)
    except IntegrityError:
        return 0  # a rival pull was first


def _new_case(journey: Journey, queue: Queue) -> int:
    snapshot = _current(journey)
    case = Case.objects.create(
        queue=queue,
        is_test=journey.is_test,
        due_at=timezone.now() + timedelta(minutes=queue.late_after_minutes),
    )
    CaseJourney.objects.create(case=case, journey=journey)
    first = Round.objects.create(case=case, number=1, journey=journey, opened_on=snapshot)
    record(
        Event.CASE_OPENED,
        system=_SYSTEM,
        account=journey.account.lane,
        case_id=case.id,
        round_id=first.id,
        about=("journey", journey.id),
        data={
            "code": case.code,
            "queue": queue.slug,
            "verdict": snapshot.verdict,
            "snapshot": snapshot.number,
            "is_test": case.is_test,
        },
    )
    return 1


def _add_round(case: Case, journey: Journey, *, why: Round.Why, joins: bool = False) -> int:
    """The next round of a case that nobody is working on; 0 where it is not time for it."""
    snapshot = _current(journey)
    number = case.round_count + 1
    mine = Case.objects.filter(
        pk=case.pk,
        version=case.version,
        state__in=(Case.State.WAITING, Case.State.DECIDED),
    ).exclude(rounds__closed_at__isnull=True)
    if not mine.update(
        state=Case.State.OPEN,
        version=F("version") + 1,
        round_count=number,
        due_at=timezone.now() + timedelta(minutes=case.queue.late_after_minutes),
    ):
        return 0
    if joins:
        CaseJourney.objects.create(case=case, journey=journey)
    opened = Round.objects.create(
        case=case, number=number, why=why, journey=journey, opened_on=snapshot
    )
    record(
        Event.ROUND_OPENED,
        system=_SYSTEM,
        account=journey.account.lane,
        case_id=case.id,
        round_id=opened.id,
        about=("journey", journey.id),
        data={"number": number, "why": why.value, "snapshot": snapshot.number},
    )
    return 1


def _with_news() -> QuerySet[Round]:
    """Last rounds, closed, whose journey has a newer snapshot that was not compared yet."""
    return (
        Round.objects.filter(
            closed_at__isnull=False,
            number=F("case__round_count"),
            journey__deleted_at_provider_at__isnull=True,
            journey__current_snapshot__lifecycle__in=FINISHED,
            journey__current_snapshot__number__gt=F("judged_on__number"),
        )
        .filter(
            Q(compared_with__isnull=True)
            | Q(compared_with__number__lt=F("journey__current_snapshot__number"))
        )
        .select_related("case__queue", "journey__account", "journey__current_snapshot", "judged_on")
        .defer(*(f"{one}__{name}" for one in _SNAPSHOTS for name in _SEALED))
    )


def _next_round(last: Round) -> int:
    snapshot, judged_on = _current(last.journey), last.judged_on
    if judged_on is None or _has_waiting_pictures(snapshot):
        return 0
    if evidence_digest(snapshot) == evidence_digest(judged_on):
        Round.objects.filter(pk=last.pk).update(compared_with=snapshot)
        return 0
    is_answer = last.case.state == Case.State.WAITING
    why = Round.Why.RESUBMISSION if is_answer else Round.Why.NEW_EVIDENCE
    with transaction.atomic():
        return _add_round(last.case, last.journey, why=why)


def _has_waiting_pictures(snapshot: Snapshot) -> bool:
    """Equal bytes under new names are no news: that is known only once they are here."""
    return MediaUse.objects.filter(snapshot=snapshot, locator__state=Locator.State.WAITING).exists()


def _current(journey: Journey) -> Snapshot:
    if journey.current_snapshot is None:
        raise LookupError("a journey without a readable snapshot cannot have a case")
    return journey.current_snapshot
