"""Settings of a reason as one value: what is refused, what differs, what weakens a gate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import (
    ReasonSettings,
    Words,
    check_code,
    diff,
    house_languages,
    language_of,
    other_languages,
    plain_diff,
    weakens,
)

GLARE = ReasonSettings(
    outcome="resubmit",
    texts=(
        ("ar", Words("انعكاس", "يرجى التصوير مرة أخرى.")),
        ("en", Words("Glare", "Please photograph it again.")),
    ),
)


def plain(**changed: Any) -> dict[str, Any]:
    return {**GLARE.to_json(), **changed}


def problems(**changed: Any) -> dict[str, str]:
    with pytest.raises(PolicyError) as refused:
        ReasonSettings.from_json(plain(**changed))
    return dict(refused.value.problems)


def english(reviewer: str = "Glare", applicant: str = "Again, please.") -> dict[str, Any]:
    return {"texts": {"en": {"reviewer": reviewer, "applicant": applicant}}}


def test_what_is_written_out_is_read_back() -> None:
    assert ReasonSettings.from_json(GLARE.to_json()) == GLARE


def test_a_language_without_words_is_left_out_and_space_is_trimmed() -> None:
    texts = {
        "en": {"reviewer": "  Glare \n on it ", "applicant": "Again."},
        "fr": {"reviewer": "", "applicant": " "},
    }
    read = ReasonSettings.from_json(plain(texts=texts))
    assert read.texts == (("en", Words("Glare on it", "Again.")),)


@pytest.mark.parametrize(
    "changed,field",
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"order": 10_000}, "order"),
        ({"provider_text": "x" * 161}, "provider_text"),
        (english(reviewer=""), "reviewer-en"),
        (english(reviewer="x" * 161), "reviewer-en"),
        (english(applicant=""), "applicant-en"),
        (english(applicant="x" * 301), "applicant-en"),
        (english(applicant="turned \u202e round"), "applicant-en"),
        (english(applicant="bell \x07"), "applicant-en"),
        ({"texts": {**english()["texts"], "xx": {"reviewer": "", "applicant": "?"}}}, ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, Any], field: str) -> None:
    assert list(problems(**changed)) == [field]


def test_an_applicant_who_is_not_asked_again_may_be_told_nothing() -> None:
    assert ReasonSettings.from_json(plain(outcome="reject", **english(applicant="")))


def test_joiners_of_other_scripts_are_letters() -> None:
    words = ReasonSettings.from_json(plain(**english(applicant="می\u200cخواهیم"))).words("en")
    assert words.applicant == "می\u200cخواهیم"


@pytest.mark.parametrize("code", ["resubmit-glare", "a", "x1-2"])
def test_a_code_of_small_letters_is_taken(code: str) -> None:
    assert check_code(code) == ""


@pytest.mark.parametrize("code", ["", "Glare", "two words", "-a", "a--b", "a-", "é", "x" * 41])
def test_any_other_code_is_refused(code: str) -> None:
    assert "small letters" in check_code(code)


def test_only_a_note_that_is_asked_for_no_more_weakens() -> None:
    asking = replace(GLARE, needs_note=True)
    assert len(weakens(asking, GLARE)) == 1
    assert weakens(GLARE, asking) == ()
    assert weakens(GLARE, replace(GLARE, is_active=False, order=4, provider_text="x")) == ()


def test_what_differs_is_told_in_words_and_kept_as_it_is() -> None:
    after = replace(GLARE, order=7, is_active=False, texts=GLARE.texts[1:])
    assert [(one.label, one.before, one.after) for one in diff(GLARE, after)] == [
        ("Place in the list", "0", "7"),
        ("In use", "yes", "no"),
        ("Reviewers read, in Arabic", "انعكاس", "–"),
        ("Applicants read, in Arabic", "يرجى التصوير مرة أخرى.", "–"),
    ]
    assert plain_diff(GLARE, after) == {
        "order": [0, 7],
        "is_active": [True, False],
        "reviewer-ar": ["انعكاس", ""],
        "applicant-ar": ["يرجى التصوير مرة أخرى.", ""],
    }
    assert set(plain_diff(None, GLARE)) >= {"outcome", "order", "reviewer-en", "applicant-ar"}


def test_languages_have_names_and_directions() -> None:
    assert house_languages() == ["en", "ar"]
    assert (language_of("ur").name, language_of("ur").direction) == ("Urdu", "rtl")
    assert language_of("en").direction == "ltr"
    assert language_of("xx").name == "xx"
    offered = {one.code for one in other_languages({"en", "ar"})}
    assert {"fr", "hi", "ur"} <= offered
    assert not {"en", "ar"} & offered
