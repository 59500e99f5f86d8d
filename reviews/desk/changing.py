"""Changes of queues, rules and calendars: checked, compared with what the admin saw, and saved.

What takes something from four-eyes or a gate is not saved: it waits for a second admin.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.confirming import propose
from reviews.desk.policies import Policy, weakens
from reviews.desk.policy_settings import PolicyError
from reviews.desk.routing.rules import Rule, to_json
from reviews.desk.routing.standing import standing
from reviews.desk.routing.weakening import weakened_by
from reviews.desk.versions import changed_meanwhile, policy_of, write_queue, write_routing
from reviews.desk.working_time import Hours
from reviews.errors import NotAllowed
from reviews.models import Calendar, Case, PendingChange, Queue

_NEW = 0


@dataclass(frozen=True)
class Saved:
    """What became of a change: the version that holds now, or what waits for a second admin."""

    subject: str
    version: int
    waits: PendingChange | None = None
    # What it takes away, in sentences; empty unless it waits.
    weakens: tuple[str, ...] = ()


def wait_for_second(
    kind: PendingChange.Kind,
    subject: str,
    *,
    values: Mapping[str, Any],
    based_on: int,
    weak: tuple[str, ...],
    by: User,
    seat: Seat,
) -> Saved:
    """Propose what takes something away, in the caller's transaction: nothing is changed yet."""
    change = propose(kind, subject, values=dict(values), based_on=based_on, by=by, seat=seat)
    return Saved(subject, based_on, change, weak)


def make_queue(policy: Policy, *, by: User, seat: Seat = NOWHERE) -> Saved:
    """A queue of this name. One that is weaker than a new house's waits. Raises PolicyError."""
    may_manage(by)
    with transaction.atomic():
        _check(policy, queue=None)
        slug = _new_slug(policy.name)
        weak = weakens(Policy(name=policy.name), policy)
        return _save_queue(slug, policy, based_on=_NEW, weak=weak, by=by, seat=seat)


def change_queue(
    slug: str, policy: Policy, *, based_on: int, by: User, seat: Seat = NOWHERE
) -> Saved:
    """The queue's next version. Raises PolicyError, ChangedMeanwhile, NotAllowed."""
    may_manage(by)
    with transaction.atomic():
        queue = Queue.objects.select_for_update().get(pk=slug)
        if queue.version != based_on:
            raise changed_meanwhile()
        before = policy_of(queue)
        if before == policy:
            return Saved(slug, based_on)
        _check(policy, queue=queue)
        weak = weakens(before, policy)
        return _save_queue(slug, policy, based_on=based_on, weak=weak, by=by, seat=seat)


def change_routing(rules: list[Rule], *, based_on: int, by: User, seat: Seat = NOWHERE) -> Saved:
    """The next version of the rules, which `parse_rules` checked. Raises ChangedMeanwhile."""
    may_manage(by)
    with transaction.atomic():
        now = standing()
        if now.number != based_on:
            raise changed_meanwhile()
        before = list(now.rules)
        if before == rules:
            return Saved("", based_on)
        policies = {queue.pk: policy_of(queue) for queue in now.queues.values()}
        weak = weakened_by(before, rules, policies=policies, default=now.default.pk)
        if weak:
            return wait_for_second(
                PendingChange.Kind.ROUTING,
                "",
                values={"rules": to_json(rules)},
                based_on=based_on,
                weak=weak,
                by=by,
                seat=seat,
            )
        number = write_routing(rules, before=before, based_on=based_on, by=by, seat=seat)
    return Saved("", number)


def save_calendar(
    slug: str, *, name: str, plain: Mapping[str, Any], by: User, seat: Seat = NOWHERE
) -> Calendar:
    """Make (`slug` empty) or change a calendar. Raises ValueError with a sentence."""
    may_manage(by)
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise ValueError(_("Give a name of up to 80 letters."))
    hours = Hours.parse(plain).to_json()
    with transaction.atomic():
        found = Calendar.objects.filter(pk=slug).first() if slug else None
        before = _calendar_told(found) if found else None
        calendar = found or Calendar(slug=free_slug(name, taken=Calendar.objects))
        calendar.name, calendar.time_zone = name, hours["time_zone"]
        calendar.hours, calendar.days_off = hours["hours"], hours["days_off"]
        after = _calendar_told(calendar)
        if before == after:
            return calendar
        calendar.save(force_insert=found is None)
        record(
            Event.CALENDAR_CHANGED,
            by=by,
            seat=seat,
            about=("calendar", calendar.pk),
            data={
                "calendar": calendar.pk,
                "changes": {
                    key: [before[key] if before else None, value]
                    for key, value in after.items()
                    if before is None or before[key] != value
                },
            },
        )
    return calendar


def reviewers() -> list[User]:
    """Who can work a queue: people with an open account whose role claims cases."""
    people = User.objects.filter(deactivated_at=None).prefetch_related("roles").order_by("name")
    return [person for person in people if person.may(Permission.CASES_REVIEW)]


def _save_queue(
    slug: str, policy: Policy, *, based_on: int, weak: tuple[str, ...], by: User, seat: Seat
) -> Saved:
    if weak:
        return wait_for_second(
            PendingChange.Kind.QUEUE,
            slug,
            values=policy.to_json(),
            based_on=based_on,
            weak=weak,
            by=by,
            seat=seat,
        )
    return Saved(slug, write_queue(slug, policy, based_on=based_on, by=by, seat=seat))


def _check(policy: Policy, *, queue: Queue | None) -> None:
    """What only the database knows. Raises PolicyError."""
    problems: list[tuple[str, str]] = []
    if policy.calendar and not Calendar.objects.filter(pk=policy.calendar).exists():
        problems.append(("calendar", _("Choose a calendar, or none.")))
    chosen = {worker.person for worker in policy.workers}
    if chosen and not chosen <= {str(person.pk) for person in reviewers()}:
        problems.append(("workers", _("Choose people who review and whose account is open.")))
    if not policy.is_active and queue is not None and (why := _why_needed(queue)):
        problems.append(("is_active", why))
    if problems:
        raise PolicyError(problems)


def _why_needed(queue: Queue) -> str:
    """Why a queue cannot go out of use; empty where it can."""
    if queue.kind:
        return _("The default and the technical queue are always in use.")
    if any(rule.queue == queue.pk for rule in standing().rules):
        return _("A rule sends journeys here: change the rules first.")
    states = (Case.State.OPEN, Case.State.CLAIMED, Case.State.WAITING)
    count = Case.objects.filter(queue=queue, state__in=states).count()
    if count:
        return ngettext(
            "%(count)s case is not decided yet: move it or finish it first.",
            "%(count)s cases are not decided yet: move them or finish them first.",
            count,
        ) % {"count": count}
    return ""


def _new_slug(name: str) -> str:
    slug = free_slug(name, taken=Queue.objects)
    waiting = PendingChange.objects.filter(subject=slug, state=PendingChange.State.WAITING)
    return _with_tail(slug) if waiting.exists() else slug


def free_slug(name: str, *, taken: Any) -> str:
    """A name for addresses; names in other scripts than Latin get random letters."""
    slug = slugify(name)[:40].strip("-")
    if not slug or slug == "new" or taken.filter(pk=slug).exists():
        return _with_tail(slug)
    return slug


def _with_tail(slug: str) -> str:
    return f"{slug[:31] or 'q'}-{secrets.token_hex(4)}"


def _calendar_told(calendar: Calendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "time_zone": calendar.time_zone,
        "hours": calendar.hours,
        "days_off": calendar.days_off,
    }


def may_manage(person: User) -> None:
    if not person.may(Permission.QUEUES_MANAGE):
        raise NotAllowed(_("Your role does not manage queues; an admin's does."))
