"""The page where everybody changes their own keys, without script."""

from __future__ import annotations

import json

from django.urls import reverse

from kycreview.staff.key_commands import COMMANDS, written
from kycreview.staff.models import User
from tests.people import SignedIn
from tests.reviews.views.pages import page_of


def _form(**change: str) -> dict[str, str]:
    return {one.code: written(one.key) for one in COMMANDS} | change


def test_a_changed_key_is_kept_with_the_switch_and_told_to_every_page(
    reviewer: User, signed_in: SignedIn
) -> None:
    reviewer.key_map = {"off": True}
    reviewer.save()
    client = signed_in(reviewer)
    assert client.post(reverse("profile_keys"), _form(approve="G P")).status_code == 302
    reviewer.refresh_from_db()
    assert reviewer.key_map == {"off": True, "keys": {"approve": "g KeyP"}}
    page = page_of(client.get(reverse("profile_keys")))
    (body,) = [one.attributes for one in page.elements if one.tag == "body"]
    assert json.loads(body["data-key-map"]) == {"KeyA": "g KeyP"}
    assert page.value_of("approve") == "G P"


def test_a_key_that_another_command_has_is_refused_and_what_was_typed_stays(
    reviewer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(reviewer).post(reverse("profile_keys"), _form(approve="x"))
    assert answer.status_code == 422
    assert "the key of “Reject” already" in page_of(answer).text
    assert page_of(answer).value_of("approve") == "x"
    reviewer.refresh_from_db()
    assert reviewer.key_map == {}


def test_one_key_or_all_are_reset(reviewer: User, signed_in: SignedIn) -> None:
    client = signed_in(reviewer)
    reviewer.key_map = {"keys": {"approve": "KeyP", "note": "KeyM"}}
    reviewer.save()
    client.post(reverse("profile_keys"), _form(reset="note"))
    reviewer.refresh_from_db()
    assert reviewer.key_map["keys"] == {"approve": "KeyP"}
    client.post(reverse("profile_keys"), _form(reset="all"))
    reviewer.refresh_from_db()
    assert reviewer.key_map["keys"] == {}
