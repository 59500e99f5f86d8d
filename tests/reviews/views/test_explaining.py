"""Whatever an approval asks to be explained has its form on the page, and one form alone."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.evidence.shapes import Identity
from reviews.evidence.standing import all_standing
from reviews.evidence.tree import build_tree
from reviews.models import Round, Statement
from tests.people import SignedIn
from tests.reviews.house import arrive, held_case

_FORM = re.compile(r'id="override-([0-9a-f]+)-form"')


def standing_in(its_round: Round) -> list[Identity]:
    """What stands in the round's newest evidence."""
    snapshot = its_round.journey.current_snapshot
    assert snapshot is not None
    tree = build_tree(snapshot, its_round.journey.key())
    return [tree.identity_of(one.part) for one in all_standing(tree)]


def forms_on(client: Client, its_round: Round) -> list[str]:
    page = client.get(reverse("case", args=[its_round.case_id])).content.decode()
    return _FORM.findall(page)


@pytest.mark.parametrize(
    "provider,outcome",
    [
        ("idwise", "not_same_person"),
        ("idwise", "conflict_declared"),
        ("idwise", "aml_not_ready"),
        ("idwise", "device_rooted"),
        ("idwise", "missing_back"),
        ("signzy", "registry_mismatch"),
        ("signzy", "authenticity_failed_pattern"),
    ],
)
def test_all_that_stands_has_a_form(
    request: pytest.FixtureRequest,
    signed_in: SignedIn,
    reviewer: User,
    provider: str,
    outcome: str,
) -> None:
    account: Account = request.getfixturevalue(provider)
    its_round = held_case(arrive(account, outcome=outcome), by=reviewer)
    wanted = sorted(one.stable_key[:16] for one in standing_in(its_round))
    assert wanted
    assert sorted(forms_on(signed_in(reviewer), its_round)) == wanted


def test_a_screening_that_was_not_made_is_explained_on_its_panel(
    idwise: Account, signed_in: SignedIn, reviewer: User
) -> None:
    its_round = held_case(arrive(idwise, outcome="aml_not_ready"), by=reviewer)
    client = signed_in(reviewer)
    for one in standing_in(its_round):
        said = client.post(
            reverse("case_say", args=[its_round.case_id]),
            {
                "kind": "override",
                "code": "explained",
                "stable_key": one.stable_key,
                "content_hash": one.content_hash,
                "round": its_round.pk,
                "reason": "confirmed",
                "why": "Screened by hand, nobody found.",
            },
        )
        assert said.status_code == 303
    assert Statement.objects.filter(kind="override").count() == len(standing_in(its_round))
    page = client.get(reverse("case", args=[its_round.case_id])).content.decode()
    assert page.count("Screened by hand, nobody found.") == len(standing_in(its_round))
