"""The one place that writes our own numbers with Arabic digits, for people who chose them.

Numbers stand inside translated sentences, dates, counts and sizes: where they all pass is the text
of the finished page. What is not ours stands isolated there (`bdi`, `.mono`, `.ltr`,
`translate="no"`) and keeps the digits it came with; so do attributes, codes, keys and fields.
"""

from __future__ import annotations

import re
from typing import Final

# Elements whose text is not ours, is typed or read by a machine, or is the name of a thing.
_KEPT: Final = frozenset(
    {"bdi", "code", "kbd", "option", "pre", "samp", "script", "style", "svg", "textarea", "title"}
)
_VOID: Final = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_MARKUP: Final = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<![^>]*>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_APART: Final = re.compile(r"\btranslate=\"?no\b|\bclass=\"(?:[^\"]*\s)?(?:mono|ltr)[\s\"]")
# Our own figures inside a run from left to right, as the pixels of a picture, and charts of them.
_OURS: Final = re.compile(r"\bclass=\"(?:[^\"]*\s)?figures[\s\"]")
# A number of ours, not a part of a name (TD1, ICAO 9303), a reference or an entity (&#39;).
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9_#/.])(?<![A-Za-z0-9_]-)(?<![A-Za-z]\s)"
    r"[0-9]+(?:[.,:/][0-9]+)*(?:\s?%)?(?![A-Za-z0-9_]|[.,:/\-][0-9])"
)
_DIGITS: Final = str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")
_FRACTION: Final = re.compile(r"(?<=\d)\.(?=\d+\D*\Z)")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def with_arabic_digits(text: str) -> str:
    """The numbers of a sentence of ours with Arabic digits, their separators and per cent."""
    return _NUMBER.sub(_written, text)


def page_with_arabic_digits(html: str) -> str:
    """The same for the text of a page or of a piece of one, but for what stands apart in it."""
    pieces: list[str] = []
    at = 0
    kept, depth = "", 0
    for markup in _MARKUP.finditer(html):
        between = html[at : markup.start()]
        pieces.append(between if kept or not between else with_arabic_digits(between))
        pieces.append(markup.group())
        at = markup.end()
        name = (markup["name"] or "").lower()
        if not name or name in _VOID or markup.group().endswith("/>"):
            continue
        if kept:
            if name == kept:
                depth += -1 if markup["end"] else 1
                kept = kept if depth else ""
        elif not markup["end"] and _stands_apart(name, markup["rest"]):
            kept, depth = name, 1
    rest = html[at:]
    pieces.append(rest if kept else with_arabic_digits(rest))
    return "".join(pieces)


def _stands_apart(name: str, attributes: str) -> bool:
    if name == "svg":
        return not _OURS.search(attributes)
    if name in _KEPT:
        return True
    return bool(_APART.search(attributes)) and not _OURS.search(attributes)


def _written(number: re.Match[str]) -> str:
    text = number.group()
    # A time (14:07), a ratio (3/5) and a version of dots keep what is between their parts.
    if text.count(".") == 1:
        text = _FRACTION.sub("٫", text)
    return _THOUSANDS.sub("٬", text).translate(_DIGITS)
