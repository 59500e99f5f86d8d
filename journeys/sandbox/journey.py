"""One sandbox journey of either provider, from a seed and an index. The door to all payloads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from journeys.sandbox.idwise_bodies import idwise_journey
from journeys.sandbox.outcomes import outcome_at, outcome_named
from journeys.sandbox.plan import Look, Plan, SandboxJourney
from journeys.sandbox.signzy_bodies import signzy_journey

ANY_DAY = date(2026, 11, 1)


def journey(
    provider: str,
    *,
    seed: int,
    index: int,
    outcome: str | None = None,
    base_url: str = "http://127.0.0.1:9301/signzy",
    today: date = ANY_DAY,
    pictures: Look = "drawn",
    folder: Path | None = None,
) -> SandboxJourney:
    """The journey at `index`; without an outcome, one from the mixed deck.

    `base_url` stands in Signzy's picture addresses. `folder` keeps drawn pictures between runs.
    Raises UnknownOutcome.
    """
    plan = Plan(
        provider=provider,
        seed=seed,
        index=index,
        outcome=outcome or outcome_at(provider, seed=seed, index=index),
        today=today,
        base_url=base_url,
        look=pictures,
    )
    return play(plan, folder=folder)


def play(plan: Plan, *, folder: Path | None = None) -> SandboxJourney:
    """The journey that a plan describes. Raises UnknownOutcome."""
    outcome_named(plan.outcome, provider=plan.provider)
    make = idwise_journey if plan.provider == "idwise" else signzy_journey
    return make(plan, folder=folder)
