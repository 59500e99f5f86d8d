"""Versions of policies and of the routing: what holds now, and writing the next one.

Each function that writes is called in a transaction; it holds the version that the person saw to
the one that is there, writes the whole new version beside the old ones, and tells the trail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record
from reviews.desk.policies import Policy
from reviews.desk.policy_settings import Worker
from reviews.desk.routing.rules import Rule, to_json
from reviews.desk.routing.words import diff as routing_diff
from reviews.errors import ReviewError
from reviews.models import Notice, PolicyVersion, Queue, QueueWorker, RoutingVersion

# Columns of a queue that are called as the setting is.
_ALIKE = (
    "name", "is_active", "rank", "late_after_minutes", "assignment", "is_guided", "shows_names",
    "blind_first", "consent_needed", "approve_with_confirmed", "undo_seconds", "sample_percent",
    "passed_percent", "reread_percent", "applicant_days", "reminder_days", "on_silence",
)  # fmt: skip


class ChangedMeanwhile(ReviewError):
    """Somebody else saved a version after this one was opened."""


def changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("Somebody saved another version meanwhile. Look at it, then make your change again.")
    )


def policy_of(queue: Queue) -> Policy:
    """The settings that hold, from the queue's row and its workers. One query."""
    workers = QueueWorker.objects.filter(queue=queue).values_list("person", "at_most")
    found = sorted((str(person), at_most) for person, at_most in workers)
    return Policy(
        **{name: getattr(queue, name) for name in _ALIKE},
        calendar=queue.calendar_id or "",
        workers=tuple(Worker(person, at_most) for person, at_most in found),
        mandatory_panels=tuple(sorted(queue.mandatory_panels)),
        second_reader_when=frozenset(queue.second_reader_when),
    )


def version_of(queue: Queue) -> PolicyVersion:
    """The version that holds, for decisions to carry. A queue's first is written when asked for."""
    found, _made = PolicyVersion.objects.get_or_create(
        queue=queue, number=queue.version, defaults={"values": policy_of(queue).to_json()}
    )
    return found


def write_queue(
    slug: str,
    policy: Policy,
    *,
    based_on: int,
    by: User,
    seat: Seat,
    proposed_by: User | None = None,
) -> int:
    """Make a queue (`based_on` 0) or its next version; the version's number.

    `proposed_by` is set where `by` is the second admin. Raises ChangedMeanwhile.
    """
    columns = _columns(policy)
    number = based_on + 1
    if based_on:
        queue = Queue.objects.get(pk=slug)
        before = policy_of(queue)
        if not Queue.objects.filter(pk=slug, version=based_on).update(version=number, **columns):
            raise changed_meanwhile()
        # The house's first version was kept without its values: they are what held until now.
        PolicyVersion.objects.filter(queue=slug, number=based_on, values={}).update(
            values=before.to_json()
        )
    else:
        before = None
        try:
            with transaction.atomic():
                queue = Queue.objects.create(slug=slug, version=number, **columns)
        except IntegrityError:
            raise changed_meanwhile() from None
    _set_workers(queue, policy.workers)
    author = proposed_by or by
    PolicyVersion.objects.create(queue=queue, number=number, by=author, values=policy.to_json())
    if based_on:
        _notice_to_leads(queue, by=by)
    record(
        Event.QUEUE_CHANGED if based_on else Event.QUEUE_CREATED,
        by=by,
        seat=seat,
        about=("queue", slug),
        data={
            "queue": slug,
            "version": number,
            "changes": _differences(before, policy),
            **proposer(proposed_by),
        },
    )
    return number


def write_routing(
    rules: list[Rule],
    *,
    before: list[Rule],
    based_on: int,
    by: User,
    seat: Seat,
    proposed_by: User | None = None,
) -> int:
    """The next version of the list of rules. Raises ChangedMeanwhile."""
    newest = RoutingVersion.objects.order_by("-number").values_list("number", flat=True).first()
    if (newest or 0) != based_on:
        raise changed_meanwhile()
    number = based_on + 1
    try:
        with transaction.atomic():
            RoutingVersion.objects.create(number=number, by=proposed_by or by, rules=to_json(rules))
    except IntegrityError:
        raise changed_meanwhile() from None
    record(
        Event.ROUTING_CHANGED,
        by=by,
        seat=seat,
        about=("routing", number),
        data={
            "version": number,
            "changes": [dict(one.plain) for one in routing_diff(before, rules)],
            **proposer(proposed_by),
        },
    )
    return number


def _columns(policy: Policy) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in _ALIKE} | {
        "calendar_id": policy.calendar or None,
        "mandatory_panels": list(policy.mandatory_panels),
        "second_reader_when": sorted(policy.second_reader_when),
    }


def _set_workers(queue: Queue, workers: Iterable[Worker]) -> None:
    """Rows of who stays are kept: they know when round robin came by last."""
    wanted = {UUID(worker.person): worker.at_most for worker in workers}
    QueueWorker.objects.filter(queue=queue).exclude(person__in=wanted).delete()
    for person, at_most in wanted.items():
        QueueWorker.objects.update_or_create(
            queue=queue, person_id=person, defaults={"at_most": at_most}
        )


def _differences(before: Policy | None, after: Policy) -> Mapping[str, list[object]]:
    """Old and new value of each setting that differs; ids and codes alone."""
    new = after.to_json()
    old = before.to_json() if before else {}
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if before is None or old[name] != value
    }


def _notice_to_leads(queue: Queue, *, by: User) -> None:
    people = User.objects.filter(deactivated_at=None).prefetch_related("roles")
    Notice.objects.bulk_create(
        Notice(person=person, kind=Notice.Kind.POLICY, queue=queue, by=by)
        for person in people
        if person.may(Permission.CASES_LEAD)
    )


def proposer(person: User | None) -> dict[str, object]:
    """For the entry of a change that somebody else confirmed."""
    return {"proposed_by": str(person.pk)} if person else {}
