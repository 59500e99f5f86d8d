"""Drawn papers: repeatable, altered only where asked, and comparable with their specimen."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from journeys.sandbox import layouts, papers
from journeys.sandbox.people import Person, make_person

HOLDER = make_person(11, script="arabic")
CHANGED = {"photo_replaced": "portrait", "expiry_retyped": "expiry", "pattern_missing": "pattern"}


def drawn(
    kind: str, person: Person = HOLDER, *, side: str = "front", alteration: str | None = None
) -> Image.Image:
    if kind == "passport":
        return papers.draw_passport(person, alteration=alteration)
    draw = papers.draw_licence if kind == "licence" else papers.draw_identity_card
    return draw(person, side=side, alteration=alteration)


def with_zone(kind: str, *, wrong: str | None = None) -> Image.Image:
    if kind == "passport":
        return papers.draw_passport(HOLDER, mrz_wrong=wrong)
    draw = papers.draw_licence if kind == "licence" else papers.draw_identity_card
    return draw(HOLDER, side=papers.side_of(kind, area="mrz"), mrz_wrong=wrong)


def grown(box: layouts.Box) -> layouts.Box:
    """With room for the shadow that a glued photograph throws."""
    return box[0] - 40, box[1] - 40, box[2] + 40, box[3] + 40


@pytest.mark.parametrize("kind", papers.KINDS)
def test_the_same_person_has_the_same_paper_and_another_has_another(kind: str) -> None:
    once = drawn(kind)
    assert once.tobytes() == drawn(kind).tobytes()
    assert once.tobytes() != drawn(kind, make_person(12, script="arabic")).tobytes()


def test_papers_have_their_default_size_or_the_one_asked_for() -> None:
    assert papers.draw_passport(HOLDER).size == (1500, 1056)
    assert papers.draw_identity_card(HOLDER, side="back").size == (1500, 946)
    assert papers.draw_licence(HOLDER, side="front", size=(750, 473)).size == (750, 473)


@pytest.mark.parametrize("kind", papers.KINDS)
@pytest.mark.parametrize("alteration", papers.ALTERATIONS)
def test_an_alteration_changes_its_own_place_and_nothing_else(kind: str, alteration: str) -> None:
    difference = ImageChops.difference(drawn(kind), drawn(kind, alteration=alteration))
    place = layouts.area_box(kind, area=CHANGED[alteration])
    assert difference.crop(place).getbbox()
    difference.paste(0, grown(place))
    assert difference.getbbox() is None


def test_a_replaced_photo_no_longer_fits_its_ghost() -> None:
    genuine, forged = drawn("passport"), drawn("passport", alteration="photo_replaced")
    ghosts = [papers.crop_fragment(page, "ghost", "passport") for page in (genuine, forged)]
    assert ghosts[0].tobytes() == ghosts[1].tobytes()


def test_another_face_changes_portrait_and_ghost_only() -> None:
    other = make_person(13, script="arabic").face_seed
    page = papers.draw_passport(HOLDER, face_seed=other)
    difference = ImageChops.difference(drawn("passport"), page)
    for area in ("portrait", "ghost"):
        assert papers.crop_fragment(difference, area, "passport").getbbox()
        difference.paste(0, grown(layouts.area_box("passport", area=area)))
    assert difference.getbbox() is None


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_wrong_check_digit_shows_in_the_zone_only(kind: str) -> None:
    difference = ImageChops.difference(with_zone(kind), with_zone(kind, wrong="birth_date"))
    assert papers.crop_fragment(difference, "mrz", kind).getbbox()
    difference.paste(0, layouts.area_box(kind, area="mrz"))
    assert difference.getbbox() is None


def test_glare_hides_the_expiry_and_blur_removes_edges() -> None:
    def edges(image: Image.Image) -> float:
        found = image.convert("L").filter(ImageFilter.FIND_EDGES)
        return ImageStat.Stat(found).mean[0]

    sharp = papers.crop_fragment(papers.draw_passport(HOLDER), "expiry", "passport")
    lit = papers.crop_fragment(papers.draw_passport(HOLDER, glare=True), "expiry", "passport")
    assert ImageStat.Stat(lit.convert("L")).mean[0] > ImageStat.Stat(sharp.convert("L")).mean[0] + 8
    assert edges(papers.draw_passport(HOLDER, blur=True)) < edges(papers.draw_passport(HOLDER)) / 2


@pytest.mark.parametrize("kind", papers.KINDS)
@pytest.mark.parametrize("area", papers.AREAS)
def test_every_area_lies_inside_its_side_and_has_a_specimen_of_equal_size(
    kind: str, area: str
) -> None:
    side = papers.side_of(kind, area=area)
    width, height = layouts.layout_of(kind, side=side).size
    left, top, right, bottom = layouts.area_box(kind, area=area)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    fragment = papers.crop_fragment(drawn(kind, side=side), area, kind)
    reference = papers.reference_fragment(kind, area, script="arabic")
    assert fragment.size == reference.size
    assert fragment.tobytes() != reference.tobytes() or area in {"pattern", "chip"}


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_genuine_pattern_is_the_specimens_and_a_forged_one_is_not(kind: str) -> None:
    reference = papers.reference_fragment(kind, "pattern")
    genuine = papers.crop_fragment(drawn(kind), "pattern", kind)
    forged = papers.crop_fragment(drawn(kind, alteration="pattern_missing"), "pattern", kind)
    assert ImageChops.difference(genuine, reference).getbbox() is None
    assert ImageStat.Stat(ImageChops.difference(forged, reference).convert("L")).mean[0] > 4


def test_an_older_edition_has_another_pattern() -> None:
    newer, older = (papers.reference_fragment("passport", "pattern", year=y) for y in (2021, 2015))
    assert newer.tobytes() != older.tobytes()


def test_a_fragment_of_a_smaller_picture_shows_the_same_place() -> None:
    page = drawn("passport")
    full = papers.crop_fragment(page, "portrait", "passport")
    half = papers.crop_fragment(page.resize((750, 528)), "portrait", "passport")
    assert half.size == (full.width // 2, full.height // 2)
    difference = ImageChops.difference(full.resize(half.size), half).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 6


def test_no_two_areas_of_one_side_share_a_place() -> None:
    for kind in papers.KINDS:
        for side in ("front", "back"):
            if (kind, side) == ("passport", "back"):
                continue
            boxes = list(layouts.layout_of(kind, side=side).boxes.values())
            for place, one in enumerate(boxes):
                for other in boxes[place + 1 :]:
                    across = min(one[2], other[2]) - max(one[0], other[0])
                    down = min(one[3], other[3]) - max(one[1], other[1])
                    assert across <= 0 or down <= 0, (kind, side, one, other)


@pytest.mark.parametrize("script", ["latin", "arabic", "devanagari", "chinese"])
def test_papers_of_every_script_can_be_drawn(script: str) -> None:
    for seed in range(3):
        person = make_person(seed, script=script)
        papers.draw_passport(person)
        for side in ("front", "back"):
            papers.draw_identity_card(person, side=side)
            papers.draw_licence(person, side=side)
        papers.draw_utility_bill(person, issued=date(2026, 9, 1))


def test_a_bill_repeats_and_changes_with_its_month() -> None:
    first = papers.draw_utility_bill(HOLDER, issued=date(2026, 9, 3))
    assert first.tobytes() == papers.draw_utility_bill(HOLDER, issued=date(2026, 9, 3)).tobytes()
    assert first.tobytes() != papers.draw_utility_bill(HOLDER, issued=date(2026, 8, 3)).tobytes()


def test_unknown_words_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="burnt"):
        papers.draw_passport(HOLDER, alteration="burnt")
    with pytest.raises(ValueError, match="hologram"):
        papers.crop_fragment(drawn("passport"), "hologram", "passport")
    with pytest.raises(ValueError, match="library_card"):
        papers.portrait_box("library_card")
