"""The rules' editor without script: every step is a button, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import PendingChange, Queue, RoutingVersion
from tests.people import MakePerson, SignedIn
from tests.reviews.house import count_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def client(admin: User, signed_in: SignedIn) -> Client:
    Queue.objects.create(slug="gulf", name="Gulf")
    return signed_in(admin)


def step(client: Client, act: str, **typed: Any) -> dict[str, Any]:
    """Press a button; what the page shows then."""
    draft = client.get("/manage/rules/").context["draft"]
    sent = {"act": act, "rule": draft.open, **{key.replace("_", "-"): typed[key] for key in typed}}
    answer = client.post("/manage/rules/", sent, follow=True)
    assert answer.status_code == 200
    return {"page": answer.content.decode(), "draft": answer.context["draft"]}


def test_a_rule_is_made_step_by_step_and_saved(client: Client) -> None:
    step(client, "add")
    step(client, "refresh", c0_field="document_country", queue="gulf")
    step(client, "refresh", c0_value="ARE")
    step(client, "add-condition", c0_value="OMN")
    step(client, "refresh", c1_field="attempt")
    shown = step(client, "refresh", c1_is="at_most", c1_value="3")
    assert "Changes not saved: 1" in shown["page"]
    assert RoutingVersion.objects.count() == 1
    step(client, "save")
    (rule,) = RoutingVersion.objects.get(number=2).rules
    assert rule["queue"] == "gulf"
    assert rule["when"] == [
        {"field": "document_country", "is": "one_of", "values": ["ARE", "OMN"]},
        {"field": "attempt", "is": "at_most", "values": ["3"]},
    ]
    assert count_of(Event.ROUTING_CHANGED) == 1
    assert "Changes not saved" not in client.get("/manage/rules/").content.decode()


def test_an_incomplete_rule_is_not_saved_and_says_what_is_missing(client: Client) -> None:
    step(client, "add")
    shown = step(client, "save")
    assert "Choose at least one value." in shown["page"]
    assert RoutingVersion.objects.count() == 1


def test_values_and_conditions_and_rules_are_taken_away(client: Client) -> None:
    step(client, "add")
    step(client, "refresh", c0_value="one")
    step(client, "add-condition", c0_value="two")
    step(client, "drop-value:0:0")
    draft = step(client, "drop-condition:1")["draft"]
    assert draft.rules[0]["when"] == [{"field": "account", "is": "one_of", "values": ["two"]}]
    assert step(client, f"remove:{draft.rules[0]['id']}")["draft"].rules == []


def test_rules_are_moved_by_buttons(client: Client) -> None:
    for account in ("one", "two"):
        step(client, "add")
        step(client, "refresh", c0_value=account)
    first, second = (rule["id"] for rule in step(client, "refresh")["draft"].rules)

    def order(act: str) -> list[str]:
        return [rule["id"] for rule in step(client, act)["draft"].rules]

    assert order(f"up:{first}") == [first, second]
    assert order(f"down:{first}") == [second, first]
    assert order(f"move:{first}:0") == [first, second]


def test_a_rule_goes_where_another_editor_did_not_save_meanwhile(client: Client) -> None:
    step(client, "add")
    step(client, "refresh", c0_value="one")
    RoutingVersion.objects.create(number=2, rules=[])
    shown = step(client, "save")
    assert "Somebody saved version 2 meanwhile" in shown["page"]
    assert RoutingVersion.objects.count() == 2
    assert step(client, "discard")["draft"].rules == []


def test_a_way_to_a_milder_queue_waits(client: Client) -> None:
    Queue.objects.filter(pk="gulf").update(consent_needed=False)
    step(client, "add")
    step(client, "refresh", c0_value="one", queue="gulf")
    assert "it waits for a second admin" in step(client, "save")["page"]
    assert PendingChange.objects.get().kind == "routing"


@pytest.mark.parametrize(
    "act",
    ["", "nothing", "up:", "up:x", "move:x", "move:x:9", "drop-value:0:0", "drop-value::",
     "drop-condition:99999999999", "remove:none", "open:none", "add-condition"],
)  # fmt: skip
def test_a_step_that_means_nothing_does_nothing(client: Client, act: str) -> None:
    assert step(client, act, c0_field="<b>", c9_is="x", queue="none")["draft"].rules == []


def test_what_an_admin_typed_is_text(client: Client) -> None:
    step(client, "add")
    step(client, "refresh", c0_field="reference")
    shown = step(client, "refresh", c0_value="<script>alert(1)</script>")
    assert "<script>alert(1)" not in shown["page"]
    assert "&lt;script&gt;alert(1)" in shown["page"]


def test_each_version_says_what_it_changed(client: Client) -> None:
    step(client, "add")
    step(client, "refresh", c0_value="one", queue="gulf")
    step(client, "save")
    page = client.get("/manage/rules/versions/").content.decode()
    assert "Rule 1 added: Account is one, to “Gulf”" in page
