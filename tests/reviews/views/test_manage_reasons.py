"""Admin pages of the reasons, without script: words in every language, and two admins at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kycreview.staff.models import User
from reviews.models import PendingChange, Reason, ReasonText
from tests.people import MakePerson, SignedIn
from tests.reviews.views.pages import Page, page_of

pytestmark = pytest.mark.usefixtures("database")
GLARE = "resubmit-glare"
NEW = {
    "outcome": "resubmit", "code": "resubmit-stamp", "order": "9", "is_active": "on",
    "provider_text": "", "language": ["en", "ar"], "version": "0",
    "reviewer-en": "No stamp", "applicant-en": "Show the stamp.",
    "reviewer-ar": "لا يوجد ختم", "applicant-ar": "يرجى إظهار الختم.",
}  # fmt: skip


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def add(client: Client, **changed: Any) -> Any:
    return client.post(reverse("reason_new"), {**NEW, **changed}, follow=True)


def url(code: str = GLARE) -> str:
    return reverse("reason_edit", args=[code])


def held(client: Client, code: str = GLARE) -> dict[str, Any]:
    """What the page would send as it stands."""
    shown = client.get(url(code)).context
    sent = {field.html_name: field.value() for field in shown["form"]}
    kept = {name: value for name, value in sent.items() if value not in (None, False)}
    languages = [one.code for one in shown["form"].languages]
    return {**kept, "language": languages, "version": shown["version"]}


def letters(page: Page) -> dict[str, dict[str, str]]:
    return {
        one.attributes["data-letter-of"]: one.attributes
        for one in page.elements
        if "data-letter-of" in one.attributes
    }


@pytest.mark.both_databases
def test_a_reason_is_added_in_both_languages(client: Client) -> None:
    answer = add(client)
    assert "Saved: reviewers can choose it from now on." in page_of(answer).text
    texts = {text.language: text for text in ReasonText.objects.filter(reason="resubmit-stamp")}
    assert texts["ar"].applicant_text == "يرجى إظهار الختم."
    listed = page_of(client.get(reverse("reasons"))).text
    assert "No stamp resubmit-stamp English, Arabic In use" in listed


@pytest.mark.parametrize(
    "changed,sentence",
    [
        ({"outcome": ""}, "Choose an outcome."),
        ({"code": ""}, "Give a code, like resubmit-glare."),
        ({"code": "Two Words"}, "small letters, digits and single hyphens"),
        ({"code": GLARE}, "A reason has this code already."),
        ({"order": "x"}, "whole number"),
        ({"reviewer-en": ""}, "English stands in for other languages"),
        ({"applicant-en": ""}, "Whoever is asked again reads this: say what to do."),
        ({"applicant-ar": "x" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, changed: dict[str, Any], sentence: str
) -> None:
    answer = add(client, **changed)
    assert answer.status_code == 422
    shown = page_of(answer)
    assert sentence in shown.text
    (wrong,) = changed
    (field,) = shown.named(wrong)
    assert field["aria-invalid"] == "true"
    assert f"id_{wrong}_error" in field["aria-describedby"]
    for name, value in {**NEW, **changed}.items():
        if name.startswith("reviewer"):
            assert shown.named(name)[0].get("value", "") == value
        elif name.startswith("applicant"):
            assert str(value) in shown.text
    assert not Reason.objects.filter(pk="resubmit-stamp").exists()


def test_what_the_page_shows_saves_as_it_is(client: Client) -> None:
    before = list(ReasonText.objects.order_by("pk").values_list())
    assert client.post(url(), held(client)).status_code == 302
    assert Reason.objects.get(pk=GLARE).version == 1
    assert list(ReasonText.objects.order_by("pk").values_list()) == before


def test_code_and_outcome_stay_whatever_is_sent(client: Client) -> None:
    client.post(url(), {**held(client), "code": "other", "outcome": "reject", "order": "3"})
    reason = Reason.objects.get(pk=GLARE)
    assert (reason.outcome, reason.order, reason.version) == ("resubmit", 3, 2)
    assert not Reason.objects.filter(pk="other").exists()


def test_the_applicant_s_words_are_shown_each_in_its_direction(client: Client) -> None:
    client.post(url(), {**held(client), "applicant-ar": ""})
    shown = letters(page_of(client.get(url())))
    assert (shown["id_applicant-ar"]["lang"], shown["id_applicant-ar"]["dir"]) == ("en", "ltr")
    client.post(url(), {**held(client), "applicant-ar": "يرجى التصوير."})
    shown = letters(page_of(client.get(url())))
    assert (shown["id_applicant-ar"]["lang"], shown["id_applicant-ar"]["dir"]) == ("ar", "rtl")


def test_a_language_is_added_with_everything_typed_kept_and_nothing_saved(client: Client) -> None:
    typed = {**held(client), "applicant-en": "Typed.", "act": "language", "added": "ur"}
    answer = client.post(url(), typed)
    assert answer.status_code == 200
    shown = page_of(answer)
    (field,) = shown.named("applicant-ur")
    assert (field["lang"], field["dir"]) == ("ur", "rtl")
    assert shown.named("reviewer-ur") == []
    assert "Typed." in shown.text
    assert Reason.objects.get(pk=GLARE).version == 1
    sent = {**typed, "act": "", "language": ["en", "ar", "ur"], "applicant-ur": "دوبارہ تصویر لیں۔"}
    assert client.post(url(), sent).status_code == 302
    assert ReasonText.objects.get(reason=GLARE, language="ur").reviewer_text == ""
    assert "Urdu" in page_of(client.get(reverse("reasons"))).text


@pytest.mark.parametrize("added", ["", "xx", "<b>"])
def test_a_language_that_is_none_adds_nothing(client: Client, added: str) -> None:
    answer = client.post(url(), {**held(client), "act": "language", "added": added})
    assert answer.status_code == 200
    assert [one.code for one in answer.context["form"].languages] == ["en", "ar"]


def test_of_two_admins_the_second_reads_what_the_first_wrote(
    client: Client, make_person: MakePerson, signed_in: SignedIn
) -> None:
    mine = {**held(client), "reviewer-en": "Mine"}
    other = signed_in(make_person("admin"))
    other.post(url(), {**held(other), "reviewer-en": "Theirs"})
    answer = client.post(url(), mine)
    assert answer.status_code == 422
    shown = page_of(answer)
    assert "Somebody saved another version meanwhile." in shown.text
    assert "Reviewers read, in English Theirs Mine" in shown.text
    assert shown.named("reviewer-en")[0]["value"] == "Mine"
    again = {**mine, "version": shown.named("version")[0]["value"]}
    assert client.post(url(), again).status_code == 302
    assert ReasonText.objects.get(reason=GLARE, language="en").reviewer_text == "Mine"


def test_the_last_reason_of_an_outcome_says_why_it_stays(client: Client) -> None:
    Reason.objects.filter(outcome="resubmit").exclude(pk=GLARE).update(is_active=False)
    sent = {name: value for name, value in held(client).items() if name != "is_active"}
    answer = client.post(url(), sent)
    assert answer.status_code == 422
    assert "It is the last reason in use for this outcome" in page_of(answer).text


def test_a_note_that_is_asked_for_no_more_waits_and_is_confirmed(
    client: Client, make_person: MakePerson, signed_in: SignedIn
) -> None:
    client.post(url(), {**held(client), "needs_note": "on"})
    sent = {name: value for name, value in held(client).items() if name != "needs_note"}
    answer = client.post(url(), sent, follow=True)
    assert "it waits for a second admin" in page_of(answer).text
    words = "Nobody has to say more in a note to decide with this reason."
    assert words in page_of(answer).text
    other = signed_in(make_person("admin"))
    shown = page_of(other.get(reverse("manage_changes"))).text
    assert words in shown
    assert "Asks for a note yes no" in shown
    change = PendingChange.objects.get()
    other.post(reverse("manage_change_settle", args=[change.pk]), {"act": "confirm"})
    assert not Reason.objects.get(pk=GLARE).needs_note


def test_what_an_admin_writes_is_no_markup(client: Client) -> None:
    client.post(url(), {**held(client), "reviewer-en": "<b>x</b>", "applicant-en": "<i>y</i>"})
    for address in (url(), reverse("reasons")):
        assert b"<b>x" not in client.get(address).content
        assert b"<i>y" not in client.get(address).content


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_many(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        Reason.objects.create(code=f"r{number}", outcome="reject", order=number)
    client.get(reverse("reasons"))
    with django_assert_max_num_queries(9):
        client.get(reverse("reasons"))
