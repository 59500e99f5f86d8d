"""Lists of open cases: who may see which, in which order, and one page of fifty after another.

A page begins after the case that the last one ended with, so that it costs the same wherever it
is. Reads only, from the cases' own columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.desk.list_filters import Chosen, Holder, condition, held_by
from reviews.models import Case, Queue, QueueWorker

PAGE: Final = 50
_FURTHEST = 1_000_000
OPEN_STATES: Final = (Case.State.OPEN, Case.State.CLAIMED)


class Sort(TextChoices):
    TURN = "turn", _("Most urgent first")
    DUE = "due", _("Due first")
    AGE = "age", _("Oldest first")
    RANK = "rank", _("By priority")


# Tests come last in every order; the id makes each order total.
_ORDERS: Final[dict[Sort, tuple[str, ...]]] = {
    Sort.TURN: ("is_test", "rank", "turn_at", "id"),
    Sort.DUE: ("is_test", "due_at", "id"),
    Sort.AGE: ("is_test", "round_opened_at", "id"),
    Sort.RANK: ("is_test", "rank", "due_at", "id"),
}
_MOMENTS = frozenset({"turn_at", "due_at", "round_opened_at"})


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page begins: after or before a case, and how many stood before it."""

    sort: Sort = Sort.TURN
    values: tuple[Any, ...] = ()
    is_backwards: bool = False
    at: int = 0


@dataclass(frozen=True, kw_only=True)
class Page:
    """Fifty cases, and the marks of what comes before and after; empty where nothing does."""

    cases: list[Case]
    at: int
    before: str
    after: str


def queues_for(person: User) -> list[Queue]:
    """Queues whose cases this person may work; a lead sees all. One query."""
    places = QueueWorker.objects.filter(queue=OuterRef("pk"))
    found = Queue.objects.order_by("rank", "name")
    if not person.may(Permission.CASES_LEAD):
        worked = Q(~Exists(places)) | Q(Exists(places.filter(person=person)))
        found = found.filter(worked, is_active=True)
    return list(found)


def may_list(queue: Queue, person: User) -> bool:
    """In a guided queue nobody picks: its list is for leads."""
    return not queue.is_guided or person.may(Permission.CASES_LEAD)


def is_blind(queues: Iterable[Queue]) -> bool:
    """Whether a list of these tells nothing that the machine thinks."""
    return any(queue.blind_first for queue in queues)


def open_cases(queues: Iterable[Queue]) -> QuerySet[Case]:
    slugs = [queue.pk for queue in queues]
    in_queue = Q(queue=slugs[0]) if len(slugs) == 1 else Q(queue__in=slugs)
    return Case.objects.filter(in_queue, state__in=OPEN_STATES)


def narrowed(
    cases: QuerySet[Case], chosen: Chosen, *, person: User, now: datetime
) -> QuerySet[Case]:
    """What the filters leave. What is on hold is left out unless it is asked for."""
    for name, values in chosen.items():
        cases = cases.filter(condition(name, values, person=person, now=now))
    if "claim" not in chosen:
        cases = cases.exclude(held_by(Holder.HOLD, person, now))
    return cases


def read_place(query: Mapping[str, Iterable[str]]) -> Place:
    """Where an address points; nonsense is the first page."""
    text = _one(query, "sort")
    sort = Sort(text) if text in Sort.values else Sort.TURN
    after, before, at = _one(query, "after"), _one(query, "before"), _one(query, "at")
    values = _values(before or after, sort)
    if values is None:
        return Place(sort=sort)
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 8 else 0
    return Place(sort=sort, values=values, is_backwards=bool(before), at=min(number, _FURTHEST))


def page_of(cases: QuerySet[Case], place: Place) -> Page:
    """One query. Names of people come along, everything else is the case's own."""
    order = _ORDERS[place.sort]
    turned = tuple(f"-{name}" for name in order) if place.is_backwards else order
    if place.values:
        cases = cases.filter(_beyond(order, place.values, is_backwards=place.is_backwards))
    found = list(
        cases.select_related("queue", "account", "claimed_by", "assigned_to").order_by(*turned)[
            : PAGE + 1
        ]
    )
    has_more = len(found) > PAGE
    found = found[:PAGE]
    if place.is_backwards:
        found.reverse()
        at = max(0, place.at) if has_more else 0
        has_before, has_after = has_more, True
    else:
        at = place.at if place.values else 0
        has_before, has_after = bool(place.values), has_more
    if not found:
        return Page(cases=[], at=0, before="", after="")
    return Page(
        cases=found,
        at=at,
        before=_mark(found[0], order) if has_before else "",
        after=_mark(found[-1], order) if has_after else "",
    )


def _beyond(order: tuple[str, ...], values: tuple[Any, ...], *, is_backwards: bool) -> Q:
    beyond, equal = Q(), Q()
    sign = "lt" if is_backwards else "gt"
    for name, value in zip(order, values, strict=True):
        beyond |= equal & Q(**{f"{name}__{sign}": value})
        equal &= Q(**{name: value})
    return beyond


def _mark(case: Case, order: tuple[str, ...]) -> str:
    return "~".join(_written(getattr(case, name)) for name in order)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(int(value)) if isinstance(value, bool | int) else str(value)


def _values(mark: str, sort: Sort) -> tuple[Any, ...] | None:
    parts, order = mark.split("~"), _ORDERS[sort]
    if len(parts) != len(order):
        return None
    try:
        return tuple(_value(name, part) for name, part in zip(order, parts, strict=True))
    except (ValueError, OverflowError):
        return None


def _value(name: str, text: str) -> Any:
    if name in _MOMENTS:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
        return at.replace(tzinfo=UTC)
    if name == "id":
        return UUID(text)
    if text not in {"0", "1", "2", "3"}:
        raise ValueError(text)
    return text == "1" if name == "is_test" else int(text)


def _one(query: Mapping[str, Iterable[str]], name: str) -> str:
    return next(iter(query.get(name, ())), "")
