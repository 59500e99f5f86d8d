"""Ten tasks of a reviewer, each by keyboard alone and by mouse alone, the shortest way there is.

Owns the ways; what has to stand in the database afterwards is the test's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Response, expect

from tests.bench.counting import CountedKeyboard, CountedMouse
from tests.stories.hands import expect_revealed, expect_seen, expect_undone

REJECTION = "reject-doc-altered"
RESUBMISSION = "resubmit-glare"
WORDS = "Looked at twice."
# What the page of each task is opened at: the scale, the whole case, or the desk.
FACES, WHOLE, DESK = "faces", "whole", "desk"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Each way gets what the journey is looked up by; most tasks need no such thing."""

    starts_at: str
    by_keyboard: Callable[[CountedKeyboard, str], None]
    by_mouse: Callable[[CountedMouse, str], None]


def _approve_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    _rate_by_key(keys)
    for panel in _required(keys.page):
        keys.press(f"Alt+Digit{panel}")
        expect_seen(keys.page, panel)
    keys.press("a")
    _submit_by_key(keys)


def _approve_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    _rate_by_click(mouse)
    for panel in _required(mouse.page):
        mouse.click(mouse.page.locator(f'[data-panel-link="{panel}"]'))
        expect_seen(mouse.page, panel)
    mouse.click(_outcome(mouse.page, "approve"))
    _submit_by_click(mouse)


def _reject_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    _rate_by_key(keys)
    keys.press("x")
    _tick_by_key(keys, "reasons", REJECTION)
    _submit_by_key(keys)


def _reject_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    _rate_by_click(mouse)
    mouse.click(_outcome(mouse.page, "reject"), _box(mouse.page, "reasons", REJECTION))
    _submit_by_click(mouse)


def _resubmit_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    _rate_by_key(keys)
    keys.press("r")
    _tick_by_key(keys, "reasons", RESUBMISSION)
    keys.press("r")
    expect(keys.page.locator("#id_steps")).to_be_focused()
    for step in _steps(keys.page):
        _tick_by_key(keys, "steps", step)
    _submit_by_key(keys)


def _resubmit_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    _rate_by_click(mouse)
    mouse.click(_outcome(mouse.page, "resubmit"), _box(mouse.page, "reasons", RESUBMISSION))
    mouse.click(*(_box(mouse.page, "steps", step) for step in _steps(mouse.page)))
    _submit_by_click(mouse)


def _clear_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.press("Alt+Digit5")
    keys.press("i")
    for name in _matches(keys.page):
        match = keys.page.locator(f"#{name}")
        # The answer to one leads on to the next.
        expect(match).to_be_focused()
        keys.press_digit_of(_difference(match))
        keys.press_digit_of(match.locator("[value=not_this_person]"))
        expect(match.locator(".said-line")).to_contain_text("said by you")


def _clear_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    mouse.click(mouse.page.locator('[data-panel-link="5"]'))
    for name in _matches(mouse.page):
        match = mouse.page.locator(f"#{name}")
        mouse.click(_difference(match), match.locator("[value=not_this_person]"))
        expect(match.locator(".said-line")).to_contain_text("said by you")


def _compare_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.open_to("[data-pair] > [data-item]")
    item = keys.page.locator("[data-pair]:has(> [data-item]:focus)")
    pair = keys.page.locator(f"#{item.get_attribute('id')}")
    keys.press(";")
    keys.press_digit_of(pair.locator("button[value=doubtful]"))
    expect(pair.locator(".said-line").first).to_contain_text("Said by you")


def _compare_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    mouse.click(mouse.page.locator('[data-panel-link="2"]'))
    pair = mouse.page.locator("[data-pair][data-selected]").first
    mouse.hold(pair.locator("[data-peek]"))
    mouse.click(pair.locator("button[value=doubtful]"))
    expect(pair.locator(".said-line").first).to_contain_text("Said by you")


def _find_by_keyboard(keys: CountedKeyboard, reference: str) -> None:
    keys.press("g", "s")
    keys.page.wait_for_url("**/search/")
    if not keys.has_focus("input[name=query]"):
        keys.press("/")
    keys.type(reference)
    keys.press("Enter")
    expect(keys.page.locator("#h-results")).to_be_focused()
    keys.tab_to("main table a")
    keys.press("Enter")
    keys.page.wait_for_url("**/case/**")


def _find_by_mouse(mouse: CountedMouse, reference: str) -> None:
    mouse.click(mouse.page.locator("nav a[href='/search/']").first)
    mouse.page.wait_for_url("**/search/")
    field = mouse.page.locator("input[name=query]")
    if not field.evaluate("(one) => one === document.activeElement"):
        mouse.click(field)
    mouse.type(reference)
    mouse.click(mouse.page.locator("main form[role=search] button"))
    mouse.click(mouse.page.locator("main table a").first)
    mouse.page.wait_for_url("**/case/**")


def _undo_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.press("u")
    expect_undone(keys.page)


def _undo_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    mouse.click(mouse.page.locator("#undo").get_by_role("button", name="Undo"))
    expect_undone(mouse.page)


def _hold_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.press("h")
    expect(keys.page.locator("#hold input[name=until]").first).to_be_focused()
    keys.press_digit_of(keys.page.locator("label[for=hold-hour]"))
    expect(keys.page.locator("#hold-why")).to_be_focused()
    keys.type(WORDS)
    keys.press("Enter")
    keys.page.wait_for_url("**/desk/")


def _hold_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    hold = mouse.page.locator("#hold")
    mouse.click(hold.locator("summary"), hold.locator("label[for=hold-hour]"))
    mouse.click(hold.locator("#hold-why"))
    mouse.type(WORDS)
    mouse.click(hold.locator("#hold-submit"))
    mouse.page.wait_for_url("**/desk/")


def _note_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.press("n")
    expect(keys.page.locator("textarea[name=note]")).to_be_focused()
    keys.type(WORDS)
    _expect_kept(keys.page)


def _note_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    mouse.click(mouse.page.locator("textarea[name=note]"))
    mouse.type(WORDS)
    _expect_kept(mouse.page)


def _history_by_keyboard(keys: CountedKeyboard, _reference: str) -> None:
    keys.press("Alt+Digit8")
    expect(keys.page.locator("#panel-8")).to_be_focused()
    expect_seen(keys.page, 8)


def _history_by_mouse(mouse: CountedMouse, _reference: str) -> None:
    mouse.click(mouse.page.locator('[data-panel-link="8"]'))
    expect_seen(mouse.page, 8)


TASKS = {
    name: Task(starts_at=starts_at, by_keyboard=by_keyboard, by_mouse=by_mouse)
    for name, starts_at, by_keyboard, by_mouse in (
        ("approve clean", FACES, _approve_by_keyboard, _approve_by_mouse),
        ("reject with reason", FACES, _reject_by_keyboard, _reject_by_mouse),
        ("resubmit two steps", FACES, _resubmit_by_keyboard, _resubmit_by_mouse),
        ("clear three AML matches", WHOLE, _clear_by_keyboard, _clear_by_mouse),
        ("compare an authenticity pair", WHOLE, _compare_by_keyboard, _compare_by_mouse),
        ("find a journey by reference", DESK, _find_by_keyboard, _find_by_mouse),
        ("undo", DESK, _undo_by_keyboard, _undo_by_mouse),
        ("hold", WHOLE, _hold_by_keyboard, _hold_by_mouse),
        ("note", WHOLE, _note_by_keyboard, _note_by_mouse),
        ("open history", WHOLE, _history_by_keyboard, _history_by_mouse),
    )
}
# These end in a decision; none of them may be a single press.
DECISIONS = ("approve clean", "reject with reason", "resubmit two steps")


def _rate_by_key(keys: CountedKeyboard) -> None:
    keys.press("6")
    expect_revealed(keys.page)


def _rate_by_click(mouse: CountedMouse) -> None:
    mouse.click(mouse.page.locator("#opinion button[name=rating][value='2']"))
    expect_revealed(mouse.page)


def _tick_by_key(keys: CountedKeyboard, name: str, value: str) -> None:
    keys.press_digit_of(_box(keys.page, name, value))
    expect(keys.page.locator(f'input[name={name}][value="{value}"]')).to_be_checked()


def _submit_by_key(keys: CountedKeyboard) -> None:
    with keys.page.expect_response(_is_decision):
        keys.press("Control+Enter")


def _submit_by_click(mouse: CountedMouse) -> None:
    with mouse.page.expect_response(_is_decision):
        mouse.click(mouse.page.locator("#submit-next"))


def _is_decision(response: Response) -> bool:
    """The answer to the decision itself: POST /case/<id>/."""
    request = response.request
    return request.method == "POST" and request.url.split("/")[-3] == "case"


def _required(page: Page) -> list[int]:
    """The panels that the coverage line calls required to approve."""
    wanted = page.locator("[data-unseen-panel]:has(.st-attention)")
    return [int(str(one.get_attribute("data-unseen-panel"))) for one in wanted.all()]


def _outcome(page: Page, value: str) -> Locator:
    return page.locator(f"label.opt:has(input[value={value}])")


def _box(page: Page, name: str, value: str) -> Locator:
    return page.locator("label", has=page.locator(f'input[name={name}][value="{value}"]'))


def _steps(page: Page) -> list[str]:
    boxes = page.locator("input[name=steps]")
    return [str(box.get_attribute("value")) for box in boxes.all()[:2]]


def _matches(page: Page) -> list[str]:
    asked = page.locator("#panel-5 article.match:has(.dispo)")
    return [str(one.get_attribute("id")) for one in asked.all()]


def _difference(match: Locator) -> Locator:
    """The first attribute that conflicts: it tells the two apart."""
    return match.locator(".apart-row label:has(.st-attention)").first


def _expect_kept(page: Page) -> None:
    expect(page.locator("#decision [data-draft-state]")).to_contain_text("Draft saved")
