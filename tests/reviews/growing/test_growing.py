"""What `grow` writes is what the product itself would have written, as far as lists read it."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from journeys.choices import Lifecycle
from journeys.growing.applicants import applicant_of
from journeys.growing.ground import KEY_ID
from journeys.models import IdentityKey, Journey, Locator, NameUse, Snapshot
from journeys.searching.canonical import canonical
from journeys.searching.index import rows_for
from kycreview.sealing import data_key, lookup_hash
from kycreview.trail.models import TrailEntry
from kycreview.trail.verify import triggers_stand, verify_chain
from reviews.growing.cases import code_of
from reviews.growing.growing import BATCH, Size, grow
from reviews.models import Case, Decision, Outcome, Round, Statement
from tests.databases import Database
from tests.reviews.house import new_account


def grown(journeys: int, *, still_open: int = 10, full: int = 0, writers: int = 1) -> int:
    """How many were written."""
    told: list[int] = []
    size = Size(journeys=journeys, open=still_open, full=full, writers=writers)
    grow(size, tell=told.append)
    return sum(told)


def test_every_journey_has_its_case_round_and_index(database: Database) -> None:
    assert grown(300) == 300
    assert Journey.objects.filter(key_id=KEY_ID, current_snapshot__number=1).count() == 300
    assert Case.objects.filter(rounds__journey=F("case_journeys__journey")).count() == 300
    found = Counter(IdentityKey.objects.values_list("kind", flat=True))
    assert set(found.values()) == {300}
    assert len(found) == 8
    assert NameUse.objects.values("journey").distinct().count() == 300


@pytest.mark.both_databases
def test_as_many_are_open_as_were_asked_for_and_the_rest_is_decided(database: Database) -> None:
    grown(300, still_open=40)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["open"] + states["claimed"] == 40
    decided = Round.objects.filter(closed_at__isnull=False)
    assert decided.count() == 260
    assert set(decided.values_list("decisions__state", flat=True)) == {"effective"}
    assert not Case.objects.filter(state="decided", closed_at__isnull=True).exists()
    still_open = Round.objects.filter(closed_at__isnull=True)
    assert still_open.filter(due_at=F("case__due_at")).count() == 40
    assert not Round.objects.filter(due_at__isnull=True).exists()
    waiting = Decision.objects.filter(round__case__state="waiting")
    assert {one.outcome for one in waiting} <= {Outcome.RESUBMIT}


@pytest.mark.both_databases
def test_the_chain_of_the_trail_holds_and_goes_on(database: Database) -> None:
    new_account("idwise")
    grown(300)
    new_account("signzy")
    verdict = verify_chain()
    assert (verdict.broken_at, verdict.checked) == (None, TrailEntry.objects.count())
    assert verdict.checked > 590
    assert triggers_stand()


@pytest.mark.both_databases
def test_a_second_run_writes_nothing_and_a_larger_one_the_rest(database: Database) -> None:
    grown(300)
    assert grown(300) == 0
    assert grown(BATCH + 200, still_open=30) == 150
    assert Case.objects.filter(state__in=("open", "claimed")).count() == 30
    assert Case.objects.values("code").distinct().count() == BATCH + 200


def test_a_person_is_found_by_what_the_importer_would_have_written(database: Database) -> None:
    grown(60)
    for journey in Journey.objects.all():
        reference = next(
            index
            for index in range(60)
            if IdentityKey.objects.filter(
                journey=journey,
                kind="reference",
                value_hash=lookup_hash("reference", f"client-01-{index:07}"),
            ).exists()
        )
        person = applicant_of(1, reference)
        keys = {(kind.value, lookup_hash(kind, value)) for kind, value in person.about.keys}
        assert keys == set(journey.identity_keys.values_list("kind", "value_hash"))
        used = set(journey.name_uses.values_list("word__word", flat=True))
        assert {one.word for one in rows_for([person.named.latin])} <= used
        assert {one.word for one in rows_for([person.named.native])} <= used
        assert journey.card.opened(journey.key())["names"] == list(person.about.shown_names)


def test_look_up_values_are_in_their_canonical_form() -> None:
    for index in range(200):
        for kind, value in applicant_of(7, index).about.keys:
            assert canonical(kind, value) == value


def test_what_is_sealed_opens(database: Database) -> None:
    grown(120)
    key = data_key(KEY_ID)
    for snapshot in Snapshot.objects.all()[:5]:
        assert snapshot.body(key).startswith(b'{"journey_id"')
        assert snapshot.summary(key).provider_id == snapshot.journey.provider_id
        assert snapshot.summary(key).lifecycle.code == Lifecycle(snapshot.lifecycle)


def test_what_was_said_of_a_person_is_found_when_they_come_back(database: Database) -> None:
    grown(600)
    keys = Counter(Statement.objects.values_list("precedent_key", flat=True))
    assert "" not in keys
    assert max(keys.values()) > 1


def test_codes_of_one_seed_never_meet() -> None:
    assert len({code_of(index, seed=3) for index in range(50_000)}) == 50_000


@pytest.mark.both_databases
def test_some_come_in_whole_with_pictures_and_a_case(database: Database) -> None:
    assert grown(22, full=2) == 22
    whole = Journey.objects.exclude(key_id=KEY_ID)
    assert whole.count() == 2
    assert Case.objects.filter(case_journeys__journey__in=whole).count() == 2
    states = set(Locator.objects.filter(journey__in=whole).values_list("state", flat=True))
    assert states == {Locator.State.STORED}
    assert not Snapshot.objects.filter(evidence_digest="").exists()
    assert grown(22, full=2) == 0


@pytest.mark.postgresql
def test_two_writers_write_one_chain(database: Database) -> None:
    assert grown(4 * BATCH, writers=2) == 4 * BATCH
    assert Case.objects.count() == 4 * BATCH
    assert verify_chain().broken_at is None


def test_beside_real_journeys_it_has_to_be_said(database: Database) -> None:
    account = new_account("idwise", base_url="https://api.somewhere.example.com")
    Journey.objects.create(account=account, provider_id="real", key_id="real")
    with pytest.raises(CommandError, match="real accounts"):
        call_command("grow", journeys=10)
    assert not Case.objects.exists()
    call_command("grow", journeys=10, yes=True)
    assert Case.objects.count() == 10


def test_sizes_that_make_no_sense_are_refused(database: Database) -> None:
    with pytest.raises(CommandError):
        call_command("grow", journeys=10, full=11)
