"""A person who was approved is listed later: the provider says so, and somebody looks again."""

from __future__ import annotations

from playwright.sync_api import expect

from journeys.models import Account
from reviews.models import Case, Decision, Notice, Round
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import in_effect, round_of
from tests.stories.hands import ByKeyboard, expect_revealed
from tests.stories.inside import Inside
from tests.stories.standing import callback_target


def test_an_update_of_the_screening_opens_a_round_that_cannot_be_approved_unread(
    glare: Inside, make_person: MakePerson
) -> None:
    first = make_person("reviewer", name="Rana Idris")
    second = make_person("reviewer", name="Mina Haddad")
    [(_provider, journey)] = glare.sandbox.shelf.ids()
    its_round = round_of(glare.claimed(journey, by=first))
    give_opinion(its_round, rating=2, by=first)
    in_effect(its_round, "approve", by=first, reasons=["approve-check-false-alarm"])
    glare.settle()
    assert glare.case_of(journey).state == Case.State.DECIDED
    glare.sandbox.play_applicant(journey, outcome="aml_many")
    account = glare.accounts["idwise"]
    Account.objects.update(callback_scheme="bearer")
    [posted] = glare.sandbox.post_callbacks(
        [journey], event="AML Monitor Update", target=callback_target(glare.url, account)
    )
    assert posted.status == 200
    glare.settle()
    case = glare.case_of(journey)
    assert (case.state, case.round_count) == (Case.State.OPEN, 2)
    assert round_of(case).why == Round.Why.MONITOR
    assert Notice.objects.filter(person=first, kind=Notice.Kind.REOPENED, case=case).exists()
    with glare.window(second) as window:
        window.go("/desk/")
        hand = ByKeyboard(window.page)
        hand.start_reviewing()
        hand.rate(2)
        page = window.page
        expect_revealed(page)
        expect(page.locator("#decision")).to_contain_text(
            "Round 2: Screening update at the provider"
        )
        expect(page.locator("#panel-5 [data-tally]")).to_contain_text("0 reviewed")
        hand.choose("approve", reasons=("approve-check-false-alarm",))
        window.expected.add(409)
        hand.submit()
        expect(page.locator("#not-submitted")).to_be_focused()
        hand.choose("reject", reasons=("reject-screening",))
        hand.submit()
    glare.settle()
    assert Decision.objects.get(round=round_of(case)).outcome == "reject"
    assert glare.case_of(journey).state == Case.State.DECIDED
