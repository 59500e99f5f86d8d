"""Every state that a page can be in besides its plain one, and how a person's window gets there."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Page, expect

from journeys.choices import MediaKind
from journeys.models import Locator, MediaUse
from journeys.vault.places import path_of
from reviews.models import Case
from reviews.verdicts.writing import give_opinion
from tests.reviews.house import decided, round_of
from tests.stories.hands import ByKeyboard, expect_revealed
from tests.stories.scene import Scene, State
from tests.stories.windows import Window

_PAST_THE_NEXT_RENEWAL_MS = 121_000


def _open(window: Window, case: Case) -> Page:
    window.go(f"/case/{case.pk}/")
    return window.page


def _open_rich(scene: Scene, window: Window) -> Page:
    page = _open(window, scene.case("aml_many", by="reviewer"))
    expect_revealed(page)
    return page


def _undo(scene: Scene, window: Window) -> None:
    case = scene.case("aml_many", by="undoer")
    decided(round_of(case), "reject", by=scene.people["undoer"])
    page = _open(window, case)
    expect(page.locator("#undo .toast")).to_be_visible()


def _undo_on_the_desk(_scene: Scene, window: Window) -> None:
    window.go("/desk/")
    expect(window.page.locator("#undo .toast")).to_be_visible()


def _refused(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    hand = ByKeyboard(page)
    hand.choose("approve")
    hand.submit()
    expect(page.locator("#not-submitted")).to_be_focused()


def _changed(scene: Scene, window: Window) -> None:
    page = _open(window, scene.case("glare", by="reviewer"))
    expect_revealed(page)
    scene.house.sandbox.play_applicant(scene.ids["glare"], outcome="conflict_viz_mrz")
    scene.house.fetch(scene.ids["glare"])
    hand = ByKeyboard(page)
    hand.choose("reject", reasons=("reject-doc-altered",))
    hand.submit()
    expect(page.locator("#changed")).to_be_visible()


def _draft_not_saved(scene: Scene, window: Window) -> None:
    case = scene.case("aml_many", by="reviewer")
    # The page's first sign of life is answered before: else that answer tells of the loss.
    with window.page.expect_response("**/beat/"):
        page = _open(window, case)
    scene.hold(case, by="colleague")
    with page.expect_response("**/draft/"):
        ByKeyboard(page).write_note("The back is of another card.")
    told = page.locator("form[data-decision]").get_attribute("data-not-saved") or ""
    expect(page.locator("#decision [data-draft-state]")).to_have_text(told)


def _claim_lost(scene: Scene, window: Window) -> None:
    case = scene.case("aml_many", by="reviewer")
    window.page.clock.install()
    page = _open(window, case)
    scene.hold(case, by="colleague")
    page.clock.fast_forward(_PAST_THE_NEXT_RENEWAL_MS)
    expect(page.locator(".lost")).to_be_visible()


def _taken_over(scene: Scene, window: Window) -> None:
    case = scene.case("aml_many", by="reviewer")
    page = _open(window, case)
    hand = ByKeyboard(page)
    hand.choose("reject", reasons=("reject-doc-altered",))
    hand.write_note("The photo does not sit in the laminate.")
    scene.hold(case, by="colleague")
    hand.submit()
    expect(page.locator("#unsent")).to_be_visible()


def _offline(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    window.context.set_offline(True)
    expect(page.locator("#banners .banner")).to_be_visible()


def _hold_open(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    page.keyboard.press("h")
    expect(page.locator("#hold-why")).to_be_visible()


def _all_folds_open(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    page.evaluate(
        "() => { for (const one of document.querySelectorAll('details')) one.open = true }"
    )


def _keys_listed(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    page.keyboard.press("?")
    expect(page.locator("#keys-search")).to_be_focused()


def _actions_listed(scene: Scene, window: Window) -> None:
    page = _open_rich(scene, window)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_be_visible()


def _without_portrait(scene: Scene, window: Window) -> None:
    page = _open(window, scene.case("no_portrait_crop", by="reviewer", rated=None))
    expect(page.locator("[data-window-img]")).to_be_visible()


def _second_reading(scene: Scene, window: Window) -> None:
    case = _read_once(scene)
    scene.hold(case, by="reviewer")
    give_opinion(round_of(case), rating=3, by=scene.people["reviewer"])
    page = _open(window, case)
    expect(page.locator(".decide-head .tag-info")).to_be_visible()


def _settling(scene: Scene, window: Window) -> None:
    case = _read_once(scene)
    scene.hold(case, by="reviewer")
    reader = scene.people["reviewer"]
    give_opinion(round_of(case), rating=3, by=reader)
    decided(round_of(case), "resubmit", by=reader)
    case.refresh_from_db()
    assert case.needs == Case.Needs.SETTLE
    scene.hold(case, by="lead")
    give_opinion(round_of(case), rating=3, by=scene.people["lead"])
    page = _open(window, case)
    expect(page.locator(".decide-head .tag-info")).to_be_visible()


def _read_once(scene: Scene) -> Case:
    """The machine finds one person in both pictures; the first reader does not."""
    case = scene.case("refer_document_validation", by="colleague", rated=-2)
    reasons = ["reject-face-different"]
    decided(round_of(case), "reject", by=scene.people["colleague"], reasons=reasons)
    case.refresh_from_db()
    assert case.needs == Case.Needs.SECOND
    return case


def _pictures_missing(scene: Scene, window: Window) -> None:
    """One that the provider no longer has, one on its way, one that vanished from the disk."""
    case = scene.case("authenticity_failed_pattern", by="reviewer")
    journey = scene.house.journey_of(scene.ids["authenticity_failed_pattern"])
    uses = MediaUse.objects.filter(
        snapshot=journey.current_snapshot_id, locator__state=Locator.State.STORED
    ).select_related("locator__blob")
    by_kind = {use.kind: use.locator for use in uses.order_by("-kind", "pk")}
    # Both sides of the document: they are in sight whatever is folded.
    gone, coming = by_kind.pop(MediaKind.DOC_FRONT), by_kind.pop(MediaKind.DOC_BACK)
    others = [by_kind[kind] for kind in sorted(by_kind)]
    gone.state, gone.blob, gone.reason = Locator.State.FAILED, None, "The file is cut off."
    coming.state, coming.blob = Locator.State.WAITING, None
    for one in (gone, coming):
        one.save()
    for one in others[::2]:
        assert one.blob is not None
        for part in ("view", "thumb", "full"):
            with suppress(OSError):
                path_of(one.blob.pk, part).unlink()
    page = _open(window, case)
    expect(page.locator(".missing").filter(visible=True).first).to_be_visible()


def _machine_pending(scene: Scene, window: Window) -> None:
    expect_revealed(_open(window, scene.case("aml_not_ready", by="reviewer")))


def _erased(scene: Scene, window: Window) -> None:
    """The provider erased what it held; what the house has seen stays."""
    journey_id = scene.ids["no_portrait_crop"]
    scene.house.sandbox.erase(journey_id)
    scene.house.fetch(journey_id)
    window.go(f"/journey/{scene.house.journey_of(journey_id).pk}/")


def _found_nothing(_scene: Scene, window: Window) -> None:
    window.go("/search/")
    window.page.locator("main input[name=query]").fill("Nobody at all")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def _sign_in_refused(_scene: Scene, window: Window) -> None:
    window.go("/account/login/")
    window.page.locator("input[name=login]").fill("nobody@example.test")
    window.page.locator("input[name=password]").fill("not the word")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def _empty_desk(_scene: Scene, window: Window) -> None:
    Case.objects.update(state=Case.State.DECIDED, claimed_by=None, claim_until=None)
    window.go("/desk/")
    expect(window.page.locator(".empty").first).to_be_visible()


_REFUSED = frozenset({409})
# In this order: the last ones take evidence and work away.
STATES = (
    State("undo", _undo, person="undoer"),
    State("undo-desk", _undo_on_the_desk, person="undoer"),
    State("refused", _refused, statuses=_REFUSED),
    State("draft-not-saved", _draft_not_saved, statuses=_REFUSED),
    State("claim-lost", _claim_lost, statuses=_REFUSED),
    State("taken-over", _taken_over, statuses=_REFUSED),
    State("offline", _offline),
    State("hold-open", _hold_open),
    State("folds-open", _all_folds_open),
    State("keys", _keys_listed),
    State("actions", _actions_listed),
    State("without-portrait", _without_portrait),
    State("second-reading", _second_reading),
    State("settling", _settling, person="lead"),
    State("machine-pending", _machine_pending),
    State("evidence-changed", _changed, statuses=_REFUSED),
    State(
        "pictures-missing",
        _pictures_missing,
        statuses=frozenset({404}),
        # An ornament without words of its own: the button around it has them.
        meant=frozenset({"picture not loaded: "}),
    ),
    State("erased", _erased),
    State("found-nothing", _found_nothing),
    State("sign-in-refused", _sign_in_refused, person=""),
    State("empty-desk", _empty_desk),
)
