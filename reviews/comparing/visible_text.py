"""Text of a provider made safe to read: hidden characters shown, length clamped, script named.

Owns `shown_text` and its parts; knows nothing of templates or evidence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

CLAMP = 2000
# Controls but tab and line feed, soft hyphen, bidi marks, embeddings and isolates, zero-width
# characters, invisible fillers, interlinear marks, tag characters, lone surrogates: what can make a
# text read otherwise than it is stored (Unicode TR 36 and 39, "Trojan Source").
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e00ff\ud800-\udfff]"
)
JOINERS = "\u200c\u200d"
# Arabic, Syriac, N'Ko; the Indic scripts; Myanmar; Khmer; Arabic's presentation forms. Between two
# of these letters a joiner is spelling (Persian, Hindi), not disguise.
JOINED = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc]"
)
SCRIPTS = (
    ("und-Arab", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("und-Deva", re.compile("[\u0900-\u097f]")),
    ("und-Hani", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")),
    ("und-Cyrl", re.compile("[\u0400-\u052f]")),
    ("und-Hebr", re.compile("[\u0590-\u05ff]")),
    ("und-Latn", re.compile("[A-Za-z\u00c0-\u024f]")),
)
LETTER = re.compile("[A-Za-z]")
ABSENT = "—"
END = mark_safe("</bdi>")


def shown_text(value: object, lang: str = "", *, is_mono: bool = False) -> SafeString:
    """A provider's value as markup: isolated, untranslated, with hidden characters in sight.

    Past 2,000 characters the rest stands folded behind it; nothing is cut away.
    """
    text = _as_text(value)
    if not text:
        return absent()
    tongue = lang or script_of(text)
    if len(text) <= CLAMP:
        return _isolated(text, tongue, is_mono)
    rest = len(text) - CLAMP
    return format_html(
        '{}<details class="long"><summary>{}</summary>{}</details>',
        _isolated(text[:CLAMP], tongue, is_mono),
        ngettext("Show %(count)s more character", "Show %(count)s more characters", rest)
        % {"count": rest},
        _isolated(text[CLAMP:], tongue, is_mono),
    )


def one_line(value: object, limit: int = 120) -> SafeString:
    """As `shown_text` for headings and links: one line, cut with an ellipsis."""
    text = " ".join(_as_text(value).split())
    if not text:
        return absent()
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return _isolated(cut, script_of(text), False)


def attribute_text(value: object, limit: int = 300) -> str:
    """The same for `title` and other attributes: marks as plain text, wrapped in an isolate."""
    text = HIDDEN.sub(lambda match: _mark(match.group()), _as_text(value))
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"\u2068{cut}\u2069"


def absent() -> SafeString:
    return format_html(
        '<span class="absent" title="{}">{}<span class="vh"> {}</span></span>',
        gettext("Not sent"),
        ABSENT,
        gettext("not sent"),
    )


def with_marks(text: str) -> SafeString:
    """Escaped text in which each hidden character is a visible mark."""
    if HIDDEN.search(text) is None:
        return escape(text)
    pieces: list[SafeString] = []
    at = 0
    for match in HIDDEN.finditer(text):
        if match.group() in JOINERS and _is_spelling(text, match.start()):
            continue
        pieces.append(conditional_escape(text[at : match.start()]))
        pieces.append(
            format_html(
                '<span class="ctl" title="{}">{}</span>',
                unicodedata.name(match.group(), gettext("control character")),
                _mark(match.group()),
            )
        )
        at = match.end()
    pieces.append(conditional_escape(text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def script_of(text: str) -> str:
    """A language tag that names the script of the first letter, "" where there is none."""
    if text.isascii():  # most of what comes; the other scripts need no search then
        return "und-Latn" if LETTER.search(text) else ""
    found = [(match.start(), tag) for tag, pattern in SCRIPTS if (match := pattern.search(text))]
    return min(found)[1] if found else ""


def _as_text(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def _isolated(text: str, lang: str, is_mono: bool) -> SafeString:
    return _opening(lang, is_mono) + with_marks(text) + END


@lru_cache(maxsize=64)
def _opening(lang: str, is_mono: bool) -> SafeString:
    # Both attributes are constants of this module or of the caller, never a provider's text.
    tongue = format_html(' lang="{}"', lang) if lang else ""
    mono = mark_safe(' class="mono" dir="ltr"') if is_mono else ""
    return format_html('<bdi{}{} translate="no">', mono, tongue)


def _mark(character: str) -> str:
    return f"⟦U+{ord(character):04X}⟧"


def _is_spelling(text: str, at: int) -> bool:
    return (
        0 < at < len(text) - 1
        and JOINED.match(text[at - 1]) is not None
        and JOINED.match(text[at + 1]) is not None
    )
