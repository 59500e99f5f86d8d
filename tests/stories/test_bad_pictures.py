"""Pictures that cannot be had: a box with the reason and a retry, never a broken image."""

from __future__ import annotations

import json
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from journeys.models import Locator
from kycreview.staff.models import User
from tests.databases import Database
from tests.stories.conftest import GoInside
from tests.stories.hands import see_whole
from tests.stories.inside import Inside
from tests.stories.reviewing import Album, expect_sound_pictures

# What the provider does with a file, and words of the sentence that a person then reads.
_FAULTS = {
    "not_found": "no longer has this file",
    "damaged": "damaged or cut off",
    "wrong_type": "not a JPEG, PNG or WebP picture",
    "endless": "larger than",
    "redirect": "redirect",
}


@pytest.fixture
def house(inside: GoInside) -> Inside:
    return inside(outcomes=[("signzy", "authenticity_failed_pattern")], is_drawn=True)


@pytest.fixture
def journey(house: Inside) -> str:
    return house.sandbox.shelf.ids()[0][1]


def test_each_kind_of_bad_picture_is_a_box_with_its_reason_until_the_fault_is_gone(
    house: Inside, reviewer: User, journey: str
) -> None:
    for kind, address in zip(_FAULTS, _pictures_of(house, journey), strict=False):
        _spoil(house, journey, address, kind)
    house.fetch(journey)
    case = house.claimed(journey, by=reviewer)
    album = Album.of("bad-pictures")
    with house.window(reviewer) as window:
        page = window.page
        window.go(f"/case/{case.pk}/")
        see_whole(window.page)
        expect_sound_pictures(page)
        said = " ".join(_boxes(page))
        for sentence in _FAULTS.values():
            assert sentence in said
        album.take(page, "reasons", whole=True)
        house.sandbox.clear_faults()
        _mend(house, journey)
        _retry_all(house, page, count=len(_FAULTS))
        expect(page.locator(".missing")).to_have_count(0)
        expect_sound_pictures(page)


def test_a_picture_that_is_still_on_its_way_says_so_and_may_be_asked_for_at_once(
    house: Inside, reviewer: User, journey: str
) -> None:
    front = _pictures_of(house, journey)[0]
    house.sandbox.add_fault(_name(front), "500", times=0)
    house.fetch(journey)
    assert Locator.objects.filter(state=Locator.State.WAITING).count() == 1
    case = house.claimed(journey, by=reviewer)
    with house.window(reviewer) as window:
        page = window.page
        window.go(f"/case/{case.pk}/")
        see_whole(window.page)
        expect_sound_pictures(page)
        assert len(_addresses_to_retry(page)) == 1
        for said in _boxes(page):
            assert "not here yet" in said
        Album.of("waiting-picture").take(page, "case")
        house.sandbox.clear_faults()
        _retry_all(house, page, count=1)
        expect(page.locator(".missing")).to_have_count(0)


def test_a_stored_picture_that_vanished_from_the_disk_is_a_sentence(
    house: Inside, reviewer: User, journey: str, database: Database
) -> None:
    house.fetch(journey)
    case = house.claimed(journey, by=reviewer)
    shutil.rmtree(database.data_dir / "media")
    with house.window(reviewer) as window:
        window.expected.add(404)
        window.go(f"/case/{case.pk}/")
        see_whole(window.page)
        page = window.page
        expect(page.locator(".missing").first).to_contain_text("could not be shown")
        page.evaluate("() => { for (const one of document.images) one.loading = 'eager'; }")
        # What is left are ornaments: a thumbnail inside a button that has its own words.
        expect(page.locator("main img:not([alt='']):visible")).to_have_count(0)
        # Nobody is told that a picture of a person was seen when none was.
        label = page.locator("#panel-1 .missing[role=img]").first.get_attribute("aria-label") or ""
        assert "Portrait on the document" in label
        assert "could not be shown" in label


def _pictures_of(house: Inside, journey: str) -> list[str]:
    """Addresses of the journey's pictures, in the order of its body."""
    held = house.sandbox.journey(journey)
    text = held.body.decode()
    found = [name for name in held.media if not name.endswith((".mp4", ".pdf"))]
    return sorted(found, key=lambda name: text.index(json.dumps(name)))


def _spoil(house: Inside, journey: str, address: str, kind: str) -> None:
    if kind != "damaged":
        house.sandbox.add_fault(_name(address), kind, times=0)
        return
    # No fault of the wire: the file itself ends in the middle of its pixels.
    media = house.sandbox.journey(journey).media
    assert isinstance(media, dict)
    whole = media[address]()
    media[address] = lambda: whole[: len(whole) // 2]


def _mend(house: Inside, journey: str) -> None:
    """Let the provider draw the journey's files anew."""
    provider = house.sandbox.shelf.provider_of(journey)
    house.sandbox.shelf._at(provider, journey).made = None


def _name(address: str) -> str:
    return urlsplit(address).path.rsplit("/", 1)[1]


def _boxes(page: Page) -> list[str]:
    """The text of every box that stands for a picture, each with a way to ask again."""
    boxes = page.locator(".missing:has(form)")
    expect(page.locator(".missing")).to_have_count(boxes.count())
    return boxes.all_inner_texts()


def _addresses_to_retry(page: Page) -> list[str]:
    """One a picture, in however many places of the page its box stands."""
    forms = page.locator(".missing form").all()
    return list(dict.fromkeys(str(form.get_attribute("action")) for form in forms))


def _retry_all(house: Inside, page: Page, *, count: int) -> None:
    addresses = _addresses_to_retry(page)
    assert len(addresses) == count
    for address in addresses:
        # One that was asked for again stays a box, with its button, until it has come.
        form = page.locator(f'.missing form[action="{address}"]').first
        form.get_by_role("button", name="Try again").click()
        expect(page.locator("#messages")).to_contain_text("asked for again")
        # With the selfie on its way there are two faces, and they may have to be rated first.
        see_whole(page)
    house.settle()
    page.reload()
