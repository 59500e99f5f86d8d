"""The Arabic catalogue is complete, says what the source says, and is what Django reads."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.translation import gettext, ngettext

from kycreview.staff.models import User
from reviews.templatetags.points_in_time import shown_day, shown_moment
from tools import catalogue

ARABIC_LETTERS = range(0x0600, 0x0700)


@pytest.fixture(scope="module")
def arabic() -> Catalog:
    return catalogue.read()


@pytest.fixture
def in_arabic() -> Iterator[None]:
    with translation.override("ar"):
        yield


def test_every_marked_sentence_is_translated(arabic: Catalog) -> None:
    assert list(catalogue.faults(arabic)) == []


def test_the_compiled_file_is_the_catalogue(arabic: Catalog) -> None:
    assert catalogue.COMPILED.read_bytes() == catalogue.compiled(arabic), "run `make catalogue`"


def test_sentences_of_source_templates_and_scripts_are_found() -> None:
    words = {key[1] for key in catalogue.found()}

    assert "Approve" in words  # a module
    assert "Skip to the content" in words  # a template
    assert ("%(n)d rule", "%(n)d rules") in words  # counted
    assert "Zoom {zoom} percent" in words  # said by a script


@pytest.mark.parametrize(
    "said,fault",
    [
        ("", "not translated"),
        ("تغيّر الحُكم", "other placeholders"),
        ("من %(before)s إلى %(before)s", "other placeholders"),
    ],
)
def test_a_translation_that_lost_something_is_named(arabic: Catalog, said: str, fault: str) -> None:
    words = "The provider's verdict went from %(before)s to %(after)s."

    assert fault in " ".join(catalogue.faults(_with(arabic, words, said)))


def test_a_fuzzy_translation_is_named(arabic: Catalog) -> None:
    changed = deepcopy(arabic)
    _entry(changed, "Approve").flags.add("fuzzy")

    assert [*catalogue.faults(changed)] == ["fuzzy: 'Approve' (kycreview/staff/key_commands.py)"]


@pytest.mark.parametrize(
    "forms,fault",
    [
        (("لا قواعد", "قاعدة", "قاعدتان", "%(n)d قواعد"), "not all six"),
        (("لا قواعد", "قاعدة", "قاعدتان", "%(n)d قواعد", "", "%(n)d قاعدة"), "not all six"),
        (("لا قواعد", "قاعدة", "قاعدتان", "قواعد", "%(n)d قاعدة", "%(n)d قاعدة"), "in form 3"),
    ],
)
def test_a_counted_sentence_needs_its_six_forms(
    arabic: Catalog, forms: tuple[str, ...], fault: str
) -> None:
    assert fault in " ".join(catalogue.faults(_with(arabic, "%(n)d rule", forms)))


def test_new_and_forgotten_sentences_are_named(arabic: Catalog) -> None:
    changed = deepcopy(arabic)
    changed.delete("Approve")
    changed.add("Nobody says this", "لا أحد يقول هذا")

    found = " ".join(catalogue.faults(changed))

    assert "not in the catalogue: 'Approve'" in found
    assert "said nowhere any more: 'Nobody says this'" in found


def test_another_rule_of_plurals_is_named(arabic: Catalog) -> None:
    text = catalogue.CATALOGUE.read_bytes().replace(b"n%100>=11", b"n%100>=12")

    wrong = catalogue.faults(read_po(BytesIO(text), locale="ar"))

    assert next(wrong).startswith("another rule of plurals")


def test_every_translation_is_arabic_or_a_name_of_its_own(arabic: Catalog) -> None:
    """What has no Arabic letter is a name or a format; each is known."""
    latin = {
        str(message.id)
        for message in arabic
        if message.id and not any(ord(sign) in ARABIC_LETTERS for sign in str(message.string))
    }

    formats = {": ", "%(list)s.", "%(name)s (%(what)s)", "%(share)s %%", "%(first)s–%(last)s"}
    formats |= {"%(counted)s (%(share)s)", "%(counted)s · %(share)s", "p%(percent)s %(span)s"}
    dates = {"j M", "D j M", "M Y"}
    assert latin <= formats | dates | {"Basic", "Bearer", "MRZ", "Tor", "VIZ", "VPN", "[key] Space"}


def test_the_header_asks_for_a_native_reader(arabic: Catalog) -> None:
    assert "NEEDS A NATIVE READER" in arabic.header_comment


@pytest.mark.usefixtures("in_arabic")
def test_django_says_the_words_of_the_catalogue() -> None:
    assert gettext("Approve") == "قبول"
    assert [ngettext("%(n)d rule", "%(n)d rules", n) % {"n": n} for n in (1, 2, 5, 12, 100)] == [
        "قاعدة واحدة",
        "قاعدتان",
        "5 قواعد",
        "12 قاعدة",
        "100 قاعدة",
    ]


@pytest.mark.usefixtures("in_arabic")
def test_arabic_pages_write_latin_digits_and_arabic_months() -> None:
    at = datetime(2026, 3, 5, 14, 7, 9, tzinfo=UTC)

    assert "5 مارس 2026، 14:07<" in shown_moment(at)
    assert "5 مارس 2026<" in shown_day(date(2026, 3, 5))
    assert localize(0.83) == "0.83"
    assert localize(12000, use_l10n=True) in {"12000", "12,000"}
    assert date_format(at, "DATETIME_FORMAT") == "5 مارس 2026، 14:07"


@pytest.mark.django_db
def test_who_chose_arabic_reads_the_page_in_arabic(client: Client) -> None:
    person = User.objects.create_user("a@example.com", "a long password", name="A", language="ar")
    client.force_login(person)

    page = client.get("/me/").content.decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert "إعداداتك" in page
    assert "not translated" not in page


def _entry(held: Catalog, words: str) -> Message:
    message = held.get(words)
    assert message is not None
    return message


def _with(held: Catalog, words: str, said: str | tuple[str, ...]) -> Catalog:
    changed = deepcopy(held)
    _entry(changed, words).string = said
    return changed
