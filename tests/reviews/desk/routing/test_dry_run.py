"""A dry run: where the last journeys would go by other rules, and that nothing comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import Account, Snapshot
from reviews.desk.pulling import pull
from reviews.desk.routing.dry_run import dry_run
from reviews.desk.routing.rules import Rule, parse_rules
from reviews.desk.routing.standing import standing
from reviews.models import Case, Queue
from tests.reviews.house import arrive


@pytest.fixture
def gulf(database: object) -> Queue:
    return Queue.objects.create(slug="gulf", name="Gulf")


def to_gulf(**when: Any) -> list[Rule]:
    condition = {"field": "provider", "is": "one_of", "values": ["idwise"]} | when
    plain = [{"id": "r1", "queue": "gulf", "when": [condition]}]
    return parse_rules(plain, queues={"gulf"})


@pytest.mark.both_databases
def test_it_counts_both_ways_and_says_why(idwise: Account, signzy: Account, gulf: Queue) -> None:
    arrive(idwise, outcome="glare")
    arrive(idwise, outcome="clean_pass", index=1)
    arrive(signzy, outcome="face_mismatch")
    arrive(signzy, outcome="status_in_progress", index=1)
    pull()
    run = dry_run(to_gulf(), standing())
    lines = {line.name: line for line in run.lines}
    assert (run.looked_at, run.elsewhere, run.by_rule, run.rest) == (3, 1, {"r1": 1}, 1)
    main = lines[Queue.objects.get(pk="main").name]
    assert (main.before, main.after, main.why) == (2, 1, "Rule 1 fits first")
    assert (lines["Gulf"].before, lines["Gulf"].after) == (0, 1)
    assert lines["Gulf"].why == "Rule 1: Provider is IDWise"
    moved = Case.objects.get(account=idwise)
    assert lines["Gulf"].codes == (moved.code,)
    assert lines["No person needed (passed)"].after == 1


def test_it_changes_nothing(idwise: Account, gulf: Queue) -> None:
    arrive(idwise, outcome="glare")
    dry_run(to_gulf(), standing())
    assert not Case.objects.exists()
    assert pull() == 1
    assert Case.objects.get().queue_id == "main"


def test_tests_are_not_counted_and_what_cannot_be_read_is_technical(
    idwise: Account, signzy: Account, gulf: Queue
) -> None:
    damaged = arrive(idwise, outcome="glare")
    Snapshot.objects.filter(journey=damaged).update(sealed_summary=b"damaged")
    arrive(signzy, outcome="test_flow")
    run = dry_run(to_gulf(), standing())
    lines = {line.name: line for line in run.lines}
    assert run.looked_at == 1
    assert lines[Queue.objects.get(pk="technical").name].after == 1


def test_a_share_of_passed_journeys_is_somebodys(idwise: Account, gulf: Queue) -> None:
    arrive(idwise, outcome="clean_pass")
    Queue.objects.filter(pk="gulf").update(passed_percent=100)
    run = dry_run(to_gulf(), standing())
    assert {line.name: line.change for line in run.lines if line.change} == {
        "Gulf": 1,
        "No person needed (passed)": -1,
    }


def test_what_is_kept_of_it_is_plain(idwise: Account, gulf: Queue) -> None:
    arrive(idwise, outcome="glare")
    kept = dry_run(to_gulf(), standing()).kept()
    assert (kept["looked_at"], kept["stay"]) == (1, 0)
    assert [line["change"] for line in kept["lines"] if line["change"]] == ["−1", "+1"]


def test_its_queries_do_not_grow_with_the_journeys(
    idwise: Account, gulf: Queue, django_assert_max_num_queries: Any
) -> None:
    for index in range(5):
        arrive(idwise, outcome="glare", index=index)
    held = standing()
    with django_assert_max_num_queries(18):
        dry_run(to_gulf(), held)
