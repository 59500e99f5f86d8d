"""Keeping answers: what is new evidence, what is the same, and what is kept all the same."""

from __future__ import annotations

import pytest

from journeys.importing import evidence_digest, settle
from journeys.models import Account, Expected, Locator, MediaUse
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.databases import Database
from tests.journeys.accounts_for_tests import body_of, changed, entries, make_account, saved
from tests.journeys.answers_for_tests import (
    current,
    events_of,
    full,
    numbers,
    pictures_came,
    renewed,
    row_count,
)


@pytest.mark.both_databases
def test_the_same_bytes_change_nothing(signzy: Account) -> None:
    first = saved(signzy, full())
    rows, trail, jobs = row_count(), TrailEntry.objects.count(), Job.objects.count()
    again = saved(signzy, full())
    assert (first.is_new, again.is_new) == (True, False)
    assert again.snapshot == first.snapshot
    assert (row_count(), TrailEntry.objects.count(), Job.objects.count()) == (rows, trail, jobs)
    assert numbers(first.journey) == [1]


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_other_bytes_of_the_same_evidence_are_a_snapshot_and_a_note(
    database: Database, provider: str
) -> None:
    account, _ = make_account(provider)
    body = body_of(provider, "clean_pass")
    other = changed(
        body,
        lambda said: said.update(
            {"updatedAt": "2027-01-01"} if provider == "signzy" else {"manual_decision": "Approved"}
        ),
    )
    first = saved(account, body)
    pictures_came(first.journey)
    second = saved(account, other)
    assert second.is_new
    assert numbers(first.journey) == [1, 2]
    assert current(first.journey) == 2
    assert first.snapshot.graph_digest == second.snapshot.graph_digest != ""
    assert first.snapshot.bytes_sha256 != second.snapshot.bytes_sha256
    assert events_of(first.journey) == [
        "journey.received", "journey.read", "journey.received", "journey.unchanged",
    ]  # fmt: skip


def test_renewed_addresses_of_pictures_are_a_note_and_new_downloads(signzy: Account) -> None:
    first = saved(signzy, full())
    downloads = Locator.objects.count()
    second = saved(signzy, renewed(full()))
    assert first.snapshot.graph_digest == second.snapshot.graph_digest
    assert entries(Event.JOURNEY_UNCHANGED)[0].object_id == str(first.journey.id)
    assert Locator.objects.count() == 2 * downloads
    assert Job.objects.filter(kind="media.fetch").count() == 2 * downloads


def test_renewed_pictures_take_their_place_once_they_are_here(signzy: Account) -> None:
    journey = saved(signzy, full()).journey
    pictures_came(journey)
    saved(signzy, renewed(full()))
    assert current(journey) == 1
    pictures_came(journey)
    assert current(journey) == 2
    digests = set(journey.snapshots.values_list("evidence_digest", flat=True))
    assert len(digests) == 1
    assert digests != {""}
    assert events_of(journey).count("journey.read") == 1


def test_a_renewed_picture_that_cannot_be_had_settles_too_and_is_news(signzy: Account) -> None:
    journey = saved(signzy, full()).journey
    pictures_came(journey)
    saved(signzy, renewed(full()))
    lost = Locator.objects.filter(journey=journey, state=Locator.State.WAITING).first()
    assert lost is not None
    Locator.objects.filter(pk=lost.pk).update(state=Locator.State.FAILED, reason="Gone.")
    pictures_came(journey)
    assert current(journey) == 2
    assert len(set(journey.snapshots.values_list("evidence_digest", flat=True))) == 2


def test_evidence_is_settled_only_when_every_picture_is(signzy: Account) -> None:
    done = saved(signzy, full())
    first, *others = Locator.objects.filter(journey=done.journey)
    Locator.objects.filter(pk__in=[row.pk for row in others]).update(state=Locator.State.FAILED)
    assert settle(done.journey.id) == 0
    done.snapshot.refresh_from_db()
    assert done.snapshot.evidence_digest == ""
    Locator.objects.filter(pk=first.pk).update(state=Locator.State.FAILED)
    assert settle() == 1
    done.snapshot.refresh_from_db()
    assert done.snapshot.evidence_digest == evidence_digest(done.snapshot)
    assert settle() == 0


def test_another_result_is_new_evidence(signzy: Account) -> None:
    first = saved(signzy, full())
    second = saved(signzy, full(outcome="not_live"))
    assert first.snapshot.graph_digest != second.snapshot.graph_digest
    assert current(first.journey) == 2
    assert events_of(first.journey)[-1] == "journey.read"


def test_an_answer_that_comes_back_is_a_third_snapshot(signzy: Account) -> None:
    a, b = full(), full(outcome="not_live")
    results = [saved(signzy, body) for body in (a, b, a)]
    assert [done.snapshot.number for done in results] == [1, 2, 3]
    assert results[0].snapshot.graph_digest == results[2].snapshot.graph_digest
    assert current(results[0].journey) == 3
    assert events_of(results[0].journey).count("journey.read") == 3
    assert Locator.objects.filter(journey=results[0].journey).count() == len(
        {use.locator_id for use in MediaUse.objects.filter(snapshot=results[0].snapshot)}
    )


def test_the_same_id_at_two_accounts_is_two_journeys(database: Database) -> None:
    one, _ = make_account("signzy", slug="eu")
    other, _ = make_account("signzy", slug="test", is_test=True)
    first, second = saved(one, full()), saved(other, full())
    assert first.journey.id != second.journey.id
    assert first.journey.key_id != second.journey.key_id
    assert (first.journey.is_test, second.journey.is_test) == (False, True)


def test_a_journey_of_a_test_flow_is_marked(signzy: Account) -> None:
    assert saved(signzy, full(outcome="test_flow")).journey.is_test


# --- announced journeys ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome, state",
    [
        ("clean_pass", "arrived"),
        ("status_terminated", "arrived"),
        ("status_in_progress", "open"),
        ("status_not_started", "open"),
    ],
)
def test_an_announced_journey_has_arrived_once_it_is_finished(
    signzy: Account, outcome: str, state: str
) -> None:
    row = announced(signzy)
    saved(signzy, full(outcome=outcome))
    row.refresh_from_db()
    assert row.state == state


def test_the_same_finished_answer_again_ends_the_waiting_too(signzy: Account) -> None:
    saved(signzy, full())
    row = announced(signzy)
    saved(signzy, full())
    row.refresh_from_db()
    assert row.state == Expected.State.ARRIVED


def announced(account: Account) -> Expected:
    now = account.created_at
    return Expected.objects.create(
        account=account, provider_id="the-journey", started_at=now, fetch_after=now
    )
