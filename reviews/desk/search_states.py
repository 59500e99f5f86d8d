"""What became of journeys, as results of a search say it, and how many of each there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from journeys.models import NameUse
from journeys.searching.branches import OF_SOUND
from journeys.searching.hits import How
from journeys.searching.plan import Plan
from journeys.searching.scripts import Script
from reviews.models import Case, CaseJourney, Decision

_COUNTED: Final = (Decision.State.EFFECTIVE, Decision.State.PROPOSED)


class State(models.TextChoices):
    """What became of a journey, as far as lists say it."""

    OPEN = "open", _("Open")
    APPROVED = "approve", _("Approved")
    REJECTED = "reject", _("Rejected")
    WAITING = "resubmit", _("Resubmission asked")
    NONE = "none", _("No case")


def is_in(state: State) -> Q:
    """A condition on the column `journey_id`."""
    links = CaseJourney.objects.filter(journey_id=OuterRef("journey_id"))
    match state:
        case State.OPEN:
            return Q(Exists(links.filter(case__state__in=(Case.State.OPEN, Case.State.CLAIMED))))
        case State.WAITING:
            return Q(Exists(links.filter(case__state=Case.State.WAITING)))
        case State.NONE:
            return Q(~Exists(links))
        case outcome:
            decisions = Decision.objects.filter(
                round__journey_id=OuterRef("journey_id"),
                round__case__state=Case.State.DECIDED,
                outcome=outcome.value,
                state__in=_COUNTED,
            )
            return Q(Exists(decisions))


def states_of(journey_ids: Iterable[UUID]) -> dict[UUID, State]:
    """What became of each journey: two queries for any number. Of open cases nothing more."""
    ids = list(journey_ids)
    links = CaseJourney.objects.filter(journey__in=ids)
    found: dict[UUID, State] = dict.fromkeys(ids, State.NONE)
    decided = set()
    for journey_id, state in links.values_list("journey_id", "case__state"):
        found[journey_id] = State.WAITING if state == Case.State.WAITING else State.OPEN
        if state == Case.State.DECIDED:
            decided.add(journey_id)
    if decided:
        outcomes = Decision.objects.filter(round__journey__in=decided, state__in=_COUNTED).order_by(
            "decided_at"
        )
        for journey_id, outcome in outcomes.values_list("round__journey_id", "outcome"):
            found[journey_id] = State(outcome)
    return found


def state_counts(journey_ids: Sequence[UUID]) -> dict[str, int]:
    """Of how many of the journeys `states_of` says each state: one query."""
    decided = Decision.objects.filter(round__journey=OuterRef("journey"), state__in=_COUNTED)
    outcome = Subquery(decided.order_by("-decided_at").values("outcome")[:1])
    rows = (
        CaseJourney.objects.filter(journey__in=journey_ids)
        .order_by()
        .annotate(
            said=models.Case(
                When(case__state=Case.State.WAITING, then=Value(State.WAITING.value)),
                When(case__state=Case.State.DECIDED, then=outcome),
                output_field=models.CharField(),
            )
        )
        .values("said")
        .annotate(count=Count("pk"))
    )
    counts: Counter[str] = Counter()
    for said, count in rows.values_list("said", "count"):
        counts[said or State.OPEN.value] += count
    counts[State.NONE.value] = len(journey_ids) - counts.total()
    return {state: count for state, count in counts.items() if count}


def facets_of(plan: Plan, journey_ids: Sequence[UUID]) -> dict[str, dict[str, int]]:
    """How many of the journeys each filter would leave. Two queries."""
    met: dict[UUID, dict[int, How]] = {}
    scripts: dict[UUID, int] = {}
    words = list(plan.words.values())
    wanted = {row for found in words for row in found.rows}
    uses = NameUse.objects.filter(journey__in=journey_ids)
    # All words of these journeys: asked for by the word as well, all journeys of the word are read.
    rows = uses.values_list("journey_id", "word_id", "scripts") if wanted else ()
    for journey_id, word_id, its_scripts in rows:
        if word_id not in wanted:
            continue
        scripts[journey_id] = scripts.get(journey_id, 0) | its_scripts
        for number, found in enumerate(words):
            how = found.rows.get(word_id)
            if how is None:
                continue
            if how in OF_SOUND and not its_scripts & found.script:
                how = How.OTHER_SCRIPT
            each = met.setdefault(journey_id, {})
            each[number] = min(each.get(number, how), how)
    hows = Counter(str(int(max(each.values()))) for each in met.values())
    bits_of = Counter(str(one.value) for bits in scripts.values() for one in Script(bits))
    return {"how": dict(hows), "script": dict(bits_of), "state": state_counts(journey_ids)}
