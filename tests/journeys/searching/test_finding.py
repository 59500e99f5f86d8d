"""Who is found by what, in which order, and how narrowing words and filters go together."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.models import Account, Journey
from journeys.searching.asked import Asked, Field
from journeys.searching.branches import Narrowed
from journeys.searching.canonical import Kind
from journeys.searching.finding import MOST_COUNTED, PAGE, After, page_of, some_of
from journeys.searching.hits import How
from journeys.searching.lookup import has_trigrams
from journeys.searching.plan import plan_of
from journeys.searching.scripts import Script
from tests.databases import Database
from tests.journeys.searching.people_for_tests import NOTHING, found, known

pytestmark = pytest.mark.both_databases

MOHAMMEDS = ("Mohammed Ali", "محمد علي", "Мохаммед Али", "मोहम्मद अली", "Mohámméd Alì")


@pytest.fixture
def people(idwise: Account) -> None:
    for name in (*MOHAMMEDS, "Anna Brackley", "Khalid Saleh"):
        known(idwise, name)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("text", ["Mohammed", "محمد", "Мохаммед", "मोहम्मद", "móhammed", "MOHAMED"])
def test_a_name_is_found_in_every_script(text: str) -> None:
    assert found(text) == list(reversed(MOHAMMEDS))


@pytest.mark.usefixtures("people")
def test_several_words_narrow_in_any_order_and_script(idwise: Account) -> None:
    known(idwise, "Mohammed Brackley")
    known(idwise, "Ali Brackley")
    assert found("brackley") == ["Ali Brackley", "Mohammed Brackley", "Anna Brackley"]
    assert found("brackley mohammed") == ["Mohammed Brackley"]
    assert found("محمد Brackley") == ["Mohammed Brackley"]
    assert found("brackley khalid") == []
    assert found("ali mohammed brackley") == []


@pytest.mark.usefixtures("people")
def test_a_name_is_found_by_its_beginning(idwise: Account) -> None:
    assert found("Brack") == ["Anna Brackley"]
    assert found("anna bra") == ["Anna Brackley"]
    assert found("bra anna") == []  # only the last word may go on


def test_a_beginning_that_ends_in_z_has_an_end(idwise: Account) -> None:
    for name in ("Aziz Khoury", "Azza Khoury", "Zzyzx Khoury"):
        known(idwise, name)
    assert found("az") == ["Azza Khoury", "Aziz Khoury"]
    assert found("zz") == ["Zzyzx Khoury"]


@pytest.mark.usefixtures("people")
def test_quotation_marks_mean_only_this_spelling() -> None:
    assert found('"Mohammed"') == ["Mohámméd Alì", "Mohammed Ali"]
    assert found('"Mohamed"') == []


@pytest.mark.parametrize(
    "kind, stored, typed",
    [
        (Kind.DOCUMENT_NUMBER, "P 71234-42", "p7123442"),
        (Kind.DOCUMENT_NUMBER, "P7123442", "P 712 34-42"),
        (Kind.PERSONAL_NUMBER, "784-1991-1234567-1", "784199112345671"),
        (Kind.REFERENCE, "REF-01-00000", "ref-01-00000"),
        (Kind.EMAIL, "Khalid@Example.test", "khalid@example.test"),
        (Kind.PHONE, "+971 50 123 4567", "00971501234567"),
        (Kind.PHONE, "971501234567", "+971 50 123 4567"),
        (Kind.IP, "2001:db8:0:0::1", "2001:db8::1"),
        (Kind.BIRTH_DATE, "1991-04-02", "2.4.1991"),
        (Kind.APPLICANT, "user-00042", "user-00042"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(
    idwise: Account, kind: Kind, stored: str, typed: str
) -> None:
    known(idwise, "Khalid Saleh", keys=[(kind, stored)])
    known(idwise, "Somebody Else", keys=[(kind, stored.replace("1", "3").replace("e", "o"))])
    assert found(typed) == ["Khalid Saleh"]


def test_a_journey_is_found_by_its_ids(idwise: Account, signzy: Account) -> None:
    journey = known(idwise, "Khalid Saleh")
    Journey.objects.create(account=signzy, provider_id=journey.provider_id, key_id="none")
    assert found(str(journey.pk)) == ["Khalid Saleh"]
    assert len(found(journey.provider_id)) == 2
    assert found(journey.provider_id[:-1]) == []
    Journey.objects.filter(pk=journey.pk).update(provider_id="run 7 of (Anna) <b>")
    assert found("run 7 of (Anna) <b>") == ["Khalid Saleh"]


def test_a_name_and_a_date_of_birth_narrow_each_other(idwise: Account) -> None:
    known(idwise, "Mohammed Ali", born="1991-04-02")
    known(idwise, "Mohammed Khan", born="1984-12-19")
    known(idwise, "Anna Khan", born="1991-04-02")
    assert found("mohammed 1991-04-02") == ["Mohammed Ali"]
    assert found("1991-04-02") == ["Anna Khan", "Mohammed Ali"]


def test_a_field_says_what_the_text_is(idwise: Account) -> None:
    known(idwise, "Khalid Saleh", keys=[(Kind.REFERENCE, "12345678")])
    known(idwise, "Anna Brackley", keys=[(Kind.DOCUMENT_NUMBER, "12345678")])
    known(idwise, "Omar Brackley", keys=[(Kind.PHONE, "12345678")])
    known(idwise, "Lina Brackley", born="1991-04-02")
    assert len(found("12345678")) == 3
    assert found("12345678", field=Field.REFERENCE) == ["Khalid Saleh"]
    assert found("1234 5678", field=Field.DOCUMENT_NUMBER) == ["Anna Brackley"]
    assert found("12345678", field=Field.CONTACT) == ["Omar Brackley"]
    assert found("02/04/1991", field=Field.BIRTH_DATE) == ["Lina Brackley"]
    assert found("12345678", field=Field.NAME) == []
    assert found("not a day", field=Field.BIRTH_DATE) == []


@pytest.mark.parametrize("typed", ["Alxeander", "Alexnader", "Olexander", "Alexanderr"])
def test_a_slip_is_forgiven_where_nothing_else_fits(idwise: Account, typed: str) -> None:
    known(idwise, "Alexander Kestrel")
    plan = plan_of(Asked(typed, Field.NAME).query, forgiving=True)
    assert found(typed, forgiving=True) == ["Alexander Kestrel"]
    assert found(f'"{typed}"', forgiving=True) == []
    assert plan.meant == ((typed, "alexander"),) or found(typed) == ["Alexander Kestrel"]


def test_only_postgresql_looks_for_likeness_itself(database: Database) -> None:
    assert has_trigrams() is (database.vendor == "postgresql")


def test_every_page_follows_the_one_before(idwise: Account) -> None:
    for number in range(2 * PAGE + 7):
        known(idwise, f"Mohammed {number}", "محمد" if number % 2 else "Muhammad")
    plan = plan_of(Asked("mohammed").query)
    seen, after = [], None
    for size in (PAGE + 1, PAGE + 1, 7, 0):
        page = page_of(plan, NOTHING, after=after)
        assert len(page) == size
        rows = Journey.objects.in_bulk(page[:PAGE])
        seen += [rows[pk].first_seen_at for pk in page[:PAGE]]
        if page[:PAGE]:
            last = rows[page[:PAGE][-1]]
            after = After(last.first_seen_at, last.pk)
    assert len(set(seen)) == 2 * PAGE + 7
    assert seen == sorted(seen, reverse=True)
    assert len(some_of(plan, NOTHING).ids) == 2 * PAGE + 7 < MOST_COUNTED


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "hows, names",
    [
        ({How.SAME}, ["Mohámméd Alì", "Mohammed Ali"]),
        ({How.OTHER_SCRIPT}, ["मोहम्मद अली", "Мохаммед Али", "محمد علي"]),
        ({How.BEGINS_WITH}, []),
        ({How.SAME, How.OTHER_SCRIPT, How.VARIANT, How.SOUNDS_ALIKE}, list(reversed(MOHAMMEDS))),
    ],
)
def test_results_are_narrowed_by_how_they_matched(hows: set[How], names: list[str]) -> None:
    chosen = hows - {How.OTHER_SCRIPT} | ({How.VARIANT, How.SOUNDS_ALIKE, How.OTHER_SCRIPT} & hows)
    if hows == {How.OTHER_SCRIPT}:
        chosen = hows
    assert found("Mohammed", narrowed=Narrowed(hows=frozenset(chosen))) == names


@pytest.mark.usefixtures("people")
def test_results_are_narrowed_by_script() -> None:
    assert found("Mohammed", narrowed=Narrowed(scripts=Script.ARABIC)) == ["محمد علي"]
    assert found("Mohammed", narrowed=Narrowed(scripts=Script.ARABIC | Script.DEVANAGARI)) == [
        "मोहम्मद अली",
        "محمد علي",
    ]


def test_results_are_narrowed_by_days_of_birth(idwise: Account) -> None:
    for day in ("1990-12-31", "1991-01-01", "1991-06-30", "1992-01-01"):
        known(idwise, f"Mohammed {day.replace('-', '')}", born=day)
    days = Asked("", born_from=date(1991, 1, 1), born_to=date(1991, 12, 31)).birth_days
    assert len(days) == 365
    assert len(found("mohammed", narrowed=Narrowed(born=days))) == 2


def test_a_search_asks_equally_often_however_many_words_it_has(idwise: Account) -> None:
    for number in range(30):
        known(idwise, f"Mohammed Ali Khan Brackley {number}")
    counts = []
    for text in ("mohammed ali", "mohammed ali khan brackley", "brackley khan ali moham"):
        with CaptureQueriesContext(connection) as captured:
            assert len(found(text)) == 30
        counts.append(len(captured))
    # Words, their beginnings, which is the rarest, the page, and what the test itself reads.
    assert counts == [5, 5, 5]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", '"', "\\", "' OR 1=1 --", "٪", "(((("])
def test_signs_find_nobody(idwise: Account, text: str) -> None:
    known(idwise, "Mohammed Ali")
    assert found(text) == []
