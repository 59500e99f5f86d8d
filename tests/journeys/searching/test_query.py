"""What a typed text may be: identifiers, days, words of a name, several at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeys.searching.canonical import Kind, canonical
from journeys.searching.query import MOST_PARTS, Candidate, candidates_of, parse
from tests.journeys.searching.test_words import TEXTS


def kinds_of(text: str) -> dict[Kind, set[str]]:
    found: dict[Kind, set[str]] = {}
    for one in candidates_of(text):
        found.setdefault(one.kind, set()).add(one.value)
    return found


def words_typed(text: str) -> list[str]:
    return [word.typed for word in parse(text).name_words]


@pytest.mark.parametrize(
    "text, kind, value",
    [
        ("ABCD2345", Kind.CASE_CODE, "ABCD2345"),
        ("abcd-2345", Kind.CASE_CODE, "ABCD2345"),
        ("kathleen", Kind.CASE_CODE, "KATHLEEN"),
        ("7F3A0B1C-2222-4333-8444-555566667777", Kind.JOURNEY_ID,
         "7f3a0b1c-2222-4333-8444-555566667777"),
        ("64f0c0ffee64f0c0ffee64f0", Kind.PROVIDER_ID, "64f0c0ffee64f0c0ffee64f0"),
        ("QWERTYUIOP", Kind.PROVIDER_ID, "QWERTYUIOP"),
        ("CLIENT-00-00001", Kind.REFERENCE, "client-00-00001"),
        ("ab-123 456", Kind.DOCUMENT_NUMBER, "AB123456"),
        ("784-1990-1234567-1", Kind.PERSONAL_NUMBER, "784199012345671"),
        ("Someone@Example.ORG", Kind.EMAIL, "someone@example.org"),
        ("+44 7700 900123", Kind.PHONE, "447700900123"),
        ("0044 7700-900123", Kind.PHONE, "447700900123"),
        ("٠٠٤٤٧٧٠٠٩٠٠١٢٣", Kind.PHONE, "447700900123"),
        ("203.0.113.7", Kind.IP, "203.0.113.7"),
        ("2001:0DB8:0:0::0001", Kind.IP, "2001:db8::1"),
        ("::ffff:203.0.113.7", Kind.IP, "203.0.113.7"),
    ],
)  # fmt: skip
def test_an_identifier_is_known_by_its_form(text: str, kind: Kind, value: str) -> None:
    assert value in kinds_of(text).get(kind, set())


@pytest.mark.parametrize(
    "text, days",
    [
        ("1990-03-12", {"1990-03-12"}),
        ("1990/3/12", {"1990-03-12"}),
        ("19900312", {"1990-03-12"}),
        ("12.03.1990", {"1990-03-12"}),
        ("12.3.1990", {"1990-03-12"}),
        ("٣١/١٢/١٩٩٠", {"1990-12-31"}),
        ("13/02/1990", {"1990-02-13"}),
        ("02/13/1990", {"1990-02-13"}),
        ("03/12/1990", {"1990-12-03", "1990-03-12"}),
        ("05/05/1990", {"1990-05-05"}),
        ("31.02.1990", set()),
        ("13/13/1990", set()),
        ("12.03.1790", set()),
        ("12/03-1990", set()),
    ],
)
def test_a_day_is_every_day_that_it_may_mean(text: str, days: set[str]) -> None:
    assert kinds_of(text).get(Kind.BIRTH_DATE, set()) == days


def test_a_day_whose_month_can_be_exchanged_says_so() -> None:
    assert [part.is_ambiguous_day for part in parse("03/12/1990 13/02/1990").parts] == [True, False]


@pytest.mark.parametrize("text", ["ABCD2340", "ABCDO345", "ABCD234", "ABCD23456", "ABCD1345"])
def test_letters_outside_the_alphabet_make_no_case_code(text: str) -> None:
    assert Kind.CASE_CODE not in kinds_of(text)


@pytest.mark.parametrize("text", ["Khalid", "محمد", "李小龙", "O'Brien"])
def test_a_plain_word_is_no_identifier(text: str) -> None:
    assert candidates_of(text) == ()
    assert words_typed(text) == [text]


def test_a_word_that_may_be_a_code_is_a_name_too() -> None:
    (part,) = parse("Kathleen").parts

    assert part.candidates == (Candidate(Kind.CASE_CODE, "KATHLEEN"),)
    assert part.name is not None


def test_several_words_are_several_parts() -> None:
    parts = parse("Khalid al-Salem, 1990-03-12 someone@example.org").parts

    assert [part.typed for part in parts] == [
        "Khalid", "al-Salem", "1990-03-12", "someone@example.org",
    ]  # fmt: skip
    assert [part.name is None for part in parts] == [False, False, True, True]


@pytest.mark.parametrize("text", ["Abd Allah", "عبد الله", "Abdul Rahman", "Nour al-Din"])
def test_what_many_write_as_one_word_is_one_part(text: str) -> None:
    assert words_typed(text) == [text]


def test_only_the_last_word_is_a_beginning() -> None:
    first, last = parse("Khalid Sal").name_words

    assert [way[-1].is_prefix for way in first.ways] == [False]
    assert [way[-1].is_prefix for way in last.ways] == [True]


@pytest.mark.parametrize("text", ["K", '"Khalid"', "Khalid 1990-03-12"])
def test_a_letter_a_quoted_word_and_one_before_a_day_are_no_beginnings(text: str) -> None:
    (word,) = parse(text).name_words

    assert not any(term.is_prefix for way in word.ways for term in way)


@pytest.mark.parametrize(
    "text, beginnings",
    [("Moham", ("mm",)), ("Mo", ()), ("Abdul", ("abd",)), ("Abdulra", ("abdr",)), ("Aaaa", ())],
)
def test_a_beginning_has_the_sound_of_a_beginning(text: str, beginnings: tuple[str, ...]) -> None:
    ((term,),) = parse(text).name_words[0].ways

    assert term.beginnings == beginnings


@pytest.mark.parametrize("text", ['"Mohamed"', "“Mohamed”", "«Mohamed»"])
def test_quotation_marks_ask_for_this_spelling_alone(text: str) -> None:
    (word,) = parse(text).name_words

    assert word.is_exact
    assert [[(term.word, term.sounds) for term in way] for way in word.ways] == [[("mohamed", ())]]


def test_a_particle_narrows_nothing_unless_it_stands_alone() -> None:
    assert [word.is_optional for word in parse("Mohammed bin Salman").name_words] == [
        False, True, False,
    ]  # fmt: skip
    assert [word.is_optional for word in parse("Ben").name_words] == [False]


def test_a_number_typed_with_spaces_is_one_number_too() -> None:
    assert Candidate(Kind.DOCUMENT_NUMBER, "AB123456") in parse("AB 123 456").together
    assert parse("Khalid 1990 1991").together == ()


def test_an_international_number_keeps_its_spaces_beside_a_name() -> None:
    parts = parse("Khalid +44 7700 900123 Salem").parts

    assert [part.typed for part in parts] == ["Khalid", "+44 7700 900123", "Salem"]
    assert Candidate(Kind.PHONE, "447700900123") in parts[1].candidates


def test_chinese_signs_may_be_surname_and_given_name_or_one_word() -> None:
    (word,) = parse("李小龙").name_words

    assert {tuple(term.word for term in way) for way in word.ways} == {
        ("li", "xiaolong"), ("lixiaolong",), ("li", "xiao", "long"),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", " - , . ", "😀", '""', "\x00"])
def test_a_text_that_says_nothing_is_empty(text: str) -> None:
    assert parse(text).is_empty


def test_what_is_left_out_is_said() -> None:
    assert parse("a" * 500).is_cut
    many = parse(" ".join(f"word{letter}" for letter in "abcdefghijklmnop"))
    assert many.is_cut
    assert len(many.parts) == MOST_PARTS
    assert not parse("Khalid Salem").is_cut


@given(st.one_of(TEXTS, st.text('"“”«»@+:.-/ 0123456789abXزم', max_size=80)))
@example("0000000")
def test_no_text_fails_and_every_plan_is_small(text: str) -> None:
    query = parse(text)

    assert len(query.parts) <= MOST_PARTS
    for part in query.parts:
        assert part.candidates or part.name
        assert len(part.candidates) <= 12
        for one in part.candidates:
            assert canonical(one.kind, one.value) == one.value


@given(st.sampled_from(Kind), TEXTS)
def test_what_is_canonical_stays_so(kind: Kind, text: str) -> None:
    once = canonical(kind, text)

    assert canonical(kind, once) == once
