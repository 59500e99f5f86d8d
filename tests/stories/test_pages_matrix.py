"""Every page in widths, schemes and directions: seen, measured and checked by axe.

The case page in its states and the desk in all combinations, the rest so that every two values of
width, scheme and direction meet.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page

from kycreview.staff.models import User
from reviews.models import Queue
from tests.people import MakePerson
from tests.stories.conftest import GoInside
from tests.stories.furnishing import LANGUAGES, OUTCOMES, Furnished, Look, furnish
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, lost_focus, problems_of
from tests.stories.reviewing import Album
from tests.stories.windows import Window

# What a person waits for, and what a machine can be asked: more says the same once more.
_AT_MOST = 250


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
    assert furnished.runs() <= _AT_MOST
    found: list[str] = []
    album = Album.of(f"pages-{language}")
    for person, pages in furnished.pages.items():
        with _window_of(person, furnished.house, language) as window:
            for name, address in pages.items():
                window.go(address)
                assert window.page.locator("html").get_attribute("lang") == language
                for look in furnished.looks(name, language):
                    _take_on(window.page, look)
                    found += [f"{name} {look} {one}" for one in problems_of(window.page)]
                    album.take(window.page, "-".join(map(str, (name, *look))))
                if language == "en":
                    found += [f"{name} {one}" for one in lost_focus(window.page, stops=40)]
    assert not found, "\n".join(found)


def _take_on(page: Page, look: Look) -> None:
    width, scheme = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    load_all_pictures(page)


def _window_of(person: User | None, house: Inside, language: str) -> AbstractContextManager[Window]:
    if person is not None:
        person.language = language
        person.save()
    return house.window(
        person, locale={"en": "en-GB", "ar": "ar-AE"}[language], expected={403, 404, 409}
    )
