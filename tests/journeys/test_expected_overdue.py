"""What becomes of announced journeys: they arrive, or they are fetched and overdue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from journeys import importing
from journeys.expecting import fetch_what_is_late
from journeys.models import Account, Expected
from journeys.sandbox.server import Sandbox
from journeys.tasks import look_after_expected
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    account_at,
    announce,
    body_of,
    entries,
    journeys_fetched,
    saved,
)
from tests.threads import at_once

DAY = timedelta(hours=24)


def make_late(*, hours: float = 1) -> None:
    Expected.objects.update(fetch_after=timezone.now() - timedelta(hours=hours))


def test_what_is_not_finished_in_time_is_fetched_and_overdue(token: str) -> None:
    announce(token, [{"id": "late"}, {"id": "young"}])
    Expected.objects.filter(provider_id="late").update(fetch_after=timezone.now())
    assert fetch_what_is_late() == 1
    late, young = (Expected.objects.get(provider_id=name) for name in ("late", "young"))
    assert (late.state, young.state) == ("overdue", "open")
    assert timezone.now() + DAY - late.fetch_after < timedelta(minutes=1)
    job = Job.objects.get()
    assert job.subject["provider_id"] == "late"
    assert job.subject["how"] == "expected"
    told = entries(Event.EXPECTED_OVERDUE)
    assert [entry.object_id for entry in told] == [str(late.id)]
    assert fetch_what_is_late() == 0


def test_what_is_overdue_is_asked_for_again_and_told_once(token: str) -> None:
    announce(token, {"id": "late"})
    for _ in range(3):
        make_late()
        Job.objects.update(state=Job.State.DONE)
        assert fetch_what_is_late() == 1
        assert Job.objects.get().state == Job.State.WAITING
    assert len(entries(Event.EXPECTED_OVERDUE)) == 1


def test_what_has_arrived_is_neither_fetched_nor_overdue(signzy: Account, token: str) -> None:
    announce(token, {"id": "the-journey"})
    saved(signzy, body_of("signzy", "clean_pass"))
    make_late()
    assert fetch_what_is_late() == 0
    assert Expected.objects.get().state == "arrived"


@pytest.mark.parametrize(
    "outcome, state", [("clean_pass", "arrived"), ("status_in_progress", "open")]
)
def test_what_is_announced_after_it_came_has_arrived_if_it_is_finished(
    signzy: Account, token: str, outcome: str, state: str
) -> None:
    saved(signzy, body_of("signzy", outcome))
    announce(token, {"id": "the-journey"})
    assert Expected.objects.get().state == state


@pytest.mark.both_databases
def test_what_arrives_while_it_is_looked_for_stays_arrived(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(token, [{"id": "first"}, {"id": "second"}])
    make_late()
    request_fetch = importing.request_fetch

    def and_the_other_one_arrives(account: Account, provider_id: str, **how: Any) -> None:
        request_fetch(account, provider_id, **how)
        Expected.objects.exclude(provider_id=provider_id).update(state=Expected.State.ARRIVED)

    monkeypatch.setattr(importing, "request_fetch", and_the_other_one_arrives)
    assert fetch_what_is_late() == 1
    assert sorted(Expected.objects.values_list("state", flat=True)) == ["arrived", "overdue"]


@pytest.mark.both_databases
def test_two_beats_at_once_fetch_each_late_journey_once(token: str) -> None:
    announce(token, [{"id": f"j-{number}"} for number in range(6)])
    make_late()
    assert sum(at_once(3, lambda number: fetch_what_is_late())) == 6
    assert Job.objects.count() == 6
    assert len(entries(Event.EXPECTED_OVERDUE)) == 6


def test_the_beat_reads_folders_and_brings_in_what_never_called_back(
    database: Database, no_backoff: None
) -> None:
    """No callback ever comes: file, beat and worker are enough."""
    with Sandbox(
        outcomes=[("signzy", "clean_pass"), ("signzy", "status_in_progress")], pictures="small"
    ) as sandbox:
        account = account_at(sandbox, "signzy")
        finished, unfinished = (each["id"] for each in sandbox.journeys())
        folder = database.data_dir / "expected" / account.slug
        folder.mkdir(parents=True)
        rows = [f"{name},,2024-11-01T09:00:00Z" for name in (finished, unfinished, "NEVER")]
        (folder / "all.csv").write_text("\n".join(rows), "utf-8")
        look_after_expected()
        journeys_fetched()
    states = dict(Expected.objects.values_list("provider_id", "state"))
    assert states == {finished: "arrived", unfinished: "overdue", "NEVER": "overdue"}
