"""A person's choice of digits on the pages: our own numbers follow it, and ids do not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Case
from tests.people import SignedIn
from tests.reviews.house import arrive, held_case
from tests.reviews.views.pages import page_of

ARABIC_DIGITS = set("٠١٢٣٤٥٦٧٨٩")


def test_everybody_chooses_their_digits(reviewer: User, signed_in: SignedIn) -> None:
    client = signed_in(reviewer)
    form = {"language": "ar", "theme": "light", "availability": "available", "numerals": "arab"}
    assert client.post(reverse("profile"), form).status_code == 302

    page = client.get(reverse("profile")).content.decode()

    assert 'data-numerals="arab"' in page
    reviewer.refresh_from_db()
    assert reviewer.numerals == User.Numerals.ARABIC
    assert client.post(reverse("profile"), form | {"numerals": "roman"}).status_code == 422
    del form["numerals"]
    assert client.post(reverse("profile"), form).status_code == 302
    reviewer.refresh_from_db()
    assert reviewer.numerals == User.Numerals.ARABIC, "a form without the choice leaves it"


@pytest.fixture
def case(idwise: Account, reviewer: User) -> Case:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer).case


@pytest.mark.parametrize(
    "language,numerals,has_arabic",
    [("ar", "latn", False), ("ar", "arab", True), ("en", "arab", False)],
)
def test_a_page_is_written_in_the_digits_of_its_reader(
    case: Case, lead: User, signed_in: SignedIn, language: str, numerals: str, has_arabic: bool
) -> None:
    User.objects.filter(pk=lead.pk).update(language=language, numerals=numerals)

    answer = signed_in(lead).get(reverse("case_trail", args=[case.pk]))

    assert bool(ARABIC_DIGITS & set(page_of(answer).text)) is has_arabic
    # What names a thing is the same in every choice.
    assert f">{case.code}<" in answer.content.decode()
    assert str(case.pk) in answer.content.decode()
