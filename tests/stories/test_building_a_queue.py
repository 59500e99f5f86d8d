"""An admin builds a queue and a rule with the keyboard alone, and the next journey goes there."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journeys.models import Account
from reviews.desk.pulling import pull
from reviews.models import Case, PendingChange, Queue, RoutingVersion
from tests.browsing import OpenPage
from tests.people import MakePerson
from tests.reviews.house import arrive
from tests.stories.hands import arrive_at


def test_a_queue_and_a_rule_by_keyboard(
    idwise: Account, make_person: MakePerson, open_page: OpenPage
) -> None:
    arrive(idwise, outcome="glare")
    page = open_page(make_person("admin"))
    page.goto("/manage/queues/")
    reach(page, "Add a queue").press("Enter")
    page.get_by_label("Name", exact=True).wait_for()
    tab_to(page, "Name")
    page.keyboard.type("Gulf onboarding")
    tab_to(page, "Late after")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("9")
    expect(page.locator("[data-unsaved-count]")).to_have_text("Changes not saved: 2")
    page.keyboard.press("Control+Enter")
    arrive_at(page, "Gulf onboarding")
    queue = Queue.objects.get(pk="gulf-onboarding")
    assert queue.late_after_minutes == 540

    reach(page, "Rules").press("Enter")
    arrive_at(page, "Rules")
    reach(page, "Add a rule").press("Enter")
    tab_to(page, "What it is about")
    choose(page, "Provider")
    expect(page.locator("#c0-field")).to_have_value("provider")
    tab_to(page, "Add a value: Provider")
    choose(page, "IDWise")
    expect(page.get_by_role("button", name="Remove IDWise")).to_be_visible()
    tab_to(page, "Send to")
    choose(page, "Gulf onboarding")
    expect(page.get_by_text("Changes not saved: 1")).to_be_visible()
    expect(
        page.get_by_text("Rule 1 added: Provider is IDWise, to “Gulf onboarding”")
    ).to_be_visible()
    reach(page, "Dry run").press("Enter")
    expect(page.get_by_text("1 would go elsewhere")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    assert RoutingVersion.objects.order_by("-number")[0].rules[0]["queue"] == "gulf-onboarding"
    pull()
    assert Case.objects.get().queue_id == "gulf-onboarding"


def test_rules_are_ordered_with_alt_and_an_arrow_and_by_dragging(
    idwise: Account, make_person: MakePerson, open_page: OpenPage
) -> None:
    names = [rule(f"r{number}", f"account-{number}") for number in range(3)]
    RoutingVersion.objects.create(number=2, rules=names)
    page = open_page(make_person("admin"))
    page.goto("/manage/rules/")
    page.locator("#open-r2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-rule]").nth(1)).to_have_attribute("data-rule", "r2")
    expect(page.locator("#open-r2")).to_be_focused()
    first, last = page.locator("#rule-r0"), page.locator("#rule-r1")
    first.locator("[data-grab]").hover()
    page.mouse.down()
    box = last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()
    expect(page.locator("[data-rule]").nth(2)).to_have_attribute("data-rule", "r0")
    reach(page, "Discard").press("Enter")
    expect(page.locator("[data-rule]").nth(0)).to_have_attribute("data-rule", "r0")


def test_what_weakens_a_gate_is_confirmed_by_a_second_admin(
    idwise: Account, make_person: MakePerson, open_page: OpenPage
) -> None:
    page = open_page(make_person("admin", name="Ada Admin"))
    page.goto("/manage/queues/main/")
    page.get_by_role("switch", name="Own opinion first").uncheck()
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.get_by_text("it waits for a second admin")).to_be_visible()
    page.goto("/manage/changes/")
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    other = open_page(make_person("admin", name="Samira Nouri"))
    other.goto("/manage/changes/")
    words = "The faces are no longer rated before the machine's results are seen."
    expect(other.get_by_text(words)).to_be_visible()
    other.get_by_role("button", name="Confirm").click()
    expect(other.get_by_text("it holds from now on")).to_be_visible()
    assert not Queue.objects.get(pk="main").blind_first
    assert PendingChange.objects.get().settled_by is not None


def rule(own_id: str, account: str) -> dict[str, object]:
    when = [{"field": "account", "is": "one_of", "values": [account]}]
    return {"id": own_id, "queue": "main", "when": when}


_NAME = """() => {
  const one = document.activeElement;
  const said = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
  return said.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Tab until what has this name holds the focus: round once and no further."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate(_NAME) == name:
            return
    raise AssertionError(f"Tab never comes to {name}")


def reach(page: Page, name: str) -> Pressing:
    tab_to(page, name)
    return Pressing(page)


class Pressing:
    """Keys for what holds the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)


def choose(page: Page, label: str) -> None:
    """Type the first letters of an option into the select that holds the focus."""
    page.keyboard.type(label)
    page.keyboard.press("Tab")
