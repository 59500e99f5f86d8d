"""Posts what providers post: IDWise's events and Signzy's bodies. Only to loopback addresses.

As the providers do, an answer other than 200 is tried again after a while, with the same event id.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import http.client
import itertools
import json
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from journeys.sandbox.held import NotHeld
from journeys.sandbox.shelf import Shelf

Scheme = Literal["none", "basic", "bearer", "header"]
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class CallbackRefused(Exception):
    """The settings of a callback cannot be used."""


@dataclass(frozen=True)
class CallbackTarget:
    """Where and how to post. For `basic` the secret is `user:password`."""

    url: str
    scheme: str = "none"
    header: str = "Authorization"
    secret: str = ""

    def headers(self) -> dict[str, str]:
        match self.scheme:
            case "basic":
                pair = base64.b64encode(self.secret.encode()).decode()
                return {"Authorization": f"Basic {pair}"}
            case "bearer":
                return {self.header: f"Bearer {self.secret}"}
            case "header":
                return {self.header: self.secret}
        return {}


@dataclass(frozen=True)
class Posted:
    """One callback and what the receiver said; a status of 0 is no answer at all."""

    provider: str
    journey_id: str
    event: str
    status: int


@dataclass(frozen=True)
class _Letter:
    target: CallbackTarget
    body: bytes
    provider: str
    journey_id: str
    event: str
    tries: int = 0


class CallbackPoster:
    """Writes callback bodies and posts them, at once or from a thread of its own."""

    def __init__(self, shelf: Shelf, *, retry_seconds: Sequence[float] = (5, 10, 15)) -> None:
        self._shelf = shelf
        self._retry_seconds = tuple(retry_seconds)
        self._targets: dict[str, CallbackTarget] = {}
        self._due: list[tuple[float, int, _Letter]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="sandbox-callbacks", daemon=True)
        self.posted: list[Posted] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join(timeout=15)

    def configure(self, provider: str, target: CallbackTarget | None) -> None:
        """Set or, with None, switch off a provider's callbacks. Raises CallbackRefused."""
        if target is not None:
            check_target(target)
            self._targets[provider] = target
        else:
            self._targets.pop(provider, None)

    def post(
        self,
        journey_ids: Sequence[str],
        *,
        repeat: int = 1,
        shuffle: bool = False,
        event: str = "Finished Journey",
        target: CallbackTarget | None = None,
    ) -> list[Posted]:
        """Post now, each `repeat` times, and say how each was answered. No second tries.

        Raises NotHeld, and CallbackRefused where no address is known.
        """
        letters = [
            self._letter(journey_id, event=event, target=target, more={})
            for journey_id in journey_ids
            for _ in range(repeat)
        ]
        if shuffle:
            random.Random(f"callbacks:{len(letters)}:{event}").shuffle(letters)
        return [self._deliver(letter) for letter in letters]

    def after_review(self, journey_id: str, *, decision: str, asked: Sequence[str]) -> None:
        """What IDWise posts once a decision was made, if its callbacks are on."""
        review = {
            "manualReviewDetails": {"journeyReviewDecision": decision, "reasonCode": None},
            "manualReviewDecision": decision,
        }
        self.announce(journey_id, "Manually Reviewed", review)
        self.announce(journey_id, "Updated Journey", {"action": "Manual Review", **review})
        if asked:
            steps = [{"stepId": step, "reasonCode": "document_quality"} for step in asked]
            self.announce(
                journey_id,
                "Verification Update Required",
                {"trigger": "Manual Review Resubmission", "requiredSteps": steps},
            )

    def announce(self, journey_id: str, event: str, more: Mapping[str, Any] | None = None) -> None:
        """Post soon, from the thread, if there is an address to post to."""
        try:
            letter = self._letter(journey_id, event=event, target=None, more=more or {})
        except (CallbackRefused, NotHeld):
            return
        self._enqueue(letter, after=0.0)

    def _letter(
        self,
        journey_id: str,
        *,
        event: str,
        target: CallbackTarget | None,
        more: Mapping[str, Any],
    ) -> _Letter:
        provider = self._shelf.provider_of(journey_id)
        where = target or self._target_of(provider, journey_id)
        if where is None:
            raise CallbackRefused(f"no callback address is set for {provider}")
        check_target(where)
        tree = json.loads(self._shelf.journey(provider, journey_id).body)
        if provider == "signzy":
            # Real callback bodies lack these two.
            tree.pop("callbackSent", None)
            (tree.get("processingConfig") or {}).pop("authKeyForCallback", None)
            body: dict[str, Any] = tree
        else:
            version = self._shelf.version(provider, journey_id)
            digest = hashlib.blake2b(f"{journey_id}:{event}:{version}".encode(), digest_size=16)
            body = {
                "event": event,
                "body": {
                    "eventId": digest.hexdigest(),
                    "journeyId": journey_id,
                    "referenceNo": tree.get("reference_number"),
                    "systemDecision": tree.get("system_decision"),
                    "manualDecision": tree.get("manual_decision"),
                    "finalDecision": tree.get("final_decision"),
                    **more,
                },
            }
        return _Letter(where, json.dumps(body).encode(), provider, journey_id, event)

    def _target_of(self, provider: str, journey_id: str) -> CallbackTarget | None:
        if provider == "signzy":
            plan = self._shelf.plan(provider, journey_id)
            if plan.callback_url:
                return CallbackTarget(plan.callback_url, "header", secret=plan.callback_key)
        return self._targets.get(provider)

    def _enqueue(self, letter: _Letter, *, after: float) -> None:
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + after, next(self._order), letter))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._is_stopping:
                    return
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                _, _, letter = heapq.heappop(self._due)
            posted = self._deliver(letter)
            if posted.status != 200 and letter.tries < len(self._retry_seconds):
                again = replace(letter, tries=letter.tries + 1)
                self._enqueue(again, after=self._retry_seconds[letter.tries])

    def _deliver(self, letter: _Letter) -> Posted:
        status = _send(letter)
        posted = Posted(letter.provider, letter.journey_id, letter.event, status)
        self.posted.append(posted)
        return posted


def check_target(target: CallbackTarget) -> None:
    """Raises CallbackRefused for anything but plain http to this very machine."""
    address = urlsplit(target.url)
    if address.scheme != "http" or address.hostname not in _LOOPBACK:
        raise CallbackRefused(f"callbacks go to http on loopback only, not to {target.url!r}")
    if target.scheme not in get_args(Scheme):
        raise CallbackRefused(f"unknown scheme {target.scheme!r}")


def _send(letter: _Letter) -> int:
    address = urlsplit(letter.target.url)
    connection = http.client.HTTPConnection(
        address.hostname or "127.0.0.1", address.port or 80, timeout=20
    )
    try:
        path = f"{address.path or '/'}{'?' + address.query if address.query else ''}"
        headers = {"Content-Type": "application/json", **letter.target.headers()}
        connection.request("POST", path, body=letter.body, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
