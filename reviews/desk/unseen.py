"""Which journeys the desk has not looked at, and what providers say happened to old ones.

Queries and marks. Each of them begins at the journeys with news, so that looking costs what the
day brings and not what the years have left.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from journeys.choices import Lifecycle
from journeys.importing import fetch_key
from journeys.models import LATER_EVENTS, Callback, DocumentStep, Journey, MediaUse, Snapshot
from kycreview.jobs.models import Job
from reviews.models import ApplicantLink, Round

# An unknown lifecycle needs a person: it may be finished.
FINISHED = (Lifecycle.COMPLETED, Lifecycle.TERMINATED, Lifecycle.UNKNOWN)
_WHY_OF_EVENT = dict(
    zip(LATER_EVENTS, (Round.Why.MONITOR, Round.Why.SPOT_CHECK, Round.Why.RENEWAL), strict=True)
)
# The bytes of whole answers are not read only to compare digests.
_SEALED = ("sealed_bytes", "sealed_unmapped")
_OF_OPEN = ("opened_on", "journey__current_snapshot")


def without_case() -> QuerySet[Journey]:
    """Journeys with news that belong to no case, the longest known first."""
    newest = OuterRef("current_snapshot")
    return (
        Journey.objects.filter(
            has_news=True,
            case_link__isnull=True,
            account__is_active=True,
            current_snapshot__isnull=False,
        )
        .annotate(
            # Of a journey that was erased before it came in, all that is left is its id.
            says_something=~Q(current_snapshot__lifecycle=Lifecycle.UNKNOWN)
            | Q(current_snapshot__started_at__isnull=False)
            | Q(current_snapshot__ended_at__isnull=False)
            | Exists(DocumentStep.objects.filter(snapshot=newest))
            | Exists(MediaUse.objects.filter(snapshot=newest))
        )
        .select_related("account", "current_snapshot")
        .defer(*(f"current_snapshot__{name}" for name in _SEALED))
        .order_by("first_seen_at")
    )


def closed_with_news() -> QuerySet[Round]:
    """Last rounds, closed, whose journey has news."""
    snapshots = ("journey__current_snapshot", "judged_on", "opened_on")
    return (
        Round.objects.filter(
            journey__has_news=True,
            journey__current_snapshot__isnull=False,
            closed_at__isnull=False,
            number=F("case__round_count"),
        )
        .select_related("case", "journey__account", *snapshots)
        .defer(*(f"{one}__{name}" for one in snapshots for name in _SEALED))
        .order_by("closed_at")
    )


def open_with_news() -> QuerySet[Round]:
    """Open rounds whose newest answer was not looked at for a decision of the provider's own."""
    newer = Snapshot.objects.filter(
        journey=OuterRef("journey"), number__gt=OuterRef("met_on__number")
    )
    return (
        Round.objects.filter(
            Q(met_on__isnull=True) | Exists(newer),
            journey__has_news=True,
            journey__current_snapshot__isnull=False,
            closed_at__isnull=True,
        )
        .select_related("case", "opened_on", "journey__account", "journey__current_snapshot")
        .defer(*(f"{one}__{name}" for one in _OF_OPEN for name in _SEALED))
        .order_by("opened_at")
    )


def is_ready(journey: Journey) -> bool:
    """Whether there is anything to judge yet, or still: what comes later is news again."""
    snapshot = journey.current_snapshot
    return (
        snapshot is not None
        and journey.deleted_at_provider_at is None
        and snapshot.lifecycle in FINISHED
    )


def was_looked_at(journeys: Iterable[Journey]) -> None:
    """No news any more, unless some came meanwhile."""
    seen = [journey.current_snapshot_id for journey in journeys]
    if seen:
        Journey.objects.filter(current_snapshot__in=seen, has_news=True).update(has_news=False)


def links_to(journeys: Iterable[Journey]) -> dict[tuple[UUID, str], ApplicantLink]:
    """Which of these journeys applicants were asked for, by account and provider's id."""
    ids = [journey.provider_id for journey in journeys]
    found = ApplicantLink.objects.filter(provider_id__in=ids).select_related(
        "round__case", "round__journey"
    )
    return {(link.round.journey.account_id, link.provider_id): link for link in found}


def events_of(journeys: Iterable[Journey]) -> dict[tuple[UUID, str], Round.Why]:
    """What the provider said last of journeys that it had finished."""
    ids = [journey.provider_id for journey in journeys]
    found = Callback.objects.filter(event__in=LATER_EVENTS, provider_id__in=ids)
    rows = found.order_by("received_at").values_list("account_id", "provider_id", "event")
    return {(account, provider_id): _WHY_OF_EVENT[event] for account, provider_id, event in rows}


def event_since(last: Round) -> Round.Why | None:
    """What the provider said of the journey since this round opened and its evidence came."""
    seen = last.judged_on or last.opened_on
    found = Callback.objects.filter(
        event__in=LATER_EVENTS,
        account=last.journey.account_id,
        provider_id=last.journey.provider_id,
        received_at__gt=max(last.opened_at, seen.received_at),
    )
    newest = found.order_by("-received_at").values_list("event", flat=True).first()
    return _WHY_OF_EVENT[newest] if newest else None


def is_being_fetched(journey: Journey) -> bool:
    """What the provider's message is about may be on its way."""
    key = fetch_key(journey.account_id, journey.provider_id)
    return Job.objects.filter(key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).exists()
