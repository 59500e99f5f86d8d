"""What a list of cases can be narrowed by: a closed table, read from an address and said to SQL.

Nothing about a person stands in an address: codes, kinds of documents, countries, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, TextChoices
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kycreview.staff.models import User
from reviews.desk.routing.facts import SEVERITY_LABELS
from reviews.desk.routing.kinds import document_code
from reviews.desk.routing.why import Why
from reviews.models import Case, CaseTag

Chosen = Mapping[str, tuple[str, ...]]


class Due(TextChoices):
    LATE = "late", _("Late")
    HOUR = "hour", _("Within the hour")
    TODAY = "today", pgettext_lazy("due", "Today")


class Holder(TextChoices):
    """Whose a case is now. What is on hold is shown only where it is asked for."""

    NOBODY = "nobody", _("Nobody")
    ME = "me", _("Me")
    OTHER = "other", _("Somebody else")
    HOLD = "hold", _("On hold")


class Attempt(TextChoices):
    FIRST = "1", _("First")
    SECOND = "2", _("Second")
    LATER = "3", _("Third or later")


FACETS: Final[dict[str, str | Promise]] = {
    "due": _("Due"),
    "why": _("Why here"),
    "doc": _("Document"),
    "claim": _("Claimed"),
    "country": _("Country of issue"),
    "account": _("Provider account"),
    "severity": _("Risk"),
    "attempt": _("Attempt"),
    "tag": _("Tag"),
}
# What would tell the machine's view of a case to somebody who has to look at it unprejudiced.
NOT_WHILE_BLIND: Final = frozenset({"severity"})
WHY_CODES: Final = {str(why.name).lower(): why for why in Why}
_CLOSED: Final[dict[str, frozenset[str]]] = {
    "due": frozenset(Due.values),
    "why": frozenset(WHY_CODES),
    "claim": frozenset(Holder.values),
    "severity": frozenset(str(grade) for grade in SEVERITY_LABELS),
    "attempt": frozenset(Attempt.values),
}
_OPEN: Final = {
    "doc": re.compile(r"[^\x00-\x1f]{1,80}"),
    "country": re.compile(r"[A-Z]{3}"),
    "account": re.compile(r"[-a-zA-Z0-9_]{1,60}"),
    "tag": re.compile(r"[-a-zA-Z0-9_]{1,40}"),
}
_AT_MOST = 20


def read_filters(
    query: Mapping[str, Iterable[str]], *, is_blind: bool
) -> dict[str, tuple[str, ...]]:
    """What an address asks for. What is no value of a filter is passed over."""
    found: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        if is_blind and name in NOT_WHILE_BLIND:
            continue
        values = [value for value in query.get(name, ()) if _is_value(name, value)]
        if name == "doc":
            # An address may be older than the kinds, and hold a provider's words for one.
            values = [document_code(value) for value in values]
        if values:
            found[name] = tuple(dict.fromkeys(values))[:_AT_MOST]
    return found


def condition(name: str, values: Iterable[str], *, person: User, now: datetime) -> Q:
    """Cases that have any of these values."""
    match name:
        case "due":
            found = Q()
            for value in values:
                found |= due_within(Due(value), now)
            return found
        case "why":
            mask = 0
            for value in values:
                mask |= WHY_CODES[value]
            return Q(GreaterThan(F("why_bits").bitand(int(mask)), 0))
        case "doc":
            return Q(document_type__in=list(values))
        case "claim":
            found = Q()
            for value in values:
                found |= held_by(Holder(value), person, now)
            return found
        case "country":
            return Q(country_code__in=list(values))
        case "account":
            return Q(account__slug__in=list(values))
        case "severity":
            return Q(severity__in=[int(value) for value in values])
        case "attempt":
            found = Q()
            for value in values:
                found |= Q(round_count__gte=3) if value == Attempt.LATER else Q(round_count=value)
            return found
        case "tag":
            return Q(Exists(CaseTag.objects.filter(case=OuterRef("pk"), tag__in=list(values))))
    raise KeyError(name)


def due_within(due: Due, now: datetime) -> Q:
    """The day ends at midnight in the person's own zone."""
    if due == Due.LATE:
        return Q(due_at__lt=now)
    if due == Due.HOUR:
        return Q(due_at__gte=now, due_at__lt=now + timedelta(hours=1))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(due_at__gte=now, due_at__lt=midnight + timedelta(days=1))


def held_by(holder: Holder, person: User, now: datetime) -> Q:
    """A claim that lapsed is nobody's."""
    lasting = Q(state=Case.State.CLAIMED) & (Q(claim_until__isnull=True) | Q(claim_until__gte=now))
    on_hold = Q(state=Case.State.OPEN, held_until__gt=now)
    match holder:
        case Holder.HOLD:
            return on_hold
        case Holder.ME:
            return lasting & Q(claimed_by=person)
        case Holder.OTHER:
            return lasting & ~Q(claimed_by=person)
    lapsed = Q(state=Case.State.CLAIMED, claim_until__lt=now)
    free = Q(held_until__isnull=True) | Q(held_until__lte=now)
    return (Q(state=Case.State.OPEN) & free) | lapsed


def _is_value(name: str, value: str) -> bool:
    if name in _CLOSED:
        return value in _CLOSED[name]
    return _OPEN[name].fullmatch(value) is not None
