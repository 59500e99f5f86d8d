"""A language that nobody speaks: English, two fifths longer, each sentence between two marks.

What stands on a page without the marks was never given to a translator; what sticks out would do
so in a language of long words. Of the tests alone: no person can choose it.
"""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Collection

from playwright.sync_api import Page

BEGIN, END = "⸢", "⸣"
# Not sentences, but how the language writes times and keys.
_FORMATS = ("format of a time", "key")
# Placeholders, tags and entities stay; a word grows at its end.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w[^>]*>|&\w+;")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTEXT = "\x04"

# Text of our own: all but what is set apart, and what a machine reads. `option` counts.
_TEXTS = """() => {
  const apart = "bdi, .mono, .ltr, .ctl, [translate=no], code, kbd, svg, script, style, textarea, "
    + "[lang]:not(html):not([lang=en])";
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  let depth = 0;
  // Outside of the marks, and of the isolates that a provider's text stands in.
  const outside = (text) => {
    let own = "";
    for (const sign of text.replace(/\\u2068[^\\u2069]*\\u2069/g, "")) {
      if (sign === "BEGIN") depth += 1;
      else if (sign === "END") depth -= 1;
      else if (!depth) own += sign;
    }
    return own;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(apart)) continue;
    const own = outside(node.data);
    const place = node.parentElement.closest("[id]");
    if (own.trim()) found.push([own.trim(), `${node.parentElement.tagName} in #${place?.id}`]);
  }
  if (depth) found.push([`UNEVEN ${depth}`, "the page"]);
  const names = ["aria-label", "placeholder", "alt", "title", "data-key-label"];
  for (const one of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    for (const name of names) {
      const own = outside(one.getAttribute(name) ?? "");
      // A key of the trail says beside its word how it is stored.
      if (!one.closest(apart) && own.trim() && !one.matches("dt")) {
        found.push([own.trim(), `${name} of ${one.tagName}.${one.className}`]);
      }
    }
  }
  return found;
}""".replace("BEGIN", BEGIN).replace("END", END)


class Pseudo(gettext.NullTranslations):
    """In the place of the English catalogue."""

    def gettext(self, message: str) -> str:
        context, _, words = message.rpartition(_CONTEXT)
        return words if context in _FORMATS else lengthened(words)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def language(self) -> str:
        return "en"

    def to_language(self) -> str:
        return "en"


def lengthened(sentence: str) -> str:
    """Between its marks, two fifths longer. What has no word in it stays."""
    if not _WORD.search(_KEPT.sub("", sentence)):
        return sentence
    pieces = []
    at = 0
    for kept in _KEPT.finditer(sentence):
        pieces += [_grown(sentence[at : kept.start()]), kept.group()]
        at = kept.end()
    return BEGIN + "".join([*pieces, _grown(sentence[at:])]) + END


def untranslated(page: Page, *, allowed: Collection[str]) -> list[str]:
    """Own words of a page that no translator has seen, but those of `allowed`."""
    found: list[tuple[str, str]] = page.evaluate(_TEXTS)
    known = sorted(filter(None, allowed), key=len, reverse=True)
    said = []
    for text, place in found:
        rest = text
        for one in known:
            rest = rest.replace(one, "")
        if _WORD.search(rest):
            said.append(f"{text[:80]!r}: {place}")
    return list(dict.fromkeys(said))


def _grown(text: str) -> str:
    return _WORD.sub(lambda word: word.group() + "e" * math.ceil(len(word.group()) * 0.4), text)
