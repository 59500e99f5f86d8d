"""How many cases stand behind each filter: counted at once, and equal to what the filter leaves."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk import list_counts
from reviews.desk.list_counts import Counts, count, count_roughly
from reviews.desk.list_filters import FACETS, read_filters
from reviews.desk.lists import narrowed, open_cases
from reviews.desk.routing.why import Why
from reviews.models import CaseTag, Queue, Tag
from tests.databases import Database
from tests.reviews.desk.listed import claimed, new_case, new_queue

CHOICES: list[dict[str, list[str]]] = [
    {},
    {"due": ["late", "hour"]},
    {"why": ["faces"], "country": ["EGY", "ARE"]},
    {"claim": ["me", "hold"], "attempt": ["3"]},
    {"doc": ["passport"], "account": ["idwise"], "severity": ["3", "0"]},
    {"tag": ["vip"], "claim": ["nobody"]},
]


@pytest.fixture
def queues(database: Database) -> list[Queue]:
    return [new_queue("gulf"), new_queue("other")]


def fill(queues: list[Queue], account: Account, me: User, somebody: User) -> None:
    """A hundred cases of all kinds, by a fixed seed."""
    dice = random.Random(7)
    now = timezone.now()
    tag = Tag.objects.create(slug="vip", name="VIP")
    for _ in range(100):
        case = new_case(
            dice.choice(queues),
            due=timedelta(minutes=dice.randint(-90, 2000)),
            document_type=dice.choice(["passport", "identity_card", ""]),
            country_code=dice.choice(["EGY", "ARE", "IND", ""]),
            why_bits=dice.choice([1, 3, 16, 2048 | 1, 0]),
            severity=dice.randint(0, 3),
            round_count=dice.randint(1, 5),
            account=dice.choice([account, None]),
            is_test=dice.random() < 0.1,
            held_until=dice.choice([None, None, now + timedelta(hours=2)]),
        )
        if case.held_until is None and dice.random() < 0.5:
            claimed(case, dice.choice([me, somebody]))
        if dice.random() < 0.3:
            CaseTag.objects.create(case=case, tag=tag, by=me)


@pytest.mark.both_databases
@pytest.mark.parametrize("query", CHOICES, ids=str)
def test_each_number_is_what_its_filter_would_leave(
    queues: list[Queue],
    idwise: Account,
    reviewer: User,
    second_reviewer: User,
    query: dict[str, list[str]],
) -> None:
    fill(queues, idwise, reviewer, second_reviewer)
    now = timezone.now()
    chosen = read_filters(query, is_blind=False)
    assert set(chosen) == set(query)

    def left(**other: tuple[str, ...]) -> int:
        found = open_cases(queues[:1])
        return narrowed(found, {**chosen, **other}, person=reviewer, now=now).count()

    with CaptureQueriesContext(connection) as asked:
        counts = count(open_cases(queues), chosen, queue="gulf", person=reviewer, now=now)
    assert len(asked) == 1
    assert counts.total == left()
    for name in FACETS:
        for one in counts.options[name]:
            assert one.count == left(**{name: (one.value,)}), (name, one)
    assert sum(1 for options in counts.options.values() for one in options if one.count) >= 4


@pytest.mark.both_databases
def test_the_figures_of_the_head_do_not_follow_the_filters(
    queues: list[Queue], reviewer: User
) -> None:
    now = timezone.now()
    gulf, other = queues
    new_case(gulf, due=timedelta(minutes=-5), round_opened_at=now - timedelta(hours=8))
    new_case(gulf, due=timedelta(minutes=30), why_bits=int(Why.SECOND_READER))
    new_case(gulf, due=timedelta(days=3))
    new_case(gulf, due=timedelta(minutes=-5), is_test=True)
    new_case(gulf, due=timedelta(minutes=-5), held_until=now + timedelta(hours=1))
    new_case(other, due=timedelta(minutes=1))
    counts = count(open_cases(queues), {"why": ("faces",)}, queue="gulf", person=reviewer, now=now)
    assert (counts.open, counts.late, counts.due_soon, counts.second) == (3, 1, 1, 1)
    assert counts.oldest == now - timedelta(hours=8)
    assert counts.first_back == now + timedelta(hours=1)
    assert counts.total == 0
    loads = {slug: (load.open, load.due_soon) for slug, load in counts.queues.items()}
    assert loads == {"gulf": (3, 2), "other": (1, 1)}


@pytest.mark.both_databases
def test_an_empty_house_counts_nothing(queues: list[Queue], reviewer: User) -> None:
    counts = count(open_cases(queues), {}, queue="", person=reviewer, now=timezone.now())
    assert (counts.open, counts.total, counts.oldest, counts.is_capped) == (0, 0, None, False)
    assert counts.on_hold() == 0


def test_above_the_limit_nothing_is_counted(
    queues: list[Queue], reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_counts, "AT_MOST", 2)
    cases = [new_case(queues[0]) for _ in range(3)]
    now = timezone.now()
    counts = count(open_cases(queues), {}, queue="", person=reviewer, now=now)
    assert counts.is_capped
    assert set(counts.options) == set(FACETS)
    rough = count_roughly(open_cases(queues), now=now)
    assert rough == Counts(
        is_capped=True, oldest=cases[0].round_opened_at, options=dict.fromkeys(FACETS, ())
    )
