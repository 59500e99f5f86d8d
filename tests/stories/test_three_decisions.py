"""All three decisions on a case of each provider, by keyboard alone and by mouse alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kycreview.staff.models import User
from reviews.models import Case, Decision, Opinion, Panel, PanelView, Queue
from tests.stories.conftest import GoInside
from tests.stories.hands import Hand, hand_of, only
from tests.stories.inside import Inside
from tests.stories.reviewing import open_what_is_required

_OUTCOMES = {"idwise": "refer_document_validation", "signzy": "authenticity_failed_pattern"}
# What is submitted, in this order, on the same case.
_DECISIONS = (
    ("approve", "approve-check-false-alarm"),
    ("reject", "reject-doc-altered"),
    ("resubmit", "resubmit-cut-off"),
)


@pytest.mark.parametrize("device", ["keyboard", "mouse"])
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_each_decision_is_made_and_undone_with_one_device_alone(
    inside: GoInside, reviewer: User, provider: str, device: str
) -> None:
    Queue.objects.update(undo_seconds=60)
    house = inside(outcomes=[(provider, _OUTCOMES[provider])])
    house.fetch_all()
    case = Case.objects.get()
    with house.window(reviewer) as window:
        page = window.page
        with only(device, page):
            hand = hand_of(device, page)
            window.go("/desk/")
            hand.start_reviewing()
            expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
            hand.rate(2)
            assert list(Opinion.objects.values_list("rating", flat=True)) == [2]
            opened = open_what_is_required(page, hand)
            assert Panel.DOCUMENT.value in opened
            on_record = set(PanelView.objects.values_list("panel", flat=True))
            assert {Panel.FACES.value, *opened} <= on_record
            for outcome, reason in _DECISIONS:
                _decided_and_undone(page, hand, outcome, reason)
        assert Decision.objects.filter(state=Decision.State.WITHDRAWN).count() == len(_DECISIONS)
        assert not Decision.objects.exclude(state=Decision.State.WITHDRAWN).exists()
        case.refresh_from_db()
        assert (case.state, case.claimed_by) == (Case.State.CLAIMED, reviewer)


def _decided_and_undone(page: Page, hand: Hand, outcome: str, reason: str) -> None:
    at = page.url
    first_step = page.locator("input[name=steps]").first.get_attribute("value") or ""
    steps = (first_step,) if outcome == "resubmit" else ()
    hand.choose(outcome, reasons=(reason,), steps=steps)
    hand.submit()
    # It was the only open case: the desk follows, and the offer to undo comes along.
    expect(page.locator("#h-start")).to_contain_text("0 cases")
    decision = Decision.objects.exclude(state=Decision.State.WITHDRAWN).get()
    assert (decision.outcome, decision.reason_codes) == (outcome, [reason])
    assert tuple(decision.steps) == steps
    toast = page.locator("#undo .toast")
    expect(toast).to_contain_text("takes effect in")
    # It tells the case, and not what was decided.
    assert outcome not in toast.inner_text().lower()
    hand.undo()
    assert page.url.split("?")[0] == at.split("?")[0]
    expect(page.locator(f"input[name=outcome][value={outcome}]")).to_be_checked()
    expect(page.locator(f'input[name=reasons][value="{reason}"]')).to_be_checked()


@pytest.mark.parametrize("device", ["keyboard", "mouse"])
def test_an_approval_waits_until_each_failure_is_explained_where_it_stands(
    inside: GoInside, reviewer: User, device: str
) -> None:
    Queue.objects.update(mandatory_panels=[])
    house: Inside = inside(outcomes=[("idwise", "refer_document_validation")])
    house.fetch_all()
    with house.window(reviewer) as window:
        window.expected.add(409)
        page = window.page
        with only(device, page):
            hand = hand_of(device, page)
            window.go("/desk/")
            hand.start_reviewing()
            hand.rate(2)
            hand.choose("approve")
            hand.submit()
            said = page.locator("#not-submitted")
            expect(said).to_be_focused()
            expect(said).to_contain_text("failed and not explained")
            assert not Decision.objects.exists()
            _explain_everything(page, hand)
            hand.submit()
            expect(page.locator("#undo .toast")).to_be_visible()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason_codes) == ("approve", [])


def _explain_everything(page: Page, hand: Hand) -> None:
    """Panel by panel, as the refusals lead there."""
    hrefs = [str(one.get_attribute("href")) for one in page.locator("#not-submitted a").all()]
    for number in sorted({int(href.rpartition("-")[2]) for href in hrefs}):
        hand.look_at(number)
        opened = page.locator(f"#panel-{number} .override:not(:has(.said-line))")
        while opened.count():
            override = page.locator(f"#{opened.first.get_attribute('id')}")
            hand.look_at(number)
            hand.explain(override)
