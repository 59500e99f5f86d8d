"""The journeys that a running sandbox holds, and everything that happened to them since.

Every change is an event: written first, then applied, and applied again after a restart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from journeys.sandbox import signzy_bodies
from journeys.sandbox.event_log import Event, EventLog
from journeys.sandbox.held import Held, NotHeld, Receipt, changed, played_again
from journeys.sandbox.journey import play
from journeys.sandbox.outcomes import outcome_at, outcome_named
from journeys.sandbox.plan import (
    FIRST_CREATED,
    Look,
    Plan,
    SandboxJourney,
    index_in,
    journey_id_of,
)
from journeys.sandbox.signzy_captured import document_kind as signzy_kind


class Shelf:
    """All journeys of one sandbox, by provider and id. Safe to use from several threads."""

    def __init__(
        self,
        *,
        seed: int,
        today: date,
        signzy_url: str,
        look: Look,
        folder: Path | None,
        log: EventLog,
    ) -> None:
        self._blank = Plan(
            provider="", seed=seed, index=0, outcome="", today=today, base_url=signzy_url, look=look
        )
        self._folder = folder
        self._log = log
        self._lock = threading.RLock()
        self._held: dict[tuple[str, str], Held] = {}
        self._by_index: dict[tuple[str, int], Held] = {}
        self.receipts: list[Receipt] = []

    def lay_out(self, outcomes: Iterable[tuple[str, str | None]]) -> None:
        """Put down the first journeys, then repeat what the log knows of them."""
        counted = {"idwise": 0, "signzy": 0}
        for provider, outcome in outcomes:
            self._put(provider, index=counted[provider], outcome=outcome)
            counted[provider] += 1
        for event in self._log.read():
            self._apply(event)

    def add(self, provider: str, *, outcome: str | None = None, **facts: str | int) -> str:
        """One more journey; `facts` are members of its plan. Raises UnknownOutcome."""
        with self._lock:
            index = sum(1 for held in self._by_index if held[0] == provider)
            index = int(facts.pop("index", index))
            outcome = outcome or outcome_at(provider, seed=self._blank.seed, index=index)
            outcome_named(outcome, provider=provider)
            self._record(
                {
                    "kind": "added",
                    "provider": provider,
                    "index": index,
                    "outcome": outcome,
                    "facts": facts,
                }
            )
            return self._id_of(self._by_index[provider, index].plan)

    def create_signzy(self, **facts: str) -> str:
        """A journey that a client asked for: nothing has happened in it yet."""
        with self._lock:
            created = sum(1 for _, index in self._by_index if index >= FIRST_CREATED)
            origin = self._origin_of(facts)
            more: dict[str, str | int] = dict(facts)
            if origin is not None:
                known = origin.plan
                more["person_index"] = (
                    known.index if known.person_index is None else known.person_index
                )
                more["document"] = signzy_kind(known)
            return self.add(
                "signzy", outcome="status_not_started", index=FIRST_CREATED + created, **more
            )

    def journey(self, provider: str, journey_id: str) -> SandboxJourney:
        """The journey as it is now. Raises NotHeld."""
        with self._lock:
            held = self._at(provider, journey_id)
            if held.made is None:
                held.made = play(held.plan, folder=self._folder)
            return held.made

    def plan(self, provider: str, journey_id: str) -> Plan:
        """Raises NotHeld."""
        with self._lock:
            return self._at(provider, journey_id).plan

    def version(self, provider: str, journey_id: str) -> int:
        """How often the journey changed. Raises NotHeld."""
        with self._lock:
            return self._at(provider, journey_id).versions

    def asked_steps(self, journey_id: str) -> tuple[str, ...]:
        """The steps that a reviewer asked for again. Raises NotHeld."""
        with self._lock:
            return self._at("idwise", journey_id).asked_steps

    def provider_of(self, journey_id: str) -> str:
        """Raises NotHeld."""
        for provider in ("idwise", "signzy"):
            if (provider, journey_id) in self._held:
                return provider
        raise NotHeld(journey_id)

    def ids(self) -> list[tuple[str, str]]:
        """Provider and id of every journey, erased ones too."""
        with self._lock:
            return list(self._held)

    def picture(self, provider: str, locator: str, *, digits: str) -> Callable[[], bytes] | None:
        """What `locator` leads to, in the journey now or as it was before; None for nothing."""
        index = index_in(digits)
        with self._lock:
            held = self._by_index.get((provider, index if index is not None else -1))
            if held is None or held.is_gone:
                return None
            now = self.journey(provider, self._id_of(held.plan))
            if held.earlier and not held.made_earlier:
                held.made_earlier = [play(plan, folder=self._folder) for plan in held.earlier]
            for made in (now, *held.made_earlier):
                if locator in made.media:
                    return made.media[locator]
        return None

    def receive(
        self, *, provider: str, kind: str, journey_id: str, status: int, body: object
    ) -> None:
        """Write down what a client sent."""
        with self._lock:
            self._record(
                {
                    "kind": "receipt",
                    "number": len(self.receipts) + 1,
                    "at": datetime.now(UTC).isoformat(),
                    "provider": provider,
                    "what": kind,
                    "journey_id": journey_id,
                    "status": status,
                    "body": body,
                }
            )

    def decide(self, journey_id: str, *, decision: str, asked: Sequence[str]) -> None:
        """IDWise: set the manual decision. Raises NotHeld."""
        with self._lock:
            self._at("idwise", journey_id)
            self._record(
                {
                    "kind": "decided",
                    "journey_id": journey_id,
                    "decision": decision,
                    "asked": list(asked),
                }
            )

    def play(self, journey_id: str, *, outcome: str) -> None:
        """The applicant does the journey again, or for the first time where it was created.

        Raises NotHeld, UnknownOutcome.
        """
        with self._lock:
            provider = self.provider_of(journey_id)
            outcome_named(outcome, provider=provider)
            self._record({"kind": "played", "journey_id": journey_id, "outcome": outcome})

    def erase(self, journey_id: str, *, as_not_found: bool) -> None:
        """The provider erases the journey: its body is empty, or is not found. Raises NotHeld."""
        with self._lock:
            self.provider_of(journey_id)
            self._record({"kind": "erased", "journey_id": journey_id, "as_not_found": as_not_found})

    def _record(self, event: Event) -> None:
        self._log.append(event)
        self._apply(event)

    def _apply(self, event: Event) -> None:
        match event.get("kind"):
            case "added":
                self._put(
                    event["provider"],
                    index=event["index"],
                    outcome=event["outcome"],
                    facts=event["facts"],
                )
            case "receipt":
                self.receipts.append(
                    Receipt(
                        number=event["number"],
                        at=event["at"],
                        provider=event["provider"],
                        kind=event["what"],
                        journey_id=event["journey_id"],
                        status=event["status"],
                        body=event["body"],
                    )
                )
            case "decided":
                held = self._at("idwise", event["journey_id"])
                held.asked_steps = tuple(event["asked"])
                changed(held, replace(held.plan, manual_decision=event["decision"]))
            case "played":
                held = self._at(self.provider_of(event["journey_id"]), event["journey_id"])
                held.earlier.append(held.plan)
                held.made_earlier = []
                changed(held, played_again(held, outcome=event["outcome"]))
                held.asked_steps = ()
            case "erased":
                provider = self.provider_of(event["journey_id"])
                held = self._at(provider, event["journey_id"])
                held.is_gone = event["as_not_found"]
                held.earlier, held.made_earlier = [], []
                outcome = "deleted_at_provider" if provider == "idwise" else "deleted"
                changed(held, replace(held.plan, outcome=outcome))

    def _put(
        self,
        provider: str,
        *,
        index: int,
        outcome: str | None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        outcome = outcome or outcome_at(provider, seed=self._blank.seed, index=index)
        outcome_named(outcome, provider=provider)
        plan = replace(
            self._blank, provider=provider, index=index, outcome=outcome, **(facts or {})
        )
        held = Held(plan)
        self._held[provider, self._id_of(plan)] = held
        self._by_index[provider, index] = held

    def _at(self, provider: str, journey_id: str) -> Held:
        held = self._held.get((provider, journey_id))
        if held is None or held.is_gone:
            raise NotHeld(journey_id)
        return held

    def _id_of(self, plan: Plan) -> str:
        return plan.journey_id or journey_id_of(plan.provider, seed=plan.seed, index=plan.index)

    def _origin_of(self, facts: dict[str, str]) -> Held | None:
        """The journey of the same user or reference: a resubmission is by the same person."""
        for (provider, _), held in self._held.items():
            if provider == "signzy" and (
                facts.get("user_id") == signzy_bodies.user_id_of(held.plan)
                or facts.get("reference") == signzy_bodies.reference_of(held.plan)
            ):
                return held
        return None
