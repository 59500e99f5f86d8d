"""The closed list of outcomes that a sandbox journey can have. Owns names and odds, no payload."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from journeys.sandbox.idwise_outcomes import IDWISE_OUTCOMES
from journeys.sandbox.signzy_outcomes import SIGNZY_OUTCOMES

PROVIDERS = ("idwise", "signzy")


class UnknownOutcome(Exception):
    """No outcome of that name exists for that provider."""


@dataclass(frozen=True)
class Outcome:
    """What becomes of a journey. `odds` maps a provider to its cards in the mixed deck."""

    name: str
    sentence: str
    odds: Mapping[str, int]

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(self.odds)


def outcome_named(name: str, *, provider: str) -> Outcome:
    """Look an outcome up. Raises UnknownOutcome."""
    found = OUTCOMES.get(name)
    if found is None or provider not in found.odds:
        raise UnknownOutcome(f"{provider} has no outcome {name!r}")
    return found


def outcomes_of(provider: str) -> tuple[Outcome, ...]:
    """All outcomes of one provider, in the order of its list."""
    return tuple(outcome for outcome in OUTCOMES.values() if provider in outcome.odds)


def outcome_at(provider: str, *, seed: int, index: int) -> str:
    """The outcome of the journey at `index` where none was asked for.

    A deck is dealt and shuffled anew when it is used up, so that any run of journeys as long as
    the deck holds every outcome in its proportion.
    """
    deck = _deck(provider, seed, index // _deck_size(provider))
    return deck[index % len(deck)]


@lru_cache(maxsize=8)
def _deck_size(provider: str) -> int:
    return sum(outcome.odds[provider] for outcome in outcomes_of(provider))


@lru_cache(maxsize=64)
def _deck(provider: str, seed: int, round_of_deck: int) -> tuple[str, ...]:
    cards = [
        outcome.name for outcome in outcomes_of(provider) for _ in range(outcome.odds[provider])
    ]
    random.Random(f"deck:{provider}:{seed}:{round_of_deck}").shuffle(cards)
    return tuple(cards)


def _joined() -> dict[str, Outcome]:
    joined: dict[str, Outcome] = {}
    for provider, listed in (("idwise", IDWISE_OUTCOMES), ("signzy", SIGNZY_OUTCOMES)):
        for name, (odds, sentence) in listed.items():
            known = joined.get(name)
            joined[name] = Outcome(
                name,
                known.sentence if known else sentence,
                {**(known.odds if known else {}), provider: odds},
            )
    return joined


OUTCOMES: Mapping[str, Outcome] = _joined()
