"""Synthetic people: repeatable, whole, of every script, and nobody's real address or number."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image, ImageChops, ImageDraw

from journeys.sandbox import countries, labels, lettering, scripts
from journeys.sandbox.face_traits import face_seed_for, traits_of
from journeys.sandbox.people import make_person, years_before
from journeys.sandbox.scripts import SCRIPTS, NameList, Script

TODAY = date(2026, 11, 1)
LISTS: dict[Script, tuple[NameList, ...]] = {
    script: tuple({id(c.names): c.names for c in countries.countries_of(script)}.values())
    for script in SCRIPTS
}


def age_on(day: date, birth: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def test_the_same_seed_is_the_same_person() -> None:
    assert make_person(71) == make_person(71)
    assert make_person(71) != make_person(72)


def test_asking_for_another_age_keeps_name_number_and_sex() -> None:
    young, old = make_person(5, age=20), make_person(5, age=70)
    assert (young.full_name, young.sex) == (old.full_name, old.sex)
    assert young.document_number == old.document_number
    assert young.birth_date > old.birth_date


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_person_can_be_asked_for_in_each_script(script: Script) -> None:
    people = [make_person(seed, script=script) for seed in range(60)]
    assert {person.script for person in people} == {script}
    assert {person.sex for person in people} == {"F", "M"}
    assert len({person.full_name for person in people}) > 45
    for person in people:
        assert person.full_name.isascii()
        if script != "latin":
            assert not any(letter.isascii() and letter.isalpha() for letter in person.native_name)


def test_an_unknown_script_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="klingon"):
        make_person(1, script="klingon")


def test_all_scripts_and_several_countries_come_up_without_asking() -> None:
    people = [make_person(seed) for seed in range(200)]
    assert {person.script for person in people} == set(SCRIPTS)
    assert len({person.nationality for person in people}) >= 10


@pytest.mark.parametrize("age", [0, 16, 17, 18, 40, 90])
def test_an_age_asked_for_is_the_age_on_that_day(age: int) -> None:
    for seed in range(40):
        person = make_person(seed, age=age, today=TODAY)
        assert age_on(TODAY, person.birth_date) == age
        assert person.birth_date <= person.issue_date < TODAY


def test_papers_are_valid_unless_asked_to_be_expired() -> None:
    for seed in range(80):
        assert make_person(seed, today=TODAY).expiry_date > TODAY
        stale = make_person(seed, today=TODAY, expired=True)
        assert stale.issue_date < stale.expiry_date < TODAY


def test_contact_details_belong_to_nobody() -> None:
    for seed in range(120):
        person = make_person(seed)
        mailbox, _, host = person.email.partition("@")
        assert host in {"example.com", "example.org"}
        assert mailbox.isascii()
        assert person.phone.startswith(("+1 202 555 01", "+44 7700 900", "+33 1 99 00 "))


def test_numbers_fit_their_fields_in_the_machine_readable_zone() -> None:
    for seed in range(120):
        person = make_person(seed)
        assert 6 <= len(person.document_number) <= 9
        assert person.document_number.isalnum()
        assert person.document_number.upper() == person.document_number
        assert len(person.personal_number) <= 14


def test_29_february_becomes_the_28th_where_there_is_none() -> None:
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)


def test_a_face_fits_the_sex_and_age_of_its_person() -> None:
    for seed in range(60):
        person = make_person(seed)
        assert traits_of(person.face_seed).sex == person.sex
    assert traits_of(face_seed_for(9, heritage=2, age=20, sex="M")).band == 0
    assert traits_of(face_seed_for(9, heritage=2, age=70, sex="F")).band == 3


@pytest.mark.parametrize("script", ["arabic", "devanagari"])
def test_every_word_that_can_be_printed_has_a_shaped_glyph(script: Script) -> None:
    words = {
        word for country in countries.countries_of(script) for word in country.native_name.split()
    }
    words |= labels.all_words(script)
    for names in LISTS[script]:
        for _, native in (*names.women, *names.men, *names.surnames):
            words.update(native.split())
    blank = drawn("\uf8ff", f"{script}-words")
    for word in words:
        glyph = drawn(lettering.word_glyph(word, script=script), f"{script}-words")
        assert ImageChops.difference(glyph, blank).getbbox(), word


def test_an_unshaped_word_says_where_to_add_it() -> None:
    with pytest.raises(LookupError, match=r"README\.md"):
        lettering.word_glyph("غيرموجود", script="arabic")


@pytest.mark.parametrize("script,name", [("chinese", "chinese"), ("latin", "sans-bold")])
def test_every_sign_that_can_be_printed_has_a_glyph(script: Script, name: str) -> None:
    text = "".join(labels.all_words(script))
    text += "".join(country.native_name for country in countries.countries_of(script))
    for names in LISTS[script]:
        text += "".join(native for _, native in (*names.women, *names.men, *names.surnames))
    if script == "latin":
        text += text.upper()
    blank = drawn("\uf8ff", name)
    for sign in set(text) - {" "}:
        assert ImageChops.difference(drawn(sign, name), blank).getbbox(), sign


def test_arabic_words_run_from_right_to_left() -> None:
    def line(text: str, at: int) -> Image.Image:
        image = Image.new("RGB", (400, 80), "white")
        pen = ImageDraw.Draw(image)
        lettering.write_native(pen, (at, 50), text, script="arabic", size=40, align="right")
        return image

    both, first = line("عمر السالم", 390), line("عمر", 390)
    wide = int(lettering.native_width("عمر", script="arabic", size=40))
    box = (390 - wide, 0, 400, 80)
    assert both.crop(box).tobytes() == first.crop(box).tobytes()


def drawn(text: str, name: str) -> Image.Image:
    image = Image.new("L", (360, 90))
    face = lettering.font(name, 36)
    ImageDraw.Draw(image).text((10, 60), text, font=face, fill=255, anchor="ls")
    return image


def test_name_lists_hold_no_name_twice() -> None:
    for names in (scripts.ARABIC, scripts.DEVANAGARI, scripts.CHINESE, scripts.ENGLISH):
        for part in (names.women, names.men, names.surnames):
            assert len({latin for latin, _ in part}) == len(part)
