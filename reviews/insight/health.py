"""One look at everything that has to work: providers, jobs, messages, machinery. Reads only."""

from __future__ import annotations

from django.utils import timezone

from kycreview.jobs.models import Lane
from reviews.insight import health_machines, health_providers, health_work
from reviews.insight.health_shapes import Health


def look() -> Health:
    """Everything, by a number of queries that does not grow; the broker delays it half a second."""
    now = timezone.now()
    lanes = {lane.name: lane for lane in Lane.objects.filter(paused_at__isnull=False)}
    rows, unused = health_providers.providers(lanes, now=now)
    kinds = health_work.kinds_of_jobs(list(lanes), now=now)
    workers, of_workers = health_machines.beats(now=now)
    return Health(
        as_of=now,
        providers=tuple(rows),
        unused=tuple(unused),
        kinds=tuple(kinds),
        work=(
            health_work.jobs(kinds, now=now),
            health_work.outbox(now=now),
            health_work.deliveries(list(lanes), now=now),
        ),
        workers=tuple(workers),
        machines=(
            *of_workers,
            health_machines.broker(),
            health_machines.disk(),
            health_machines.database(),
            health_machines.trail(now=now),
        ),
    )
