"""What a reviewer sees of the round before: old and new beside each other, picture by picture."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.stories.hands import ByKeyboard
from tests.stories.reviewing import Album, expect_sound_pictures


def nothing_is_told_before_the_rating(page: Page) -> None:
    """Blind, the second time too."""
    expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
    expect(page.locator("[id^=changes-]")).to_have_count(0)
    assert "Changed since" not in page.content()


def compare_with_the_round_before(page: Page, hand: ByKeyboard, album: Album) -> None:
    """By keyboard to what changed: in faces and document a picture on both sides of each pair.

    The document always; the faces where the column beside the decision names them.
    """
    expect(page.locator("#h-changes-beside")).to_have_text("Changed since round 1")
    expect_sound_pictures(page)
    named = page.locator("#changes-beside a[href^='#changes-']").all()
    anchors = [str(one.get_attribute("href")).removeprefix("#") for one in named]
    assert "changes-document" in anchors
    for panel, anchor in ((1, "changes-faces"), (2, "changes-document"), (6, "changes-rules")):
        if anchor not in anchors:
            continue
        hand.look_at(panel)
        part = page.locator(f"#{anchor}")
        expect(part.locator("h3")).to_have_text("Changed since round 1")
        pairs = part.locator(".changes-pair")
        assert (pairs.count() > 0) is (panel != 6)
        for place in range(pairs.count()):
            lies_beside(pairs.nth(place))
        take_both_looks(page, part, album, name=anchor)


def lies_beside(pair: Locator) -> None:
    """The old picture, the new one after it, of another content and not cut off."""
    pictures = pair.locator("img")
    expect(pictures).to_have_count(2)
    before, after = (pictures.nth(place).bounding_box() for place in range(2))
    assert before is not None
    assert after is not None
    assert before["x"] + before["width"] <= after["x"]
    assert min(before["width"], after["width"]) >= 80
    assert pictures.nth(0).get_attribute("src") != pictures.nth(1).get_attribute("src")
    expect(pair).to_contain_text("Before")
    expect(pair).to_contain_text("After")


def change_of(page: Page, anchor: str, name: str) -> tuple[str, str]:
    """What the table says was before and is now, of one check, value or rule."""
    row = page.locator(f"#{anchor} tbody tr", has=page.locator("th", has_text=name)).first
    before, after = (row.locator("td").nth(place).inner_text().strip() for place in range(2))
    return before, after


def take_both_looks(page: Page, part: Locator, album: Album, *, name: str) -> None:
    """At 1440 light and at 1280 dark."""
    size = page.viewport_size
    for width, scheme in ((1440, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        part.evaluate("(one) => one.scrollIntoView({ block: 'start' })")
        album.take(page, f"{name}-{width}-{scheme}")
    page.emulate_media(color_scheme="light")
    if size is not None:
        page.set_viewport_size(size)
