"""Person and machine disagree: a second reader who knows neither opinion, then a lead settles."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from kycreview.staff.models import User
from reviews.models import Case, Decision, Round
from tests.people import MakePerson
from tests.stories.hands import ByKeyboard
from tests.stories.inside import Inside
from tests.stories.windows import Window

_NOTE = "The ears are another person's."
_FALSE_ALARM = "approve-check-false-alarm"


def test_two_readers_who_differ_never_see_each_other_and_a_lead_who_was_neither_settles(
    glare: Inside, make_person: MakePerson
) -> None:
    first = make_person("reviewer", name="Rana Idris")
    second = make_person("reviewer", name="Mina Haddad")
    lead = make_person("lead", name="Vera Lind")
    case = Case.objects.get()
    with glare.window(first) as window:
        _first_reading(window)
        _nothing_is_open_for(window)
    with glare.window(second) as window:
        _second_reading(window, case, first=first)
        _nothing_is_open_for(window)
    case.refresh_from_db()
    assert (case.state, case.needs) == (Case.State.OPEN, Case.Needs.SETTLE)
    with glare.window(lead) as window:
        _settled(window, first=first, second=second)
    glare.settle()
    case.refresh_from_db()
    assert (case.state, case.needs) == (Case.State.DECIDED, "")
    its_round = Round.objects.get(case=case)
    readers = (its_round.first_reader, its_round.second_reader, its_round.settler)
    assert readers == (first, second, lead)
    # The settler's word alone took effect, and the provider heard of it once.
    assert Decision.objects.get(state=Decision.State.EFFECTIVE).person == lead
    [told] = [one for one in glare.sandbox.receipts() if one.kind == "manual_review"]
    assert told.is_accepted
    assert told.body["new_decision"] == "Approved"
    assert _NOTE not in json.dumps(told.body)


def _begin(window: Window) -> ByKeyboard:
    window.go("/desk/")
    hand = ByKeyboard(window.page)
    hand.start_reviewing()
    expect(window.page.locator("#case-main")).to_have_attribute("data-stage", "faces")
    return hand


def _first_reading(window: Window) -> None:
    page = window.page
    hand = _begin(window)
    hand.rate(-2)
    expect(page.locator("#opinion")).to_contain_text("You disagree")
    # Changing the opinion now, with the machine's in sight, does not make the other reader go away.
    page.keyboard.press("g")
    expect(page.locator("#look-again button:focus")).to_have_count(1)
    page.keyboard.press("7")
    expect(page.locator("#opinion")).to_contain_text("Later")
    hand.choose("reject", reasons=("reject-face-different",))
    hand.write_note(_NOTE)
    hand.submit()
    expect(page.locator("#messages")).to_contain_text("Another reader")
    expect(page.locator("#undo .toast")).to_have_count(0)


def _second_reading(window: Window, case: Case, *, first: User) -> None:
    page = window.page
    hand = _begin(window)
    _knows_nothing_of_the_first(page, first)
    for address in ("trail/", "?p=8", "outbox/"):
        answer = page.request.get(f"{window.url}/case/{case.pk}/{address}")
        assert answer.status == 409
        assert first.name not in answer.text()
    hand.rate(3)
    expect(page.locator("#opinion")).to_contain_text("You agree")
    # Now the machine's opinion is known; the first reader's is not, on no panel.
    _knows_nothing_of_the_first(page, first)
    expect(page.locator("#decision")).to_contain_text("1 of 2 readings")
    hand.choose("approve", reasons=(_FALSE_ALARM,))
    hand.submit()
    expect(page.locator("#messages")).to_contain_text("Another reader")


def _knows_nothing_of_the_first(page: Page, first: User) -> None:
    """Who was here may be known; no word, no rating and no outcome of theirs is."""
    assert _NOTE not in page.content()
    expect(page.get_by_text("Probably different")).to_have_count(
        page.locator("button[name=rating][value='-2']").count()
    )
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator("#outbox .decided")).to_have_count(0)
    told = page.locator(".h-event", has_text=first.name)
    for line in told.all_inner_texts():
        assert not re.search("reject|different|rated|rating|opinion|reading|note|decid", line, re.I)


def _settled(window: Window, *, first: User, second: User) -> None:
    page = window.page
    hand = _begin(window)
    for reader in (first, second):
        assert reader.name not in page.content()
    hand.rate(3)
    expect(page.locator("#decision")).to_contain_text("You settle this")
    hand.choose("approve", reasons=(_FALSE_ALARM,))
    hand.submit()
    expect(page.locator("#messages")).to_contain_text("recorded")


def _nothing_is_open_for(window: Window) -> None:
    window.go("/desk/")
    expect(window.page.locator("#h-start")).to_contain_text("0 cases")
