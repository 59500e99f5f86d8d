"""Every page in widths, schemes and directions: seen, measured and checked by axe.

The case page and the desk in all combinations, some so that every two values of width, scheme and
direction meet, the rest in each of them at least once. `make pictures` takes the pictures of all of
them and measures nothing.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page

from kycreview.staff.models import User
from reviews.models import Queue
from tests.people import MakePerson
from tests.stories.conftest import GoInside
from tests.stories.furnishing import (
    LANGUAGES,
    LOCALES,
    OUTCOMES,
    STATE_LOOKS,
    Furnished,
    Look,
    furnish,
)
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, lost_focus, problems_of
from tests.stories.reviewing import IS_FOR_PICTURES, Album
from tests.stories.scene import OUTCOMES as STATE_OUTCOMES
from tests.stories.scene import set_scene
from tests.stories.states import STATES
from tests.stories.windows import Window

# What a person waits for, and what a machine can be asked: more says the same once more.
_AT_MOST = 250
_PANELS = range(1, 9)


@pytest.fixture
def furnished(inside: GoInside, make_person: MakePerson) -> Furnished:
    Queue.objects.update(undo_seconds=0)
    return furnish(inside(outcomes=OUTCOMES, is_drawn=True), make_person)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_in_each_width_scheme_and_direction(
    furnished: Furnished, language: str
) -> None:
    assert furnished.runs() + len(LANGUAGES) * len(STATES) <= _AT_MOST
    found: list[str] = []
    album = Album.of(f"pages-{language}")
    for person, pages in furnished.pages.items():
        with _window_of(person, furnished.house, language) as window:
            for name, address in pages.items():
                window.go(address)
                assert window.page.locator("html").get_attribute("lang") == language
                if IS_FOR_PICTURES:
                    _show(window.page, album, name)
                    continue
                for look in furnished.looks(name, language):
                    has_contrast = furnished.has_contrast(name, look, language)
                    found += _faults(window.page, album, name, look, has_contrast=has_contrast)
                if language == "en":
                    found += [f"{name} {one}" for one in lost_focus(window.page, stops=40)]
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_page_is_sound(
    inside: GoInside, make_person: MakePerson, language: str
) -> None:
    """Each in one look and direction after the other: over all states every combination is met."""
    scene = set_scene(inside(outcomes=STATE_OUTCOMES, is_drawn=True), make_person)
    found: list[str] = []
    album = Album.of(f"states-{language}")
    looks = STATE_LOOKS[language]
    for at, state in enumerate(STATES):
        person = scene.people.get(state.person)
        with _window_of(person, scene.house, language, expected=state.statuses) as window:
            state.reach(scene, window)
            if IS_FOR_PICTURES:
                _show(window.page, album, state.name)
                continue
            look = looks[at % len(looks)]
            found += _faults(window.page, album, state.name, look, meant=state.meant)
    assert not found, "\n".join(found)


def _faults(
    page: Page,
    album: Album,
    name: str,
    look: Look,
    *,
    has_contrast: bool = True,
    meant: frozenset[str] = frozenset(),
) -> list[str]:
    """What is wrong with the page in this look, and a picture of it if anything is."""
    width, scheme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    load_all_pictures(page)
    found = [one for one in problems_of(page, has_contrast=has_contrast) if one not in meant]
    if found:
        album.take(page, f"{name}-{width}-{scheme}")
    return [f"{name} {look} {one}" for one in found]


def _show(page: Page, album: Album, name: str) -> None:
    load_all_pictures(page)
    album.take_beside(page, name)
    if name != "case-revealed":
        return
    for panel in _PANELS:
        page.locator(f"#panel-{panel}").scroll_into_view_if_needed()
        album.take_beside(page, f"panel-{panel}")


def _window_of(
    person: User | None,
    house: Inside,
    language: str,
    *,
    expected: frozenset[int] = frozenset({403, 404, 409}),
) -> AbstractContextManager[Window]:
    if person is not None:
        person.language = language
        person.save()
    return house.window(person, locale=LOCALES[language], expected=expected)
