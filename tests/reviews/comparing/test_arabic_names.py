"""Free transcriptions of Arabic names: spellings in use fit, those of other names do not."""

from __future__ import annotations

import pytest

from reviews.comparing.arabic_names import may_transcribe, units
from tests.reviews.comparing.arabic_spellings import SHARED, SPELLINGS


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_name_fits_its_own_spellings_and_no_other_name_s(name: str) -> None:
    own = set(SPELLINGS[name])
    shared = {latin for arabic, latin in SHARED if arabic == name}
    elsewhere = {latin for latins in SPELLINGS.values() for latin in latins} - own - shared
    assert {latin for latin in own | shared if not may_transcribe(name, latin)} == set()
    assert {latin for latin in elsewhere if may_transcribe(name, latin)} == set()


@pytest.mark.parametrize(
    "arabic,latin,fits",
    [
        ("عبد الرحمن", "ABD AL RAHMAN", True),
        ("عبد الرحمن", "ABDARRAHMAN", True),
        ("عبد الرحمن", "ABDRAHMAN", False),
        ("عبد الرحمن", "RAHMAN", False),
        ("الشامسي", "AL SHAMSI", True),
        ("الشامسي", "ASSHAMSI", True),
        ("الشامسي", "SHAMSI", False),
        ("القاسمي", "AQQASIMI", False),  # ق is no sun letter
        ("محمد", "MOHAMED ALI", False),
        ("محمد علي", "MOHAMED", False),
        ("ڻمد", "NAMAD", False),  # a letter of another language
        ("محمد", "", False),
        ("", "MOHAMED", False),
        ("محمد", "M0HAMED", False),
    ],
)
def test_the_article_and_every_word_must_be_there(arabic: str, latin: str, fits: bool) -> None:
    assert may_transcribe(arabic, latin) is fits


def test_particles_belong_to_the_next_word() -> None:
    assert units("محمد عبد الرحيم آل مكتوم") == ("محمد", "عبد الرحيم", "ال مكتوم")
