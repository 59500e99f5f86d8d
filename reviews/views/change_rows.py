"""Changes that wait, in words: what each takes away first, then everything that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.staff.roles import RoleSettings
from kycreview.staff.roles import weakens as role_weakens
from reviews.desk.changing_accounts import record_words
from reviews.desk.changing_staff import gives_words, opens_words
from reviews.desk.policies import Change, Policy, diff, weakens
from reviews.desk.reason_settings import ReasonSettings
from reviews.desk.reason_settings import diff as reason_diff
from reviews.desk.reason_settings import weakens as reason_weakens
from reviews.desk.reason_versions import settings_of
from reviews.desk.routing.rules import RuleError, parse_rules
from reviews.desk.routing.standing import Standing, standing
from reviews.desk.routing.weakening import weakened_by
from reviews.desk.routing.words import diff as routing_diff
from reviews.desk.versions import policy_of
from reviews.models import PendingChange, Reason

_Kind = PendingChange.Kind


@dataclass(frozen=True)
class Book:
    """What changes are held against, read once for a page."""

    routing: Standing
    people: Mapping[str, User]
    roles: Mapping[str, Role]
    accounts: Mapping[str, Account]

    @property
    def names(self) -> dict[str, str]:
        return {pk: str(person) for pk, person in self.people.items()}


def read_book() -> Book:
    return Book(
        routing=standing(),
        people={str(person.pk): person for person in User.objects.all()},
        roles={role.pk: role for role in Role.objects.all()},
        accounts={str(account.pk): account for account in Account.objects.all()},
    )


def told(change: PendingChange, book: Book) -> dict[str, Any]:
    """`takes` (sentences), `changes` or `rules`, and whether it is about something new."""
    row: dict[str, Any] = {
        "change": change,
        "name": name_of(change, book),
        "is_new": False,
        # It gives somebody something, rather than taking from a gate.
        "says_why": change.kind in (_Kind.ROLE, _Kind.PERSON, _Kind.ACCESS, _Kind.ACCOUNT),
    }
    match change.kind:
        case _Kind.QUEUE:
            return row | _queue(change, book)
        case _Kind.ROUTING:
            return row | _rules(change, book.routing)
        case _Kind.REASON:
            return row | _reason(change)
        case _Kind.ROLE:
            return row | _role(change)
        case _Kind.PERSON:
            return row | _person(change, book)
        case _Kind.ACCESS:
            return row | _access(change, book)
        case _:
            return row | _account(change, book)


def name_of(change: PendingChange, book: Book) -> str:
    """What it is about, as people call it."""
    match change.kind:
        case _Kind.ROUTING:
            return _("Rules")
        case _Kind.QUEUE:
            queue = book.routing.queues.get(change.subject)
            return queue.name if queue else str(change.values.get("name", change.subject))
        case _Kind.ROLE:
            role = book.roles.get(change.subject)
            return str(role) if role else str(change.values["after"]["name"])
        case _Kind.PERSON | _Kind.ACCESS:
            person = book.people.get(change.subject)
            return str(person) if person else change.subject
        case _Kind.ACCOUNT:
            account = book.accounts.get(change.subject)
            return str(account) if account else change.subject
        case _:
            return change.subject


def _queue(change: PendingChange, book: Book) -> dict[str, Any]:
    queue = book.routing.queues.get(change.subject)
    after = Policy.from_json(change.values)
    before = policy_of(queue) if queue else Policy(name=after.name)
    return {
        "is_new": queue is None,
        "takes": weakens(before, after),
        "changes": diff(before, after, people=book.names),
    }


def _rules(change: PendingChange, routing: Standing) -> dict[str, Any]:
    try:
        after = parse_rules(change.values["rules"], queues=set(routing.queues))
    except RuleError as error:
        return {"takes": [sentence for _path, sentence in error.problems]}
    policies = {queue.pk: policy_of(queue) for queue in routing.queues.values()}
    names = {queue.pk: queue.name for queue in routing.queues.values()}
    return {
        "takes": weakened_by(routing.rules, after, policies=policies, default=routing.default.pk),
        "rules": [one.words for one in routing_diff(routing.rules, after, queue_names=names)],
    }


def _reason(change: PendingChange) -> dict[str, Any]:
    before = settings_of(Reason.objects.prefetch_related("texts").get(pk=change.subject))
    after = ReasonSettings.from_json(change.values)
    return {"takes": reason_weakens(before, after), "changes": reason_diff(before, after)}


def _role(change: PendingChange) -> dict[str, Any]:
    held = change.values["before"]
    before = RoleSettings.from_json(held) if held else None
    after = RoleSettings.from_json(change.values["after"])
    return {
        "is_new": before is None,
        "takes": role_weakens(before, after),
        "changes": role_diff(before, after),
    }


def role_diff(before: RoleSettings | None, after: RoleSettings) -> tuple[Change, ...]:
    """Name and permissions that differ, in words."""
    had = before.permissions if before else ()
    found = []
    if before is not None and before.name != after.name:
        found.append(Change("name", _("Name"), before.name, after.name))
    for permission in Permission:
        old, new = permission.value in had, permission.value in after.permissions
        if old != new:
            found.append(
                Change(permission.value, str(permission.label), _yes_or_no(old), _yes_or_no(new))
            )
    return tuple(found)


def _person(change: PendingChange, book: Book) -> dict[str, Any]:
    person = book.people[change.subject]
    before = [book.roles[slug] for slug in change.values["before"] if slug in book.roles]
    after = [book.roles[slug] for slug in change.values["roles"] if slug in book.roles]
    roles = Change("roles", _("Roles"), _named(before), _named(after))
    return {"takes": (gives_words(person, after),), "changes": (roles,)}


def _access(change: PendingChange, book: Book) -> dict[str, Any]:
    held = [book.roles[slug] for slug in change.values["roles"] if slug in book.roles]
    opens = Change("access", _("State"), _("Deactivated"), _("Active"))
    return {"takes": (opens_words(book.people[change.subject], held),), "changes": (opens,)}


def _account(change: PendingChange, book: Book) -> dict[str, Any]:
    before, after = change.values["before"], change.values["after"]
    places = dict(Account.SystemOfRecord.choices)
    differs = Change(
        "system_of_record", _("System of record"), str(places[before]), str(places[after])
    )
    return {
        "takes": (record_words(book.accounts[change.subject], after),),
        "changes": (differs,),
    }


def _named(roles: list[Role]) -> str:
    return _(", ").join(str(role) for role in roles) or "–"


def _yes_or_no(is_so: bool) -> str:
    return _("yes") if is_so else _("no")
