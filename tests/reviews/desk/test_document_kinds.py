"""Documents in lists: one kind is one word, however providers spell it, as the reader speaks."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import translation

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.list_filters import read_filters
from reviews.desk.routing.kinds import DocumentKind, document_code, document_word
from reviews.models import Case
from tests.people import SignedIn
from tests.reviews.house import arrive, opened
from tests.reviews.views.pages import page_of

pytestmark = pytest.mark.both_databases


def called(name: str) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["documents"]["0"]["document_type"] = name

    return change


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.mark.parametrize(
    "name,code",
    [
        ("Passport", "passport"),
        ("passport", "passport"),
        (" PASSPORT ", "passport"),
        ("ePassport", "passport"),
        ("National ID card", "identity_card"),
        ("identity_card", "identity_card"),
        ("Sailor's  book", "Sailor's book"),
        ("", ""),
    ],
)
def test_a_kind_is_one_word(name: str, code: str) -> None:
    assert document_code(name) == code
    assert document_code(document_code(name)) == code


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_a_kind_is_shown_in_the_readers_language(kind: DocumentKind) -> None:
    if kind is not DocumentKind.OTHER:
        with translation.override("ar"):
            assert document_word(kind.value)[0] > "\u0600"


def test_spellings_of_one_kind_are_one_choice_of_the_filter(
    idwise: Account, client: Client
) -> None:
    for index, name in enumerate(("Passport", "passport", "PASSPORT", "Sailor's book")):
        opened(arrive(idwise, outcome="glare", index=index, change=called(name)))
    assert sorted(Case.objects.values_list("document_type", flat=True)) == [
        "Sailor's book",
        *["passport"] * 3,
    ]
    shown = page_of(client.get("/queue/main/"))
    boxes = [box["value"] for box in shown.named("doc") if box["type"] == "checkbox"]
    assert boxes == ["passport", "Sailor's book"]
    assert "Passport" in shown.text
    assert shown.text.count("PASSPORT") == 0


def test_an_address_of_before_still_finds_them(idwise: Account, client: Client) -> None:
    case = opened(arrive(idwise, outcome="glare", change=called("Passport")))
    assert read_filters({"doc": ["Passport"]}, is_blind=False) == {"doc": ("passport",)}
    assert case.code in page_of(client.get("/queue/main/", {"doc": "Passport"})).text


def test_rows_of_before_are_mended(idwise: Account) -> None:
    old = {"Passport": "passport", "passport": "passport", "Sailor's book": "Sailor's book"}
    cases = {
        name: opened(arrive(idwise, outcome="glare", index=index)) for index, name in enumerate(old)
    }
    for name, case in cases.items():
        Case.objects.filter(pk=case.pk).update(document_type=name)
    module = importlib.import_module("reviews.migrations.0014_document_kinds")
    with connection.schema_editor() as editor:
        module.name_by_kind(apps, editor)
    assert {name: Case.objects.get(pk=case.pk).document_type for name, case in cases.items()} == old
