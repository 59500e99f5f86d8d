"""In a language of long words, no page has a word of ours that is not translated, or sticks out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import trans_real
from playwright.sync_api import Page

from kycreview.staff.models import User
from reviews.desk.routing import kinds
from reviews.models import Queue, ReasonText
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import round_of
from tests.stories.conftest import GoInside
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, measured_problems
from tests.stories.pseudo import Pseudo, lengthened, untranslated

WIDTHS = (1440, 1280, 320)
OUTCOMES = [("signzy", "authenticity_failed_pattern"), ("idwise", "aml_many")]
# Not for translators, each with its reason.
ALLOWED = {
    "kycreview": "the product's name",
    "IDWise": "a provider's name",
    "Signzy": "a provider's name",
    "One Touch KYC": "a provider's product",
    "UTC": "the name of a time zone",
    "idwise": "an account's short name",
    "signzy": "an account's short name",
}


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(trans_real._translations, "en", Pseudo())  # type: ignore[attr-defined]  # not in the stubs
    # Words that the process keeps for a language are of another one here.
    kinds._document_in.cache_clear()
    yield
    kinds._document_in.cache_clear()


@pytest.fixture
def standing(inside: GoInside) -> Inside:
    house = inside(outcomes=OUTCOMES)
    house.fetch_all()
    return house


def test_a_sentence_grows_and_keeps_its_placeholders() -> None:
    assert lengthened("Open %(panel)s") == "⸢Openee %(panel)s⸣"
    assert lengthened(", ") == ", "


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("pseudo")
def test_no_page_has_words_of_ours_that_are_not_translated(
    standing: Inside, make_person: MakePerson
) -> None:
    found: list[str] = []
    for person, pages in _pages(standing, make_person).items():
        with standing.window(person, expected={403, 404, 409}) as window:
            for name, address in pages.items():
                window.go(address)
                allowed = [*ALLOWED, *_names_in_the_database()]
                found += [f"{name}: {one}" for one in untranslated(window.page, allowed=allowed)]
                for width in WIDTHS:
                    window.page.set_viewport_size({"width": width, "height": 900})
                    load_all_pictures(window.page)
                    found += [f"{name} {width} {one}" for one in _too_wide(window.page)]
    assert not found, "\n".join(found)


def _too_wide(page: Page) -> list[str]:
    return [one for one in measured_problems(page) if one.startswith("sticks out")]


def _pages(house: Inside, make_person: MakePerson) -> dict[User, dict[str, str]]:
    reviewer = make_person("reviewer", name="Rana Idris")
    auditor = make_person("auditor", name="Olle Sand")
    admin = make_person("admin", name="Ada Admin")
    ids = [journey_id for _provider, journey_id in house.sandbox.shelf.ids()]
    rated = house.claimed(ids[0], by=reviewer)
    give_opinion(round_of(rated), rating=2, by=reviewer)
    blind = house.claimed(ids[1], by=reviewer)
    return {
        reviewer: {
            "case, blind": f"/case/{blind.pk}/",
            "case, whole": f"/case/{rated.pk}/",
            "desk": "/desk/",
            "search": "/search/",
            "account page": "/me/",
            "keys": "/me/keys/",
        },
        auditor: {
            "trail": "/audit/",
            "trail of a case": f"/case/{rated.pk}/trail/",
            "case of another": f"/case/{blind.pk}/",
        },
        admin: {
            "staff": "/manage/staff/",
            "staff form": f"/manage/staff/{reviewer.pk}/",
            "queues": "/manage/queues/",
            "queue settings": "/manage/queues/main/",
            "rules": "/manage/rules/",
            "calendar": "/manage/calendars/new/",
            "changes": "/manage/changes/",
            "accounts": "/manage/accounts/",
            "account form": "/manage/accounts/signzy/",
            "imports": "/imports/",
        },
    }


def _names_in_the_database() -> list[str]:
    """What a house wrote itself: names of people and queues, and words of its reasons."""
    people = [word for one in User.objects.all() for word in (one.name, one.email, one.initials)]
    reasons = ReasonText.objects.filter(language="en")
    words = [word for one in reasons for word in (one.reviewer_text, one.applicant_text)]
    return [*people, *Queue.objects.values_list("name", flat=True), *words]
