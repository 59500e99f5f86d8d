"""A case in hands, in Chromium: its last two minutes, its loss, who else is here, a lead's hand."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.models import Case, Recusal
from tests.browsing import OpenPage
from tests.people import MakePerson
from tests.reviews.house import arrive, held_case, more_cases
from tests.stories.reviewing import picture

TYPED = "Typed just now, and not saved yet."


def beat_now(page: Page) -> None:
    """As if the page had come to the front."""
    with page.expect_response("**/beat/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def no_answer(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body="{}")


def test_the_last_two_minutes_are_counted_and_a_key_keeps_the_case(
    idwise: Account, reviewer: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    Case.objects.update(claim_until=timezone.now() + timedelta(seconds=100))
    page = open_page(reviewer, width=1440, height=900)
    page.route("**/beat/", no_answer)
    page.goto(reverse("case", args=[its_round.case_id]))
    bar = page.locator('#banners [data-kind="lease"]')
    expect(bar).to_contain_text("Your claim of this case ends in 1:")
    picture(page, "lease", of="hands")
    page.unroute("**/beat/")
    with page.expect_response("**/beat/"):
        page.keyboard.press("c")
    expect(bar).to_have_count(0)
    expect(page.locator("#yours")).to_contain_text("Yours until")
    until = Case.objects.get().claim_until
    assert until is not None
    assert until > timezone.now() + timedelta(minutes=9)


def test_a_case_that_was_lost_is_read_only_and_nothing_written_is_lost(
    idwise: Account, reviewer: User, second_reviewer: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    url = reverse("case", args=[its_round.case_id])
    page = open_page(reviewer, width=1440, height=900)
    page.goto(url)
    page.locator("[name=outcome][value=reject]").check(force=True)
    page.locator("[name=note]").evaluate("(one, text) => { one.value = text; }", TYPED)
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    claim(Case.objects.get(), by=second_reviewer)
    with page.expect_response("**/draft/"):
        beat_now(page)
    lost = page.locator("#lost")
    expect(lost).to_be_visible()
    expect(lost).to_be_focused()
    expect(page.locator("#lost-text")).to_contain_text(
        f"{second_reviewer.name} holds this case since"
    )
    assert page.locator("form[data-decision]").evaluate("(one) => one.inert")
    picture(page, "lost", of="hands")
    page.locator("#ask-back").click()
    expect(page.locator("#messages")).to_contain_text("was told that you ask for this case")
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    page.goto(url)
    page.locator("#claim").click()
    expect(page.locator("[name=note]")).to_have_value(TYPED)


def test_the_head_says_who_else_is_here_and_who_asks(
    idwise: Account, reviewer: User, second_reviewer: User, auditor: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    url = reverse("case", args=[its_round.case_id])
    mine = open_page(reviewer, width=1440, height=900)
    mine.goto(url)
    expect(mine.locator("#presence")).to_have_text("Only you have this open")
    theirs = open_page(auditor, width=1280, height=800)
    theirs.goto(url)
    expect(theirs.locator("#presence")).to_contain_text(
        f"{reviewer.name} (reviewer, working on it)"
    )
    other = open_page(second_reviewer, width=1280, height=800)
    other.emulate_media(color_scheme="dark")
    other.goto(url)
    other.locator("#ask").click()
    picture(other, "asked-dark", of="hands")
    beat_now(mine)
    expect(mine.locator("#presence")).to_contain_text(f"{auditor.name} (auditor, reading)")
    expect(mine.locator('#banners [data-kind="asked"]')).to_contain_text("asks for this case")
    mine.locator("#skip summary").click()
    mine.locator("#skip").scroll_into_view_if_needed()
    picture(mine, "presence-asked-skip", of="hands")
    mine.get_by_role("button", name="Release the case").click()
    expect(mine.locator("h1")).to_contain_text("Desk")
    assert Case.objects.get().claimed_by is None


def test_passing_over_by_keyboard_opens_the_next_case(
    idwise: Account, reviewer: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    (following,) = more_cases(its_round.case, 1)
    page = open_page(reviewer, width=1440, height=900)
    page.goto(reverse("case", args=[its_round.case_id]))
    page.locator("#skip summary").focus()
    page.keyboard.press("Enter")
    page.locator("#skip-script").focus()
    page.keyboard.press("Space")
    page.locator("#skip-submit").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_contain_text(following.code)
    assert Case.objects.get(pk=its_round.case_id).skip_count == 1


def test_a_lead_hands_a_case_over_and_sees_who_cannot_take_it(
    idwise: Account,
    reviewer: User,
    second_reviewer: User,
    lead: User,
    make_person: MakePerson,
    open_page: OpenPage,
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    knows = make_person("reviewer", name="Nora Knows")
    away = make_person("reviewer", name="Amir Away")
    User.objects.filter(pk=away.pk).update(availability="away")
    Recusal.objects.create(case_id=its_round.case_id, person=knows)
    page = open_page(lead, width=1440, height=900)
    page.goto(reverse("case", args=[its_round.case_id]))
    page.locator("#hand-over").click()
    expect(page.locator(f"#to-{knows.pk}")).to_be_disabled()
    expect(page.locator(".people")).to_contain_text("Knows the applicant")
    page.get_by_role("button", name="Give the case").click()
    expect(page.locator(".errors")).to_contain_text("Choose who gets the case.")
    page.locator(f"#to-{second_reviewer.pk}").check()
    page.locator("#hand-why").fill("She is at the dentist.")
    picture(page, "hand-over", of="hands")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, "hand-over-dark", of="hands")
    page.get_by_role("button", name="Give the case").click()
    expect(page.locator("#messages")).to_contain_text(f"is given to {second_reviewer.name}.")
    picture(page, "given-dark", of="hands")
    assert Case.objects.get().assigned_to == second_reviewer
    everybody = (reviewer, second_reviewer, lead, away)
    for person in everybody:
        Recusal.objects.get_or_create(case_id=its_round.case_id, person=person)
    page.goto(reverse("nobody"))
    expect(page.locator("main")).to_contain_text("Everybody who could take it has read it")
    picture(page, "nobody-dark", of="hands")
