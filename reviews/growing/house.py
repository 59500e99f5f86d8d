"""What grown cases stand on besides journeys: queues and reasons as they are, made-up readers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from journeys.growing.ground import Ground
from kycreview.staff.models import Role, User
from reviews.models import PolicyVersion, Queue, Reason

_READERS: Final = 12


@dataclass(frozen=True, slots=True)
class GrownQueue:
    """What rows need of a queue."""

    slug: str
    policy_id: int | None
    late_after: timedelta
    handling: timedelta


@dataclass(frozen=True)
class House:
    """Made once a run, before any batch."""

    ground: Ground
    queues: tuple[GrownQueue, ...]
    technical: GrownQueue
    readers: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]]

    def queue_for(self, stream: Random, *, is_technical: bool) -> GrownQueue:
        """Half of all cases are in the first, as in a house where one queue takes the rest."""
        if is_technical or len(self.queues) == 1:
            return self.technical if is_technical else self.queues[0]
        return self.queues[0] if stream.random() < 0.5 else stream.choice(self.queues[1:])

    def two_readers(self, stream: Random) -> tuple[str, str]:
        first, second = stream.sample(self.readers, 2)
        return first, second


def house_on(ground: Ground) -> House:
    """Queues, policies and reasons of this database; readers are made where they are missing."""
    queues = sorted(Queue.objects.filter(is_active=True), key=_default_first)
    policies = {
        (version.queue_id, version.number): version.pk for version in PolicyVersion.objects.all()
    }
    grown = [_queue(queue, policies.get((queue.pk, queue.version))) for queue in queues]
    technical = [
        made
        for made, queue in zip(grown, queues, strict=True)
        if queue.kind == Queue.Kind.TECHNICAL
    ]
    reasons: dict[str, list[str]] = defaultdict(list)
    for reason in Reason.objects.filter(is_active=True):
        reasons[reason.outcome].append(reason.code)
    return House(
        ground=ground,
        queues=tuple(made for made in grown if made not in technical) or tuple(grown),
        technical=(technical or grown)[0],
        readers=tuple(_reader(number) for number in range(1, _READERS + 1)),
        reasons={outcome: tuple(codes) for outcome, codes in reasons.items()},
    )


def _default_first(queue: Queue) -> tuple[bool, str]:
    return queue.kind != Queue.Kind.DEFAULT, queue.pk


def _queue(queue: Queue, policy_id: int | None) -> GrownQueue:
    return GrownQueue(
        slug=queue.pk,
        policy_id=policy_id,
        late_after=timedelta(minutes=queue.late_after_minutes),
        handling=timedelta(seconds=queue.handling_seconds),
    )


def _reader(number: int) -> str:
    """Nobody signs in as them: they have no password and are deactivated from the start."""
    email = f"grown-reader-{number:02}@example.test"
    known = User.objects.filter(email=email).first()
    if known is None:
        known = User(email=email, name=f"Grown Reader {number}", deactivated_at=timezone.now())
        known.password = make_password(None)
        known.save(force_insert=True)
        known.roles.set(Role.objects.filter(slug="reviewer"))
    return str(known.pk)
