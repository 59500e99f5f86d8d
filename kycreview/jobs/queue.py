"""Put work in, take it out, say how it ended. Every change of state is compare-and-set."""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from kycreview.celery import app
from kycreview.jobs.models import Job, Lane

CRASHES_BEFORE_SET_ASIDE = 3
LONGEST_WAIT = timedelta(minutes=15)
GIVES_UP_AFTER = timedelta(hours=72)
_AT_ONCE = 500
_RING = "kycreview.jobs.tasks.work"
_log = logging.getLogger(__name__)


def enqueue(
    kind: str,
    *,
    key: str,
    subject: Mapping[str, str],
    lane: str = "",
    at: datetime | None = None,
    again: bool = True,
) -> None:
    """Ask for work, in the transaction that makes it necessary, and ring when that commits.

    A key that is known already is asked for again (unless `again` is False): a finished job is
    armed anew, a running one goes round once more, a waiting one comes to its turn at once.
    """
    enqueue_many(kind, {key: subject}, lane=lane, at=at, again=again)


def enqueue_many(
    kind: str,
    subjects: Mapping[str, Mapping[str, str]],
    *,
    lane: str = "",
    at: datetime | None = None,
    again: bool = True,
) -> None:
    """As `enqueue`, for many keys (key -> subject) with a few statements and one ring."""
    when = at or timezone.now()
    # In one order for everybody: two lists with the same keys must not wait for each other.
    rows = [
        Job(kind=kind, key=key, subject=dict(subjects[key]), lane=lane, next_attempt_at=when)
        for key in sorted(subjects)
    ]
    with transaction.atomic():
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            Job.objects.bulk_create(some, ignore_conflicts=True)
            if again:
                known = Job.objects.filter(key__in=[row.key for row in some])
                _ask_again(known.exclude(id__in=[row.id for row in some]), when)
    if rows and when <= timezone.now():
        transaction.on_commit(partial(ring, times=min(len(rows), 8)), robust=True)


def ring(times: int = 1) -> None:
    """Wake the workers. Whatever goes wrong here is mended by the next sweep."""
    if not settings.CELERY_BROKER_URL:
        return
    try:
        for _ in range(times):
            app.send_task(_RING, expires=60)
    except Exception as error:  # the broker is only a doorbell; any failure of it is harmless
        _log.warning("the broker did not ring: %s", type(error).__name__)


def due_jobs(now: datetime) -> Q:
    """What may be taken now: due, or left behind by a process that died."""
    return Q(state=Job.State.WAITING, next_attempt_at__lte=now) | Q(
        state=Job.State.RUNNING, lease_until__lt=now
    )


def count_due() -> int:
    return _takeable(timezone.now()).count()


def lease_next(*, keys: list[str] | None = None) -> Job | None:
    """Take one due job, or None. A job whose process died counts a crash first."""
    now = timezone.now()
    candidates = _takeable(now)
    if keys is not None:
        candidates = candidates.filter(key__in=keys)
    found = list(candidates.order_by("next_attempt_at")[:12])
    random.shuffle(found)  # rivals that look at the same moment should not all grab the same row
    for job in found:
        if taken := _take(job, now):
            return taken
    return None


def _takeable(now: datetime) -> models.QuerySet[Job]:
    paused = Lane.objects.filter(paused_at__isnull=False).values("name")
    return Job.objects.filter(due_jobs(now)).exclude(lane__in=paused)


def _take(job: Job, now: datetime) -> Job | None:
    same = Job.objects.filter(
        id=job.id, state=job.state, lease=job.lease, next_attempt_at=job.next_attempt_at
    )
    if job.state == Job.State.RUNNING:
        if job.crashes + 1 >= CRASHES_BEFORE_SET_ASIDE:
            same.filter(lease_until__lt=now).update(
                state=Job.State.SET_ASIDE,
                crashes=F("crashes") + 1,
                lease=None,
                finished_at=now,
                last_error="Set aside: the process died three times while it worked on this.",
            )
            return None
        same = same.filter(lease_until__lt=now)
        crashed = 1
    else:
        crashed = 0
    lease = uuid.uuid4()
    if not same.update(
        state=Job.State.RUNNING,
        lease=lease,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        crashes=F("crashes") + crashed,
        is_wanted_again=False,
    ):
        return None
    job.refresh_from_db()
    return job if job.lease == lease else None


def _ask_again(known: models.QuerySet[Job], when: datetime) -> None:
    # The rows stay locked until the caller commits: a worker that took one before that would not
    # see what it is asked to work on, and the request would be lost.
    locked = list(known.select_for_update().order_by("key").values_list("id", "state"))
    if not locked:
        return
    found = {state: [job_id for job_id, its in locked if its == state] for state in Job.State}
    running, waiting = found.pop(Job.State.RUNNING), found.pop(Job.State.WAITING)
    ended = [job_id for ids in found.values() for job_id in ids]
    Job.objects.filter(id__in=running).update(is_wanted_again=True)
    Job.objects.filter(id__in=waiting, next_attempt_at__gt=when).update(next_attempt_at=when)
    Job.objects.filter(id__in=ended).update(**_armed(when))


def extend_lease(job: Job) -> bool:
    """Keep a job while its process lives; False where it was lost."""
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return bool(_held(job).update(lease_until=until))


def finish(job: Job) -> bool:
    """It is done; where it was asked for again meanwhile it is armed anew."""
    return _end(job, state=Job.State.DONE, last_error="")


def wait(job: Job, *, why: str, retry_after: float | None = None) -> None:
    """The provider could not serve it now: back off up to 15 min, give up after 72 h."""
    now = timezone.now()
    began = job.first_wait_at or now
    if has_waited_too_long(job):
        give_up(job, why=f"The provider did not answer for 72 hours. {why}")
        return
    pause = min(LONGEST_WAIT, timedelta(seconds=2.0 * 2 ** min(job.waits, 12)))
    pause = timedelta(seconds=pause.total_seconds() * random.uniform(0.75, 1.25))
    if retry_after is not None:
        pause = max(pause, min(LONGEST_WAIT, timedelta(seconds=retry_after)))
    _held(job).update(
        state=Job.State.WAITING,
        lease=None,
        lease_until=None,
        waits=F("waits") + 1,
        first_wait_at=began,
        next_attempt_at=now + pause,
        last_error=why[:400],
    )


def has_waited_too_long(job: Job) -> bool:
    """Whether the next wait of this job gives it up instead."""
    began = job.first_wait_at
    return began is not None and timezone.now() - began > GIVES_UP_AFTER


def put_back(job: Job) -> None:
    """Its account was paused: back to where it was, nothing used up."""
    _held(job).update(state=Job.State.WAITING, lease=None, lease_until=None)


def give_up(job: Job, *, why: str) -> None:
    """It cannot succeed by waiting: failed, visible, retried by hand."""
    _end(job, state=Job.State.FAILED, last_error=why[:400])


def crash(job: Job, *, why: str) -> None:
    """Our code raised on it: try again, and after the third time set it aside."""
    is_last = job.crashes + 1 >= CRASHES_BEFORE_SET_ASIDE
    now = timezone.now()
    _held(job).update(
        state=Job.State.SET_ASIDE if is_last else Job.State.WAITING,
        lease=None,
        lease_until=None,
        crashes=F("crashes") + 1,
        next_attempt_at=now + timedelta(seconds=5 * 2**job.crashes),
        finished_at=now if is_last else None,
        last_error=why[:400],
    )


def retry(jobs: models.QuerySet[Job]) -> int:
    """Arm failed and set-aside jobs anew; how many there were."""
    ended = jobs.filter(state__in=(Job.State.FAILED, Job.State.SET_ASIDE))
    waiting = jobs.filter(state=Job.State.WAITING, waits__gt=0)
    count = ended.update(**_armed(timezone.now())) + waiting.update(**_armed(timezone.now()))
    transaction.on_commit(ring, robust=True)
    return count


def _end(job: Job, **ending: object) -> bool:
    # In this order: a request that comes between the two updates is seen by the second.
    now = timezone.now()
    unasked = _held(job).filter(is_wanted_again=False)
    if unasked.update(lease=None, lease_until=None, finished_at=now, **ending):
        return True
    if _held(job).filter(is_wanted_again=True).update(**_armed(now)):
        transaction.on_commit(ring, robust=True)
        return True
    return False


def _armed(when: datetime) -> dict[str, object]:
    return {
        "state": Job.State.WAITING,
        "next_attempt_at": when,
        "lease": None,
        "lease_until": None,
        "crashes": 0,
        "waits": 0,
        "first_wait_at": None,
        "is_wanted_again": False,
        "finished_at": None,
    }


def _held(job: Job) -> models.QuerySet[Job]:
    return Job.objects.filter(id=job.id, state=Job.State.RUNNING, lease=job.lease)
