"""Several words at once: every page against plain Python, with bounds so low that all matter."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from journeys.models import Account, Journey, NameUse
from journeys.searching import finding
from journeys.searching.asked import Asked
from journeys.searching.branches import Narrowed
from journeys.searching.finding import After, page_of, some_of
from journeys.searching.plan import plan_of
from journeys.searching.scripts import Script
from tests.journeys.searching.people_for_tests import NOTHING, known

pytestmark = pytest.mark.both_databases

# How many of a hundred people have it; none sounds like another.
WORDS = {"Mohammed": 70, "Ali": 55, "Brackley": 30, "Kestrel": 12, "Odhiambo": 5}
PEOPLE = 40


@pytest.fixture(params=[(4, 6), (50, 2_000)], ids=["low", "usual"])
def bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a page is, and how many are counted."""
    page, counted = request.param
    monkeypatch.setattr(finding, "PAGE", page)
    monkeypatch.setattr(finding, "MOST_COUNTED", counted)
    monkeypatch.setattr(finding, "_MOST_ROWS", 4 * counted)
    monkeypatch.setattr(finding, "_SHORT", counted)


@pytest.fixture
def people(idwise: Account) -> dict[Journey, set[str]]:
    """Journeys with the words of their names, some of them seen at the same moment."""
    stream = Random("people of few words")
    found = {}
    for number in range(PEOPLE):
        words = [word for word, percent in WORDS.items() if stream.randrange(100) < percent]
        stream.shuffle(words)
        journey = known(
            idwise,
            " ".join(words) or "Nobody",
            *(["محمد علي"] if {"Mohammed", "Ali"} <= set(words) and number % 2 else []),
            born=f"1991-04-{1 + number % 3:02}",
        )
        if number % 4 == 0:
            _seen_at(journey, journey.first_seen_at - timedelta(minutes=1))
        found[journey] = set(words)
    return found


def _seen_at(journey: Journey, at: object) -> None:
    Journey.objects.filter(pk=journey.pk).update(first_seen_at=at)
    NameUse.objects.filter(journey=journey).update(seen_at=at)
    journey.refresh_from_db()


def every_page(text: str, narrowed: Narrowed = NOTHING) -> list[str]:
    """All that page after page brings, as ids at the provider."""
    plan, after, seen = plan_of(Asked(text).query), None, []
    while True:
        page = page_of(plan, narrowed, after=after)
        assert len(page) <= finding.PAGE + 1
        rows = Journey.objects.in_bulk(page)
        seen += [rows[pk] for pk in page[: finding.PAGE]]
        if len(page) <= finding.PAGE:
            return [one.provider_id for one in seen]
        after = After(seen[-1].first_seen_at, seen[-1].pk)


def newest_first(journeys: list[Journey]) -> list[str]:
    ordered = sorted(journeys, key=lambda one: one.pk)
    ordered = sorted(ordered, key=lambda one: one.first_seen_at, reverse=True)
    return [one.provider_id for one in ordered]


@pytest.mark.usefixtures("bounds")
def test_every_page_is_the_plain_intersection_in_any_order_of_words(
    people: dict[Journey, set[str]],
) -> None:
    for words in [(word,) for word in WORDS] + list(permutations(WORDS, 2)):
        wanted = newest_first([one for one, its in people.items() if set(words) <= its])
        assert every_page(" ".join(words)) == wanted, words


@pytest.mark.usefixtures("bounds")
def test_three_words_narrow_alike(people: dict[Journey, set[str]]) -> None:
    words = ("Mohammed", "Ali", "Kestrel")
    wanted = newest_first([one for one, its in people.items() if set(words) <= its])
    assert wanted
    assert {tuple(every_page(" ".join(one))) for one in permutations(words)} == {tuple(wanted)}


@pytest.mark.usefixtures("bounds")
def test_filters_narrow_alike(people: dict[Journey, set[str]]) -> None:
    even = [one for one in people if one.first_seen_at.minute % 2]
    narrowed = Narrowed(also=(Q(journey_id__in=[one.pk for one in even]),))
    for words in (("Mohammed",), ("Mohammed", "Ali"), ("Ali", "Kestrel")):
        met = [one for one in even if set(words) <= people[one]]
        assert every_page(" ".join(words), narrowed) == newest_first(met)
        in_arabic = [
            one
            for one in people
            if set(words) <= people[one] and _is_in_arabic(one) and "Kestrel" not in words
        ]
        found = every_page(" ".join(words), Narrowed(scripts=Script.ARABIC))
        assert found == newest_first(in_arabic)


def _is_in_arabic(journey: Journey) -> bool:
    uses = NameUse.objects.filter(journey=journey)
    return any(Script.ARABIC in Script(bits) for bits in uses.values_list("scripts", flat=True))


@pytest.mark.usefixtures("bounds")
def test_a_hint_since_when_there_was_a_page_changes_no_page(
    people: dict[Journey, set[str]],
) -> None:
    moments = sorted(one.first_seen_at for one in people)
    for text in ("mohammed", "ali mohammed", "kestrel ali"):
        plan = plan_of(Asked(text).query)
        for since in (moments[0], moments[20], moments[-3], moments[-1] + timedelta(days=1)):
            assert page_of(plan, NOTHING, since=since) == page_of(plan, NOTHING)


@pytest.mark.usefixtures("bounds")
def test_a_key_beside_words_narrows_alike(people: dict[Journey, set[str]]) -> None:
    born = {one for one in people if int(one.provider_id[-5:]) % 3 == 1}
    for words in (("Mohammed",), ("Ali", "Mohammed"), ("Odhiambo",)):
        met = [one for one in born if set(words) <= people[one]]
        assert every_page(" ".join((*words, "1991-04-02"))) == newest_first(met)
        assert every_page(" ".join(("1991-04-02", *words))) == newest_first(met)


@pytest.mark.usefixtures("bounds")
def test_what_is_counted_is_what_the_pages_bring(
    people: dict[Journey, set[str]],
) -> None:
    for words in [(word,) for word in WORDS] + list(permutations(WORDS, 2)):
        text = " ".join(words)
        every = every_page(text)
        some = some_of(plan_of(Asked(text).query), NOTHING)
        assert some.is_more is (len(every) > finding.MOST_COUNTED), words
        assert len(some.ids) == min(len(every), finding.MOST_COUNTED)
        if not some.is_more:
            rows = Journey.objects.in_bulk(some.ids)
            assert [rows[pk].provider_id for pk in some.ids] == every


def test_one_journey_of_many_spellings_is_not_many(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are bounded as well: where journeys have many each, they are looked at again."""
    monkeypatch.setattr(finding, "MOST_COUNTED", 3)
    monkeypatch.setattr(finding, "_MOST_ROWS", 4)
    names = [f"Mo{letters}" for letters in ("nda", "rek", "sil", "tub", "zaf", "lig")]
    for _number in range(3):
        known(idwise, *names)
    some = some_of(plan_of(Asked("mo").query), NOTHING)
    assert len(some.ids) == 3
    assert some.is_more is False
    known(idwise, names[0])
    assert some_of(plan_of(Asked("mo").query), NOTHING).is_more is True


def asked_by(text: str) -> list[str]:
    """The statements of one page that brought journeys."""
    plan = plan_of(Asked(text).query)
    with CaptureQueriesContext(connection) as captured:
        page_of(plan, NOTHING)
    assert len(captured) <= 4
    return [one["sql"] for one in captured.captured_queries if "WITH hits" in one["sql"]]


def test_of_common_words_that_meet_often_the_newest_are_enough(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    monkeypatch.setattr(finding, "MOST_COUNTED", 8)
    monkeypatch.setattr(finding, "_SHORT", 8)
    for _number in range(12):
        known(idwise, "Brackley Kestrel")
    assert len(asked_by("brackley kestrel")) == 1
    for number in range(12):
        known(idwise, "Brackley" if number % 2 else "Kestrel")
        known(idwise, "Kestrel")
    # Newer ones meet nowhere: a second look finds the older.
    assert len(asked_by("brackley kestrel")) == 2
    # Of a rare word all is read at once.
    known(idwise, "Kestrel Odhiambo")
    assert len(asked_by("kestrel odhiambo")) == 1
