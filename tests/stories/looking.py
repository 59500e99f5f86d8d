"""What is wrong with the page in a window, by measuring it: pure questions to the browser."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RUN_AXE = """async (hasContrast) => {
  const rules = { "color-contrast": { enabled: hasContrast } };
  const { violations } = await axe.run(document, { resultTypes: ["violations"], rules });
  return violations.map((one) => `axe ${one.id} (${one.nodes.length}): `
    + `${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary}`);
}"""
# What a finger or a tired hand must hit. Radios and boxes count with their label; links inside a
# sentence are exempt, as in WCAG 2.2, 2.5.8.
_SMALL = """() => {
  const isShown = (one) => one.checkVisibility({ opacityProperty: false, visibilityProperty: true })
    && !one.closest(".vh, .skip");
  const boxOf = (one) => {
    const label = one.matches("input[type=radio], input[type=checkbox]") && one.closest("label");
    return (label || one).getBoundingClientRect();
  };
  const isInSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((node) => node !== one && node.textContent.trim());
  const wanted = ["a[href]", "button", "input:not([type=hidden])", "select", "textarea", "summary",
    "[role=button]"];
  const sizeOf = (box) => `${Math.round(box.width)} x ${Math.round(box.height)}`;
  return [...document.querySelectorAll(wanted.join())]
    .filter((one) => isShown(one) && !isInSentence(one))
    .map((one) => [one, boxOf(one)])
    .filter(([, box]) => box.width && box.height && (box.width < 24 || box.height < 24))
    .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${sizeOf(box)}`);
}"""
_UNLOADED = """() => [...document.images].filter((one) => one.checkVisibility()).flatMap((one) => [
  ...(one.naturalWidth > 0 ? [] : [`not loaded: ${one.alt}`]),
  ...(one.hasAttribute("width") && one.hasAttribute("height") ? [] : [`no size: ${one.alt}`]),
])"""
# Sideways, with the first elements that stick out and do not scroll in a box of their own.
_TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const isOut = (one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > page.clientWidth + 1 || box.left < -1);
  };
  const isHeld = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return up !== document.body && !isOut(up);
    }
    return false;
  };
  const out = [...document.body.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && isOut(one) && !isHeld(one))
    .filter((one) => ![...one.children].some(isOut)).slice(0, 3)
    .map((one) => {
      const place = one.closest("[id]");
      return `${one.tagName.toLowerCase()}.${[...one.classList].join(".")} in #${place?.id}`;
    });
  return [`${page.scrollWidth} wide in ${page.clientWidth}: ${out.join(" ")}`];
}"""
# A control called like a property of its form stands in its place, and a morph reads `attributes`.
# Nobody asks a form for its name.
_HIDDEN_PROPERTIES = """() => [...document.querySelectorAll("form[data-morph]")].flatMap((form) =>
  [...new Set([...form.elements].map((one) => one.name))]
    .filter((name) => name !== "" && name !== "name" && name in HTMLFormElement.prototype)
    .map((name) => `${name} of ${form.action}`))"""
# The element with the focus, and whether anything about it can be seen.
_FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return null;
  const isMarked = (some) => some && getComputedStyle(some).outlineStyle !== "none"
    && parseFloat(getComputedStyle(some).outlineWidth) > 0;
  const box = one.getBoundingClientRect();
  return {
    what: one.outerHTML.slice(0, 90),
    // A row is marked whole for its link; a video marks its own controls, out of our sight.
    isMarked: isMarked(one) || isMarked(one.closest("label")) || isMarked(one.closest("tr"))
      || one.matches("video[controls]"),
    isInside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    key: `${box.x},${box.y + scrollY},${one.tagName},${one.id}`,
  };
}"""
_LOAD_ALL = """async () => {
  for (const one of document.images) one.loading = "eager";
  await Promise.all([...document.images].map((one) => one.decode().catch(() => 0)));
}"""


def load_all_pictures(page: Page) -> None:
    """Also those far below, which a browser leaves for later."""
    page.evaluate(_LOAD_ALL)


def problems_of(page: Page, *, has_contrast: bool = True) -> list[str]:
    """Rules of accessibility that are broken, and what else can be measured."""
    return measured_problems(page) + broken_rules(page, has_contrast=has_contrast)


def measured_problems(page: Page) -> list[str]:
    """What sticks out, is too small for a finger, or is not there."""
    found = [f"sticks out: {one}" for one in page.evaluate(_TOO_WIDE)]
    found += [f"too small: {one}" for one in page.evaluate(_SMALL)]
    found += [f"hidden property: {one}" for one in page.evaluate(_HIDDEN_PROPERTIES)]
    return found + [f"picture {one}" for one in page.evaluate(_UNLOADED)]


def broken_rules(page: Page, *, has_contrast: bool = True) -> list[str]:
    """Every violation that axe finds, with the first element of each.

    Contrast takes four fifths of the time: a page that was measured in these colours may leave it.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN_AXE, has_contrast)
    return found


def lost_focus(page: Page, *, stops: int) -> list[str]:
    """Press Tab `stops` times; says where the focus could not be seen."""
    found = []
    for _stop in range(stops):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus is None:  # the page's end: the browser's own controls come next
            break
        if not focus["isMarked"]:
            found.append(f"focus not marked: {focus['what']}")
        if not focus["isInside"]:
            found.append(f"focus out of sight: {focus['what']}")
    return found
