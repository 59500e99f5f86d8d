"""What looking after the house finds, each with its sentence; nothing unknown is in order."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from journeys.models import Account, CallSlice
from kycreview.jobs import beats, lanes
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.models import TrailCheck
from reviews.insight.health import look
from reviews.insight.health_shapes import State, worst
from reviews.models import Delivery, OutboxRow
from tests.broker import Broker
from tests.reviews.hooks.outside import delivery_row
from tests.reviews.house import arrive, decided, held_case
from tests.reviews.insight.found import beat, finding

pytestmark = pytest.mark.usefixtures("database")


def called(account: Account, *, minutes: float = 2, **counts: int) -> None:
    """So many calls with these ends or durations, so long ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    CallSlice.objects.create(account=account, begins_at=at, **counts)


def job(*, kind: str = "journey.fetch", ago: timedelta = timedelta(), **columns: Any) -> Job:
    at = timezone.now() - ago
    key = f"{kind}:{Job.objects.count()}"
    return Job.objects.create(kind=kind, key=key, next_attempt_at=at, **columns)


@pytest.mark.parametrize(
    "states,expected",
    [
        ([], "unknown"),
        (["ok", "ok"], "ok"),
        (["ok", "unknown"], "unknown"),
        (["unknown", "attention", "ok"], "attention"),
    ],
)
def test_unknown_is_never_in_order(states: list[str], expected: str) -> None:
    assert worst(State(one) for one in states) == expected


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "hour,day,state,words",
    [
        ({}, {}, "unknown", "Not called in the last day"),
        ({"answered": 20, "ms_200": 20}, {}, "ok", "as it should"),
        ({"answered": 19, "failed": 1, "ms_200": 20}, {}, "ok", "as it should"),
        ({"answered": 18, "timed_out": 2, "ms_200": 20}, {}, "attention", "no answer in time (2)"),
        ({"not_ready": 20, "ms_200": 20}, {}, "ok", "as it should"),
        ({"answered": 20, "ms_200": 18, "ms_30000": 2}, {}, "attention", "slowly"),
        ({"answered": 20, "ms_200": 18, "longer": 2}, {}, "attention", "slowly"),
        ({"answered": 20, "ms_10000": 20}, {}, "ok", "as it should"),
        # Two calls in the hour say little: the day is judged.
        ({"failed": 2, "ms_200": 2}, {"answered": 98, "ms_200": 98}, "ok", "as it should"),
        ({"answered": 2, "ms_200": 2}, {"credentials": 8, "ms_200": 8}, "attention", "refused (8)"),
    ],
)
def test_an_account_is_judged_by_its_calls(
    idwise: Account, hour: dict[str, int], day: dict[str, int], state: str, words: str
) -> None:
    if hour:
        called(idwise, **hour)
    if day:
        called(idwise, minutes=300, **day)
    found = finding("account:idwise")
    assert (found.state, words in found.says) == (state, True), found
    assert bool(found.then) == (state != "ok")


@pytest.mark.both_databases
def test_a_paused_account_needs_attention_and_says_why(idwise: Account) -> None:
    called(idwise, answered=20, ms_200=20)
    lanes.pause(idwise.lane, why="The credentials were not accepted (401).")
    found = finding("account:idwise")
    assert found.state == State.ATTENTION
    assert found.quote == "The credentials were not accepted (401)."
    assert found.link is not None
    assert found.link.href == "/manage/accounts/idwise/"


@pytest.mark.both_databases
def test_accounts_out_of_use_are_named_and_not_judged(idwise: Account, signzy: Account) -> None:
    Account.objects.filter(pk=signzy.pk).update(is_active=False)
    found = look()
    assert [row.account.slug for row in found.providers] == ["idwise"]
    assert found.unused == ("signzy",)


@pytest.mark.both_databases
def test_jobs_are_counted_by_kind_and_state(idwise: Account) -> None:
    now = timezone.now()
    job(ago=timedelta(minutes=1))
    job(ago=-timedelta(minutes=1))
    job(lane=idwise.lane, ago=timedelta(minutes=1))
    job(state=Job.State.RUNNING, lease_until=now + timedelta(minutes=1))
    job(state=Job.State.RUNNING, lease_until=now - timedelta(minutes=1))
    job(state=Job.State.FAILED)
    job(state=Job.State.DONE)
    job(kind="media.fetch", state=Job.State.SET_ASIDE, finished_at=now - timedelta(hours=3))
    lanes.pause(idwise.lane, why="x")
    kinds = {one.kind: one for one in look().kinds}
    fetch = kinds["journey.fetch"]
    assert (fetch.due, fetch.held, fetch.running, fetch.given_up) == (2, 1, 1, 1)
    media = kinds["media.fetch"]
    assert (media.set_aside, media.oldest_set_aside) == (1, now - timedelta(hours=3))
    assert kinds["hook.send"].due == 0


@pytest.mark.both_databases
def test_a_job_that_was_set_aside_needs_attention() -> None:
    assert finding("jobs").state == State.OK
    job(state=Job.State.SET_ASIDE, finished_at=timezone.now())
    found = finding("jobs")
    assert (found.state, "1 job is set aside" in found.says) == (State.ATTENTION, True)


@pytest.mark.parametrize(
    "minutes,is_worked_at,state",
    [(4, False, "ok"), (6, False, "attention"), (6, True, "ok"), (61, True, "attention")],
)
def test_due_work_that_nobody_takes_up_needs_attention(
    minutes: int, is_worked_at: bool, state: str
) -> None:
    job(ago=timedelta(minutes=minutes))
    if is_worked_at:
        job(state=Job.State.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))
    assert finding("jobs").state == state


@pytest.mark.both_databases
def test_what_a_pause_holds_is_not_due(idwise: Account) -> None:
    job(lane=idwise.lane, ago=timedelta(hours=2))
    assert finding("jobs").state == State.ATTENTION
    lanes.pause(idwise.lane, why="x")
    assert finding("jobs").state == State.OK


@pytest.mark.both_databases
def test_a_message_to_a_provider_that_waits_needs_attention(
    idwise: Account, reviewer: User
) -> None:
    decided(held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer)
    rows = OutboxRow.objects.all()
    assert finding("outbox").says == "Nothing waits."
    for minutes, state in ((14, State.OK), (16, State.ATTENTION)):
        rows.update(not_before=timezone.now() - timedelta(minutes=minutes))
        assert finding("outbox").state == state
    rows.update(state=OutboxRow.State.CONFLICT)
    found = finding("outbox")
    assert (found.state, "1 stopped and is for a lead" in found.says) == (State.OK, True)
    rows.update(state=OutboxRow.State.SENT)
    assert finding("outbox").says == "Nothing waits."


@pytest.mark.both_databases
def test_a_delivery_that_waits_and_a_paused_webhook_need_attention(admin: User) -> None:
    row = delivery_row()
    Delivery.objects.update(state=Delivery.State.WAITING, at=timezone.now() - timedelta(minutes=5))
    assert finding("deliveries").state == State.OK
    Delivery.objects.update(at=timezone.now() - timedelta(minutes=16))
    found = finding("deliveries")
    assert (found.state, "1 waits, for 16 min." in found.says) == (State.ATTENTION, True)
    Delivery.objects.update(state=Delivery.State.SENT)
    assert finding("deliveries").state == State.OK
    lanes.pause(row.subscription.lane, why="x")
    assert finding("deliveries").state == State.ATTENTION


def in_order(account: Account) -> None:
    called(account, answered=20, ms_200=20)
    beat("w1", seconds=1)
    beat(beats.CLOCK, seconds=1, kind="clock")
    TrailCheck.objects.create(at=timezone.now(), checked=5, has_triggers=True)


def test_the_command_says_the_same_and_its_status_is_for_cron(
    idwise: Account, broker: Broker
) -> None:
    in_order(idwise)
    out = StringIO()
    call_command("health", stdout=out)
    assert "10 in order, 0 needs attention, 0 unknown." in out.getvalue()
    lanes.pause(idwise.lane, why="The credentials were not accepted (401).")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("health", stdout=out)
    assert ended.value.code == 1
    first, second = out.getvalue().splitlines()[:2]
    assert first.startswith("Needs attention  idwise: Paused")
    assert second.strip() == "The credentials were not accepted (401)."


def test_for_machines_it_is_json(idwise: Account, broker: Broker) -> None:
    in_order(idwise)
    out = StringIO()
    call_command("health", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["state"] == "ok"
    assert said["accounts"][0]["hour"]["p95_at_most_ms"] == 200
    assert said["jobs"]["journey.fetch"]["due"] == 0
    assert [one["code"] for one in said["findings"]] == [
        "account:idwise", "jobs", "outbox", "deliveries", "workers", "clock", "broker", "disk",
        "database", "trail",
    ]  # fmt: skip


def test_what_is_unknown_is_no_alarm_for_cron(idwise: Account, broker: Broker) -> None:
    in_order(idwise)
    CallSlice.objects.all().delete()
    out = StringIO()
    call_command("health", stdout=out)
    assert "1 unknown." in out.getvalue()


def test_a_database_that_is_away_is_an_alarm_without_a_traceback() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE jobs_lane")
    with pytest.raises(CommandError, match="The database does not answer"):
        call_command("health", stdout=StringIO())
