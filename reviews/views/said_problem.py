"""What stands against something said about one piece of evidence, shown where it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from reviews.forms.screening import TICKED
from reviews.models import Statement

# The fields that a form of the page has; what stands against anything else has no place of its own.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    Statement.Kind.CORRECTION: ("value", "source", "why", "words"),
    Statement.Kind.DISPOSITION: ("attributes", "why"),
    Statement.Kind.OVERRIDE: ("reason", "why"),
}


@dataclass(frozen=True, kw_only=True)
class SaidProblem:
    """`about` is the kind and the stable key of the piece; `posted` is what was sent."""

    about: str
    field: str
    sentence: str
    posted: QueryDict

    @property
    def ticked(self) -> list[str]:
        """The attributes that were ticked."""
        return self.posted.getlist(TICKED)


def said_problem(posted: QueryDict, *, field: str, sentence: str) -> SaidProblem | None:
    """None where the page has no field that this stands against."""
    kind = posted.get("kind", "")
    if field not in _FIELDS.get(kind, ()):
        return None
    about = f"{kind}:{posted.get('stable_key', '')}"
    return SaidProblem(about=about, field=field, sentence=sentence, posted=posted)
