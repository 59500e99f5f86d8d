"""Countries by their alpha-3 codes, named in the language of the page. Owns names only."""

from __future__ import annotations

import gettext
from functools import lru_cache

import pycountry
from django.utils.translation import get_language

COUNTRY_CODES: tuple[str, ...] = tuple(sorted(one.alpha_3 for one in pycountry.countries))


def country_name(code: str) -> str:
    """The short name; the code itself where it is no country's."""
    return _name(code, get_language() or "en")


@lru_cache(maxsize=1024)
def _name(code: str, language: str) -> str:
    known = pycountry.countries.get(alpha_3=code)
    if known is None:
        return code
    words = gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language.split("-")[0]], fallback=True
    )
    return words.gettext(str(getattr(known, "common_name", known.name)))
