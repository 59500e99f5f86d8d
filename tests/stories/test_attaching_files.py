"""Files laid beside a case in a browser: chosen or dropped, refused in a sentence, nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from kycreview.staff.models import User
from reviews.models import Attachment, Round
from tests.browsing import OpenPage
from tests.journeys.vault.files import jpeg, pdf
from tests.reviews.house import arrive, held_case, new_account
from tests.stories.reviewing import picture

TYPED = "Typed before the file was attached."
DROP = """([name, type, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type }));
  const place = document.querySelector("#h-files");
  for (const kind of ["dragover", "drop"]) {
    const how = { bubbles: true, cancelable: true, dataTransfer: data };
    place.dispatchEvent(new DragEvent(kind, how));
  }
}"""


@pytest.fixture
def held(reviewer: User) -> Round:
    return held_case(arrive(new_account("idwise"), outcome="glare"), by=reviewer)


def history(open_page: OpenPage, reviewer: User, held: Round) -> Page:
    page: Page = open_page(reviewer, width=1440, height=900)
    page.goto(f"/case/{held.case_id}/?p=8#files")
    return page


def named(name: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": body}


def test_files_are_attached_without_leaving_the_page(
    held: Round, reviewer: User, open_page: OpenPage
) -> None:
    page = history(open_page, reviewer, held)
    page.locator("[name=note]").fill(TYPED)
    page.locator("#files-input").set_input_files(
        [named("Letter.jpg", jpeg(900, 1400)), named("Deed.pdf", pdf(3))]
    )
    page.get_by_role("button", name="Attach", exact=True).click()
    rows = page.locator(".files-list > li")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Letter.jpg")
    expect(page.locator("[name=note]")).to_have_value(TYPED)
    assert page.locator("#files-input").input_value() == ""
    page.locator(".files-pages summary").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Page 2 of 3").click()
    expect(opened.value.locator("img")).to_have_count(1)
    with page.expect_download() as taken:
        page.locator(".files-list a[download]", has_text="Letter.jpg").click()
    assert taken.value.suggested_filename == "Letter.jpg"
    picture(page, "files", of="hands")


def test_what_is_refused_is_said_where_it_happened(
    held: Round, reviewer: User, open_page: OpenPage
) -> None:
    page = history(open_page, reviewer, held)
    page.locator("[name=note]").fill(TYPED)
    page.locator("#files-input").set_input_files(
        [named("Letter.jpg", jpeg()), named("page.jpg", b"<html>")]
    )
    page.get_by_role("button", name="Attach", exact=True).click()
    problem = page.locator("#files-problem")
    expect(problem).to_contain_text("page.jpg: This is no JPEG, PNG or WebP picture and no PDF")
    expect(problem).to_be_focused()
    expect(page.locator(".files-list > li")).to_have_count(1)
    expect(page.locator("[name=note]")).to_have_value(TYPED)
    picture(page, "files-refused", of="hands")


def test_what_is_dropped_is_chosen_and_not_sent(
    held: Round, reviewer: User, open_page: OpenPage
) -> None:
    page = history(open_page, reviewer, held)
    page.evaluate(DROP, ["dropped.png", "image/png", "x"])
    expect(page.locator("[data-upload-state]")).to_have_text("1 chosen")
    expect(page.get_by_role("button", name="Attach", exact=True)).to_be_focused()
    assert page.evaluate("document.querySelector('#files-input').files[0].name") == "dropped.png"
    assert not Attachment.objects.exists()


def test_without_script_the_form_just_submits(
    held: Round, reviewer: User, open_page: OpenPage
) -> None:
    page = history(open_page, reviewer, held)
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    page.locator("#files-input").set_input_files([named("Letter.jpg", jpeg())])
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator(".files-list > li")).to_have_count(1)
    expect(page.locator("body")).to_contain_text("1 file attached.")
