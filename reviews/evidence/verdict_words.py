"""Why a journey is no pass, in the reader's language: a stored sentence is found by its template.

Owns the recognition. What is stored stays English, and a provider's words stay what it sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from journeys.providers.verdict_sentences import CHECK_SLOT, OWN_SLOTS, SAID_SLOT, UNSAID, Sentence
from reviews.comparing.visible_text import shown_text
from reviews.evidence.check_words import shown_check_name

# Odd pieces of a split are the names of the slots.
_SLOT: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Template:
    """A sentence with slots. Its two ends are looked at first, so that a long text costs little."""

    msgid: str
    start: str
    end: str
    pattern: re.Pattern[str]


def in_the_readers_language(sentence: str) -> SafeString:
    """A stored sentence, each of the provider's values set apart; an unknown one as it is."""
    if sentence in _WHOLE:
        return format_html("{}", gettext(sentence))
    for template in _WITH_SLOTS:
        if sentence.startswith(template.start) and sentence.endswith(template.end):
            found = template.pattern.fullmatch(sentence)
            if found is not None:
                return _filled(gettext(template.msgid), found.groupdict())
    return format_html('<span lang="en" dir="ltr">{}</span>', shown_text(sentence, "en"))


def _filled(said: str, values: dict[str, str]) -> SafeString:
    pieces = _SLOT.split(said)
    return format_html_join(
        "",
        "{}",
        ((_value(piece, values[piece]) if at % 2 else piece,) for at, piece in enumerate(pieces)),
    )


def _value(slot: str, value: str) -> str:
    """A word of ours translated; anything else isolated. Nothing at all stays nothing."""
    if slot in OWN_SLOTS or (slot == SAID_SLOT and value in UNSAID):
        return gettext(value)
    if not value:
        return ""
    return shown_check_name(value) if slot == CHECK_SLOT else shown_text(value)


def _template(sentence: Sentence) -> _Template:
    pieces = _SLOT.split(sentence)
    pattern = "".join(
        _slot(piece) if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return _Template(sentence.value, pieces[0], pieces[-1], re.compile(pattern, re.DOTALL))


def _slot(name: str) -> str:
    words = "|".join(map(re.escape, OWN_SLOTS.get(name, ())))
    return f"(?P<{name}>{words or '.*?'})"


_WHOLE: Final = frozenset(one.value for one in Sentence if _SLOT.search(one) is None)
_WITH_SLOTS: Final = tuple(_template(one) for one in Sentence if one.value not in _WHOLE)
