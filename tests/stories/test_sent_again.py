"""An applicant sends again: in the next round before and after stand beside each other."""

from __future__ import annotations

from playwright.sync_api import expect

from reviews.models import Case
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import in_effect, round_of
from tests.stories.inside import Inside


def test_what_was_sent_again_stands_beside_what_was_there(
    glare: Inside, make_person: MakePerson
) -> None:
    first = make_person("reviewer", name="Rana Idris")
    second = make_person("reviewer", name="Mina Haddad")
    [(_provider, journey)] = glare.sandbox.shelf.ids()
    its_round = round_of(glare.claimed(journey, by=first))
    give_opinion(its_round, rating=2, by=first)
    in_effect(its_round, "resubmit", by=first)
    glare.settle()
    glare.sandbox.play_applicant(journey, outcome="clean_pass")
    glare.fetch(journey)
    case = glare.claimed(journey, by=second)
    assert (case.state, case.round_count) == (Case.State.CLAIMED, 2)
    with glare.window(second) as window:
        window.go(f"/case/{case.pk}/")
        # Faces first: nothing of the round before is served to who has not rated.
        expect(window.page.locator("#case-main")).to_have_attribute("data-stage", "faces")
        expect(window.page.locator(".changes")).to_have_count(0)
    give_opinion(round_of(case), rating=2, by=second)
    with glare.window(second) as window:
        window.go(f"/case/{case.pk}/")
        part = window.page.locator("#changes-document")
        expect(part).to_contain_text("Changed since round 1")
        expect(part.locator(".changes-pair img")).to_have_count(2)
        # The check that the glare had failed.
        expect(part.locator("tbody tr").first).to_contain_text("Failed")
        expect(part.locator("tbody tr").first).to_contain_text("Passed")
