"""Why a journey needs a person, in the reader's language; a provider's text stays whole."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest
from django.utils import translation

from journeys.providers import idwise, signzy
from journeys.providers.bodies import parse_object
from journeys.providers.verdict_sentences import CHECK_SLOT, OWN_SLOTS, SAID_SLOT, UNSAID, Sentence
from journeys.sandbox.journey import journey
from journeys.sandbox.outcomes import outcomes_of
from reviews.evidence.verdict_words import in_the_readers_language
from tests.journeys.providers.bodies_for_tests import payload_files

LANGUAGES = ("en", "ar")
NORMALISE = {"idwise": idwise.normalise, "signzy": signzy.normalise}
UNKNOWN = '<span lang="en" dir="ltr">'
VALUE = re.compile(r"<bdi.*?</bdi>", re.DOTALL)
# Names that Arabic pages write as they are.
NAMES = re.compile("IDWise|Signzy|IP|VPN|Tor")
SENTENCE_OF = {
    "side": Sentence.CHECK_FAILED_ON,
    "title": Sentence.RESULT_MISSING,
    "flag": Sentence.IP_FLAG_FOUND,
    "what": Sentence.SAID_DIFFERENTLY,
    SAID_SLOT: Sentence.NOT_SCREENED,
}
HOSTILE = [
    '<script>alert("x")</script>',
    "</bdi></li>&amp;<b>",
    "” has not passed its rules.",
    "x” has not passed its rules. Document “y",
    "a” (front): failed.",
    "%(name)s %(said)s %s 100%",
    "{name} {0}",
    "line\nbreak\ttab",
    "جواز سفر",
    "  ",
    "(",
]


@cache
def reasons(provider: str) -> tuple[str, ...]:
    """Each that any outcome of the sandbox, or any payload, is stored with."""
    bodies = [
        journey(provider, seed=3, index=index, outcome=one.name, pictures="small").body
        for index, one in enumerate(outcomes_of(provider))
    ]
    bodies += [file.read_bytes() for file in payload_files(provider)]
    found: dict[str, None] = {}
    for body in bodies:
        found |= dict.fromkeys(NORMALISE[provider](parse_object(body)).journey.verdict_reasons)
    return tuple(found)


def text_of(markup: str) -> str:
    return unescape(re.sub("<[^>]*>", "", markup))


def example(sentence: Sentence, value: str) -> str:
    """The sentence as a provider's text of this kind would be stored."""
    own = {slot: words[-1] for slot, words in OWN_SLOTS.items()}
    free = dict.fromkeys(("key", "home", "name", "raw", "rule", CHECK_SLOT, SAID_SLOT), value)
    return sentence % {**free, **own}


@pytest.mark.parametrize("provider", NORMALISE)
def test_every_reason_that_is_stored_is_recognised(provider: str) -> None:
    assert len(reasons(provider)) > 30
    unknown = [one for one in reasons(provider) if UNKNOWN in in_the_readers_language(one)]
    assert unknown == []


@pytest.mark.parametrize("provider", NORMALISE)
def test_in_english_the_text_is_the_stored_one(provider: str) -> None:
    for one in reasons(provider):
        assert text_of(in_the_readers_language(one)) == one


@pytest.mark.parametrize("provider", NORMALISE)
def test_in_arabic_nothing_is_latin_but_the_providers_values(provider: str) -> None:
    with translation.override("ar"):
        shown = {one: in_the_readers_language(one) for one in reasons(provider)}
    for one, markup in shown.items():
        own = NAMES.sub("", text_of(VALUE.sub("", markup)))
        assert not re.search("[A-Za-z]", own), (one, own)
        assert re.search("[\u0600-\u06ff]", own)


@pytest.mark.parametrize("sentence", Sentence, ids=[one.name for one in Sentence])
def test_every_template_is_recognised_and_arabic(sentence: Sentence) -> None:
    stored = example(sentence, "Some value")
    assert text_of(in_the_readers_language(stored)) == stored
    with translation.override("ar"):
        shown = in_the_readers_language(stored)
    own = NAMES.sub("", text_of(VALUE.sub("", shown)))
    assert re.search("[\u0600-\u06ff]", own)
    assert not re.search("[A-Za-z]", own)
    assert shown.count("Some value") == stored.count("Some value")


@pytest.mark.parametrize("slot", SENTENCE_OF)
def test_words_of_ours_are_in_the_readers_language(slot: str) -> None:
    for word in OWN_SLOTS.get(slot, UNSAID):
        stored = SENTENCE_OF[slot] % {CHECK_SLOT: "-", slot: word}
        assert text_of(in_the_readers_language(stored)) == stored
        with translation.override("ar"):
            shown = in_the_readers_language(stored)
        assert not re.search("[A-Za-z]", NAMES.sub("", text_of(shown)))


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_providers_text_stays_escaped_and_whole(value: str, language: str) -> None:
    for sentence in Sentence:
        stored = example(sentence, value)
        with translation.override(language):
            shown = in_the_readers_language(stored)
        assert "<script" not in shown
        assert "<b>" not in shown
        assert shown.count("<bdi") == shown.count("</bdi>")
        if language == "en":
            assert text_of(shown) == stored
        assert value in text_of(shown) or value not in stored


def test_a_value_that_looks_like_a_template_is_still_a_value() -> None:
    stored = Sentence.DOCUMENT_RULES_NOT_PASSED % {"name": "x” has not passed its rules. “y"}
    with translation.override("ar"):
        shown = in_the_readers_language(stored)
    (value,) = VALUE.findall(shown)
    assert text_of(value) == "x” has not passed its rules. “y"


@pytest.mark.parametrize("provider", NORMALISE)
def test_a_name_that_we_gave_to_a_check_is_in_the_readers_language(provider: str) -> None:
    ours = [one for one in reasons(provider) if "optical" in one or "“Security features”" in one]
    assert bool(ours) is (provider == "signzy")
    with translation.override("ar"):
        assert not any(VALUE.search(in_the_readers_language(one)) for one in ours)


def test_a_group_is_named_by_us_and_its_element_by_the_engine() -> None:
    stored = Sentence.CHECK_FAILED % {"check": "Image pattern: <b>BLANK"}
    assert text_of(in_the_readers_language(stored)) == stored
    with translation.override("ar"):
        shown = in_the_readers_language(stored)
    assert [text_of(one) for one in VALUE.findall(shown)] == ["<b>BLANK"]
    assert "Image pattern" not in shown


def test_a_value_that_is_empty_leaves_its_quotes() -> None:
    stored = Sentence.RULE_NOT_PASSED % {"name": "", "said": "Failed"}
    assert text_of(in_the_readers_language(stored)) == "The rule “” has not passed (Failed)."


@pytest.mark.parametrize(
    "stored",
    [
        "The moon was in the wrong house.",
        "Document “A” has not passed its rules. And more.",
        "The selfie has not passed its rules.\n",
        "Document 4: the result is missing.",
        "<b>The document failed.</b>",
    ],
)
def test_a_sentence_that_no_template_knows_is_shown_as_it_is(stored: str) -> None:
    with translation.override("ar"):
        shown = in_the_readers_language(stored)
    assert shown.startswith(f'{UNKNOWN}<bdi lang="en" translate="no">')
    assert text_of(shown) == stored
    assert "<b>" not in shown


def test_a_value_as_long_as_a_body_is_found_at_once() -> None:
    long = "” for x” (y) has not passed (" * 20_000
    stored = Sentence.IN_NO_TABLE % {"raw": long, "home": "check.outcome"}
    assert UNKNOWN not in in_the_readers_language(stored)
    assert UNKNOWN in in_the_readers_language(stored + "!")
