"""The viewer in a browser: a linked pair, moves by buttons and keys, nothing lost in a morph."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys.choices import MediaKind
from journeys.models import Journey, MediaUse
from kycreview.staff.models import User
from reviews.desk.claims import claim
from tests.browsing import OpenPage
from tests.journeys.vault.files import jpeg
from tests.reviews.house import arrive, new_account, opened_strictly, put_file, use_of

FRAMES = "#viewer-faces [data-frame]"
VIEWS = """(frames) => frames.map((one) => ["--zoom", "--x", "--y", "--turn"]
  .map((name) => one.style.getPropertyValue(name)).join(" "))"""


@pytest.fixture
def journey(reviewer: User) -> Journey:
    """A portrait and a selfie with more pixels than the viewing size."""
    found = arrive(new_account("signzy"), outcome="not_live")
    put_file(use_of(found, MediaKind.PORTRAIT).locator, jpeg(320, 400))
    put_file(use_of(found, MediaKind.SELFIE).locator, jpeg(2400, 3000))
    return found


@pytest.fixture
def faces(journey: Journey, open_page: OpenPage, reviewer: User) -> Page:
    return show(journey, open_page, reviewer)


def show(journey: Journey, open_page: OpenPage, reviewer: User) -> Page:
    case = claim(opened_strictly(journey), by=reviewer)
    page = open_page(reviewer, width=1280, height=900)
    page.goto(f"/case/{case.pk}/")
    expect(page.locator(FRAMES)).to_have_count(2)
    return page


def views(page: Page) -> list[str]:
    found: list[str] = page.locator(FRAMES).evaluate_all(VIEWS)
    return found


def test_both_frames_have_one_size_and_stand_side_by_side(faces: Page) -> None:
    for width in (1440, 1280, 1024, 320):
        faces.set_viewport_size({"width": width, "height": 900})
        left, right = (faces.locator(FRAMES).nth(at).bounding_box() for at in (0, 1))
        assert left is not None
        assert right is not None
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        assert abs(left["width"] - right["width"]) < 1
        assert abs(left["height"] - right["height"]) < 1


def test_the_pair_moves_alike_by_buttons_and_keys_until_it_is_unlinked(faces: Page) -> None:
    faces.get_by_role("button", name="Zoom in").click()
    one, other = views(faces)
    assert one == other
    assert one.startswith("1.5 ")
    faces.get_by_role("button", name="Lock pair").click()
    faces.locator(FRAMES).nth(1).focus()
    faces.keyboard.press("+")
    one, other = views(faces)
    assert one.startswith("1.5 ")
    assert other.startswith("2.25 ")
    faces.locator("#viewer-faces-link").click()
    assert len(set(views(faces))) == 1
    # Zoom ends at eight, and no picture leaves its frame.
    faces.locator(FRAMES).first.focus()
    for _press in range(9):
        faces.keyboard.press("+")
    for _press in range(60):
        faces.keyboard.press("ArrowRight")
    assert views(faces)[0] == "8 -3.5 0 0deg"
    faces.keyboard.press("0")
    assert views(faces)[0] == "1 0 0 0deg"
    # The toolbar is one stop of the Tab key.
    assert faces.locator("#viewer-faces [data-toolbar] button[tabindex='0']").count() <= 1
    faces.locator("#viewer-faces-link").focus()
    faces.keyboard.press("ArrowRight")
    expect(faces.locator("#viewer-faces-out")).to_be_focused()
    faces.keyboard.press("End")
    expect(faces.locator("#viewer-faces-reset")).to_be_focused()
    faces.get_by_label("Brightness of both pictures").focus()
    faces.keyboard.press("ArrowRight")
    filters = faces.locator("#viewer-faces [data-img]").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).filter)"
    )
    assert filters == ["brightness(1.05) contrast(1)"] * 2


def test_full_resolution_comes_when_zoomed_and_moves_nothing(faces: Page) -> None:
    selfie = faces.locator("#viewer-faces-capture [data-img]")
    first = selfie.get_attribute("src") or ""
    assert first.endswith("/view/")
    before = faces.locator(FRAMES).nth(1).bounding_box()
    for _press in range(5):
        faces.get_by_role("button", name="Zoom in").click()
    expect(selfie).to_have_attribute("src", first.replace("/view/", "/full/"))
    portrait = faces.locator("#viewer-faces-document [data-img]")
    assert (portrait.get_attribute("src") or "").endswith("/view/"), "it has no more pixels"
    assert faces.locator(FRAMES).nth(1).bounding_box() == before


def test_what_a_person_zoomed_and_swapped_stays_after_a_morph(
    journey: Journey, open_page: OpenPage, reviewer: User
) -> None:
    put_file(use_of(journey, MediaKind.GHOST_PORTRAIT).locator, jpeg(90, 120))
    page = show(journey, open_page, reviewer)
    ghost = page.get_by_role("button", name="Ghost portrait")
    ghost.click()
    expect(page.locator("#viewer-faces-document [data-other]")).to_have_text("Ghost portrait")
    expect(page.locator("#viewer-faces-document [data-warning-text]")).to_be_visible()
    page.get_by_role("button", name="Zoom in").click()
    page.locator("[name=rating]").last.click()
    expect(page.locator("#faces-reveal")).to_be_visible()
    expect(page.get_by_role("button", name="Ghost portrait").first).to_have_attribute(
        "aria-pressed", "true"
    )
    assert views(page)[0].startswith("1.5 ")


def test_without_a_portrait_only_the_window_is_ever_asked_for(
    journey: Journey, open_page: OpenPage, reviewer: User
) -> None:
    MediaUse.objects.filter(
        snapshot=journey.current_snapshot_id, kind__in=(MediaKind.PORTRAIT, "doc_front_crop")
    ).delete()
    front = use_of(journey, MediaKind.DOC_FRONT)
    put_file(front.locator, jpeg(1500, 950))
    case = claim(opened_strictly(journey), by=reviewer)
    page = open_page(reviewer, width=1280, height=900)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/case/{case.pk}/")
    page.get_by_role("button", name="Move the window right").click()
    picture = page.locator("[data-window-img]")
    expect(picture).to_have_attribute(
        "src", f"/media/{front.public_id}/window/?x=0.050&y=0.210&w=0.300&h=0.540"
    )
    of_front = [url for url in asked if str(front.public_id) in url]
    assert of_front
    assert all("/window/?" in url for url in of_front)
