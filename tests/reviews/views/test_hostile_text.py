"""What a provider sends is text, whatever it looks like: no page makes anything else of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from journeys.importing import save_answer
from journeys.models import Account, Journey, Snapshot
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.desk.pulling import pull
from reviews.evidence.blind import has_pair
from reviews.models import Case, OutboxRow
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import body_of, in_effect, opened, round_of, store_pictures
from tests.reviews.views.pages import Page, page_of

MARKUP = (
    '{{7*7}}<x-canary>"\'><script>alert("canary")</script><img src=x onerror=alert(1)>'
    "{% debug %}${7*7}<%= 7*7 %>&lt;x-canary&gt;"
)
SCRIPT_URL = "javascript:alert('canary')"


def in_every_text(change: Callable[[str], str], node: Any) -> Any:
    """The tree with `change` applied to every string value; keys stay."""
    if isinstance(node, dict):
        return {key: in_every_text(change, value) for key, value in node.items()}
    if isinstance(node, list):
        return [in_every_text(change, value) for value in node]
    return change(node) if isinstance(node, str) else node


def in_keys_too(node: Any) -> Any:
    """Fields, rules, signals and answers are named by the provider as well."""
    named = ("extracted_fields", "extractedFields", "rule_results", "input", "device_signals")
    if isinstance(node, dict):
        return {
            key: {f"{name}{MARKUP}": in_keys_too(inner) for name, inner in value.items()}
            if key in named and isinstance(value, dict)
            else in_keys_too(value)
            for key, value in node.items()
        }
    return [in_keys_too(one) for one in node] if isinstance(node, list) else node


CHANGES: dict[str, Callable[[Any], Any]] = {
    "markup behind every text": lambda body: in_every_text(lambda text: f"{text}{MARKUP}", body),
    "markup for every text": lambda body: in_every_text(lambda text: MARKUP, body),
    "script addresses": lambda body: in_every_text(lambda text: SCRIPT_URL, body),
    "markup in names": in_keys_too,
    "unknown leaves": lambda body: body | {f"new{MARKUP}": {"x": [MARKUP, SCRIPT_URL]}},
}


def hostile(account: Account, outcome: str, change: Callable[[Any], Any]) -> Journey:
    body = change(body_of(account.provider, outcome=outcome))
    raw = json.dumps(body).encode()
    provider_id = f"id-{MARKUP}"
    return save_answer(account, provider_id, raw, how=Snapshot.How.CALLBACK).journey


def assert_harmless(answer: Any) -> Page:
    assert answer.status_code == 200, answer.status_code
    page = page_of(answer)
    for one in page.elements:
        assert one.tag != "x-canary", "an element was made of somebody's text"
        for name, value in one.attributes.items():
            assert not name.startswith("on"), f"{name} on <{one.tag}>"
            assert name not in ("style", "srcdoc"), f"{name} on <{one.tag}>"
            if name in ("href", "src", "action", "formaction", "poster", "xlink:href"):
                address = urlsplit(value)
                assert (address.scheme, address.netloc) == ("", ""), value
        if one.tag == "script":
            assert one.attributes["src"].startswith("/static/")
    text = answer.content.decode()
    assert "<script>" not in text
    assert "<x-canary" not in text
    return page


@pytest.fixture
def client(signed_in: SignedIn, lead: User) -> Client:
    return signed_in(lead)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize(
    "provider,outcome",
    [("idwise", "aml_many"), ("idwise", "government_face"), ("signzy", "registry_mismatch")],
)
def test_no_page_of_a_case_makes_anything_of_a_providers_text(
    request: pytest.FixtureRequest,
    client: Client,
    lead: User,
    provider: str,
    outcome: str,
    change: Callable[[Any], Any],
) -> None:
    account: Account = request.getfixturevalue(provider)
    journey = hostile(account, outcome, change)
    store_pictures(journey)  # a face on its way would be waited for
    pull()
    case = Case.objects.filter(case_journeys__journey=journey).first()
    if case is None:
        urls = [reverse("journey", args=[journey.pk])]
    else:
        claim(case, by=lead)
        url = reverse("case", args=[case.pk])
        faces_only = assert_harmless(client.get(url))
        if has_pair(journey):
            assert_nothing_but_faces(faces_only)
            give_opinion(round_of(case), rating=1, by=lead)
        urls = [url, reverse("case_trail", args=[case.pk])]
    page = assert_harmless(client.get(urls[0]))
    if change is not CHANGES["script addresses"]:
        assert "{{7*7}}" in page.text, "it is shown as it was sent"
    for other in (*urls[1:], reverse("desk"), reverse("trail")):
        assert_harmless(client.get(other))


def assert_nothing_but_faces(page: Page) -> None:
    """Before the rating not even what was sent as text is there."""
    assert page.named("rating")
    assert "7*7" not in page.text
    assert "canary" not in "".join(
        value for one in page.elements for value in one.attributes.values()
    )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nor_does_the_page_of_who_need_not_rate_first(
    idwise: Account, client: Client, lead: User, change: Callable[[Any], Any]
) -> None:
    journey = hostile(idwise, "aml_many", change)
    case = claim(opened(journey), by=lead)
    page = assert_harmless(client.get(reverse("case", args=[case.pk])))
    assert "canary" in page.text or "7*7" in page.text


def test_a_search_for_markup_shows_it_as_text(idwise: Account, client: Client) -> None:
    journey = hostile(idwise, "glare", CHANGES["markup behind every text"])
    pull()
    found = client.post(reverse("search"), {"query": journey.provider_id}, follow=True)
    page = assert_harmless(found)
    assert "1 journey found" in page.text
    assert "{{7*7}}" in page.text
    nothing = client.post(reverse("search"), {"query": f"{MARKUP} none"}, follow=True)
    assert "0 journeys found" in assert_harmless(nothing).text


def test_what_a_reviewer_writes_is_text_too(idwise: Account, client: Client, lead: User) -> None:
    journey = hostile(idwise, "glare", lambda body: body)
    its_round = round_of(claim(opened(journey), by=lead))
    in_effect(its_round, "reject", by=lead, note=MARKUP)
    OutboxRow.objects.update(state=OutboxRow.State.FAILED, last_error=MARKUP)
    page = assert_harmless(client.get(reverse("case", args=[its_round.case_id])))
    assert page.text.count("{{7*7}}") >= 2


def test_an_account_and_a_person_with_markup_for_a_name(
    idwise: Account, admin: User, lead: User, signed_in: SignedIn
) -> None:
    User.objects.filter(pk=lead.pk).update(name=MARKUP[:100])
    client = signed_in(admin)
    for name in ("staff", "imports", "accounts"):
        assert_harmless(client.get(reverse(name)))
    answer = client.get(reverse("staff_edit", args=[lead.pk]))
    assert MARKUP[:100] in page_of(answer).value_of("name")
    assert_harmless(answer)
