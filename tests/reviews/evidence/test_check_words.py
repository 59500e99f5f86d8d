"""Names of checks: those that we gave are the reader's, a provider's stay what it sent."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from journeys.providers.signzy import normalise
from journeys.providers.signzy.document_checks import DETAILS_OPTICAL, IMAGE_QUALITY, MATCHES
from journeys.providers.signzy.engine_names import GROUPS
from reviews.evidence.check_words import own_check_name, shown_check_name
from reviews.evidence.diagnose import check_name
from tests.journeys.providers.bodies_for_tests import PAYLOADS, tree_of

NAMES = [
    name
    for labels in (DETAILS_OPTICAL, IMAGE_QUALITY, MATCHES, GROUPS)
    for _key, name in labels.values()
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_ours_is_in_the_readers_language(name: str) -> None:
    assert (own_check_name(name), str(shown_check_name(name))) == (name, name)
    with translation.override("ar"):
        assert own_check_name(name)[0] > "\u0600"
        assert check_name(name).words == own_check_name(name)


@pytest.mark.parametrize("name", ["Authentic Document", "image pattern", "", "Glare & blur"])
def test_a_name_of_a_provider_is_its_own(name: str) -> None:
    with translation.override("ar"):
        assert own_check_name(name) == ""
        assert not check_name(name).is_ours


def test_every_named_check_of_a_signzy_answer_is_said_in_arabic() -> None:
    checks = normalise(tree_of(PAYLOADS / "signzy" / "rich.json")).checks
    assert len(checks) > 20
    with translation.override("ar"):
        shown = {one.name: shown_check_name(one.name) for one in checks if one.name}
    own = {name: re.sub(r"<bdi.*?</bdi>|MRZ", "", markup) for name, markup in shown.items()}
    assert {name for name, words in own.items() if not re.search("[\u0600-\u06ff]", words)} == set()
