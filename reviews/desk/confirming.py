"""Changes that take something from four-eyes or a gate: they hold once a second admin agrees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.policies import Policy
from reviews.desk.routing.rules import parse_rules
from reviews.desk.routing.standing import standing
from reviews.desk.versions import ChangedMeanwhile, changed_meanwhile, write_queue, write_routing
from reviews.errors import AlreadyDecided, NotAllowed
from reviews.models import Notice, PendingChange, Queue, RoutingVersion

_State = PendingChange.State


def propose(
    kind: PendingChange.Kind,
    subject: str,
    *,
    values: dict[str, Any],
    based_on: int,
    by: User,
    seat: Seat = NOWHERE,
) -> PendingChange:
    """Let a change wait, and tell the other admins. Raises ChangedMeanwhile where one waits."""
    try:
        with transaction.atomic():
            change = PendingChange.objects.create(
                kind=kind, subject=subject, values=values, based_on=based_on, by=by
            )
    except IntegrityError:
        raise ChangedMeanwhile(
            _("A change of this waits for a second admin already: settle that one first.")
        ) from None
    queue = Queue.objects.filter(pk=subject).first() if kind == PendingChange.Kind.QUEUE else None
    Notice.objects.bulk_create(
        Notice(person=person, kind=Notice.Kind.CONFIRM, queue=queue, by=by)
        for person in _admins()
        if person.pk != by.pk
    )
    _tell(Event.CHANGE_PROPOSED, change, by=by, seat=seat)
    return change


def confirm(change_id: UUID, *, by: User, seat: Seat = NOWHERE) -> PendingChange:
    """Make it hold. Raises NotAllowed (the proposer), AlreadyDecided, ChangedMeanwhile (stale)."""
    _may_manage(by)
    with transaction.atomic():
        change = PendingChange.objects.select_for_update().select_related("by").get(pk=change_id)
        if change.by_id == by.pk:
            raise NotAllowed(_("Somebody else than who proposed a change confirms it."))
        if change.state == _State.WAITING and is_stale(change):
            raise changed_meanwhile()
        _settle(change, _State.CONFIRMED, by=by)
        _APPLY[PendingChange.Kind(change.kind)](change, by, seat)
        _tell(Event.CHANGE_CONFIRMED, change, by=by, seat=seat)
    return change


def refuse(change_id: UUID, *, by: User, seat: Seat = NOWHERE) -> PendingChange:
    """Let it never hold; the proposer takes it back in the same way. Raises AlreadyDecided."""
    _may_manage(by)
    with transaction.atomic():
        change = PendingChange.objects.select_for_update().get(pk=change_id)
        is_own = change.by_id == by.pk
        _settle(change, _State.TAKEN_BACK if is_own else _State.REFUSED, by=by)
        _tell(Event.CHANGE_REFUSED, change, by=by, seat=seat)
    return change


def is_stale(change: PendingChange) -> bool:
    """Another version was saved since it was proposed: it would undo what that one changed."""
    if change.kind == PendingChange.Kind.ROUTING:
        newest = RoutingVersion.objects.order_by("-number").values_list("number", flat=True)
        return (newest.first() or 0) != change.based_on
    held = Queue.objects.filter(pk=change.subject).values_list("version", flat=True).first()
    return (held or 0) != change.based_on


def waiting_change(kind: PendingChange.Kind, subject: str = "") -> PendingChange | None:
    """What waits for a second admin here."""
    found = PendingChange.objects.filter(kind=kind, subject=subject, state=_State.WAITING)
    return found.select_related("by").first()


def _apply_queue(change: PendingChange, by: User, seat: Seat) -> None:
    write_queue(
        change.subject,
        Policy.from_json(change.values),
        based_on=change.based_on,
        by=by,
        seat=seat,
        proposed_by=change.by,
    )


def _apply_routing(change: PendingChange, by: User, seat: Seat) -> None:
    now = standing()
    write_routing(
        parse_rules(change.values["rules"], queues=set(now.queues)),
        before=list(now.rules),
        based_on=change.based_on,
        by=by,
        seat=seat,
        proposed_by=change.by,
    )


_APPLY = {
    PendingChange.Kind.QUEUE: _apply_queue,
    PendingChange.Kind.ROUTING: _apply_routing,
}


def _settle(change: PendingChange, state: PendingChange.State, *, by: User) -> None:
    """Compare-and-set. Raises AlreadyDecided."""
    mine = PendingChange.objects.filter(pk=change.pk, state=_State.WAITING)
    if not mine.update(state=state, settled_by=by, settled_at=timezone.now()):
        raise AlreadyDecided(_("This change was settled meanwhile."))
    change.refresh_from_db()


def _tell(event: Event, change: PendingChange, *, by: User, seat: Seat) -> None:
    record(
        event,
        by=by,
        seat=seat,
        about=("change", change.pk),
        data={
            "kind": change.kind,
            "subject": change.subject,
            "based_on": change.based_on,
            "state": change.state,
            "proposed_by": str(change.by_id),
        },
    )


def _admins() -> list[User]:
    people = User.objects.filter(deactivated_at=None).prefetch_related("roles")
    return [person for person in people if person.may(Permission.QUEUES_MANAGE)]


def _may_manage(person: User) -> None:
    if not person.may(Permission.QUEUES_MANAGE):
        raise NotAllowed(_("Your role does not manage queues; an admin's does."))
