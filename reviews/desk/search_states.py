"""What became of journeys, as results of a search say it, and how many of each there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
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


def facets_of(plan: Plan, journey_ids: list[UUID]) -> dict[str, dict[str, int]]:
    """How many of the journeys each filter would leave. Three queries."""
    states = Counter(state.value for state in states_of(journey_ids).values())
    met: dict[UUID, dict[int, How]] = {}
    scripts: dict[UUID, Script] = {}
    words = list(plan.words.values())
    wanted = {row for found in words for row in found.rows}
    uses = NameUse.objects.filter(journey__in=journey_ids, word__in=wanted) if wanted else []
    for use in uses:
        bits = Script(use.scripts)
        scripts[use.journey_id] = scripts.get(use.journey_id, Script(0)) | bits
        for number, found in enumerate(words):
            how = found.rows.get(use.word_id)
            if how is None:
                continue
            if how in OF_SOUND and not bits & found.script:
                how = How.OTHER_SCRIPT
            each = met.setdefault(use.journey_id, {})
            each[number] = min(each.get(number, how), how)
    hows = Counter(str(int(max(each.values()))) for each in met.values())
    bits_of = Counter(str(one.value) for found in scripts.values() for one in found)
    return {"how": dict(hows), "script": dict(bits_of), "state": dict(states)}
