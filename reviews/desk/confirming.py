"""Changes that take something from four-eyes or a gate: they hold once a second admin agrees."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.accounts import set_system_of_record
from journeys.models import Account
from kycreview.staff.closing import open_access
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.staff.roles import ChangedRole, RoleSettings, give_roles, hold_still, write_role
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.policies import Policy
from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import ReasonSettings
from reviews.desk.reason_versions import write_reason
from reviews.desk.routing.rules import parse_rules
from reviews.desk.routing.standing import standing
from reviews.desk.versions import (
    ChangedMeanwhile,
    changed_meanwhile,
    proposer,
    write_queue,
    write_routing,
)
from reviews.errors import AlreadyDecided, NotAllowed
from reviews.models import Notice, PendingChange, Queue, Reason, RoutingVersion

_Kind = PendingChange.Kind
_State = PendingChange.State
_OF_STAFF = frozenset({_Kind.ROLE.value, _Kind.PERSON.value, _Kind.ACCESS.value})
# About one person, who does not agree to it themselves.
_OF_A_PERSON = frozenset({_Kind.PERSON.value, _Kind.ACCESS.value})


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
        for person in _admins(kind)
        if person.pk != by.pk
    )
    _tell(Event.CHANGE_PROPOSED, change, by=by, seat=seat)
    return change


def confirm(change_id: UUID, *, by: User, seat: Seat = NOWHERE) -> PendingChange:
    """Make it hold. Raises NotAllowed (the proposer), AlreadyDecided, ChangedMeanwhile (stale)."""
    with transaction.atomic():
        change = PendingChange.objects.select_for_update().select_related("by").get(pk=change_id)
        _may_settle(by, change.kind)
        if change.by_id == by.pk:
            raise NotAllowed(_("Somebody else than who proposed a change confirms it."))
        if change.kind in _OF_A_PERSON and change.subject == str(by.pk):
            raise NotAllowed(_("Nobody confirms what they are given themselves."))
        if change.kind in _OF_STAFF:
            hold_still()
        if change.state == _State.WAITING and is_stale(change):
            raise changed_meanwhile()
        _settle(change, _State.CONFIRMED, by=by)
        try:
            _APPLY[_Kind(change.kind)](change, by, seat)
        except PolicyError as error:
            raise NotAllowed(" ".join(sentence for _name, sentence in error.problems)) from None
        except ValidationError as error:
            raise NotAllowed(" ".join(error.messages)) from None
        except ChangedRole:
            raise changed_meanwhile() from None
        _tell(Event.CHANGE_CONFIRMED, change, by=by, seat=seat)
    return change


def refuse(change_id: UUID, *, by: User, seat: Seat = NOWHERE) -> PendingChange:
    """Let it never hold; the proposer takes it back in the same way. Raises AlreadyDecided."""
    with transaction.atomic():
        change = PendingChange.objects.select_for_update().get(pk=change_id)
        is_own = change.by_id == by.pk
        if not is_own:
            _may_settle(by, change.kind)
        _settle(change, _State.TAKEN_BACK if is_own else _State.REFUSED, by=by)
        _tell(Event.CHANGE_REFUSED, change, by=by, seat=seat)
    return change


def is_stale(change: PendingChange) -> bool:
    """Another version was saved since it was proposed: it would undo what that one changed."""
    if change.kind == PendingChange.Kind.ROUTING:
        newest = RoutingVersion.objects.order_by("-number").values_list("number", flat=True)
        return (newest.first() or 0) != change.based_on
    if change.kind == _Kind.REASON:
        return not Reason.objects.filter(pk=change.subject, version=change.based_on).exists()
    if change.kind == _Kind.ROLE:
        role = Role.objects.filter(pk=change.subject).first()
        return bool((RoleSettings.of(role).to_json() if role else None) != change.values["before"])
    if change.kind == _Kind.PERSON:
        roles = Role.objects.filter(people__pk=UUID(change.subject)).values_list("pk", flat=True)
        return bool(sorted(roles) != change.values["before"])
    if change.kind == _Kind.ACCESS:
        return bool(_access_of(UUID(change.subject)) != change.values)
    if change.kind == _Kind.ACCOUNT:
        seen = change.values["before"]
        return not Account.objects.filter(pk=change.subject, system_of_record=seen).exists()
    held = Queue.objects.filter(pk=change.subject).values_list("version", flat=True).first()
    return (held or 0) != change.based_on


def waiting_change(kind: PendingChange.Kind, subject: str = "") -> PendingChange | None:
    """What waits for a second admin here."""
    found = PendingChange.objects.filter(kind=kind, subject=subject, state=_State.WAITING)
    return found.select_related("by").first()


def settles(person: User, kind: str) -> bool:
    """Whether such changes are this person's to confirm or refuse."""
    return person.may(Permission.STAFF_MANAGE if kind in _OF_STAFF else Permission.QUEUES_MANAGE)


def concerns(person: User) -> Q:
    """Changes that this person settles or proposed: who proposed one can take it back."""
    own = [kind.value for kind in PendingChange.Kind if settles(person, kind.value)]
    return Q(kind__in=own) | Q(by=person)


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


def _apply_reason(change: PendingChange, by: User, seat: Seat) -> None:
    write_reason(
        change.subject,
        ReasonSettings.from_json(change.values),
        based_on=change.based_on,
        by=by,
        seat=seat,
        proposed_by=change.by,
    )


def _apply_role(change: PendingChange, by: User, seat: Seat) -> None:
    before = change.values["before"]
    write_role(
        change.subject,
        RoleSettings.from_json(change.values["after"]),
        before=RoleSettings.from_json(before) if before else None,
        by=by,
        seat=seat,
        proposed_by=change.by,
    )


def _apply_person(change: PendingChange, by: User, seat: Seat) -> None:
    roles = list(Role.objects.filter(pk__in=change.values["roles"]))
    if len(roles) != len(change.values["roles"]):
        raise changed_meanwhile()
    person = User.objects.get(pk=change.subject)
    give_roles(person, roles, by=by, seat=seat, more=proposer(change.by))


def _apply_access(change: PendingChange, by: User, seat: Seat) -> None:
    person = User.objects.get(pk=change.subject)
    closed_at = datetime.fromisoformat(change.values["closed_at"])
    if not open_access(person, closed_at=closed_at, by=by, seat=seat, more=proposer(change.by)):
        raise changed_meanwhile()


def _apply_account(change: PendingChange, by: User, seat: Seat) -> None:
    if not set_system_of_record(
        Account.objects.get(pk=change.subject),
        change.values["after"],
        seen=change.values["before"],
        by=by,
        seat=seat,
        more=proposer(change.by),
    ):
        raise changed_meanwhile()


_APPLY = {
    _Kind.QUEUE: _apply_queue,
    _Kind.ROUTING: _apply_routing,
    _Kind.REASON: _apply_reason,
    _Kind.ROLE: _apply_role,
    _Kind.PERSON: _apply_person,
    _Kind.ACCESS: _apply_access,
    _Kind.ACCOUNT: _apply_account,
}


def _access_of(person_id: UUID) -> dict[str, object]:
    """What a proposal to open this account is held against; of an open one nothing."""
    person = User.objects.filter(pk=person_id, deactivated_at__isnull=False).first()
    if person is None or person.deactivated_at is None:
        return {}
    return {
        "closed_at": person.deactivated_at.isoformat(),
        "roles": sorted(person.roles.values_list("pk", flat=True)),
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


def _admins(kind: str) -> list[User]:
    people = User.objects.filter(deactivated_at=None).prefetch_related("roles")
    return [person for person in people if settles(person, kind)]


def _may_settle(person: User, kind: str) -> None:
    if settles(person, kind):
        return
    if kind in _OF_STAFF:
        raise NotAllowed(_("Your role does not manage staff; an admin's does."))
    raise NotAllowed(_("Your role does not manage queues; an admin's does."))
