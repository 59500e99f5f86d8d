"""What may be said of a screening match, by whom; and what others said of the same entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Account, Journey
from journeys.providers import results as r
from kycreview.sealing import destroy_data_key
from kycreview.staff.models import User
from reviews.errors import Incomplete, NotAllowed
from reviews.evidence.shapes import Tree
from reviews.evidence.tree import build_tree
from reviews.forms.screening import DispositionValues
from reviews.verdicts.saying import say
from reviews.verdicts.screening import CODES, check_disposition, precedent_key, precedents_for
from tests.reviews.house import arrive, held_case, new_account

GRAVE = ("sanctions", "pep", "pep_linked", "unknown", "a-list-that-nobody-knows")


def match(*lists: str) -> r.AmlMatch:
    return r.AmlMatch(name="Anna", datasets=tuple(r.Coded(one, one) for one in lists))


@pytest.mark.parametrize(
    "values,field",
    [
        ({}, "attributes"),
        ({"why": "I simply know"}, "attributes"),
        ({"attributes": ["sex"]}, "attributes"),
        ({"attributes": ["other"]}, "why"),
        ({"attributes": ["birth_date", "other"], "why": "  "}, "why"),
    ],
)
def test_not_this_person_needs_an_attribute_that_tells_them_apart(
    values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        check_disposition(
            match("sanctions"),
            "not_this_person",
            values,
            may_confirm=True,
            offered=("birth_date", "country"),
        )
    assert refused.value.field == field
    assert refused.value.status == 422


def test_not_this_person_is_accepted_with_one() -> None:
    for values in ({"attributes": ["birth_date"]}, {"attributes": ["other"], "why": "A scar"}):
        check_disposition(
            match("sanctions"),
            "not_this_person",
            values,
            may_confirm=False,
            offered=("birth_date",),
        )


@pytest.mark.parametrize("lists", [(one,) for one in GRAVE] + [(), ("insolvency", "pep")])
def test_confirming_sanctions_political_exposure_or_an_unknown_list_needs_the_right(
    lists: tuple[str, ...],
) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_disposition(match(*lists), "is_this_person", {}, may_confirm=False)
    assert refused.value.status == 403
    check_disposition(match(*lists), "is_this_person", {}, may_confirm=True)
    check_disposition(match(*lists), "cant_exclude", {}, may_confirm=False)


def test_confirming_any_other_list_needs_no_right() -> None:
    check_disposition(match("adverse_media"), "is_this_person", {}, may_confirm=False)


def test_an_answer_that_is_none_is_refused() -> None:
    assert "pass_on" not in CODES
    with pytest.raises(Incomplete):
        check_disposition(match("insolvency"), "pass_on", {}, may_confirm=True)


def test_an_attribute_that_nobody_knows_is_no_value() -> None:
    assert not DispositionValues({"tells_apart": ["shoe_size"]}).is_valid()
    assert not DispositionValues({"why": "x" * 1001}).is_valid()
    assert DispositionValues({"tells_apart": ["birth_date", "other"], "why": "A scar"}).is_valid()


def tree_of(journey: Journey) -> Tree:
    assert journey.current_snapshot is not None
    return build_tree(journey.current_snapshot, journey.key())


def same_applicant(body: dict[str, Any]) -> None:
    """A later journey of one applicant: the same entries are found again."""
    body["applicant"]["applicant_id"] = "applicant-1"
    for number, one in enumerate(body["aml"]["matches"]):
        one.pop("resource_id", None)
        one["resourceId"] = f"entry-{number}"


def journey_of(account: Account, index: int, **more: Any) -> Journey:
    return arrive(account, outcome="aml_many", index=index, change=same_applicant, **more)


def answer(journey: Journey, *, by: User, code: str, entry: str = "entry-1") -> None:
    its_round = held_case(journey, by=by)
    tree = tree_of(journey)
    listed = next(one for one in tree.matches if one.resource_id == entry)
    identity = tree.identity_of(listed)
    say(
        its_round,
        identity,
        kind="disposition",
        code=code,
        known={identity: CODES},
        values={"attributes": ["birth_date"]},
        precedent_key=precedent_key(journey, tree, listed),
        by=by,
    )


def test_what_was_said_of_the_same_entry_and_applicant_is_found(
    idwise: Account, reviewer: User
) -> None:
    earlier, later = journey_of(idwise, 0), journey_of(idwise, 1)
    answer(earlier, by=reviewer, code="not_this_person")
    tree = tree_of(later)
    with CaptureQueriesContext(connection) as queries:
        found = precedents_for(later, tree)
    assert len(queries) == 1
    assert set(found) == {"entry-1"}
    (precedent,) = found["entry-1"]
    assert (precedent.code, precedent.attributes) == ("not_this_person", ("birth_date",))
    assert precedent.who == str(reviewer)
    assert precedent.at <= timezone.now()
    # Neither the own journey, nor what is not to be seen, nor another account.
    assert precedents_for(earlier, tree_of(earlier)) == {}
    assert precedents_for(later, tree, hidden=[reviewer.pk]) == {}
    foreign = journey_of(new_account("idwise", slug="elsewhere"), 0)
    assert precedents_for(foreign, tree_of(foreign)) == {}


def test_an_erased_journey_is_no_precedent(idwise: Account, reviewer: User) -> None:
    earlier, later = journey_of(idwise, 0), journey_of(idwise, 1)
    answer(earlier, by=reviewer, code="cant_exclude")
    assert precedents_for(later, tree_of(later))
    destroy_data_key(earlier.key_id)
    assert precedents_for(later, tree_of(later)) == {}


def test_an_entry_or_an_applicant_without_an_id_has_no_precedents(idwise: Account) -> None:
    journey = journey_of(idwise, 0)
    tree = tree_of(journey)
    nameless = r.AmlMatch(name="Anna")
    assert precedent_key(journey, tree, nameless) == ""
    assert precedent_key(journey, tree, tree.matches[0]) != ""
