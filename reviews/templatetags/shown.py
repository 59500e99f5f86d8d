"""The template tags of every page. Thin: the modules beside this one decide what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from journeys.providers.results import Coded, Day, Measured, Moment
from kycreview.staff.context import ADMIN
from reviews.comparing import own_words
from reviews.comparing.visible_text import absent, attribute_text, one_line, shown_text
from reviews.evidence import history_words
from reviews.evidence.panels import Panels
from reviews.evidence.shapes import Picture, Tree
from reviews.evidence.verdict_words import in_the_readers_language
from reviews.templatetags import evidence_index as index
from reviews.templatetags import field_words
from reviews.templatetags.managing import ADMIN_PAGES
from reviews.templatetags.points_in_time import shown_day, shown_distance, shown_moment, tone_of_due
from reviews.templatetags.status_words import BLANK, VOCABULARIES, Look

register = template.Library()
LONG_WORD = 30
# Pages that stand in the rail under another page's name.
PLACE_OF = {
    "case": "desk",
    "link_show": "desk",
    "queue": "queues",
    "bulk": "queues",
    "journey": "search",
    "search_results": "search",
    "case_trail": "trail",
}


TRAIL_WORDS = {
    "key": history_words.key_word,
    "object": history_words.object_word,
    "system": history_words.system_word,
    "roles": history_words.role_words,
}


class Place(Protocol):
    """What this module needs of an entry of the rail."""

    url_name: str


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A symbol of the sprite, never read aloud: the word stands beside it."""
    return _symbol(name, size)


@register.simple_tag
def status(value: Coded | str | None, vocabulary: str, label: str = "") -> SafeString:
    """An enumerated value as icon and word. None is "Not sent"; what is unknown shows its text."""
    if value is None:
        return _tag(BLANK, gettext("Not sent"))
    words = VOCABULARIES[vocabulary]
    code, raw = _code_and_text(value)
    known = words.words.get(code)
    word = str(label or known or gettext("Unknown"))
    if known is None and not label and not words.is_ours:
        raw = raw or code
    if code == "unknown" or (known is None and not label):
        return _tag(words.look(code), word, sent=raw)
    is_news = bool(raw) and raw.casefold() != word.casefold()
    return _tag(words.look(code), word, title=attribute_text(raw) if is_news else "")


@register.simple_tag
def word(value: Coded | str | None, vocabulary: str) -> SafeString:
    """The same as a plain word, for a place that is no status."""
    if value is None:
        return absent()
    code, raw = _code_and_text(value)
    known = VOCABULARIES[vocabulary].words.get(code)
    if known is None or code == "unknown":
        return one_line(raw or code) if (raw or code != "unknown") else absent()
    return format_html("{}", known)


@register.simple_tag
def ext(value: object, lang: str = "") -> SafeString:
    """A provider's text: isolated, hidden characters in sight, long text folded."""
    return shown_text(value, lang)


@register.simple_tag
def ext_mono(value: object) -> SafeString:
    """An id, a number, a path or an address of a provider: left to right, monospaced."""
    return shown_text(value, is_mono=True)


@register.simple_tag
def ext_line(value: object, limit: int = 120) -> SafeString:
    """A provider's text on one line, for headings and links."""
    return one_line(value, limit)


@register.simple_tag
def when(value: Moment | datetime | str | None, style: str = "") -> SafeString:
    return shown_moment(value, style)


@register.simple_tag
def distance(value: datetime | None) -> SafeString:
    return shown_distance(value)


@register.filter
def due_tone(due_at: datetime) -> str:
    return tone_of_due(due_at)


@register.simple_tag
def day(value: Day | date | None) -> SafeString:
    return shown_day(value)


@register.simple_tag
def number(value: Measured | float | str | None) -> SafeString:
    """A number as the provider spelled it; "NA" and its like stay what they are."""
    text = value.raw if isinstance(value, Measured) else value
    if text is None or text == "":
        return absent()
    if isinstance(value, Measured) and value.value is None:
        return one_line(text)
    return format_html('<bdi class="ltr" translate="no">{}</bdi>', str(text))


@register.filter
def role(picture: Picture) -> str:
    """What a picture shows, in our words: never who, and never a provider's text."""
    known = VOCABULARIES["media"].words.get(picture.kind)
    return str(known or gettext("Picture"))


@register.filter
def plainly(value: object) -> str:
    """A provider's text for an attribute or a sentence: marks in place of hidden characters."""
    return attribute_text(value, 120)


@register.filter
def own_label(picture: Picture) -> str:
    """The provider's name for a picture, where it says more than the role."""
    said = "".join(filter(str.isalnum, picture.label.casefold()))
    ours = "".join(filter(str.isalnum, role(picture).casefold()))
    return "" if said in ("", ours, picture.kind.replace("_", "")) else picture.label


@register.simple_tag
def pixels(width: int, height: int) -> str:
    return own_words.pixels(width, height)


@register.simple_tag
def country(name: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", own_words.country(name))


@register.filter
def listed(words: Sequence[object]) -> str:
    """Words of ours one after another, with the comma of the reader's language."""
    return own_words.listed(map(str, words))


@register.simple_tag
def trail_word(name: str, table: str) -> str:
    """A name of the trail in words: of a `key`, an `object`, a `system` or of `roles`."""
    return TRAIL_WORDS[table](name)


@register.simple_tag
def trail_value(key: str, value: str, limit: int = 0) -> SafeString:
    """A value of the trail as it reads: set apart, because it may be anybody's text."""
    said = history_words.value_word(key, value)
    return one_line(said, limit) if limit else shown_text(said)


@register.simple_tag
def options(choices: Iterable[tuple[str, object]]) -> SafeString:
    """The options of a select: made once where many selects have the same."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


@register.simple_tag
def index_state(panels: Panels | None, number: int, seen: Collection[int]) -> index.PanelState:
    return index.state_of(panels, number, seen)


@register.simple_tag
def field_name(name: str, key: str = "") -> SafeString:
    return field_words.shown_name(name, key)


@register.simple_tag
def document_name(name: str, limit: int = 120) -> SafeString:
    return field_words.shown_document(name, limit)


@register.simple_tag
def verdict_reason(sentence: str) -> SafeString:
    """Why a journey is no pass, as an import stored it, in the reader's language."""
    return in_the_readers_language(sentence)


@register.simple_tag
def values_named(tree: Tree, *names: str) -> list[str]:
    return field_words.values_named(tree, names)


@register.simple_tag(takes_context=True)
def current_place(context: template.Context) -> str:
    """The rail's entry that the page belongs to, by the page's URL name."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = str(match.url_name) if match else ""
    own = PLACE_OF.get(name, name)
    is_admins = name in ADMIN_PAGES and not has_place(context.get("places") or (), own)
    return ADMIN if is_admins else own


@register.filter
def has_place(places: Sequence[Place], url_name: str) -> bool:
    """Whether the person's rail holds a place."""
    return any(place.url_name == url_name for place in places or ())


@register.filter
def is_set(kept: Mapping[str, bool] | None, name: str) -> bool:
    """Whether a secret of that name is kept."""
    return bool(kept and kept.get(name))


@register.filter
def signed(number: object) -> str:
    """A rating with its sign; a true minus, as wide as the plus."""
    return f"{int(str(number)):+d}".replace("-", "\N{MINUS SIGN}")


def _code_and_text(value: Coded | str) -> tuple[str, str]:
    return (value.code, value.raw) if isinstance(value, Coded) else (str(value), "")


@lru_cache(maxsize=1024)
def _symbol(name: str, size: str) -> SafeString:
    # A page shows hundreds of them, of a few kinds, and the sprite stays where it is.
    return format_html(
        '<svg class="i i-{} {}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        name,
        f"i-{size}" if size else "",
        static("icons.svg"),
        name,
    )


def _tag(look: Look, word: str, *, sent: str = "", title: str = "") -> SafeString:
    return _tag_of(look, word, sent, title) if sent or title else _plain_tag(look, word)


@lru_cache(maxsize=1024)
def _plain_tag(look: Look, word: str) -> SafeString:
    """Words of ours alone: what a provider sent is not kept."""
    return _tag_of(look, word, "", "")


def _tag_of(look: Look, word: str, sent: str, title: str) -> SafeString:
    return format_html(
        '<span class="tag tag-{}{}"{}>{}<span>{}</span>{}</span>',
        look.tone,
        " tag-wrap" if sent or len(word) > LONG_WORD else "",
        format_html(' title="{}"', title) if title else "",
        icon(look.icon),
        word,
        format_html(" {}", one_line(sent, 80)) if sent else "",
    )
