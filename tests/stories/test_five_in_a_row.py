"""A reviewer works through a queue by keyboard alone: each submit opens the next case."""

from __future__ import annotations

from playwright.sync_api import expect

from kycreview.staff.models import User
from reviews.models import Case, Decision, Queue
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard, only

_OUTCOMES = (
    ("idwise", "glare"),
    ("idwise", "refer_document_validation"),
    ("signzy", "not_live"),
    ("signzy", "authenticity_failed_pattern"),
    ("idwise", "aml_many"),
)


def test_five_cases_are_decided_one_after_the_other(inside: GoInside, reviewer: User) -> None:
    Queue.objects.update(undo_seconds=0, mandatory_panels=[])
    house = inside(outcomes=_OUTCOMES)
    house.fetch_all()
    assert Case.objects.filter(state=Case.State.OPEN).count() == len(_OUTCOMES)
    seen: list[str] = []
    with house.window(reviewer) as window:
        page = window.page
        hand = ByKeyboard(page)
        window.go("/desk/")
        with only("keyboard", page):
            hand.start_reviewing()
            for _case in _OUTCOMES:
                code = page.locator("h1 .ltr")
                seen.append(code.inner_text())
                hand.rate(2)
                hand.choose("reject", reasons=("reject-doc-altered",))
                hand.submit()
                if len(seen) < len(_OUTCOMES):
                    expect(code).not_to_have_text(seen[-1])
                    expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
        page.wait_for_url("**/desk/")
    assert len(set(seen)) == len(_OUTCOMES)
    assert Decision.objects.filter(person=reviewer).count() == len(_OUTCOMES)
    assert not Case.objects.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED)).exists()
