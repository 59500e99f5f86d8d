"""Pieces of our own sentences that every language has in its own way: lists, sizes, countries."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

import pycountry
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def listed(words: Iterable[str]) -> str:
    """Words one after another, with the comma of the reader's language."""
    return _(", ").join(words)


def pixels(width: int, height: int) -> str:
    """The size of a picture, width first in every direction of writing."""
    return _("%(width)s × %(height)s px") % {"width": width, "height": height}


def span(length: timedelta) -> str:
    """A length of time in minutes, in hours, or in both."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest or hours >= 12:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def country(name: str) -> str:
    """A country's English name in the reader's language, where pycountry's catalogues have it."""
    return _names(get_language() or "en").gettext(name)


@lru_cache(maxsize=8)
def _names(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language.split("-")[0]], fallback=True
    )
