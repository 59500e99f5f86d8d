"""The data panel as a page shows it, made of what both providers' sandboxes send."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string

from journeys.models import Account, Journey
from reviews.evidence.data_panel import data_identities, data_panel
from reviews.evidence.said import SaidBook
from reviews.evidence.tree import build_tree
from tests.reviews.house import arrive
from tests.reviews.views.pages import Page

AT = date(2026, 11, 1)
HOSTILE = "Sa\u202emir</bdi><script>alert(1)</script>"


def shown(journey: Journey, *, can_decide: bool = True) -> Page:
    """The panel of a journey, read as a browser would."""
    assert journey.current_snapshot is not None
    tree = build_tree(journey.current_snapshot, journey.key())
    case = SimpleNamespace(id=UUID(int=1), round_id=UUID(int=2), can_decide=can_decide)
    panel = data_panel(tree, SaidBook(), at=AT)
    page = Page()
    page.feed(
        render_to_string(
            "reviews/case/_data.html", {"panels": {"data": panel}, "tree": tree, "case": case}
        )
    )
    posted = {one["value"] for one in page.named("stable_key")}
    assert posted <= {one.stable_key for one in data_identities(tree, at=AT)}
    return page


@pytest.fixture
def signzy_journey(signzy: Account) -> Journey:
    return arrive(signzy, outcome="registry_mismatch")


def test_a_printed_date_that_the_zone_contradicts_is_asked_about(idwise: Account) -> None:
    page = shown(arrive(idwise, outcome="conflict_viz_mrz"))
    assert "1 field differs" in page.text
    assert "Which date of expiry do you accept?" in page.text
    codes = [one["value"] for one in page.named("code") if one["value"] != "corrected"]
    assert codes == ["accept_mrz", "accept_viz", "cant_tell"]
    assert {one.get("aria-pressed") for one in page.named("code")} == {"false", None}
    assert "MRZ, check digits recomputed" in page.text
    assert "all 5 right" in page.text


def test_a_register_that_says_another_date_is_asked_about(signzy_journey: Journey) -> None:
    page = shown(signzy_journey)
    assert "Which date of expiry do you accept?" in page.text
    assert "source not given" in page.text
    assert "Provider's match with what was declared" in page.text
    assert "provider read" in page.text


def test_who_cannot_decide_sees_the_question_and_no_form(signzy_journey: Journey) -> None:
    page = shown(signzy_journey, can_decide=False)
    assert "Which date of expiry do you accept?" in page.text
    assert not [one for one in page.elements if one.tag in ("form", "button", "input", "select")]


def test_every_element_that_can_be_jumped_to_has_an_id_of_its_own(signzy_journey: Journey) -> None:
    ids = [one.attributes["id"] for one in shown(signzy_journey).elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w-]+", one) for one in ids)


def test_what_a_provider_wrote_is_never_markup(idwise: Account) -> None:
    def spoil(body: dict[str, Any]) -> None:
        fields = next(iter(body["documents"].values()))["extracted_fields"]
        fields["Full Name"]["value"] = HOSTILE
        fields[HOSTILE] = {"value": HOSTILE, "type": "string", "source": "VIZ"}
        fields["MRZ Lines"]["value"] = f"P<UTO{HOSTILE}<<<<<<<<<<<<<<<<<<"

    page = shown(arrive(idwise, outcome="mrz_check_digit_wrong", change=spoil))
    assert not [one for one in page.elements if one.tag == "script"]
    assert "\u202e" not in page.text
    assert "hidden characters" in page.text
