"""What is measured on a grown database: pages of the desk and the search, as people open them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from journeys.growing.applicants import GrownApplicant, applicant_of
from journeys.growing.ground import KEY_ID
from kycreview.staff.models import Role, User
from reviews.desk.claims import release
from reviews.desk.list_filters import read_filters
from reviews.desk.lists import narrowed, open_cases, page_of, read_place
from reviews.models import Case, Queue

_EMPTY = "bench-empty"
_FILTER = {"why": "faces", "doc": "Passport"}
_BEGINNINGS = ("khal", "mans", "yous", "shar", "kest", "lare", "wojc", "odhi", "munoz", "shre")
_NOBODY = "qqxzvvbk"
# Of p95: the largest size by the smallest, the page by itself without rows.
_GOAL = "1.50, 2.0"

# The test client's answer, or nothing where no page is asked for.
Act = Callable[[int], Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that a person does; `empty` is the same page without rows."""

    what: str
    act: Act
    empty: Act | None = None
    after: Callable[[], None] | None = None
    goal: str = ""


@dataclass(frozen=True)
class Desk:
    """A lead who looks at lists, an auditor who searches and reads, a reviewer who works."""

    lead: Client
    auditor: Client
    reviewer: Client
    worker: User
    queue: Queue
    journeys: int


def desk_over(journeys: int) -> Desk:
    """Sign three people in to the database that Django points at."""
    Queue.objects.get_or_create(slug=_EMPTY, defaults={"name": "Empty"})
    queue = Queue.objects.get(kind=Queue.Kind.DEFAULT)
    worker = _person("reviewer")
    return Desk(
        lead=_signed_in(_person("lead")),
        auditor=_signed_in(_person("auditor")),
        reviewer=_signed_in(worker),
        worker=worker,
        queue=queue,
        journeys=journeys,
    )


def steps(desk: Desk) -> list[Step]:
    """In the order of the table."""
    url, empty = reverse("queue", args=[desk.queue.pk]), reverse("queue", args=[_EMPTY])
    far = _mark_of_page(desk, 20)
    whole = _whole_cases()
    grown = _grown_cases()

    def opens(address: str, **query: str) -> Act:
        return lambda _number: desk.lead.get(address, query)

    def searches(term: Callable[[int], str]) -> Act:
        return lambda number: desk.auditor.post(
            reverse("search"), {"query": term(number), "field": "any"}, follow=True
        )

    nobody = searches(lambda _number: _NOBODY)
    missing = reverse("case", args=[uuid4()])
    return [
        Step(
            what="list, first page", act=opens(url), empty=opens(empty), goal=f"{_GOAL}, 8 queries"
        ),
        Step(
            what="list, 20th page",
            act=opens(url, after=far, at="950"),
            empty=opens(empty),
            goal=f"{_GOAL}, 8 queries",
        ),
        Step(
            what="list, filtered",
            act=opens(url, **_FILTER),
            empty=opens(empty, **_FILTER),
            goal=f"{_GOAL}, 8 queries",
        ),
        Step(
            what="search, a document's number",
            act=searches(lambda number: _applicant(desk, number).about.document_number),
            empty=nobody,
            goal=_GOAL,
        ),
        Step(
            what="search, a beginning of a name",
            act=searches(lambda number: _BEGINNINGS[number % len(_BEGINNINGS)]),
            empty=nobody,
            goal=_GOAL,
        ),
        Step(
            what="search, two words of a name",
            act=searches(lambda number: _applicant(desk, number).named.latin),
            empty=nobody,
            goal=_GOAL,
        ),
        Step(
            what='"next": claimed and on the way',
            act=lambda _number: desk.reviewer.post(reverse("desk_next")),
            after=lambda: _give_back(desk),
            goal="1.50",
        ),
        Step(
            what="case page, whole evidence",
            act=lambda number: desk.auditor.get(reverse("case", args=[whole[number % len(whole)]])),
            empty=lambda _number: desk.auditor.get(missing),
            goal=_GOAL,
        ),
        Step(
            what="case page, rows alone",
            act=lambda number: desk.auditor.get(reverse("case", args=[grown[number % len(grown)]])),
            empty=lambda _number: desk.auditor.get(missing),
            goal=_GOAL,
        ),
        Step(what="desk", act=lambda _number: desk.reviewer.get(reverse("desk"))),
        Step(
            what="framework's changelist, first page",
            act=lambda _number: desk.lead.get("/framework/reviews/case/", _ADMIN),
        ),
        Step(
            what="framework's changelist, 20th page",
            act=lambda _number: desk.lead.get("/framework/reviews/case/", {**_ADMIN, "p": "20"}),
        ),
        Step(what="bare SQL of the list", act=_bare(desk, at_page=1)),
        Step(what="bare SQL of the 20th page", act=_bare(desk, at_page=20)),
    ]


_ADMIN = {"state__exact": "open"}


def _person(role: str) -> User:
    person, is_new = User.objects.get_or_create(
        email=f"bench-{role}@example.test", defaults={"name": f"Bench {role}"}
    )
    if is_new:
        person.roles.set(Role.objects.filter(slug=role))
    return person


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.get(reverse("profile"))  # its session is known from here on
    return client


def _applicant(desk: Desk, number: int) -> GrownApplicant:
    return applicant_of(1, (number * 7_919 + 13) % (desk.journeys // 2))


def _give_back(desk: Desk) -> None:
    for case in Case.objects.filter(state=Case.State.CLAIMED, claimed_by=desk.worker):
        release(case, by=desk.worker)


def _whole_cases() -> list[UUID]:
    rounds = Case.objects.filter(state=Case.State.OPEN).exclude(
        case_journeys__journey__key_id=KEY_ID
    )
    return list(rounds.values_list("pk", flat=True)[:20])


def _grown_cases() -> list[UUID]:
    """Closed ones of all ages: what a search leads to."""
    closed = Case.objects.filter(state=Case.State.DECIDED).values_list("pk", flat=True)
    found = list(closed.order_by("id")[:40])
    return found or list(Case.objects.values_list("pk", flat=True).order_by("id")[:40])


def _mark_of_page(desk: Desk, page: int) -> str:
    mark = ""
    for _page in range(page - 1):
        mark = page_of(_listed(desk), read_place({"after": [mark]} if mark else {})).after
    return mark


def _listed(desk: Desk) -> QuerySet[Case]:
    person = User.objects.get(email="bench-lead@example.test")
    chosen = read_filters({}, is_blind=False)
    return narrowed(open_cases([desk.queue]), chosen, person=person, now=timezone.now())


def _bare(desk: Desk, *, at_page: int) -> Act:
    """The one statement that brings the rows of the page, and nothing around it."""
    place = read_place({"after": [_mark_of_page(desk, at_page)]} if at_page > 1 else {})
    with CaptureQueriesContext(connection) as captured:
        page_of(_listed(desk), place)
    sql = captured.captured_queries[-1]["sql"]

    def act(_number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    return act
