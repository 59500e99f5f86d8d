"""A case in the reader's language: why it needs a person, and which document it is about."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Round
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import arrive, held_case

PLACES = (r'<div class="r-why">(.*?)</div>', r'id="why-person">(.*?)</details>')


def called(name: str) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["documents"]["0"]["document_type"] = name
        body["rule_results"]["document_validation"] |= {"name": f"{name} Rule", "result": "Failed"}

    return change


@pytest.fixture
def shown(idwise: Account, reviewer: User, signed_in: SignedIn) -> Any:
    """`shown(name, language)`: the rules of a case whose document and rule are called so."""

    def show(name: str, language: str) -> str:
        held: Round = held_case(arrive(idwise, outcome="glare", change=called(name)), by=reviewer)
        give_opinion(held, rating=2, by=reviewer)
        User.objects.filter(pk=reviewer.pk).update(language=language)
        address = reverse("case", args=[held.case_id])
        return signed_in(reviewer).get(f"{address}?p=6").content.decode()

    return show


def without_tags(markup: str) -> str:
    return re.sub("<[^>]*>", "", markup)


def facts_of(html: str) -> list[str]:
    (line,) = re.findall(r'<ul class="facts">(.*?)</ul>', html, re.DOTALL)
    return [without_tags(one).strip() for one in re.findall("<li.*?</li>", line, re.DOTALL)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "language,words",
    [
        ("en", "The rule “Passport Rule” has not passed (Failed)."),
        ("ar", "لم تنجح القاعدة «Passport Rule» (Failed)."),
    ],
)
def test_why_a_case_needs_a_person_is_said_in_the_readers_language(
    shown: Any, place: str, language: str, words: str
) -> None:
    (listed,) = re.findall(place, shown("Passport", language), re.DOTALL)
    assert words in without_tags(listed)
    assert '<bdi lang="und-Latn" translate="no">Passport Rule</bdi>' in listed


@pytest.mark.parametrize(
    "name,language,word",
    [
        ("passport", "en", "Passport"),
        ("resident identity card", "en", "Identity card"),
        ("resident identity card", "ar", "بطاقة هوية"),
        ("Sailor&book", "ar", "Sailor&amp;book"),
    ],
)
def test_the_head_names_the_kind_of_document_and_what_has_none_as_it_was_sent(
    shown: Any, name: str, language: str, word: str
) -> None:
    assert word in facts_of(shown(name, language))
