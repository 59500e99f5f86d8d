"""Panel 8: what happened, in three lanes; notes, rounds, linked journeys, earlier answers.

No queries: everything comes with the arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.providers import results as r
from kycreview.trail.events import Event
from reviews.comparing.own_words import listed
from reviews.evidence.history import LANES
from reviews.evidence.history_words import (
    DIGESTS,
    key_word,
    role_words,
    statement_word,
    system_word,
    value_word,
)
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import HistoryLine, Tree

# Looks come in dozens: one line for each person and kind, as long as no half hour lies between.
_LOOKS = (
    Event.PICTURE_VIEWED,
    Event.EVIDENCE_VIEWED,
    Event.PANEL_OPENED,
    Event.EVIDENCE_PREFETCHED,
    Event.MEDIA_STORED,
    Event.TRAIL_VIEWED,
)
_APART = timedelta(minutes=30)
# The page stays short; the whole trail has a page of its own.
MOST_EVENTS = 60
_SAYS_NOTHING = ("", "null", "[]", "{}")
# Worth a word only where it is so.
_ONLY_IF_SO = ("claimed", "is_test", "is_restricted", "was_there_already")
NO_WORDS: Mapping[str, str] = {}
_KINDS = ("element", "override", "disposition", "correction")


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of the timeline; `count` lines of the trail stand behind it."""

    lane: str
    event: str
    label: str
    who: str
    role: str
    at: datetime
    since: datetime
    seq: int
    count: int = 1
    facts: tuple[tuple[str, str], ...] = ()
    seen: tuple[tuple[str, int], ...] = ()  # what was looked at, and how often


@dataclass(frozen=True, kw_only=True)
class Minute:
    """All that happened in one minute, a cell a lane."""

    at: datetime
    cells: tuple[tuple[str, tuple[Happening, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class HistoryDay:
    day: date
    minutes: tuple[Minute, ...]


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A lane with the number of its lines; an empty code stands for all."""

    code: str
    label: str
    icon: str
    count: int
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer:
    """What somebody said of a piece of evidence before its content changed."""

    about: str
    answer: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class HistoryPanel:
    """`lane` is the one that is shown alone; `more` lines are only in the whole trail."""

    lanes: tuple[Lane, ...]
    lane: str
    days: tuple[HistoryDay, ...]
    more: int
    notes: Sequence[Any] = ()
    decisions: Sequence[Any] = ()
    opinions: Sequence[Any] = ()
    earlier_rounds: Sequence[Any] = ()
    related: Sequence[Any] = ()
    earlier_answers: tuple[EarlierAnswer, ...] = ()
    open_items: tuple[OpenItem, ...] = field(default=())

    @property
    def shown_lanes(self) -> tuple[Lane, ...]:
        """The columns: all three, or the one that was asked for."""
        return tuple(one for one in self.lanes if one.code and self.lane in ("", one.code))


def history_panel(
    lines: Iterable[HistoryLine],
    tree: Tree,
    said: SaidBook,
    *,
    lane: str = "",
    notes: Sequence[Any] = (),
    decisions: Sequence[Any] = (),
    opinions: Sequence[Any] = (),
    earlier_rounds: Sequence[Any] = (),
    related: Sequence[Any] = (),
    reason_words: Mapping[str, str] | None = None,
) -> HistoryPanel:
    """`lines` are the newest first; a `lane` that does not exist shows all.

    `reason_words` are the texts of the reasons' codes.
    """
    every = list(lines)
    wanted = lane if lane in LANES else ""
    mine = [line for line in every if wanted in ("", line.lane)]
    happenings = gathered(mine, reason_words or {})
    counts = Counter(line.lane for line in every)
    columns = [wanted] if wanted else list(LANES)
    return HistoryPanel(
        lanes=_lanes(counts, wanted),
        lane=wanted,
        days=_days(happenings[:MOST_EVENTS], columns),
        more=sum(one.count for one in happenings[MOST_EVENTS:]),
        notes=notes,
        decisions=decisions,
        opinions=opinions,
        earlier_rounds=earlier_rounds,
        related=related,
        earlier_answers=earlier_answers(tree, said),
    )


def gathered(
    lines: Sequence[HistoryLine], reason_words: Mapping[str, str] = NO_WORDS
) -> list[Happening]:
    """Repeated looks of one person as one line, at the time of the newest."""
    found: list[Happening] = []
    open_looks: dict[tuple[str, str], int] = {}
    kinds: dict[int, Counter[str]] = {}
    for line in lines:
        if line.event not in _LOOKS:
            # Whoever does something else begins a new visit.
            for key in [key for key in open_looks if key[0] == line.who]:
                del open_looks[key]
            found.append(_happening(line, reason_words))
            continue
        key = (line.who, line.event)
        at = open_looks.get(key)
        if at is not None and found[at].since - line.at <= _APART:
            kinds[at].update(_looked_at(line))
            found[at] = replace(found[at], since=line.at, count=found[at].count + 1, facts=())
        else:
            open_looks[key] = at = len(found)
            kinds[at] = Counter(_looked_at(line))
            found.append(_happening(line, reason_words))
    return [
        replace(one, seen=tuple(kinds[at].most_common())) if at in kinds and one.count > 1 else one
        for at, one in enumerate(found)
    ]


def earlier_answers(tree: Tree, said: SaidBook) -> tuple[EarlierAnswer, ...]:
    """What was said of parts that are still there, and read otherwise now; the newest first."""
    found: dict[Any, EarlierAnswer] = {}
    for part in _parts(tree):
        identity = tree.identities.get(id(part))
        if identity is None:
            continue
        for kind in _KINDS:
            for one in said.earlier(identity, kind):
                found[one.id] = EarlierAnswer(
                    about=_name_of(part), answer=statement_word(one.code), said=one
                )
    return tuple(sorted(found.values(), key=lambda one: one.said.at, reverse=True))


def _happening(line: HistoryLine, reason_words: Mapping[str, str]) -> Happening:
    return Happening(
        lane=line.lane,
        event=line.event,
        label=line.event_label,
        # Only people have a role.
        who=line.who if line.role else system_word(line.who),
        role=role_words(line.role),
        at=line.at,
        since=line.at,
        seq=line.seq,
        facts=tuple(
            (
                key_word(key),
                _reasons(value, reason_words) if key == "reasons" else value_word(key, value),
            )
            for key, value in line.data
            if key not in DIGESTS
            and value not in _SAYS_NOTHING
            and not (key in _ONLY_IF_SO and value == "false")
        ),
    )


def _reasons(codes: str, words: Mapping[str, str]) -> str:
    return listed(str(words.get(code, code)) for code in codes.split(", "))


def _looked_at(line: HistoryLine) -> list[str]:
    return [value_word(key, value) for key, value in line.data if key in ("kind", "panel")]


def _lanes(counts: Counter[str], wanted: str) -> tuple[Lane, ...]:
    words = {
        "decisions": (_("Decisions"), "gavel"),
        "evidence": (_("Evidence and data"), "file-text"),
        "access": (_("Access"), "eye"),
    }
    return (
        Lane(code="", label=_("All"), icon="list", count=counts.total(), is_shown=not wanted),
        *(
            Lane(
                code=code,
                label=words[code][0],
                icon=words[code][1],
                count=counts[code],
                is_shown=code == wanted,
            )
            for code in LANES
        ),
    )


def _days(happenings: Iterable[Happening], columns: Sequence[str]) -> tuple[HistoryDay, ...]:
    days: dict[date, dict[datetime, list[Happening]]] = {}
    for one in happenings:
        minute = timezone.localtime(one.at).replace(second=0, microsecond=0)
        days.setdefault(minute.date(), {}).setdefault(minute, []).append(one)
    return tuple(
        HistoryDay(
            day=day,
            minutes=tuple(
                Minute(
                    at=at,
                    cells=tuple(
                        (lane, tuple(one for one in found if one.lane == lane)) for lane in columns
                    ),
                )
                for at, found in minutes.items()
            ),
        )
        for day, minutes in days.items()
    )


def _parts(tree: Tree) -> list[r.Part]:
    groups = [group for step in tree.steps for group in step.check_groups]
    checks = [check.part for group in (*groups, *tree.face_checks) for check in group.checks]
    pairs = [pair.part for step in tree.steps for pair in step.pairs]
    fields = [one for step in tree.steps for one in step.fields]
    rules = [rule.part for rule in tree.rules]
    faces = [one.part for one in tree.comparisons]
    selfie = [tree.selfie] if tree.selfie else []
    return [*checks, *pairs, *fields, *rules, *faces, *selfie, *tree.matches, *tree.registry]


def _name_of(part: r.Part) -> str:
    if isinstance(part, r.FaceComparison):
        return _("Face comparison")
    if isinstance(part, r.SelfiePart):
        return _("Liveness")
    if isinstance(part, r.Check | r.RuleResult | r.AmlMatch):
        return part.name or getattr(part, "key", "")
    return str(getattr(part, "key", "") or getattr(part, "name", ""))
