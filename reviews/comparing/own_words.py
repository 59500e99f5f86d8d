"""Pieces of our own sentences that every language has in its own way: lists, sizes, countries."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
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


def country(name: str) -> str:
    """A country's English name in the reader's language, where pycountry's catalogues have it."""
    return _names(get_language() or "en").gettext(name)


@lru_cache(maxsize=8)
def _names(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language.split("-")[0]], fallback=True
    )
