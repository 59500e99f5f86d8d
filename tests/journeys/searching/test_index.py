"""The index is written with the evidence: as a whole, once, cheaply, and by many at once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from journeys.models import Account, IdentityKey, Journey, NameUse, NameWord, PersonCard
from journeys.searching import index
from journeys.searching.person import About
from journeys.searching.scripts import Script, scripts_of
from journeys.searching.words import Word
from kycreview.sealing import destroy_data_key, new_data_key
from tests.databases import Database
from tests.journeys.accounts_for_tests import body_of, saved
from tests.journeys.searching.people_for_tests import found, known
from tests.threads import at_once

ANNA = About(("Anna Eriksson", "Анна Эрикссон"), frozenset(), "1991-04-02", "P7123442")


def written(journey: Journey) -> set[tuple[str, str]]:
    return set(NameUse.objects.filter(journey=journey).values_list("word__word", "word__sound"))


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_an_imported_journey_is_found_by_its_applicant(
    request: pytest.FixtureRequest, database: Database, provider: str
) -> None:
    account: Account = request.getfixturevalue(provider)
    journey = saved(account, body_of(provider, "clean_pass")).journey
    card = PersonCard.objects.get().opened(journey.key())
    (name, *_others) = [name for name in card["names"] if scripts_of(name) == Script.LATIN]
    assert Journey.objects.count() == 1
    assert found(name) != []
    assert found(card["born"]) != []
    assert "•" in card["number"]
    assert {one.seen_at for one in NameUse.objects.all()} == {journey.first_seen_at}


@pytest.mark.both_databases
def test_writing_asks_six_times_at_most_and_the_second_time_adds_nothing(idwise: Account) -> None:
    journey = known(idwise)
    counts = []
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            index.write(journey, ANNA, is_newest=True)
        counts.append(len(captured))
        before = (set(NameWord.objects.values_list()), set(NameUse.objects.values_list()))
    assert counts == [5, 3]  # without identifiers; they are one more
    assert before == (set(NameWord.objects.values_list()), set(NameUse.objects.values_list()))
    assert ("anna", "ana") in written(journey) or ("anna", "an") in written(journey)


def test_each_word_knows_the_scripts_of_its_names() -> None:
    scripts = index.scripts_for(["Ali Khan", "علي خان", "Али Хан"])
    ali = {word: script for word, script in scripts.items() if word.word == "ali"}
    assert set(ali.values()) == {Script.LATIN | Script.CYRILLIC}
    assert index.rows_for(["Ali Khan"])[0] == Word("ali", next(iter(ali)).sound)


def test_many_names_do_not_make_a_row_without_end() -> None:
    names = [f"Given{number} Family{number} Third{number}" for number in range(200)]
    assert len(index.rows_for(names)) == index.MOST_ROWS


def test_an_older_answer_does_not_take_the_card(idwise: Account) -> None:
    journey = known(idwise, "Anna Eriksson")
    index.write(journey, About(("Berta Holm",), frozenset(), "", ""), is_newest=False)
    index.write(journey, About((), frozenset(), "", ""), is_newest=True)
    assert found("berta") == ["Anna Eriksson"]


@pytest.mark.both_databases
def test_many_importers_at_once_write_one_word_each(idwise: Account) -> None:
    people = [f"{one} {other}" for one in ("Anna", "Omar", "Lina") for other in ("Holm", "Khan")]
    journeys = at_once(6, lambda number: known_at_once(idwise, number, people))
    assert len(journeys) == 6
    pairs = list(NameWord.objects.values_list("word", "sound"))
    assert len(pairs) == len(set(pairs))
    assert len(found("anna")) == len(found("omar")) == len(found("lina")) == 6


def known_at_once(account: Account, number: int, people: list[str]) -> Journey:
    turned = people if number % 2 else list(reversed(people))
    key_id = new_data_key(name="people-for-tests")
    journey = Journey.objects.create(
        account=account, provider_id=f"at-once-{number}", key_id=key_id
    )
    index.write(journey, About(tuple(turned), frozenset(), "", ""), is_newest=True)
    return journey


@pytest.mark.both_databases
def test_journeys_from_before_are_indexed_and_no_journey_twice(idwise: Account) -> None:
    journeys = [
        saved(idwise, body_of("idwise", "glare", index=n), f"id-{n}").journey for n in range(3)
    ]
    keys = set(IdentityKey.objects.values_list("journey", "kind", "value_hash"))
    words = [written(journey) for journey in journeys]
    for model in (NameUse, PersonCard, IdentityKey):
        model.objects.all().delete()
    destroy_data_key(journeys[2].key_id)
    said = StringIO()
    call_command("index_names", stdout=said)
    assert "2 journeys indexed." in said.getvalue()
    assert "1 journey cannot be opened" in said.getvalue()
    assert [written(journey) for journey in journeys] == [words[0], words[1], set()]
    expected = {row for row in keys if row[0] != journeys[2].pk}
    assert set(IdentityKey.objects.values_list("journey", "kind", "value_hash")) == expected
    again = StringIO()
    call_command("index_names", stdout=again)
    assert "0 journeys indexed." in again.getvalue()


def test_the_card_is_of_no_use_without_its_key(idwise: Account, database: Database) -> None:
    journey = known(idwise, "Anna Eriksson")
    card = PersonCard.objects.get()
    assert b"Anna" not in bytes(card.sealed)
    other = PersonCard(journey=known(idwise), sealed=card.sealed)
    with pytest.raises(Exception, match="does not open here"):
        other.opened(journey.key())
