"""Every page in two widths, both schemes and both directions: seen, measured and checked by axe."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from journeys.importing import ask_for
from kycreview.staff.models import User
from reviews.models import Case, Queue
from tests.people import MakePerson
from tests.stories.conftest import GoInside
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, lost_focus, problems_of
from tests.stories.reviewing import Album, choose_by_keys, submit_by_keys
from tests.stories.windows import Scheme, Window

_WIDTHS = (1440, 1280)
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_OUTCOMES = [
    ("idwise", "aml_many"),
    ("signzy", "authenticity_failed_pattern"),
    ("idwise", "clean_pass"),
    ("idwise", "conflict_viz_mrz"),
]


@dataclass(frozen=True)
class Furnished:
    """A house with something on every page, and people of three roles."""

    house: Inside
    reviewer: User
    auditor: User
    admin: User
    claimed: Case
    decided: Case
    passed: str
    batch: str

    def pages(self) -> dict[User | None, dict[str, str]]:
        """The address of every page, by who looks at it."""
        return {
            self.reviewer: {
                "desk": "/desk/",
                "case-claimed": f"/case/{self.claimed.pk}/",
                "case-decided": f"/case/{self.decided.pk}/",
                "journey": f"/journey/{self.passed}/",
                "search": "/search/",
                "case-trail": f"/case/{self.claimed.pk}/trail/",
                "profile": "/me/",
                "403": "/manage/staff/",
                "404": "/nowhere/",
            },
            self.auditor: {"trail": "/audit/"},
            self.admin: {
                "imports": "/imports/",
                "batch": f"/imports/{self.batch}/",
                "accounts": "/manage/accounts/",
                "account-form": "/manage/accounts/signzy/",
                "account-new": "/manage/accounts/new/",
                "staff": "/manage/staff/",
                "staff-form": f"/manage/staff/{self.reviewer.pk}/",
            },
            None: {"sign-in": "/account/login/"},
        }


@pytest.fixture
def furnished(inside: GoInside, make_person: MakePerson) -> Furnished:
    Queue.objects.update(undo_seconds=0)
    house = inside(outcomes=_OUTCOMES, is_drawn=True)
    reviewer = make_person("reviewer", name="Rana Idris")
    auditor = make_person("auditor", name="Olle Sand")
    admin = make_person("admin", name="Ada Admin")
    ids = [journey_id for _provider, journey_id in house.sandbox.shelf.ids()]
    house.fetch_all()
    batch = ask_for(house.accounts["idwise"], [ids[0], "0" * 24], by=admin)
    house.settle()
    decided = house.claimed(ids[3], by=reviewer)
    with house.window(reviewer) as window:
        window.go(f"/case/{decided.pk}/")
        choose_by_keys(window.page, "reject", reason="reject-doc-altered", note="Year retyped.")
        submit_by_keys(window.page)
    house.settle()
    return Furnished(
        house=house,
        reviewer=reviewer,
        auditor=auditor,
        admin=admin,
        claimed=house.claimed(ids[1], by=reviewer),
        decided=decided,
        passed=str(house.journey_of(ids[2]).pk),
        batch=str(batch.pk),
    )


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_page_is_sound_in_each_width_scheme_and_direction(furnished: Furnished) -> None:
    found: list[str] = []
    for language in ("en", "ar"):
        album = Album.of(f"pages-{language}")
        for person, pages in furnished.pages().items():
            with _window_of(person, furnished.house, language) as window:
                for name, address in pages.items():
                    window.go(address)
                    here = f"{language} {name}"
                    assert window.page.locator("html").get_attribute("lang") == language
                    found += [f"{here} {one}" for one in _problems(window.page)]
                    album.take(window.page, name)
                    if language == "en":
                        found += [f"{here} {one}" for one in lost_focus(window.page, stops=40)]
    assert not found, "\n".join(found)


def _window_of(person: User | None, house: Inside, language: str) -> AbstractContextManager[Window]:
    if person is not None:
        person.language = language
        person.save()
    return house.window(
        person, locale={"en": "en-GB", "ar": "ar-AE"}[language], expected={403, 404}
    )


def _problems(page: Page) -> list[str]:
    """In every combination; the last, narrow and dark, is what the album then shows."""
    load_all_pictures(page)
    found = []
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {one}" for one in problems_of(page)]
    return found
