"""The names that we gave to a provider's checks, in the reader's language. A provider's own stay.

They are stored in English with the check; a name of a group may have the element's behind it.
"""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from journeys.providers.signzy import document_checks, engine_names, faces
from reviews.comparing.visible_text import shown_text

_BETWEEN: Final = ": "
_GROUPS: Final = frozenset(name for _key, name in engine_names.GROUPS.values())
_NAMES: Final = _GROUPS.union(
    (faces.NO_MASK, faces.FACE_NOT_COVERED),
    (
        name
        for labels in (
            document_checks.DETAILS_OPTICAL,
            document_checks.COMPLETE_STATUS_CHECKS,
            document_checks.IMAGE_QUALITY,
            document_checks.MATCHES,
        )
        for _key, name in labels.values()
    ),
)


def own_check_name(name: str) -> str:
    """Our name for the check as the reader says it; empty where the name is the provider's."""
    return gettext(name) if name in _NAMES else ""


def shown_check_name(name: str) -> SafeString:
    """Any check's name: words of ours translated, the provider's set apart."""
    own = own_check_name(name)
    if own:
        return format_html("{}", own)
    group, between, element = name.partition(_BETWEEN)
    if between and group in _GROUPS:
        return format_html("{}{}{}", gettext(group), between, shown_text(element))
    return shown_text(name)
