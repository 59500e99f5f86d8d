"""What a name is found by, in every script, and that no text can make it long, slow or fail."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.sandbox import scripts
from journeys.searching.letters import LONGEST_WORD, spelled
from journeys.searching.sounds import LONGEST_SOUND, sounds_of
from journeys.searching.words import LONGEST_NAME, MOST_WORDS, units_of, words_of
from tests.journeys.searching.spellings import HELD_OUT, SAME_NAME
from tests.reviews.comparing.arabic_spellings import SPELLINGS

LISTS = (
    scripts.ENGLISH, scripts.FRENCH, scripts.SPANISH, scripts.GERMAN, scripts.POLISH,
    scripts.SWAHILI, scripts.ARABIC, scripts.DEVANAGARI, scripts.CHINESE,
)  # fmt: skip
NATIVE = tuple(pair for names in LISTS for pair in (*names.women, *names.men, *names.surnames))
# Letters of every script that a name may be in, and what is no letter at all.
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(
        st.one_of(
            st.sampled_from(" -'’.،,ـ\u200d\u200c\u0301\u064e\u094d\u1161\ufdfa\U0001f600"),
            st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
            st.characters(min_codepoint=0x0900, max_codepoint=0x0DFF),
            st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
            st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),
            st.characters(min_codepoint=0xAC00, max_codepoint=0xADFF),
            st.characters(min_codepoint=0x00C0, max_codepoint=0x052F),
        ),
        max_size=60,
    ),
)


def keys_of(name: str) -> set[str]:
    return {key for word in words_of(name) for key in (word.word, word.sound)}


def sounds_in(name: str) -> set[str]:
    return {word.sound for word in words_of(name)}


@pytest.mark.parametrize("spellings", SAME_NAME, ids=lambda names: str(names[0]))
def test_every_spelling_of_a_name_is_found_by_every_other(spellings: tuple[str, ...]) -> None:
    apart = [pair for pair in combinations(spellings, 2) if not keys_of(pair[0]) & keys_of(pair[1])]

    assert apart == []


@pytest.mark.parametrize(
    "one, other",
    [
        ("Mohammed", "محمد"), ("Mohamed", "Мохаммед"), ("Muhammad", "मोहम्मद"), ("Aisha", "عائشة"),
        ("Chaykovskiy", "Tchaikovsky"), ("Yusuf", "يوسف"), ("Youssef", "Yusuf"),
        ("Abdullah", "عبد الله"), ("Abd Allah", "عبدالله"), ("Mueller", "Müller"),
    ],
)  # fmt: skip
def test_spellings_far_apart_sound_alike(one: str, other: str) -> None:
    assert sounds_in(one) & sounds_in(other)


def test_spellings_that_no_fold_was_made_for_are_found_mostly() -> None:
    pairs = [pair for names in HELD_OUT for pair in combinations(names, 2)]

    found = [pair for pair in pairs if keys_of(pair[0]) & keys_of(pair[1])]

    assert len(found) / len(pairs) >= 0.9


def test_the_names_of_the_gulf_are_found_by_the_latin_spellings_in_use() -> None:
    pairs = [(arabic, latin) for arabic, known in SPELLINGS.items() for latin in known]

    missed = [pair for pair in pairs if not keys_of(pair[0]) & keys_of(pair[1])]

    assert missed == [("ذياب", "THEYAB"), ("ذياب", "THIAB")]


def test_every_native_name_of_the_invented_people_is_found_by_its_latin_one() -> None:
    assert [pair for pair in NATIVE if not keys_of(pair[0]) & keys_of(pair[1])] == []


@pytest.mark.parametrize(
    "names, most",
    [
        ({latin for latin, _native in NATIVE}, 0.0012),
        ({names[0] for names in (*SAME_NAME, *HELD_OUT)}, 0.0012),
        # Written without vowels, حمد and حامد cannot be told apart.
        ({known[0] for known in SPELLINGS.values()}, 0.0045),
    ],
    ids=["invented people", "spellings", "gulf"],
)
def test_different_names_seldom_sound_alike(names: set[str], most: float) -> None:
    pairs = list(combinations(sorted(names), 2))

    merged = [pair for pair in pairs if sounds_in(pair[0]) & sounds_in(pair[1])]

    assert len(merged) / len(pairs) <= most


@pytest.mark.parametrize(
    "one, other",
    [
        ("Mohammed", "Ahmed"), ("Mohammed", "Hamid"), ("محمد", "أحمد"), ("Mohammed", "Mehmet"),
        ("Khalid", "Walid"), ("Ali", "Ella"), ("Layla", "Lulu"), ("Sara", "Suri"),
        ("Omar", "Maria"), ("Li", "Lu"), ("Wang", "Feng"), ("Hassan", "Susan"),
    ],
)  # fmt: skip
def test_names_that_differ_in_a_consonant_do_not_sound_alike(one: str, other: str) -> None:
    assert not sounds_in(one) & sounds_in(other)


@pytest.mark.parametrize(
    "name, words",
    [
        ("José María", {"jose", "maria"}),
        ("O’Connor", {"oconnor", "connor"}),
        ("Saint-Clar", {"saint", "clar", "saintclar"}),
        ("Khalid Al-Salem", {"khalid", "salem", "alsalem"}),
        ("Abdul Rahman", {"abdulrahman", "rahman"}),
        ("Mohammed bin Salman", {"mohammed", "bin", "salman"}),
        ("李小龙", {"li", "xiaolong", "lixiaolong", "xiao", "long"}),
        ("欧阳娜", {"ouyang", "na", "ouyangna", "ou", "yang"}),
        ("김민수", {"kim", "minsu", "kimminsu", "min", "su"}),
        ("مُحَمَّـد", {"mhmd"}),
        ("मोहम्मद", {"mohammad"}),
        ("😀 - ’ .", set()),
        ("", set()),
    ],
)
def test_the_words_of_a_name(name: str, words: set[str]) -> None:
    assert {word.word for word in words_of(name)} == words


def test_a_sign_without_a_known_syllable_makes_no_empty_word() -> None:
    rare = "\U0002ddf2"
    assert words_of(rare) == words_of(rare + rare) == ()
    assert [one.word for one in words_of(f"㐀{rare}")] == ["qiu"]


def test_particles_are_the_first_to_go_when_there_are_too_many_words() -> None:
    name = "bin " + " ".join(f"Name{letter}" for letter in "bcdfgklmnprst")

    words = words_of(name)

    assert len(words) == MOST_WORDS
    assert "bin" not in {word.word for word in words}


@given(TEXTS)
def test_no_text_makes_more_than_a_few_short_words(text: str) -> None:
    words = words_of(text)

    assert len(words) <= MOST_WORDS
    assert len(set(words)) == len(words)
    for word in words:
        assert re.fullmatch(rf"[a-z0-9]{{1,{LONGEST_WORD}}}", word.word)
        assert re.fullmatch(rf"[a-z0-9]{{0,{LONGEST_SOUND}}}", word.sound)


@given(TEXTS)
def test_a_word_is_its_own_word(text: str) -> None:
    for word in words_of(text):
        assert word.word in {again.word for again in words_of(word.word)}


@given(TEXTS)
def test_case_and_composition_of_letters_make_no_other_word(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    # Hangul taken apart is read letter by letter, as other writings are.
    if not any("가" <= sign <= "힣" for sign in text) and decomposed != text:
        heard = [spelled(one).word for one in (text, decomposed)]
        assert heard[0] == heard[1]


@given(TEXTS)
def test_every_stretch_of_a_name_lies_inside_it(text: str) -> None:
    for unit in units_of(text):
        assert 0 <= unit.start < unit.end <= len(text)
        for way in unit.ways:
            assert way
            for one in way:
                assert unit.start <= one.start < one.end <= unit.end


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=60))
def test_a_sound_is_short_and_plain(word: str) -> None:
    for sound in sounds_of(word):
        assert re.fullmatch(rf"[a-z0-9]{{0,{LONGEST_SOUND}}}", sound)


@pytest.mark.parametrize("sign", ["a", "-", "م", "李", "अ", "\u0301", "ﷺ", " a", "'"])
def test_what_lies_beyond_the_longest_name_is_not_read(sign: str) -> None:
    assert words_of(sign * 1_000_000) == words_of((sign * 1_000)[:LONGEST_NAME])
