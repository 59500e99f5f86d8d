"""Every page in two widths, both schemes and both directions: seen, measured and checked by axe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from journeys.importing import ask_for
from kycreview.staff.models import User
from reviews.models import Case, Decision, Queue
from tests.people import MakePerson
from tests.stories.conftest import GoInside
from tests.stories.inside import Inside
from tests.stories.looking import lost_focus, problems_of
from tests.stories.reviewing import Album, choose_by_keys, submit_by_keys
from tests.stories.windows import Window

_WIDTHS = (1440, 1280)
_SCHEMES = ("light", "dark")
_OUTCOMES = [
    ("idwise", "aml_many"),
    ("signzy", "authenticity_failed_pattern"),
    ("signzy", "arabic_names"),
    ("idwise", "clean_pass"),
    ("idwise", "conflict_viz_mrz"),
    ("signzy", "ip_fraud_high"),
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
    decided = house.claimed(ids[4], by=reviewer)
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
        passed=str(house.journey_of(ids[3]).pk),
        batch=str(batch.pk),
    )


def _windows(house: Furnished, language: str) -> Iterator[tuple[Window, dict[str, str]]]:
    for person, pages in house.pages().items():
        if person is not None:
            person.language = language
            person.save()
        locale = {"en": "en-GB", "ar": "ar-AE"}[language]
        with house.house.window(person, locale=locale) as window:
            window.expected |= {403, 404}
            yield window, pages


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_sound_in_both_widths_and_schemes(
    furnished: Furnished, language: str
) -> None:
    found: list[str] = []
    album = Album.of(f"pages-{language}")
    for window, pages in _windows(furnished, language):
        page = window.page
        for name, address in pages.items():
            window.go(address)
            assert page.locator("html").get_attribute("lang") == language
            for width in _WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                for scheme in _SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    found += [f"{name} {width} {scheme}: {one}" for one in problems_of(page)]
                    if (width == 1440) == (scheme == "light"):
                        album.take(page, f"{name}-{width}-{scheme}")
            found += [f"{name}: {one}" for one in lost_focus(page, stops=40)]
    assert found == []


@pytest.mark.long
def test_the_focus_stays_on_the_page_when_a_region_is_replaced(furnished: Furnished) -> None:
    house = furnished.house
    Queue.objects.update(undo_seconds=3)
    with house.window(furnished.reviewer) as window:
        page = window.page
        window.go(f"/case/{furnished.claimed.pk}/")
        choose_by_keys(page, "reject", reason="reject-doc-altered")
        submit_by_keys(page)
        page.get_by_role("button", name="Undo").focus()
        decision = Decision.objects.get(round__case=furnished.claimed)
        while decision.state == Decision.State.PROPOSED:
            page.wait_for_timeout(250)
            house.settle()
            decision.refresh_from_db()
        expect(page.get_by_role("button", name="Undo")).to_have_count(0)
        assert page.evaluate("() => document.activeElement !== document.body")
        assert page.evaluate(
            "() => document.getElementById('outbox').contains(document.activeElement)"
        )
        expect(page.locator("#live")).not_to_be_empty()
