"""Open cases as lists show them, from the cases' own columns: no names, scores or verdict words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from reviews.comparing import own_words
from reviews.desk.routing.country_names import country_name
from reviews.desk.routing.facts import SEVERITY_LABELS
from reviews.desk.routing.kinds import document_word
from reviews.desk.routing.why import codes, labels
from reviews.models import Case, Rank

PRESSING = timedelta(hours=1)
_CHIPS = 2
WHY_ICONS = {
    "technical": "plug",
    "settle": "scale",
    "second_reader": "users",
    "reopened": "rotate-ccw",
    "resubmission": "refresh-cw",
    "new_evidence": "file-clock",
    "screening": "list-checks",
    "faces": "scan-face",
    "security": "fingerprint",
    "conflict": "table-properties",
    "rule": "gavel",
    "device": "smartphone",
    "consent": "hand",
    "quality": "image",
    "unknown_verdict": "circle-help",
    "sampled": "dices",
}


@dataclass(frozen=True)
class Chip:
    """One reason why a case is here."""

    label: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case in a list."""

    id: UUID
    code: str
    href: str
    queue: str
    due_at: datetime
    due_text: str
    due_exact: str
    due_tone: str
    account: str
    document: str
    country: str
    chips: tuple[Chip, ...]
    more: tuple[str, ...]
    attempt: int
    # None where the list tells nothing that the machine thinks.
    severity: int | None
    severity_label: str
    rank: int
    rank_label: str
    is_test: bool
    age_text: str
    # "nobody", "me", "other", "hold" or "given", and who that is.
    holder: str
    who: str
    until: datetime | None
    can_claim: bool
    name: str = ""


def case_rows(
    cases: Iterable[Case],
    *,
    viewer: User,
    is_blind: bool = True,
    names: Mapping[UUID, str] | None = None,
) -> list[CaseRow]:
    """`cases` come with queue, account, claimed_by and assigned_to selected."""
    now = timezone.now()
    return [_row(case, viewer, now, is_blind=is_blind, names=names or {}) for case in cases]


def has_lapsed(case: Case, now: datetime) -> bool:
    """A claim that ended can be taken by anybody."""
    return case.claim_until is not None and case.claim_until < now


def span(length: timedelta) -> str:
    """A length of time in its two largest units, in one from twelve hours on."""
    if length >= timedelta(hours=48):
        return _("%(days)s d") % {"days": length.days}
    return own_words.span(length)


def age(length: timedelta) -> str:
    """The same in its largest unit alone, short enough for a narrow column."""
    if length < timedelta(minutes=1):
        return _("%(minutes)s min") % {"minutes": "< 1"}
    hours = int(length.total_seconds() // 3600)
    if hours < 1:
        return span(length)
    if hours < 48:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(days)s d") % {"days": hours // 24}


def due_words(due_at: datetime, now: datetime) -> tuple[str, str]:
    """ "Late 14 min" or "In 12 min", and how that looks."""
    left = due_at - now
    if left < timedelta():
        return _("Late %(span)s") % {"span": span(-left)}, "fail"
    return _("In %(span)s") % {"span": span(left)}, "attention" if left < PRESSING else ""


@lru_cache(maxsize=2048)
def _chips(bits: int, language: str) -> tuple[Chip, ...]:
    return tuple(
        Chip(label, WHY_ICONS.get(code, "circle-help"))
        for code, label in zip(codes(bits), labels(bits), strict=True)
    )


def chips(bits: int) -> tuple[Chip, ...]:
    """The reasons of a case, the most pressing first."""
    return _chips(bits, get_language() or "en")


def exact(at: datetime) -> str:
    """For a tooltip: the person's own time, then UTC."""
    local = date_format(timezone.localtime(at), "j M Y, H:i")
    return f"{local} ({at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"


def _row(
    case: Case, viewer: User, now: datetime, *, is_blind: bool, names: Mapping[UUID, str]
) -> CaseRow:
    words, tone = due_words(case.due_at, now)
    found = chips(case.why_bits)
    holder, who, until = _holder(case, viewer, now)
    # A queue that has its faces rated first keeps the machine's view back in any list.
    tells = not (is_blind or case.queue.blind_first)
    return CaseRow(
        id=case.pk,
        code=case.code,
        href=reverse("case", args=[case.pk]),
        queue=case.queue.name,
        due_at=case.due_at,
        due_text=words,
        due_exact=exact(case.due_at),
        due_tone=tone,
        account=case.account.slug if case.account is not None else "",
        document=document_word(case.document_type),
        country=country_name(case.country_code) if case.country_code else "",
        chips=found[:_CHIPS],
        more=tuple(chip.label for chip in found[_CHIPS:]),
        attempt=case.round_count,
        severity=case.severity if tells else None,
        severity_label=str(SEVERITY_LABELS.get(case.severity, "")) if tells else "",
        rank=case.rank,
        rank_label=str(Rank(case.rank).label) if case.rank != Rank.NORMAL else "",
        is_test=case.is_test,
        age_text=age(now - case.round_opened_at),
        holder=holder,
        who=who,
        until=until,
        can_claim=holder in ("nobody", "hold") or (holder == "given" and who == ""),
        name=names.get(case.pk, "") if case.queue.shows_names and tells else "",
    )


def _holder(case: Case, viewer: User, now: datetime) -> tuple[str, str, datetime | None]:
    """Whose it is, their name unless it is the viewer, and until when."""
    if case.state == Case.State.CLAIMED and not has_lapsed(case, now):
        is_mine = case.claimed_by_id == viewer.pk
        return ("me", "", case.claim_until) if is_mine else ("other", str(case.claimed_by), None)
    if case.held_until is not None and case.held_until > now:
        return "hold", "", case.held_until
    if case.assigned_to_id is not None:
        return "given", "" if case.assigned_to_id == viewer.pk else str(case.assigned_to), None
    return "nobody", "", None
