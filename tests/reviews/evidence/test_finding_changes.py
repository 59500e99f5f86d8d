"""Listed people and rules that are new, other or gone since the round before."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.desk.pulling import pull
from reviews.evidence.blind import is_blind
from reviews.evidence.case_page import case_page, changes_since
from reviews.evidence.finding_changes import Change
from reviews.evidence.side_by_side import SideBySide, side_by_side
from reviews.evidence.tree import build_tree
from reviews.models import Case, Queue
from tests.people import SignedIn
from tests.reviews.evidence.test_changes import current
from tests.reviews.house import (
    Change as BodyChange,
)
from tests.reviews.house import (
    arrive,
    arrive_again,
    body_of,
    held_case,
    in_effect,
    new_account,
    round_of,
    store_pictures,
)
from tests.reviews.views.pages import page_of

HOSTILE = "<img src=x onerror=alert(1)>"


def became(body: dict[str, Any]) -> BodyChange:
    """The next answer of the same journey."""

    def change(before: dict[str, Any]) -> None:
        before.clear()
        before.update(body)

    return change


def between(account: Account, before: dict[str, Any], after: BodyChange) -> SideBySide:
    """What changed from one answer to the next of one journey."""
    journey = arrive(account, outcome="glare", change=became(before))
    seen = current(journey)
    arrive_again(journey, after)
    key = journey.key()
    return side_by_side(build_tree(seen, key), build_tree(current(journey), key), number=1)


@pytest.mark.both_databases
def test_new_matches_stand_first_then_changed_ones_then_those_that_went(idwise: Account) -> None:
    before = body_of("idwise", outcome="aml_sanctions")
    before["aml"]["matches"].append({"name": "Gone Person", "datasets": ["Insolvency"]})
    changes = between(idwise, before, became(body_of("idwise", outcome="aml_many")))
    assert [one.change for one in changes.matches] == [
        *[Change.NEW] * 6,
        Change.OTHER,
        Change.GONE,
    ]
    anchors = [one.anchor for one in changes.matches]
    # The entry of before is the heaviest, and stands first on the panel.
    assert anchors == [*[f"match-{number}" for number in range(2, 8)], "match-1", ""]
    other, gone = changes.matches[-2:]
    assert [one.code for one in other.lists_before] == ["sanctions"]
    assert [one.code for one in other.part.datasets] == ["sanctions", "pep"]
    assert gone.part.name == "Gone Person"
    # Whom a graver list has now is news too, and stands first of all.
    assert changes.newly_listed == (other, *changes.matches[:6])


@pytest.mark.parametrize(
    "name,value,what",
    [
        ("datesOfBirth", ["1971-02-03"], ("Date of birth",)),
        ("aliases", [{"firstName": "Nom", "lastName": "De Guerre", "type": "AKA"}], ("Name",)),
        ("countries", ["NO"], ("Country",)),
        ("notes", "An entry of another year.", ("Notes",)),
        ("score", 0.11, ("List score",)),
        ("details", {"x": {"title": "T", "y": "z"}}, ("What the list says",)),
        ("match_status", "false_positive", ()),
    ],
)
def test_a_changed_entry_says_what_of_it_is_other(
    idwise: Account, name: str, value: object, what: tuple[str, ...]
) -> None:
    def change(body: dict[str, Any]) -> None:
        body["aml"]["matches"][2][name] = value

    changes = between(idwise, body_of("idwise", outcome="aml_many"), change)
    (one,) = changes.matches
    assert (one.change, one.what, one.lists_before) == (Change.OTHER, what, ())
    states = [(state.name, state.before, state.after) for state in one.states]
    expected = [("match_status", "potential_match", "false_positive")]
    assert states == (expected if name == "match_status" else [])


def test_an_order_that_changed_is_no_change(idwise: Account) -> None:
    def turned(body: dict[str, Any]) -> None:
        body["aml"]["matches"].reverse()
        body["rule_results"] = dict(reversed(body["rule_results"].items()))

    changes = between(idwise, body_of("idwise", outcome="aml_many"), turned)
    assert (changes.matches, changes.rules, changes.has_screening) == ((), (), False)


def test_two_people_without_an_id_of_the_list_are_told_apart(idwise: Account) -> None:
    def twice(body: dict[str, Any]) -> None:
        body["aml"]["matches"].append(dict(body["aml"]["matches"][0]))

    before = body_of("idwise", outcome="aml_sanctions")
    before["aml"]["matches"][0].pop("resourceId")
    changes = between(idwise, before, twice)
    assert [one.change for one in changes.matches] == [Change.NEW]


def test_a_search_that_was_made_meanwhile_is_told(idwise: Account) -> None:
    before = body_of("idwise", outcome="aml_not_ready")
    changes = between(idwise, before, became(body_of("idwise", outcome="clean_pass")))
    ((search,)) = changes.searches
    assert search.before is not None
    assert search.after is not None
    assert (search.before.code, search.after.code) == ("not_ready", "applicable")


def test_rules_are_new_other_or_gone_and_lead_to_their_lines(idwise: Account) -> None:
    def change(body: dict[str, Any]) -> None:
        rules = body["rule_results"]
        rules["house_rule"] = {"name": "House rule", "result": "Failed"}
        rules["no_aml_records"]["result"] = "Passed"
        rules["no_aml_records"]["details"] = []
        rules["selfie_liveness"]["details"] = [
            {"title": "Looked twice", "result": "Passed", "reference_object": None}
        ]
        rules.pop("under_age")

    changes = between(idwise, body_of("idwise", outcome="aml_sanctions"), change)
    told = [(one.change, one.anchor, one.is_same_result) for one in changes.rules]
    assert told == [
        (Change.NEW, "rule-house_rule", False),
        (Change.OTHER, "rule-no_aml_records", False),
        (Change.OTHER, "rule-selfie_liveness", True),
        (Change.GONE, "", False),
    ]
    turned = changes.rules[1]
    assert turned.before is not None
    assert turned.after is not None
    assert (turned.before.code, turned.after.code) == ("fail", "pass")


@pytest.mark.both_databases
def test_two_journeys_of_one_applicant_are_compared_though_their_keys_differ(
    idwise: Account,
) -> None:
    first = arrive(idwise, outcome="aml_many")
    second = arrive(idwise, outcome="aml_many", provider_id="another-journey")
    trees = [build_tree(current(one), one.key()) for one in (first, second)]
    assert trees[0].identities.values() != trees[1].identities.values()
    changes = side_by_side(trees[0], trees[1], number=1)
    assert (changes.matches, changes.rules) == ((), ())


def listed_later(reviewer: User, *, name: str = "") -> Case:
    """Approved with nobody listed, then on lists: the case is open again, in its second round."""
    journey = arrive(new_account("idwise"), outcome="glare")
    in_effect(held_case(journey, by=reviewer), "approve", by=reviewer)
    body = json.loads(json.dumps(body_of("idwise", outcome="aml_many")))
    body["aml"]["matches"][0]["name"] = name or body["aml"]["matches"][0]["name"]
    body["rule_results"]["no_aml_records"]["name"] = name or "No AML records"
    arrive_again(journey, became(body))
    store_pictures(journey)
    assert pull() == 1
    return Case.objects.get()


@pytest.mark.both_databases
def test_a_case_that_is_open_again_names_who_is_newly_listed_and_leads_there(
    database: object, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    case = claim(listed_later(reviewer), by=second_reviewer)
    page = page_of(signed_in(second_reviewer).get(reverse("case", args=[case.pk])))
    assert page.text.count("Newly listed") == 7 + 3
    links = [one.attributes.get("href") for one in page.elements if one.tag == "a"]
    ids = [one.attributes.get("id") for one in page.elements]
    for anchor in ("match-1", "match-7", "rule-no_aml_records", "changes-screening"):
        assert f"#{anchor}" in links
        assert ids.count(anchor) == 1


def test_a_listed_name_and_a_rules_name_are_never_markup(
    database: object, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    case = claim(listed_later(reviewer, name=HOSTILE), by=second_reviewer)
    text = signed_in(second_reviewer).get(reverse("case", args=[case.pk])).content.decode()
    assert "onerror" in text
    assert "<img src=x" not in text


def test_while_blind_nothing_of_it_is_served(
    database: object, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    case = claim(listed_later(reviewer, name="Zelda Quirk"), by=second_reviewer)
    Queue.objects.update(blind_first=True)
    its_round = round_of(case)
    its_round.policy = None
    its_round.save()
    assert is_blind(round_of(case), viewer=second_reviewer)
    answer = signed_in(second_reviewer).get(reverse("case", args=[case.pk]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert not [
        word for word in ("Zelda", "Newly listed", "Changed since", "changes-") if word in text
    ]


def test_who_reads_a_closed_case_again_is_told_of_no_change(
    database: object, reviewer: User, second_reviewer: User
) -> None:
    case = claim(listed_later(reviewer), by=second_reviewer)
    page = case_page(case, viewer=second_reviewer)
    assert changes_since(page.rounds, page.tree, viewer=second_reviewer) is not None
    page.rounds[0].why = "reread"
    assert changes_since(page.rounds, page.tree, viewer=second_reviewer) is None
