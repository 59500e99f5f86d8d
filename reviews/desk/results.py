"""One page of a search's results as the viewer may see them: people, how they matched, outcomes.

Names are opened for the rows of the page alone. While a case is blind for the viewer, nothing of
its journey's person is shown: not who, and not why it is among the results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import pycountry
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from journeys.models import IdentityKey, Journey
from journeys.searching.finding import PAGE, After, page_of
from journeys.searching.graphemes import Span
from journeys.searching.hits import Hit, How, Match, explain
from journeys.searching.query import Query
from journeys.searching.scripts import Script, scripts_of
from kycreview.sealing import Broken, KeyGone, lookup_hash
from kycreview.staff.models import User
from reviews.desk.routing.kinds import document_word
from reviews.desk.search_states import State, states_of
from reviews.desk.searches import HOW_WORDS, SCRIPT_WORDS, Found
from reviews.evidence.blind import blind_cases

# The columns of a row, of some hundred that its tables have.
_SHOWN = (
    "provider_id", "key_id", "first_seen_at", "is_test", "account__provider", "account__slug",
    "current_snapshot__document_type", "current_snapshot__country_code", "card__sealed",
    "case_link__case__code",
)  # fmt: skip
_MOST_NAMES = 3
# What ties the journeys of one person together.
_ONE_PERSON = (
    IdentityKey.Kind.APPLICANT,
    IdentityKey.Kind.DOCUMENT_NUMBER,
    IdentityKey.Kind.PERSONAL_NUMBER,
)


@dataclass(frozen=True)
class NameShown:
    """A name and which stretches of it the search met."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One journey. `is_hidden` while its faces have to be rated first: the rest is empty then."""

    href: str
    journey_label: str
    case_code: str
    provider_label: str
    state: State
    is_test: bool
    seen_at: datetime
    is_hidden: bool = False
    names: tuple[NameShown, ...] = ()
    matched: str = ""
    matched_script: str = ""
    born: str = ""
    document_type: str = ""
    country: str = ""
    number: str = ""
    journeys: int = 1


@dataclass(frozen=True)
class ResultPage:
    """`after` names the last journey of the page where another page follows."""

    rows: tuple[ResultRow, ...] = ()
    after: UUID | None = None


@dataclass(frozen=True)
class _Known:
    """What was asked once for all rows of a page."""

    states: Mapping[UUID, State]
    blind: frozenset[UUID]
    counts: Mapping[UUID, int]
    kinds: Mapping[UUID, list[str]] = field(default_factory=dict)
    # Who has the same name was met the same way.
    hits: dict[str, Hit] = field(default_factory=dict)

    def hit(self, query: Query, name: str) -> Hit:
        if name not in self.hits:
            self.hits[name] = explain(query, name)
        return self.hits[name]


def result_page(found: Found, *, viewer: User, after: UUID | None = None) -> ResultPage:
    """The page behind the journey `after`; the first one without it."""
    start = None
    if after is not None:
        seen_at = Journey.objects.filter(pk=after).values_list("first_seen_at", flat=True).first()
        start = After(seen_at, after) if seen_at is not None else None
    since = found.since if start is None else None
    ids = page_of(found.plan, found.narrowed, after=start, since=since)
    rows = _rows(ids[:PAGE], found.asked.query, viewer=viewer)
    return ResultPage(tuple(rows), ids[PAGE - 1] if len(ids) > PAGE else None)


def _rows(ids: list[UUID], query: Query, *, viewer: User) -> Iterable[ResultRow]:
    journeys = (
        Journey.objects.select_related("account", "current_snapshot", "card", "case_link__case")
        .only(*_SHOWN)
        .in_bulk(ids)
    )
    case_ids = [link.case_id for one in journeys.values() if (link := _link(one)) is not None]
    known = _Known(
        states=states_of(ids),
        blind=frozenset(blind_cases(case_ids, viewer=viewer) if case_ids else ()),
        counts=_counts(ids),
        kinds=_kinds(ids, query),
    )
    return [_row(journeys[pk], query, known) for pk in ids if pk in journeys]


def _row(journey: Journey, query: Query, known: _Known) -> ResultRow:
    link, snapshot = _link(journey), journey.current_snapshot
    shown: dict[str, Any] = {"is_hidden": True}
    if link is None or link.case_id not in known.blind:
        card = _card(journey)
        named = _best_of_each_script(query, [str(name) for name in card.get("names", [])], known)
        matched, script = _matched(journey, query, named, known)
        shown = {
            "names": tuple(NameShown(name, hit.spans) for name, hit in named),
            "matched": matched,
            "matched_script": script,
            "born": card.get("born", ""),
            "number": card.get("number", ""),
            "document_type": document_word(snapshot.document_type) if snapshot else "",
            "country": _country(snapshot.country_code) if snapshot else "",
            "journeys": max(known.counts.get(journey.pk, 1), 1),
        }
    return ResultRow(
        href=reverse("case", args=[link.case_id])
        if link is not None
        else reverse("journey", args=[journey.pk]),
        journey_label=journey.provider_id,
        case_code=link.case.code if link is not None else "",
        provider_label=f"{journey.account.get_provider_display()} · {journey.account.slug}",
        state=known.states[journey.pk],
        is_test=journey.is_test,
        seen_at=journey.first_seen_at,
        **shown,
    )


@cache
def _country(code: str) -> str:
    """A country's English name; a code that is none stays as it is."""
    found = pycountry.countries.get(alpha_3=code) if code else None
    if found is None:
        return code
    return str(getattr(found, "common_name", found.name))


def _link(journey: Journey) -> Any:
    return getattr(journey, "case_link", None)


def _card(journey: Journey) -> dict[str, Any]:
    """Empty where nobody was named, and for erased journeys."""
    card = getattr(journey, "card", None)
    if card is None:
        return {}
    try:
        found: dict[str, Any] = card.opened(journey.key())
    except (Broken, KeyGone):
        return {}
    return found


def _best_of_each_script(query: Query, names: list[str], known: _Known) -> list[tuple[str, Hit]]:
    """The name of each script that the search meets best; Latin, which most have, comes last."""
    best: dict[Script, tuple[str, Hit]] = {}
    for name in names:
        script, hit = scripts_of(name), known.hit(query, name)
        if script not in best or hit.rank < best[script][1].rank:
            best[script] = (name, hit)
    ordered = sorted(best.items(), key=lambda pair: (pair[0] == Script.LATIN, pair[0]))
    return [pair for _script, pair in ordered][:_MOST_NAMES]


def _matched(
    journey: Journey, query: Query, named: list[tuple[str, Hit]], known: _Known
) -> tuple[str, str]:
    """How a journey met the search, and in which script, in words."""
    kinds = list(known.kinds.get(journey.pk, []))
    best: dict[str, tuple[Match, str]] = {}
    for name, hit in named:
        for match in hit.matches:
            if match.typed not in best or match.how < best[match.typed][0].how:
                best[match.typed] = (match, name)
    if best:
        match, name = max(best.values(), key=lambda pair: pair[0].how)
        script = next(iter(scripts_of(name)), Script.OTHER)
        words = [str(HOW_WORDS[match.how]), *kinds]
        in_script = script != Script.LATIN or match.how is How.OTHER_SCRIPT
        return _(", ").join(words), str(SCRIPT_WORDS[script]) if in_script else ""
    typed = {one.value for part in query.parts for one in part.candidates}
    link = _link(journey)
    if link is not None and link.case.code in typed:
        kinds.append(_("Case code"))
    if journey.provider_id in typed or str(journey.pk) in typed:
        kinds.append(_("Journey id"))
    return _(", ").join(dict.fromkeys(kinds)) or _("Another name in the evidence"), ""


def _kinds(ids: list[UUID], query: Query) -> dict[UUID, list[str]]:
    """By which identifiers each journey was met: one query, none for a name alone."""
    every = [one for part in query.parts for one in part.candidates] + list(query.together)
    hashes = [
        (one.kind.value, lookup_hash(one.kind, one.value))
        for one in every
        if one.kind.value in IdentityKey.Kind.values
    ]
    found: dict[UUID, list[str]] = defaultdict(list)
    if hashes:
        either = Q()
        for kind, value_hash in hashes:
            either |= Q(kind=kind, value_hash=value_hash)
        for key in IdentityKey.objects.filter(either, journey__in=ids):
            found[key.journey_id].append(str(key.get_kind_display()))
    return found


def _counts(ids: list[UUID]) -> dict[UUID, int]:
    """How many journeys the person of each has, this one included. One query."""
    same = IdentityKey.objects.filter(kind=OuterRef("kind"), value_hash=OuterRef("value_hash"))
    count = same.order_by().values("kind").annotate(count=Count("pk")).values("count")
    keys = IdentityKey.objects.filter(journey__in=ids, kind__in=_ONE_PERSON)
    found: dict[UUID, int] = {}
    for journey_id, number in keys.annotate(n=Subquery(count)).values_list("journey_id", "n"):
        found[journey_id] = max(found.get(journey_id, 1), number)
    return found
