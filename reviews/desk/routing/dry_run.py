"""Where the last journeys would go: by the rules that hold, and by those that somebody tries.

Reads only, and keeps codes and counts alone. It takes some seconds, so it runs when asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.choices import Verdict
from journeys.models import Journey, Snapshot
from reviews.desk.opening import read_facts
from reviews.desk.routing.facts import Facts
from reviews.desk.routing.matching import Cause, Choice
from reviews.desk.routing.rules import Rule, asks_for
from reviews.desk.routing.standing import Standing
from reviews.desk.routing.words import choice_in_words
from reviews.desk.sampling import is_drawn
from reviews.desk.unseen import FINISHED
from reviews.models import CaseJourney

LOOKED_AT = 1000
_SHOWN = 2
# What passed and is in nobody's share.
NOBODY = ""


@dataclass(frozen=True)
class Line:
    """One queue: how many come to it by either list, and what the difference is due to."""

    name: str
    before: int
    after: int
    why: str
    codes: tuple[str, ...]
    moved: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class DryRun:
    """What came of one."""

    looked_at: int
    elsewhere: int
    lines: tuple[Line, ...]
    by_rule: dict[str, int]
    # What needs a person and fits no rule.
    rest: int
    at: str
    version: int

    def kept(self) -> dict[str, Any]:
        """For the session: counts, codes of cases and words about rules, nothing of anybody."""
        return {
            "looked_at": self.looked_at,
            "elsewhere": self.elsewhere,
            "stay": self.looked_at - self.elsewhere,
            "by_rule": self.by_rule,
            "rest": self.rest,
            "at": self.at,
            "version": self.version,
            "lines": [
                {
                    "name": line.name,
                    "before": line.before,
                    "after": line.after,
                    "change": f"{line.change:+d}".replace("-", "−") if line.change else "",
                    "why": line.why,
                    "codes": list(line.codes),
                    "more": max(0, line.moved - len(line.codes)),
                }
                for line in self.lines
            ],
        }


def dry_run(rules: Sequence[Rule], held: Standing, *, looked_at: int = LOOKED_AT) -> DryRun:
    """Both lists over the newest finished live journeys."""
    tried = Standing(held.number, tuple(rules), held.queues, held.default, held.technical)
    reader = tried if asks_for(rules, "nationality") else held
    snapshots = list(_snapshots()[:looked_at])
    facts = read_facts(snapshots, reader)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    rest = 0
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    moved: dict[str, list[Snapshot]] = defaultdict(list)
    number_of = {rule.id: number for number, rule in enumerate(rules, 1)}
    for snapshot in snapshots:
        old, new = _place(snapshot, facts, held), _place(snapshot, facts, tried)
        before[old.queue] += 1
        after[new.queue] += 1
        if new.rule_id:
            by_rule[new.rule_id] += 1
        elif new.queue == held.default.pk:
            rest += 1
        if old.queue != new.queue:
            moved[old.queue].append(snapshot)
            moved[new.queue].append(snapshot)
            reasons[new.queue][_why_here(new, number_of)] += 1
            reasons[old.queue][_why_gone(new, number_of)] += 1
    elsewhere = sum(len(found) for found in moved.values()) // 2
    codes = _codes(moved)
    slugs = [*held.queues, NOBODY]
    lines = tuple(
        Line(
            _name(slug, held),
            before[slug],
            after[slug],
            _most(reasons[slug]),
            codes.get(slug, ()),
            len(moved[slug]),
        )
        for slug in slugs
        if before[slug] or after[slug] or slug in (held.default.pk, held.technical.pk)
    )
    at = timezone.localtime().strftime("%H:%M")
    return DryRun(len(snapshots), elsewhere, lines, dict(by_rule), rest, at, held.number)


def _snapshots() -> QuerySet[Snapshot]:
    newest = (
        Journey.objects.filter(
            is_test=False,
            deleted_at_provider_at__isnull=True,
            current_snapshot__lifecycle__in=FINISHED,
        )
        .order_by("-first_seen_at")
        .values("current_snapshot")[:LOOKED_AT]
    )
    found = Snapshot.objects.filter(pk__in=list(newest.values_list("current_snapshot", flat=True)))
    return found.select_related("journey__account").defer("sealed_bytes", "sealed_unmapped")


def _place(snapshot: Snapshot, facts: dict[Any, Facts], routing: Standing) -> Choice:
    """As the pull would place it; nobody looks at what passed and is not drawn."""
    found = facts.get(snapshot.pk)
    if found is None:
        return Choice(routing.technical.pk, "", Cause.UNREADABLE)
    choice = routing.choose(found)
    share = routing.queues[choice.queue].passed_percent
    if snapshot.verdict == Verdict.PASS and not is_drawn(snapshot.journey_id, percent=share):
        return Choice(NOBODY, "", Cause.DEFAULT)
    return choice


def _why_here(choice: Choice, number_of: dict[str, int]) -> str:
    if not choice.queue:
        return _("Passed, and not in the share of this queue")
    if choice.cause is Cause.RULE:
        told = {"number": number_of[choice.rule_id], "why": choice_in_words(choice)}
        return _("Rule %(number)s: %(why)s") % told
    return choice_in_words(choice)


def _why_gone(choice: Choice, number_of: dict[str, int]) -> str:
    if choice.cause is Cause.RULE:
        return _("Rule %(number)s fits first") % {"number": number_of[choice.rule_id]}
    return choice_in_words(choice)


def _most(reasons: Counter[str]) -> str:
    return reasons.most_common(1)[0][0] if reasons else ""


def _name(slug: str, routing: Standing) -> str:
    return routing.queues[slug].name if slug else _("No person needed (passed)")


def _codes(moved: dict[str, list[Snapshot]]) -> dict[str, tuple[str, ...]]:
    """The codes of the first cases of each queue, one query for all."""
    wanted = [snapshot.journey_id for found in moved.values() for snapshot in found]
    rows = CaseJourney.objects.filter(journey__in=set(wanted)).values_list("journey", "case__code")
    code_of = dict(rows)
    return {
        slug: tuple(
            [code_of[one.journey_id] for one in found if one.journey_id in code_of][:_SHOWN]
        )
        for slug, found in moved.items()
    }
