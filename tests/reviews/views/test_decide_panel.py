"""What stands beside the decision: agreement, coverage, the words to the applicant."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reviews.evidence.coverage import coverage
from reviews.evidence.open_items import OpenItem
from reviews.evidence.panels import Panels
from reviews.evidence.reveal import agreement
from reviews.views.decide_panel import applicant_message


@pytest.mark.parametrize(
    "rating,outcome,expected",
    [
        (3, "pass", "agree"),
        (-1, "fail", "agree"),
        (1, "fail", "disagree"),
        (-3, "pass", "disagree"),
        (0, "pass", "open"),
        (0, "fail", "open"),
        (2, "uncertain", "open"),
        (-2, "not_done", "open"),
        (2, "unknown", "open"),
    ],
)
def test_only_two_clear_opinions_agree_or_disagree(
    rating: int, outcome: str, expected: str
) -> None:
    assert agreement(rating, outcome) == expected


@dataclass(frozen=True)
class Built:
    open_items: tuple[OpenItem, ...]


def test_coverage_names_what_was_not_opened_and_what_is_open() -> None:
    items = Panels(data=Built((OpenItem("a", "Surname"), OpenItem("b", "Sex")))).items_by_panel()
    found = coverage(items, seen={1, 3, 4, 6, 7, 8}, mandatory=[1, 2])
    assert [(one.number, one.is_required) for one in found.unseen] == [(2, True), (5, False)]
    assert [one.number for one in found.required] == [2]
    assert [(one.number, one.count, one.first.label) for one in found.open_items] == [
        (3, 2, "Surname")
    ]


@dataclass(frozen=True)
class Reason:
    code: str
    applicant_text: str
    applicant_language: str
    outcome: str = "resubmit"


ARABIC, ENGLISH = Reason("glare", "عربي", "ar"), Reason("blur", "Sharper, please.", "en")


def test_every_line_to_the_applicant_says_its_own_language_and_direction() -> None:
    message = applicant_message("ar", [ARABIC, ENGLISH])
    assert (message.language, message.direction) == ("ar", "rtl")
    assert [(line.language, line.direction) for line in message.lines] == [
        ("ar", "rtl"),
        ("en", "ltr"),
    ]


@pytest.mark.parametrize(
    "language,words", [("fr", "no words in French"), ("", "names no language")]
)
def test_english_stands_in_for_a_language_without_words_and_says_so(
    language: str, words: str
) -> None:
    message = applicant_message(language, [ENGLISH])
    assert words in message.about
    assert message.language == "en"


def test_reasons_to_reject_are_not_in_the_message() -> None:
    rejected = Reason("altered", "We could not accept it.", "en", outcome="reject")
    assert applicant_message("en", [rejected]).lines == ()
